/* SPDX-License-Identifier: Apache-2.0 */
/*
 * onus.h - the whole public interface of Onus.
 *
 * Onus reads documents and keeps the record of who called on whom to do what, who promised what, what was done to
 * whom, who visits whom and who said what; every field is tied to the bytes that state it.
 *
 * Conventions that hold for every function:
 *  - All text is UTF-8. A `const char *` is NUL-terminated. Offsets are bytes, half open [start, end).
 *  - A function that can fail returns an onus_status; ONUS_OK is 0. On failure nothing that a `ret_` parameter points
 *    to has been touched, and `err`, if it is not NULL, says in one sentence what happened, where and what to do.
 *  - A handle belongs to one thread at a time. Two handles may be used from two threads. onus_add, onus_extract and
 *    onus_parse start threads of their own and have joined them when they return.
 *  - The library never prints, logs, exits or reads the environment. Output goes to the sink it is handed.
 *  - Options structs are set up with their ONUS_..._INIT initialiser, so that a later field has a sane default.
 */
#ifndef ONUS_ONUS_H
#define ONUS_ONUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ONUS_VERSION "0.1.0"

#if defined(__GNUC__)
#define ONUS_API   __attribute__((visibility("default")))
#define ONUS_CHECK __attribute__((warn_unused_result))
#else
#define ONUS_API
#define ONUS_CHECK
#endif

/* ---- errors ------------------------------------------------------------------------------------------------- */

/* The one list of errors: X(NAME, number, exit code of the command line, what it means). */
#define ONUS_STATUS_LIST(X)                                                                                            \
	X(OK, 0, 0, "done")                                                                                            \
	X(ERR_PARTIAL, 1, 1, "some of the input could not be used; the rest was done")                                 \
	X(ERR_USAGE, 2, 2, "the command line or an option has a mistake")                                              \
	X(ERR_INPUT, 3, 3, "none of the input could be used")                                                          \
	X(ERR_NOT_FOUND, 4, 4, "there is no entry, document or file of that name")                                     \
	X(ERR_CASEFILE, 5, 5, "the casefile is missing, is not a casefile, or cannot be opened")                       \
	X(ERR_NEWER, 6, 5, "the casefile was written by a newer version of Onus")                                      \
	X(ERR_LOCKED, 7, 6, "another program is writing to the casefile")                                              \
	X(ERR_READ_ONLY, 8, 5, "the casefile or its folder cannot be written to")                                      \
	X(ERR_DISK, 9, 7, "the disk is full or failed")                                                                \
	X(ERR_LIMIT, 10, 3, "a limit was reached")                                                                     \
	X(ERR_MEMORY, 11, 8, "memory ran out")                                                                         \
	X(ERR_READER, 12, 8, "the reader program is missing or cannot be sealed")                                      \
	X(ERR_INTEGRITY, 13, 9, "the record does not match its documents or its journal")                              \
	X(ERR_CANCELLED, 14, 130, "stopped on request; what was finished is kept")                                     \
	X(ERR_OUTPUT, 15, 7, "the output could not be written")                                                        \
	X(ERR_INTERNAL, 16, 8, "a mistake in Onus itself; please report it")

typedef enum onus_status {
#define ONUS_STATUS_ENUM(name, number, exit_code, meaning) ONUS_##name = (number),
	ONUS_STATUS_LIST(ONUS_STATUS_ENUM)
#undef ONUS_STATUS_ENUM
} onus_status;

/* What went wrong. `message` is one sentence, safe for a terminal: control characters are escaped. */
typedef struct onus_error {
	onus_status status;
	char message[700];
} onus_error;

/* "ERR_LOCKED", what it means, and the exit code that the command line gives for it. Never NULL. */
ONUS_API const char *onus_status_name(onus_status status);
ONUS_API const char *onus_status_meaning(onus_status status);
ONUS_API int onus_status_exit_code(onus_status status);

/* The version of the library that runs, e.g. "0.1.0". */
ONUS_API const char *onus_version(void);

/* ---- what the caller lends ---------------------------------------------------------------------------------- */

/* Where output goes. `write` gets n bytes and returns false when it could not take them all. */
typedef struct onus_sink {
	bool (*write)(void *ctx, const char *bytes, size_t n);
	void *ctx;
} onus_sink;

/* Clock and random numbers come in from outside. Either function may be NULL: the system's is used then.
 * `now` gives milliseconds since 1970-01-01 UTC; `random` fills n bytes that nobody can guess, false on failure. */
typedef struct onus_host {
	int64_t (*now)(void *ctx);
	bool (*random)(void *ctx, void *bytes, size_t n);
	void *ctx;
} onus_host;

