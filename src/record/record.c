/* SPDX-License-Identifier: Apache-2.0 */
#include "record/record.h"

static const struct {
	const char *word, *plural;
} kinds[ONUS_KIND_COUNT] = {
#define KIND_ROW(name, word, plural) [ONUS_##name] = {word, plural},
    RECORD_KINDS(KIND_ROW)
#undef KIND_ROW
};

static const struct {
	const char *word;
	field_type type;
} fields[FIELD_COUNT] = {[FIELD_NONE] = {"", FIELD_TEXT},
#define FIELD_ROW(name, word, type) [F_##name] = {word, type},
			 RECORD_FIELDS(FIELD_ROW)
#undef FIELD_ROW
};

static const char *const modalities[] = {CALL_MODALITIES, NULL};
static const char *const pledge_states[] = {PLEDGE_STATES, NULL};
static const char *const case_acts[] = {CASE_ACTS, NULL};
static const char *const visit_statuses[] = {VISIT_STATUSES, NULL};
static const char *const outcome_types[] = {OUTCOME_TYPES, NULL};
static const char *const document_kinds[] = {DOCUMENT_KINDS, NULL};

#define ONE(f)                                                                                                         \
	{                                                                                                              \
		F_##f, false, false, false, NULL                                                                       \
	}
#define MANY(f)                                                                                                        \
	{                                                                                                              \
		F_##f, true, false, false, NULL                                                                        \
	}
#define NEEDED(f)                                                                                                      \
	{                                                                                                              \
		F_##f, false, false, true, NULL                                                                        \
	}
#define MANY_NEEDED(f)                                                                                                 \
	{                                                                                                              \
		F_##f, true, false, true, NULL                                                                         \
	}
#define WORD_OF(f, list)                                                                                               \
	{                                                                                                              \
		F_##f, false, false, false, list                                                                       \
	}
#define LAST                                                                                                           \
	{                                                                                                              \
		FIELD_NONE, false, false, false, NULL                                                                  \
	}

static const field_rule document_rules[] = {ONE(TITLE),     ONE(PUBLISHER),
					    ONE(PUBLISHED), ONE(PLACE),
					    ONE(LANGUAGE),  WORD_OF(DOCUMENT_KIND, document_kinds),
					    MANY(AUTHORS),  LAST};
static const field_rule actor_rules[] = {MANY_NEEDED(NAME), MANY(ROLE), ONE(COUNTRY), LAST};
static const field_rule call_rules[] = {
    MANY(CALLER), MANY(ADDRESSEE), MANY(TARGET), NEEDED(ACTION), MANY(PEOPLE),   WORD_OF(MODALITY, modalities),
    ONE(NEGATED), ONE(CONDITION),  ONE(URGENCY), ONE(DEADLINE),  MANY(RESTATES), LAST};
static const field_rule pledge_rules[] = {MANY(BY),        MANY(TO),
					  NEEDED(CONTENT), ONE(NEGATED),
					  MANY(PEOPLE),    ONE(CONDITION),
					  ONE(DATE),       WORD_OF(STATE, pledge_states),
					  MANY(RESTATES),  LAST};
static const field_rule case_rules[] = {NEEDED(PERSON),
					{F_ACT, true, true, true, case_acts},
					{F_BY, true, true, false, NULL},
					{F_PLACE, false, true, false, NULL},
					{F_DATE, false, true, false, NULL},
					{F_GROUND, false, true, false, NULL},
					LAST};
static const field_rule visit_rules[] = {
    MANY_NEEDED(VISITOR), MANY_NEEDED(TO), ONE(FROM), ONE(UNTIL), WORD_OF(STATUS, visit_statuses),
    MANY(HOST),           ONE(PURPOSE),    LAST};
static const field_rule quote_rules[] = {ONE(SPEAKER), ONE(ROLE), NEEDED(TEXT), LAST};
static const field_rule outcome_rules[] = {NEEDED(OF),  {F_OUTCOME_TYPE, false, false, true, outcome_types},
					   ONE(VALUE),  ONE(SCALE),
					   MANY(BY),    ONE(DATE),
					   ONE(SOURCE), ONE(NOTE),
					   LAST};

