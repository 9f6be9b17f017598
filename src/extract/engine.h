/* SPDX-License-Identifier: Apache-2.0 */
/* engine.h - what the parts of the analysis share: the engine's inside and the steps of analysis_make, in order. */
#ifndef EXTRACT_ENGINE_H
#define EXTRACT_ENGINE_H

#include "base/map.h"
#include "extract/analysis.h"
#include "extract/extract.h"
#include "names/places.h"

/* Numbers of the classes that the analysis itself asks for: X(field, "name in rules/en"). Missing ones fail the load. */
#define CORE_CLASSES(X)                                                                                                \
	X(article, "article")                                                                                          \
	X(determiner, "determiner")                                                                                    \
	X(demonstrative, "demonstrative")                                                                              \
	X(quantifier, "quantifier")                                                                                    \
	X(possessive, "possessive")                                                                                    \
	X(pronoun, "pronoun")                                                                                          \
	X(pronoun_subject, "pronoun.subject")                                                                          \
	X(pronoun_object, "pronoun.object")                                                                            \
	X(male, "pronoun.male")                                                                                        \
	X(female, "pronoun.female")                                                                                    \
	X(pronoun_plural, "pronoun.plural")                                                                            \
	X(pronoun_we, "pronoun.we")                                                                                    \
	X(pronoun_i, "pronoun.i")                                                                                      \
	X(pronoun_you, "pronoun.you")                                                                                  \
	X(relative, "relative")                                                                                        \
	X(preposition, "preposition")                                                                                  \
	X(conjunction, "conjunction")                                                                                  \
	X(subordinator, "subordinator")                                                                                \
	X(reason, "reason")                                                                                            \
	X(modal, "modal")                                                                                              \
	X(be, "be")                                                                                                    \
	X(have, "have")                                                                                                \
	X(do_, "do")                                                                                                   \
	X(negation, "negation")                                                                                        \
	X(adverb, "adverb")                                                                                            \
	X(adverb_starter, "adverb.starter")                                                                            \
	X(month, "month")                                                                                              \
	X(weekday, "weekday")                                                                                          \
	X(time_unit, "time.unit")                                                                                      \
	X(say, "say")                                                                                                  \
	X(say_plain, "say.plain")                                                                                      \
	X(title, "title")                                                                                              \
	X(title_male, "title.male")                                                                                    \
	X(title_female, "title.female")                                                                                \
	X(title_office, "title.office")                                                                                \
	X(title_word, "title.word")                                                                                    \
	X(role_head, "role.head")                                                                                      \
	X(body_head, "body.head")                                                                                      \
	X(body_name, "body.name")                                                                                      \
	X(place_head, "place.head")                                                                                    \
	X(law_head, "law.head")                                                                                        \
	X(government_word, "government.word")                                                                          \
	X(government_head, "government.head")                                                                          \
	X(name_link, "name.link")                                                                                      \
	X(name_particle, "name.particle")                                                                              \
	X(not_name, "not.name")

typedef struct core_classes {
#define CORE_FIELD(field, name) int field;
	CORE_CLASSES(CORE_FIELD)
#undef CORE_FIELD
} core_classes;

struct extract_engine {
	arena *arena;
	rules rules;
	places *places;
	core_classes is;
};

static inline const core_classes *core_of(const analysis *a)
{
	return &a->engine->is;
}

static inline bool word_has(const word *w, int class_number)
{
	return class_has(&w->classes, class_number);
}

/* ---- steps of analysis_make ---- */
onus_status analysis_words(analysis *a, onus_error *err) MUST_CHECK;        /* words and sentences of all blocks */
onus_status analysis_tag(analysis *a, onus_error *err) MUST_CHECK;          /* parts of speech */
onus_status analysis_lists(analysis *a, onus_error *err) MUST_CHECK;        /* leads */
onus_status analysis_quotations(analysis *a, onus_error *err) MUST_CHECK;   /* pairs of marks, kinds */
onus_status analysis_dates(analysis *a, onus_error *err) MUST_CHECK;        /* date expressions, publication date */
onus_status analysis_mentions(analysis *a, onus_error *err) MUST_CHECK;     /* names and nouns, then actors */
onus_status analysis_issuer(analysis *a, onus_error *err) MUST_CHECK;       /* publisher, author, place, title, kind */
onus_status analysis_pronouns(analysis *a, onus_error *err) MUST_CHECK;     /* he, she, "the organization" */
onus_status analysis_speakers(analysis *a, onus_error *err) MUST_CHECK;     /* of quotations */
onus_status analysis_own_pronouns(analysis *a, onus_error *err) MUST_CHECK; /* I, we, you */

/* The language of the text: "en", another tag where stop words tell, "" where it is too short to tell. */
span analysis_language(const analysis *a);

/* ---- shared by the steps ---- */
/* A new actor, or NONE when memory ran out. */
int32_t actor_new(analysis *a, actor_type type, span name, range where);
/* The words [first, end) as a name: white space as single spaces. {NULL, 0}: memory ran out. */
span words_name(analysis *a, uint32_t first, uint32_t end);
/* The state actor of that place, made where it is new. NONE: memory ran out. */
int32_t actor_of_place(analysis *a, const place *p, range where);
/* Adds a form of the name to an actor, once; false: memory ran out. */
bool actor_alias(analysis *a, int32_t actor_number, span name);
/* A new mention over [first, end), its words told; NONE when memory ran out. */
int32_t mention_new(analysis *a, uint32_t first, uint32_t end, mention_kind kind, actor_type type,
		    int32_t actor_number);
/* The block kind of a sentence is running text: not a title, heading, caption or byline. */
bool sentence_is_text(const sentence *s);

#endif
