/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analysis.h - the analysed document that every pass reads: words, sentences, lists, quotations with their speakers,
 * dates, mentions and the actors that they mean.
 *
 * There is no parser and no tagger behind it yet. Parts of speech come from closed classes, a lexicon, suffixes and the
 * words beside (about nine in ten are right in plain prose; worst are -ed forms and nouns that look like verbs); names
 * come from capitals, titles, gazetteers and the document's own other uses of them. The functions at the end answer
 * the questions a parser would answer, by walking over words.
 *
 * Everything is an index into one of the arrays; NONE (-1) is "there is none". Word numbers run over the whole document
 * without gaps. Everything belongs to the arena. Read-only once analysis_make has returned.
 */
#ifndef EXTRACT_ANALYSIS_H
#define EXTRACT_ANALYSIS_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/vec.h"
#include "extract/rules.h"
#include "record/record.h"
#include "text/rendition.h"
#include "text/token.h"

enum { NONE = -1 };

typedef struct word {
	range where;
	span form;    /* lower case, ASCII apostrophes */
	span lemma;   /* "urge" for "urged"; the form itself where nothing better is known */
	uint32_t lex; /* number of its lexeme: lexeme_of */
	class_set classes;
	uint8_t kind;  /* token_kind */
	uint8_t flags; /* TOKEN_... */
	uint8_t pos;   /* a guess */
	uint8_t forms; /* FORM_... of a verb */
	uint32_t sentence;
	int32_t mention;   /* the innermost mention that covers it */
	int32_t quotation; /* the innermost quotation that it lies in; the marks themselves do not */
	int32_t dated;     /* the date expression that covers it */
} word;

typedef struct sentence {
	range where;
	uint32_t first, end; /* words */
	uint32_t block;
	uint32_t head; /* the first sentence of the block */
	uint8_t block_kind;
	bool cut;     /* too long: the limit ended it */
	bool last;    /* of its block */
	int32_t lead; /* the sentence that leads into the list of which this is an item ("... urged the mayor to:") */
} sentence;

typedef enum quotation_kind {
	QUOTATION_SPEECH, /* somebody says it */
	QUOTATION_WORDS,  /* scare quotes, titles, single terms: not a quote */
	QUOTATION_TURN,   /* a turn of an interview or a transcript, without marks */
} quotation_kind;

typedef struct quotation {
	range where;         /* inside the marks */
	uint32_t first, end; /* words inside the marks */
	uint8_t kind;
	int32_t parent;    /* the quotation around it */
	int32_t speaker;   /* actor */
	range speaker_at;  /* the words that name him; empty where carried over from before */
	range role;        /* the words that tell his role beside the name */
	int32_t speech;    /* the verb of saying: a word number */
	int32_t continues; /* the quotation that this one goes on from (interrupted, next paragraph) */
	span rule;
} quotation;

typedef enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE } gender;

typedef enum mention_kind {
	MENTION_NAME,      /* "Macron", "Human Rights Watch", "Beijing" */
	MENTION_NOUN,      /* "the president", "the two men", "Chinese authorities" */
	MENTION_PRONOUN,   /* "he", "we" */
	MENTION_ADJECTIVE, /* "Chinese" in "Chinese officials" or "Chinese police": stands for nobody by itself */
} mention_kind;

typedef struct mention {
	uint32_t first, end;             /* words of the name or noun phrase itself */
	uint32_t whole_first, whole_end; /* with titles and roles before it: "French President Emmanuel Macron" */
	uint8_t kind;
	uint8_t type; /* actor_type */
	bool plural;
	bool possessive; /* "Macron's", "his" */
	int32_t actor;   /* NONE: not resolved */
	int32_t sentence;
	VEC(int32_t) actors; /* of a plural that means several: "the two men"; else empty */
} mention;

typedef struct actor {
	uint8_t type; /* actor_type */
	uint8_t gender;
	span name;       /* fullest form in the document, white space as single spaces */
	range where;     /* where that form stands */
	char country[4]; /* of a state; else of the state that it belongs to or acts for, "" where not told */
	int32_t of;      /* the body or state that a person speaks for ("executive director of Human Rights Watch") */
	range role;      /* first words that tell his role */
	span acronym;    /* "HRW" */
	VEC(span) names; /* other forms, in order of appearance */
	uint32_t mentions;
	int32_t first_mention;
} actor;

typedef struct dated {
	uint32_t first, end; /* words */
	date from, until;    /* as precise as told: from == until for one day, month or year */
	bool span_of_time;   /* "March 24 to 26", "since 2012": not one point */
	bool relative;       /* told against the publication date */
	bool since, before;  /* "since 2012", "until May": the other end is open */
} dated;