static const field_rule *const schemas[ONUS_KIND_COUNT] = {
    [ONUS_DOCUMENT] = document_rules, [ONUS_ACTOR] = actor_rules,     [ONUS_CALL] = call_rules,
    [ONUS_PLEDGE] = pledge_rules,     [ONUS_CASE] = case_rules,       [ONUS_VISIT] = visit_rules,
    [ONUS_QUOTE] = quote_rules,       [ONUS_OUTCOME] = outcome_rules,
};

const char *record_kind_word(onus_kind kind)
{
	return (size_t)kind < ONUS_KIND_COUNT ? kinds[kind].word : "";
}

const char *record_kind_plural(onus_kind kind)
{
	return (size_t)kind < ONUS_KIND_COUNT ? kinds[kind].plural : "";
}

bool record_kind_find(span word_or_plural, onus_kind *ret_kind)
{
	for (size_t i = 0; i < ONUS_KIND_COUNT; i++)
		if (span_is(word_or_plural, kinds[i].word) || span_is(word_or_plural, kinds[i].plural)) {
			*ret_kind = (onus_kind)i;
			return true;
		}
	return false;
}

const char *field_word(field_name name)
{
	return (size_t)name < FIELD_COUNT ? fields[name].word : "";
}

field_name field_find(span word)
{
	for (size_t i = 1; i < FIELD_COUNT; i++)
		if (span_is(word, fields[i].word))
			return (field_name)i;
	return FIELD_NONE;
}

field_type field_type_of(field_name name)
{
	return (size_t)name < FIELD_COUNT ? fields[name].type : FIELD_TEXT;
}

const char *actor_type_word(actor_type type)
{
	static const char *const words[] = {"unknown", "person", "state", "body", "place", "group", "office"};
	return (size_t)type < sizeof words / sizeof *words ? words[type] : "unknown";
}

const field_rule *record_schema(onus_kind kind)
{
	return schemas[(size_t)kind < ONUS_KIND_COUNT ? kind : ONUS_DOCUMENT];
}

field *entry_add(entry *e, arena *a, field_name name, span value, range where)
{
	field *f = vec_push(&e->fields, a);
	if (f) {
		f->name = (uint8_t)name;
		f->value = value;
		f->where = where;
	}
	return f;
}

static const field *first_from(const entry *e, size_t i, field_name name)
{
	for (; i < e->fields.n; i++)
		if (e->fields.v[i].name == name)
			return &e->fields.v[i];
	return NULL;
}

const field *entry_field(const entry *e, field_name name)
{
	return first_from(e, 0, name);
}

const field *entry_next(const entry *e, const field *f)
{
	return first_from(e, (size_t)(f - e->fields.v) + 1, f->name);
}

span entry_value(const entry *e, field_name name)
{
	const field *f = entry_field(e, name);
	return f ? f->value : (span){NULL, 0};
}

range entry_words(const entry *e)
{
	static const field_name carriers[ONUS_KIND_COUNT] = {
	    [ONUS_CALL] = F_ACTION, [ONUS_PLEDGE] = F_CONTENT, [ONUS_QUOTE] = F_TEXT};
	field_name carrier = carriers[e->kind < ONUS_KIND_COUNT ? e->kind : 0];
	const field *f = carrier ? entry_field(e, carrier) : NULL;
	return f && !range_empty(f->where) ? f->where : e->evidence;
}

bool entry_copy(entry *ret_copy, const entry *e, arena *a)
{
	entry copy = *e;
	copy.rule = arena_span(a, e->rule);
	copy.fields.v = arena_calloc(a, e->fields.n ? e->fields.n : 1, sizeof *copy.fields.v);
	copy.fields.cap = copy.fields.n = e->fields.n;
	if (!copy.rule.p || !copy.fields.v)
		return false;
	for (size_t i = 0; i < copy.fields.n; i++) {
		copy.fields.v[i] = e->fields.v[i];
		copy.fields.v[i].value = arena_span(a, e->fields.v[i].value);
		if (!copy.fields.v[i].value.p)
			return false;
	}
	*ret_copy = copy;
	return true;
}