typedef enum onus_format {
	ONUS_TEXT, /* columns or paragraphs for a person; control and bidi characters never come out raw */
	ONUS_JSON, /* one object, or one array, of the shapes in docs/record.md */
	ONUS_CSV,  /* RFC 4180 with a header line; a cell that a spreadsheet would run as a formula is quoted */
	ONUS_MARKDOWN,
	ONUS_HTML, /* one self-contained page; nothing in it is loaded from elsewhere */
} onus_format;

typedef enum onus_kind {
	ONUS_DOCUMENT,
	ONUS_ACTOR,
	ONUS_CALL,
	ONUS_PLEDGE,
	ONUS_CASE,
	ONUS_VISIT,
	ONUS_QUOTE,
	ONUS_OUTCOME,
} onus_kind;
#define ONUS_KIND_COUNT 8

/* ---- casefiles ---------------------------------------------------------------------------------------------- */

typedef struct onus onus; /* an open casefile */

typedef struct onus_init_options {
	const char *places; /* a table of further states and places (docs/places.md) to keep in the casefile, or NULL */
	onus_host host;
} onus_init_options;
#define ONUS_INIT_OPTIONS_INIT                                                                                         \
	{                                                                                                              \
		NULL,                                                                                                  \
		{                                                                                                      \
			NULL, NULL, NULL                                                                               \
		}                                                                                                      \
	}

/* Makes a new casefile at `path`; a file that exists is never overwritten (ERR_CASEFILE). */
ONUS_API ONUS_CHECK onus_status onus_init(const char *path, const onus_init_options *options, onus_error *err);

typedef enum onus_mode { ONUS_READ, ONUS_WRITE } onus_mode;

/* Opens the casefile at `path`. ONUS_WRITE takes the writer's lock at once (ERR_LOCKED names the holder if it can). The
 * caller owns *ret_file and gives it back with onus_close, which takes NULL. */
ONUS_API ONUS_CHECK onus_status onus_open(const char *path, onus_mode mode, const onus_host *host, onus **ret_file,
					  onus_error *err);
ONUS_API void onus_close(onus *file);

/* ---- reading documents -------------------------------------------------------------------------------------- */

/* What became of one input, told as it happens and in the order of the input. */
typedef enum onus_add_event {
	ONUS_ADDED,      /* read, kept, drafts made */
	ONUS_KNOWN,      /* the same bytes are in the casefile */
	ONUS_SAME_TEXT,  /* other bytes, but the text of a document that is there: kept and linked, no second drafts */
	ONUS_UNREADABLE, /* kept, with the reason why it could not be read */
	ONUS_SKIPPED,    /* not kept; `detail` says why */
} onus_add_event;

typedef struct onus_progress {
	onus_add_event event;
	const char *path;   /* as the caller gave it, or found below a folder he gave */
	const char *id;     /* the document's id, or NULL */
	const char *detail; /* one sentence, or NULL */
	size_t done, total; /* inputs so far; total may grow while folders are read */
	size_t drafts;      /* drafts that this document gave */
} onus_progress;

typedef struct onus_read_options {
	const char *const *paths; /* files and folders; "-" is standard input (descriptor 0) where onus_extract reads */
	size_t n_paths;
	unsigned jobs;      /* readers at work at once; 0: one per processor */
	const char *reader; /* path of the onus-reader program */
	const char *places; /* onus_extract only: a table of further states and places, or NULL */
	bool unsafe_parser; /* go on where the kernel cannot seal the reader */
	void (*progress)(void *ctx, const onus_progress *progress); /* or NULL; called from the calling thread only */
	void *progress_ctx;
	const volatile int *cancel; /* becomes non-zero when the work is to stop at the next document; or NULL */
} onus_read_options;
#define ONUS_READ_OPTIONS_INIT                                                                                         \
	{                                                                                                              \
		NULL, 0, 0, NULL, NULL, false, NULL, NULL, NULL                                                        \
	}

typedef struct onus_add_result {
	size_t added, known, same_text, unreadable, skipped, drafts;
} onus_add_result;

/* Reads files and folders into the casefile, each document wholly or not at all, in the order of the input: after a
 * crash a second run goes on where the first stopped. An input's event is told once its document is safely kept (several
 * that are finished together may share a commit). ERR_PARTIAL where some inputs were refused, ERR_INPUT where all were. *ret_result is filled in
 * in those cases too. */
ONUS_API ONUS_CHECK onus_status onus_add(onus *file, const onus_read_options *options, onus_add_result *ret_result,
					 onus_error *err);

/* A pure filter: documents in, one JSON object a document out (docs/record.md), no casefile. Several inputs or a folder
 * give one object a line, in the order of their names whatever the number of jobs. */
