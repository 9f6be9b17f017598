/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record.h - what Onus keeps: an entry of one of eight kinds, made of fields. The shapes are those of docs/record.md.
 *
 * An entry is a list of fields rather than a struct per kind, so that encoding, JSON, editing, filters and storage are
 * each written once and a new field is a line in RECORD_FIELDS. record_schema says which fields a kind has and how many
 * times.
 *
 * A field is a value with where it comes from: `where` are the words of the document that say it (empty when a person
 * or a rule supplied it), `value` is what is recorded: for a passage the words themselves, for an actor the fullest
 * form of the name in the document, for a date its ISO form, for an enumeration its word.
 *
 * `group` ties fields of one act together: case details come as act #1 {act, by, place, date, ground}, act #2 {...}.
 * Everything belongs to the arena that it was made in.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/printer.h"
#include "base/str.h"
#include "base/vec.h"

/* X(NAME, word, plural key of the JSON) in the order of onus_kind. */
#define RECORD_KINDS(X)                                                                                                \
	X(DOCUMENT, "document", "documents")                                                                           \
	X(ACTOR, "actor", "actors")                                                                                    \
	X(CALL, "call", "calls")                                                                                       \
	X(PLEDGE, "pledge", "pledges")                                                                                 \
	X(CASE, "case", "cases")                                                                                       \
	X(VISIT, "visit", "visits")                                                                                    \
	X(QUOTE, "quote", "quotes")                                                                                    \
	X(OUTCOME, "outcome", "outcomes")

/* How a field's value reads. */
typedef enum field_type {
	FIELD_ACTOR,   /* a name; actor_type, country and key are set where known */
	FIELD_PASSAGE, /* words of the document: JSON gives {"text", "start", "end"} */
	FIELD_WORD,    /* one of a fixed list (record_words) */
	FIELD_BOOL,    /* "true" or "false" */
	FIELD_DATE,    /* ISO, as precise as known: 2019, 2019-03, 2019-03-24 */
	FIELD_TEXT,    /* anything else, printed as a plain string */
	FIELD_ID,      /* of another entry or a document */
} field_type;

/* X(NAME, word, type). Numbers are part of the canonical encoding: append only. */
#define RECORD_FIELDS(X)                                                                                               \
	X(CALLER, "caller", FIELD_ACTOR)                                                                               \
	X(ADDRESSEE, "addressee", FIELD_ACTOR)                                                                         \
	X(TARGET, "target", FIELD_ACTOR)                                                                               \
	X(ACTION, "action", FIELD_PASSAGE)                                                                             \
	X(PEOPLE, "people", FIELD_ACTOR)                                                                               \
	X(MODALITY, "modality", FIELD_WORD)                                                                            \
	X(NEGATED, "negated", FIELD_BOOL)                                                                              \
	X(CONDITION, "condition", FIELD_PASSAGE)                                                                       \
	X(URGENCY, "urgency", FIELD_PASSAGE)                                                                           \
	X(DEADLINE, "deadline", FIELD_PASSAGE)                                                                         \
	X(RESTATES, "restates", FIELD_ID)                                                                              \
	X(BY, "by", FIELD_ACTOR)                                                                                       \
	X(TO, "to", FIELD_ACTOR) /* a pledge's addressee; a visit's country, then city */                              \
	X(CONTENT, "content", FIELD_PASSAGE)                                                                           \
	X(STATE, "state", FIELD_WORD)                                                                                  \
	X(PERSON, "person", FIELD_ACTOR)                                                                               \
	X(ACT, "act", FIELD_WORD)                                                                                      \
	X(PLACE, "place", FIELD_TEXT)                                                                                  \
	X(DATE, "date", FIELD_DATE)                                                                                    \
	X(GROUND, "ground", FIELD_PASSAGE)                                                                             \
	X(VISITOR, "visitor", FIELD_ACTOR)                                                                             \
	X(FROM, "from", FIELD_DATE)                                                                                    \
	X(UNTIL, "until", FIELD_DATE)                                                                                  \
	X(HOST, "host", FIELD_ACTOR)                                                                                   \
	X(PURPOSE, "purpose", FIELD_PASSAGE)                                                                           \
	X(STATUS, "status", FIELD_WORD)                                                                                \
	X(SPEAKER, "speaker", FIELD_ACTOR)                                                                             \
	X(ROLE, "role", FIELD_TEXT)                                                                                    \
	X(TEXT, "text", FIELD_PASSAGE)                                                                                 \
	X(TITLE, "title", FIELD_TEXT)                                                                                  \
	X(PUBLISHER, "publisher", FIELD_ACTOR)                                                                         \
	X(PUBLISHED, "published", FIELD_DATE)                                                                          \
	X(LANGUAGE, "language", FIELD_TEXT)                                                                            \
	X(DOCUMENT_KIND, "kind", FIELD_WORD)                                                                           \
	X(AUTHORS, "authors", FIELD_ACTOR)                                                                             \
	X(NAME, "name", FIELD_TEXT)                                                                                    \
	X(COUNTRY, "country", FIELD_TEXT)                                                                              \
	X(OF, "of", FIELD_ID)                                                                                          \
	X(OUTCOME_TYPE, "type", FIELD_WORD)                                                                            \
	X(VALUE, "value", FIELD_TEXT)                                                                                  \
	X(SCALE, "scale", FIELD_TEXT)                                                                                  \
	X(SOURCE, "source", FIELD_TEXT)                                                                                \
	X(NOTE, "note", FIELD_TEXT)