typedef struct analysis {
	const struct extract_engine *engine;
	const rules *rules;
	const rendition *rendition;
	span text;
	arena *arena;
	VEC(word) words;
	VEC(lexeme) lexemes; /* readings of the forms of this text; number 0 is the empty one */
	map forms;           /* form -> lexeme */
	VEC(sentence) sentences;
	VEC(quotation) quotations;
	VEC(mention) mentions;
	VEC(actor) actors;
	VEC(dated) dates;
	/* of the document */
	span language; /* "en" */
	date published;
	range published_at;
	int32_t publisher; /* actor: the body that issues it, the "we" of its own text */
	int32_t author;    /* actor: the person who signs or speaks throughout (letter, speech), the "I" of its text */
	bool
	    author_speaks; /* an official signs for his department: the text's "we" is his before it is the department's */
	int32_t addressee; /* actor: the "you" of a letter */
	span title, kind, place;
	range place_at;
	span publisher_name; /* as found; the actor's name may be fuller */
	uint32_t body;       /* first sentence of the text proper, after title, date line and byline */
	span note;           /* what a person must know of the reading */
	bool readable;       /* English, or too short to tell */
} analysis;

/* Reads the whole document. Fails only for memory. */
onus_status analysis_make(const struct extract_engine *engine, const rendition *text, arena *a, analysis *ret_analysis,
			  onus_error *err) MUST_CHECK;

/* ---- words ---- */
static inline const word *word_of(const analysis *a, int64_t i)
{
	static const word outside = {
	    .pos = POS_MARK, .kind = TOKEN_MARK, .mention = NONE, .quotation = NONE, .dated = NONE};
	return i >= 0 && (size_t)i < a->words.n ? &a->words.v[i] : &outside;
}
static inline const lexeme *lexeme_of(const analysis *a, const word *w)
{
	return &a->lexemes.v[w->lex];
}
/* Lower-case form or lemma equals the C string; false outside the document. */
bool word_is(const analysis *a, int64_t i, const char *form);
bool word_lemma_is(const analysis *a, int64_t i, const char *lemma);
/* In the class of that name (a name of rules/en; a wrong name is false). For hot loops ask rules_class once. */
bool word_in(const analysis *a, int64_t i, const char *class_name);
/* Words [first, end) as a range of text, marks and white space at its ends left out. */
range words_range(const analysis *a, uint32_t first, uint32_t end);
/* The word at or after the byte. */
uint32_t word_at(const analysis *a, uint32_t offset);

/* ---- triggers of rules ---- */
typedef struct rule_match {
	const rule *rule;
	uint32_t first, end; /* the trigger's words */
} rule_match;
typedef VEC(rule_match) rule_match_vec;
/* All matches of rules whose id begins with `pass` and a dot, from word `at` on; longest trigger first, then by order
 * of the rules. Cheap where nothing matches. */
onus_status analysis_triggers(const analysis *a, const char *pass, uint32_t at, rule_match_vec *out,
			      onus_error *err) MUST_CHECK;

/* ---- phrases and clauses ---- */
typedef struct phrase {
	uint32_t first, end; /* words; first == end: none */
	uint32_t head;       /* its last noun before any "of", "in", who... */
	int32_t mention;     /* the mention that is its head, or NONE */
} phrase;
/* The noun phrase that begins at word i (articles, adjectives and names included; quotation marks skipped at its
 * start), not beyond `end`. `with_of` takes "of ..." and other prepositional phrases that cling to the noun with it. */
phrase phrase_right(const analysis *a, uint32_t i, uint32_t end, bool with_of);
/* The noun phrase that ends just before word i, not before `first`. */
phrase phrase_left(const analysis *a, uint32_t i, uint32_t first);
/* The subject of the verb at word v: left over auxiliaries, adverbs, "not", appositions between commas and relative
 * clauses, within the sentence and the quotation; of a coordinated verb, the first one's. Of a participle after a comma
 * ("..., calling on") or at the start: the sentence's subject. */