ONUS_API ONUS_CHECK onus_status onus_extract(const onus_read_options *options, const onus_sink *sink, onus_error *err);

typedef enum onus_parse_input {
	ONUS_PARSE_TEXT,   /* documents: text, Markdown, HTML */
	ONUS_PARSE_CONLLU, /* words and sentences that are given; tags, trees and names are filled in */
} onus_parse_input;

typedef struct onus_parse_options {
	onus_read_options read; /* `reader` and `unsafe_parser` serve documents only, `places` nothing */
	const char *model;      /* path of the language model */
	onus_parse_input input;
	bool probabilities; /* of tags, arcs, labels and names, in MISC */
	const char *kernel; /* "plain", "avx2", ... (docs/language.md); NULL: the best that this processor has */
	unsigned batch;     /* words computed together; 0: a good number. Neither changes what comes out. */
} onus_parse_options;
#define ONUS_PARSE_OPTIONS_INIT                                                                                        \
	{                                                                                                              \
		ONUS_READ_OPTIONS_INIT, NULL, ONUS_PARSE_TEXT, false, NULL, 0                                          \
	}

/* A pure filter: documents in, their sentences as CoNLL-U out (docs/parse.md), in the order of the input whatever the
 * number of jobs. Written piece by piece, whole lines each, while documents are read, so that memory does not grow with them. ERR_NOT_FOUND
 * or ERR_INPUT where the model cannot be used, ERR_USAGE for a kernel that is not to be had; ERR_PARTIAL where some
 * inputs could not be used, ERR_INPUT where none could. Of a CoNLL-U file that breaks off with a mistake the sentences
 * before it are written. */
ONUS_API ONUS_CHECK onus_status onus_parse(const onus_parse_options *options, const onus_sink *sink, onus_error *err);

/* ---- looking ------------------------------------------------------------------------------------------------- */

typedef enum onus_review_state {
	ONUS_ANY_STATE,
	ONUS_DRAFT,
	ONUS_ACCEPTED,
	ONUS_EDITED,
	ONUS_REJECTED,
	ONUS_REVIEWED, /* accepted or edited */
} onus_review_state;

/* Filters are joined by "and"; a NULL is no filter. Names are matched as `people` finds them: case and accents aside, a
 * whole name or whole words of it; a state by name, ISO code, demonym or capital. A name that matches nothing gives
 * ERR_NOT_FOUND with the nearest right one. Dates are YYYY, YYYY-MM or YYYY-MM-DD. */
typedef struct onus_list_options {
	onus_kind kind;
	onus_format format; /* TEXT, JSON or CSV */
	const char *by;     /* who calls, promises, visits, speaks, did it */
	const char *on;     /* who is called on or is finally to act; whom a pledge is to; whom a visit goes to */
	const char *about;  /* the person it is about */
	const char *place;
	const char *since, *until; /* of the document's publication, or of the visit */
	const char *document;      /* an id or the beginning of one */
	onus_review_state state;   /* ANY leaves rejected entries out */
	size_t limit;              /* 0: all */
} onus_list_options;
#define ONUS_LIST_OPTIONS_INIT(k)                                                                                      \
	{                                                                                                              \
		(k), ONUS_TEXT, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ONUS_ANY_STATE, 0                            \
	}

ONUS_API ONUS_CHECK onus_status onus_list(onus *file, const onus_list_options *options, const onus_sink *sink,
					  onus_error *err);

/* One entry or document (by id or the unique beginning of one) with its words, history and links. TEXT or JSON. */
ONUS_API ONUS_CHECK onus_status onus_show(onus *file, const char *id, onus_format format, const onus_sink *sink,
					  onus_error *err);

/* Why it was drafted: the rule, the words that matched, and the rules that nearly fired there. TEXT or JSON. */
ONUS_API ONUS_CHECK onus_status onus_explain(onus *file, const char *id, onus_format format, const onus_sink *sink,
					     onus_error *err);

typedef struct onus_find_options {
	const char *words; /* words, "a phrase", prefix*, and OR NOT as in docs/find.md */
	onus_format format;
	size_t limit; /* 0: 20 */
} onus_find_options;
ONUS_API ONUS_CHECK onus_status onus_find(onus *file, const onus_find_options *options, const onus_sink *sink,
					  onus_error *err);

/* ---- deciding ------------------------------------------------------------------------------------------------ */

/* A draft as a person decides on it. All pointers belong to the onus_review and live until its next step. */
typedef struct onus_draft_field {
	const char *name; /* e.g. "caller"; a name returns once for each value */
	const char *value;
	size_t start, end; /* in `passage`; both 0 where the value is not a passage of it */
} onus_draft_field;

