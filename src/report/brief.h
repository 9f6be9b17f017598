/* SPDX-License-Identifier: Apache-2.0 */
/*
 * brief.h - what one needs before a visit or a meeting, gathered from the casefile and then printed in four formats.
 *
 * Stations: brief.c finds out who meets whom and when; brief_gather.c picks the records of each section;
 * brief_people.c makes a history of each person raised; brief_cite.c reads the words of every item again and numbers the
 * sources; brief_nodes.c lays the sections out as headings and lines, which brief_text.c (text, Markdown) and
 * brief_html.c print; brief_json.c prints the sections themselves.
 *
 * Invariants: an item is printed only after its words were read again at their range (brief_cite); every order is by
 * date, then id; nothing hangs on the clock but as_of. Everything belongs to the book's arena.
 */
#ifndef REPORT_BRIEF_H
#define REPORT_BRIEF_H

#include "report/filter.h"
#include "report/line.h"
#include "report/sheet.h"

/* One record as the brief uses it. */
typedef struct brief_item {
	book_record record;
	bool cited; /* it has words in a document */
	span words; /* as they stand in the text */
	range where;
	span passage; /* the paragraph around them */
	range around;
	unsigned source; /* number in the list of sources; 0: none */
	bool used, counted;
	struct brief_item *of;             /* the same record, cited for one of its acts; NULL: itself */
	range act;                         /* the words of that act: the sentence around them is cited */
	VEC(struct brief_item *) outcomes; /* of a call or pledge, in order of their dates */
	VEC(struct brief_item *) also;     /* of a visit: other documents that tell of the same days */
	size_t group;                      /* of calls: index of the first that it is joined with */
} brief_item;

typedef VEC(brief_item *) brief_items;

/* Calls that restate each other, newest first. */
typedef struct brief_group {
	brief_items calls;
	brief_items outcomes; /* of all of them */
	bool answered;        /* somebody recorded what came of it */
	bool done;            /* an outcome says that it was implemented */
	int age;              /* days from the oldest wording to as_of; -1 where no date is known */
} brief_group;
typedef VEC(brief_group) brief_groups;

/* Something that happened to a person, or was said of it. */
typedef struct brief_event {
	span when;  /* the act's own date, or empty */
	span known; /* publication of the source */
	brief_item *item;
	const field *act; /* NULL: a quotation that names the person */
	brief_items also; /* other sources that say the same */
} brief_event;

typedef struct brief_person {
	span key, name;
	VEC(span) folded;              /* names, for finding it in quotations */
	VEC(span) names;               /* other spellings */
	brief_items calls;             /* that ask something for it, newest first; of each group the newest wording */
	const brief_group *last_group; /* while calls are gathered */
	VEC(brief_event) events;
	VEC(span) differences; /* where sources contradict each other, one sentence each */
} brief_person;

typedef struct brief_side {
	const place *state; /* NULL: there is no such side (a person's agenda) */
	VEC(span) names;    /* folded, unambiguous */
	brief_groups calls;
	brief_items pledges, quotes;
	size_t more_quotes; /* left out of `quotes` for length */
} brief_side;

typedef struct brief {
	book *book;
	onus_format format;
	bool reviewed;
	date as_of, from, until;
	brief_side host, guest;
	span person;  /* whose agenda it is, or empty */
	selector who; /* that person */
	brief_items all[ONUS_KIND_COUNT];
	brief_items acts;   /* items with `of` set */
	brief_items visits; /* of these days */
	brief_items other_visits;
	brief_groups through; /* asked of one side about the other */
	VEC(brief_person) people;
	brief_items other_quotes;
	size_t more_quotes;
	VEC(const brief_group *) unanswered; /* oldest first */
	VEC(book_document *) sources;
	size_t drafts, confirmed, confidential; /* among the items that are printed */
} brief;

/* Loads the records of one kind into b->all; `as_of` must be set. */
onus_status brief_load(brief *b, onus_kind kind, onus_error *err) MUST_CHECK;
/* Needs the visits loaded, and the sides and days set. */
onus_status brief_gather(brief *b, onus_error *err) MUST_CHECK;
onus_status brief_gather_people(brief *b, onus_error *err) MUST_CHECK;
onus_status brief_cite(brief *b, onus_error *err) MUST_CHECK;

/* True where the field names the state or somebody who speaks for it. */
bool brief_is_of(const field *f, const brief_side *side);
bool brief_any_of(const entry *e, field_name name, const brief_side *side);
/* True where the words name the side. */
bool brief_names(const brief *b, const brief_side *side, span words);
/* By date published, newest first; those without one last; then by id. */
int brief_newest_first(const void *a, const void *b);
/* Calls `visit` for every item in the order in which it is first printed. */
onus_status brief_walk(brief *b, onus_status (*visit)(brief *b, brief_item *item, onus_error *err),
		       onus_error *err) MUST_CHECK;

/* ---- layout ---- */
typedef enum brief_node_kind {
	NODE_TITLE,
	NODE_SECTION,
	NODE_PART,
	NODE_PARAGRAPH,
	NODE_ITEM,
	NODE_SOURCE
} brief_node_kind;

typedef struct brief_node {
	brief_node_kind kind;
	unsigned level;                /* of an item: 1 stands under the item before it */
	span text;                     /* heading, paragraph, or what the line says of the item; plain, not yet safe */
	const brief_item *item;        /* its words and citation follow */
	const book_document *document; /* NODE_SOURCE */
	VEC(span) notes;               /* further lines */
} brief_node;
typedef VEC(brief_node) brief_nodes;

onus_status brief_layout(const brief *b, brief_nodes *ret_nodes, onus_error *err) MUST_CHECK;
void brief_print_text(const brief *b, const brief_nodes *nodes, sheet *s);
void brief_print_markdown(const brief *b, const brief_nodes *nodes, sheet *s);
void brief_print_html(const brief *b, const brief_nodes *nodes, sheet *s);
onus_status brief_print_json(const brief *b, const onus_sink *sink, onus_error *err) MUST_CHECK;

#endif