phrase subject_of(const analysis *a, uint32_t v);
/* The object of the verb at word v: the noun phrase right behind it (adverbs and particles passed over). */
phrase object_of(const analysis *a, uint32_t v);
/* The noun phrase after "by" behind a passive verb group, within the clause. */
phrase agent_of(const analysis *a, uint32_t v);
/* First word of the verb group that v belongs to ("should not have been" before "released"), and v itself at least. */
uint32_t verb_group_first(const analysis *a, uint32_t v);
bool verb_negated(const analysis *a, uint32_t v);
bool verb_passive(const analysis *a, uint32_t v);
/* The modal of v's group (should, must, will ...), or NONE; the number of its word. */
int32_t verb_modal(const analysis *a, uint32_t v);
/* One past the last word of the clause that begins at word i: at the end of the sentence, at a semicolon, at the end of
 * the quotation it is in, or before a comma or "and" that begins another clause with a subject and verb of its own,
 * before
 * ", X said". The final full stop is outside. */
uint32_t clause_end(const analysis *a, uint32_t i);
/* Like it, but a comma with a reason or purpose ("because", "in order to", "as", "so that") ends it too. */
uint32_t action_end(const analysis *a, uint32_t i);
/* True when a quoting clause begins at word i: ", she said", "said Roth". */
bool quoting_clause_at(const analysis *a, uint32_t i);

/* ---- lists ---- */
/* An item of a list: words [first, end), its sentence. A lead's items: the list items after it, or what stands between
 * semicolons or (a), 1), bullets after its own colon. */
typedef struct list_part {
	uint32_t first, end;
	uint32_t sentence;
} list_part;
typedef VEC(list_part) list_part_vec;
onus_status analysis_items(const analysis *a, uint32_t lead_sentence, list_part_vec *out, onus_error *err) MUST_CHECK;

/* ---- who ---- */
/* Mention m and the ones coordinated with it to the right ("A, B, and C"), appositions between passed over. */
typedef VEC(int32_t) index_vec;
onus_status mentions_listed(const analysis *a, int32_t m, index_vec *out, onus_error *err) MUST_CHECK;
/* Persons named in words [first, end), each once, in order; `named_only` leaves pronouns and nouns out. */
onus_status persons_in(const analysis *a, uint32_t first, uint32_t end, bool named_only, index_vec *ret_actors,
		       onus_error *err) MUST_CHECK;
/* The actors that a phrase means, coordinated ones included; empty where its head is nothing that acts. */
onus_status phrase_actors(const analysis *a, phrase p, index_vec *ret_actors, onus_error *err) MUST_CHECK;
/* The actor speaking at word i: the speaker of the quotation around it, else the publisher (or author); NONE if
 * unknown. */
int32_t speaker_at(const analysis *a, uint32_t i);
/* The state actor of a country code, or NONE; "Chinese authorities", "Beijing" and "China" are one. */
int32_t actor_of_state(const analysis *a, const char *country);
/* The actor that holds office X of this text, or NONE. */
int32_t mention_actor(const analysis *a, int32_t m);

/* ---- making entries ---- */
/* What passes write to. The trace is off (NULL) but for explain and tests. */
typedef struct trace_note {
	const rule *rule;
	range where;
	bool fired;
	span reason; /* why not */
} trace_note;
typedef struct trace {
	arena *arena;
	VEC(trace_note) notes;
} trace;
typedef struct pass_output {
	arena *arena; /* of the entries */
	record_set *set;
	trace *trace; /* NULL: off */
	bool failed;  /* memory ran out in one of the adders */
} pass_output;

/* A new entry; its fields are added with the functions below. NULL when memory ran out or the document has
 * LIMIT_DOCUMENT_ENTRIES already (then a note is made). The pointer is good until the next entry is made. */
entry *output_entry(pass_output *out, onus_kind kind, span rule_id, range evidence);
/* A field that names an actor in its fullest form; `where`: the words that stand for it there. */
void output_actor(pass_output *out, const analysis *a, entry *e, field_name name, int32_t actor, range where);
/* An actor that has no mention: the words themselves ("the people detaining him"). */
void output_words_as_actor(pass_output *out, const analysis *a, entry *e, field_name name, range where);
void output_passage(pass_output *out, const analysis *a, entry *e, field_name name, range where);
void output_word(pass_output *out, entry *e, field_name name, const char *value, range where);
void output_date(pass_output *out, entry *e, field_name name, date value, range where);
/* Sets the group of the last added field: acts of a case. */
void output_group(entry *e, uint16_t group);
/* The trace: a rule that was tried and did not fire, because. `why` is a literal. Costs nothing when off. */
void output_nearly(pass_output *out, const rule *r, range where, const char *why);
void output_fired(pass_output *out, const rule *r, range where);

/* ---- the passes ---- */
onus_status pass_document(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;
onus_status pass_call(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;
onus_status pass_pledge(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;
onus_status pass_case(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;
onus_status pass_visit(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;
onus_status pass_quote(const analysis *a, pass_output *out, onus_error *err) MUST_CHECK;

#endif