static const field_rule *rule_of(onus_kind kind, field_name name)
{
	for (const field_rule *r = record_schema(kind); r->name; r++)
		if (r->name == name)
			return r;
	return NULL;
}

static onus_status check_value(const field_rule *rule, span value, onus_error *err)
{
	const char *word = field_word(rule->name);
	date d;
	switch (field_type_of(rule->name)) {
	case FIELD_WORD:
		for (const char *const *w = rule->words; w && *w; w++)
			if (span_is(value, *w))
				return ONUS_OK;
		{
			STR_AUTO list = str_make(1000);
			for (const char *const *w = rule->words; w && *w; w++)
				str_addf(&list, "%s%s", w == rule->words ? "" : ", ", *w);
			return fail(err, ONUS_ERR_INPUT, "%s cannot be \"%s\"; it is one of: %s", word,
				    SAFE_SPAN(value), str_c(&list));
		}
	case FIELD_BOOL:
		if (span_is(value, "true") || span_is(value, "false"))
			return ONUS_OK;
		return fail(err, ONUS_ERR_INPUT, "%s is true or false, not \"%s\"", word, SAFE_SPAN(value));
	case FIELD_DATE:
		if (date_parse(value, &d))
			return ONUS_OK;
		return fail(err, ONUS_ERR_INPUT, "%s is a date as YYYY, YYYY-MM or YYYY-MM-DD, not \"%s\"", word,
			    SAFE_SPAN(value));
	default:
		if (span_trim(value).n)
			return ONUS_OK;
		return fail(err, ONUS_ERR_INPUT, "%s is empty; take the field away with \"%s-=VALUE\" instead", word,
			    word);
	}
}

onus_status entry_check(const entry *e, onus_error *err)
{
	if (e->kind >= ONUS_KIND_COUNT)
		return fail(err, ONUS_ERR_INPUT, "there is no kind %u of entry", e->kind);
	const char *kind = record_kind_word((onus_kind)e->kind);
	bool seen[FIELD_COUNT] = {false};
	uint16_t group = 0; /* of the act in hand; acts come as runs of fields that begin with F_ACT */
	for (size_t i = 0; i < e->fields.n; i++) {
		const field *f = &e->fields.v[i];
		const field_rule *rule = rule_of((onus_kind)e->kind, (field_name)f->name);
		if (!rule)
			return fail(err, ONUS_ERR_INPUT, "a %s has no field \"%s\"", kind,
				    field_word((field_name)f->name));
		if (rule->grouped != (f->group != 0))
			return fail(err, ONUS_ERR_INPUT, "%s of a %s %s", field_word(rule->name), kind,
				    rule->grouped ? "belongs to an act" : "does not belong to an act");
		if (f->name == F_ACT)
			group = f->group;
		else if (rule->grouped && f->group != group)
			return fail(err, ONUS_ERR_INPUT, "%s of a %s stands before its act", field_word(rule->name),
				    kind);
		if (!rule->many && !rule->grouped && seen[f->name])
			return fail(err, ONUS_ERR_INPUT, "a %s has one %s only", kind, field_word(rule->name));
		seen[f->name] = true;
		TRY(check_value(rule, f->value, err));
		if (f->where.start > f->where.end)
			return fail(err, ONUS_ERR_INPUT, "the words of %s end before they begin",
				    field_word(rule->name));
	}
	for (const field_rule *r = record_schema((onus_kind)e->kind); r->name; r++)
		if (r->required && !seen[r->name])
			return fail(err, ONUS_ERR_INPUT, "a %s needs its %s", kind, field_word(r->name));
	return ONUS_OK;
}