typedef enum field_name {
	FIELD_NONE,
#define FIELD_ENUM(name, word, type) F_##name,
	RECORD_FIELDS(FIELD_ENUM)
#undef FIELD_ENUM
	    FIELD_COUNT
} field_name;

typedef enum actor_type {
	ACTOR_UNKNOWN,
	ACTOR_PERSON,
	ACTOR_STATE,  /* a state, its government, "the authorities": one actor */
	ACTOR_BODY,   /* organisation, agency, company, armed group, party */
	ACTOR_PLACE,  /* a city or region that does not act */
	ACTOR_GROUP,  /* "31 organizations", "both activists" */
	ACTOR_OFFICE, /* a role whose holder the document does not name: "the interior minister" */
} actor_type;

typedef struct field {
	uint8_t name;       /* field_name */
	uint8_t actor_type; /* FIELD_ACTOR only */
	uint16_t group;     /* 0: of the whole entry; 1..: of one act */
	char country[4];    /* ISO 3166 alpha-2 or a code of the places table; of a state, or the state that a person or
			       body speaks or acts for; "" where not known */
	span value;
	range where;
} field;

/* Words of the fixed lists. */
#define CALL_MODALITIES "asked", "urged", "demanded", "recommended", "should"
#define PLEDGE_STATES   "unassessed", "in the works", "stalled", "kept", "compromise", "broken", "lapsed"
#define CASE_ACTS                                                                                                      \
	"arrest", "detention", "charge", "sentence", "disappearance", "torture", "killing", "harassment", "expulsion", \
	    "restriction", "release"
#define VISIT_STATUSES "past", "planned", "prevented"
#define OUTCOME_TYPES  "response", "implementation", "assessment"
#define DOCUMENT_KINDS "press release", "letter", "statement", "news", "resolution", "report"

typedef enum confidentiality { PUBLIC, INTERNAL, CONFIDENTIAL } confidentiality;

typedef struct entry {
	uint8_t kind;            /* onus_kind */
	uint8_t confidentiality; /* cases of private persons start as CONFIDENTIAL */
	bool by_person;          /* made or changed by a person: `rule` is then empty */
	range evidence;          /* the words that state it */
	span rule;               /* e.g. "call.urge.to" */
	VEC(field) fields;
} entry;

/* The drafts of one document. document.kind == ONUS_DOCUMENT; entries are in the order calls, pledges, cases, visits,
 * quotes and, within a kind, of their evidence. */
typedef struct record_set {
	entry document;
	VEC(entry) entries;
	span note; /* what a person must know of the reading: "a sentence of 4,100 words was cut", or empty */
} record_set;

/* ---- names of things ---- */
const char *record_kind_word(onus_kind kind);
const char *record_kind_plural(onus_kind kind);
bool record_kind_find(span word_or_plural, onus_kind *ret_kind);
const char *field_word(field_name name);
field_name field_find(span word); /* FIELD_NONE: there is none */
field_type field_type_of(field_name name);
const char *actor_type_word(actor_type type);

/* The fields of a kind, in the order in which they are printed; `many`: may stand more than once; `grouped`: belongs to
 * an act. Ends with name FIELD_NONE. `words` is the NULL-ended list of an enumeration, else NULL. */
typedef struct field_rule {
	field_name name;
	bool many, grouped, required;
	const char *const *words;
} field_rule;
const field_rule *record_schema(onus_kind kind);

/* ---- building and reading ---- */
/* Appends; the slot is zeroed but for its name, value and range. NULL when memory ran out. */
field *entry_add(entry *e, arena *a, field_name name, span value, range where);
/* First field of that name, or NULL; and the one after `f`. */
const field *entry_field(const entry *e, field_name name);
const field *entry_next(const entry *e, const field *f);
/* The value, or {NULL, 0}. */
span entry_value(const entry *e, field_name name);
/* The field that carries the entry's words: action, content, text; the evidence for the others. */
range entry_words(const entry *e);
/* A deep copy into `a`; false when memory ran out. */
bool entry_copy(entry *ret_copy, const entry *e, arena *a);
/* ERR_INPUT naming the field when a value is not one that the schema allows. */
onus_status entry_check(const entry *e, onus_error *err) MUST_CHECK;
/* Applies "field=value", "field+=value", "field-=value". Values replaced by a person lose their `where`, unless the
 * words stand in `text` inside the entry's evidence or after "field=@start-end", which cites the document's words. */
onus_status entry_edit(entry *e, arena *a, span edit, span text, onus_error *err) MUST_CHECK;

/* ---- canonical encoding: docs/file-format.md ----
 * One byte string for one entry: every length and number in fixed order, fields in order, no optional padding. Decoding
 * refuses anything that encoding the result again would not give back. */
void entry_encode(const entry *e, str *out);
onus_status entry_decode(span bytes, arena *a, entry *ret_entry, onus_error *err) MUST_CHECK;

/* ---- JSON ---- */
/* The object of docs/record.md. `id` is printed as given. `text` is the rendition: passages are cut from it. */
void entry_print(const entry *e, printer *p, const char *id, span text);
/* The same keys without the braces, for objects that have more. */
void entry_print_fields(const entry *e, printer *p, const char *id, span text);
/* The whole answer of `onus extract` for one document. `document_id` is "sha256:…"; `source` may be {NULL, 0}. */
void record_set_print(const record_set *set, printer *p, const char *document_id, span source, span text);

#endif