typedef struct onus_draft {
	const char *id, *kind, *document_id, *document_title, *published, *rule, *state;
	const char *passage;  /* the paragraph, or the paragraphs, around the words */
	size_t passage_start; /* where it begins in the text rendition */
	size_t start, end;    /* the words that state the entry, in `passage` */
	const onus_draft_field *fields;
	size_t n_fields;
	size_t left; /* drafts still to come after this one */
} onus_draft;

typedef struct onus_review onus_review;

/* Walks the drafts that `options` select (kind ONUS_ACTOR: all kinds), newest document first. The caller owns
 * *ret_review. onus_review_next sets *ret_draft to NULL at the end. */
ONUS_API ONUS_CHECK onus_status onus_review_open(onus *file, const onus_list_options *options, onus_review **ret_review,
						 onus_error *err);
ONUS_API ONUS_CHECK onus_status onus_review_next(onus_review *review, const onus_draft **ret_draft, onus_error *err);
ONUS_API void onus_review_close(onus_review *review);

typedef enum onus_verdict { ONUS_ACCEPT, ONUS_EDIT, ONUS_REJECT } onus_verdict;

typedef struct onus_decision {
	onus_verdict verdict;
	const char *id;
	const char *why;          /* a reason: needed to reject */
	const char *const *edits; /* ONUS_EDIT: "field=value"; "field+=value" adds, "field-=value" takes away */
	size_t n_edits;
	const char *by; /* who decides, or NULL */
} onus_decision;

/* Puts a decision into the journal. What was decided before stays in the history; a new decision follows it. */
ONUS_API ONUS_CHECK onus_status onus_decide(onus *file, const onus_decision *decision, onus_error *err);

typedef struct onus_follow_options {
	const char *id;    /* the call or pledge that it came of */
	const char *type;  /* "response", "implementation" or "assessment" */
	const char *value; /* e.g. supported, noted, refused, silent; kept, broken, ...; or a grade of `scale` */
	const char *scale; /* the scale's name for an assessment, or NULL */
	const char *by;    /* who responded, implemented or assessed */
	const char *date;
	const char *source; /* a document's id, or words that name the source */
	const char *note;
} onus_follow_options;

/* Records an outcome. *ret_id (room for 64 bytes) gets the outcome's id. */
ONUS_API ONUS_CHECK onus_status onus_follow(onus *file, const onus_follow_options *options, char *ret_id,
					    onus_error *err);

/* The grades of a scale that Onus knows by that name ("pledge", "HRC", "CEDAW", "UPR Info", ...), NULL-ended; NULL for a
 * name that it does not know: grades of such a scale are taken as they are typed. */
ONUS_API const char *const *onus_scale_grades(const char *scale);

/* ---- reports ------------------------------------------------------------------------------------------------- */

typedef struct onus_brief_options {
	const char *host, *guest; /* names, ISO codes, demonyms or capitals; NULL with `visit` */
	const char *visit;        /* the id of a visit, or NULL */
	const char *person;       /* a person's agenda: whom he meets; or NULL */
	const char *from, *until; /* of the visit */
	const char *as_of;        /* what was known on that day; NULL: the newest document's or today's, the later */
	bool reviewed;            /* leave out what nobody has confirmed */
	onus_format format;       /* TEXT, MARKDOWN, JSON or HTML */
} onus_brief_options;
#define ONUS_BRIEF_OPTIONS_INIT                                                                                        \
	{                                                                                                              \
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, ONUS_TEXT                                             \
	}

/* What one needs before a visit or a meeting; see docs/brief.md. Before a line is written its words are read again from
 * the document and compared: a mismatch stops the report (ERR_INTEGRITY) and names the entry. */
ONUS_API ONUS_CHECK onus_status onus_brief(onus *file, const onus_brief_options *options, const onus_sink *sink,
					   onus_error *err);

/* ---- keeping house ------------------------------------------------------------------------------------------- */

/* Makes every derived table anew from documents and journal. */
ONUS_API ONUS_CHECK onus_status onus_rebuild(onus *file, const onus_read_options *options, onus_error *err);

typedef struct onus_doctor_options {
	const char *casefile; /* to look at, or NULL */
	const char *reader;
	const char *model;  /* path of the language model, or NULL where none was found */
	onus_format format; /* TEXT or JSON */
} onus_doctor_options;

/* What this machine and build give: how far the reader is sealed, versions, and whether the casefile is sound. */
ONUS_API ONUS_CHECK onus_status onus_doctor(const onus_doctor_options *options, const onus_sink *sink, onus_error *err);

#ifdef __cplusplus
}
#endif

#endif
