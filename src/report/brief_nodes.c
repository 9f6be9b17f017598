/* SPDX-License-Identifier: Apache-2.0 */
/* The brief as headings and lines, before anything is escaped or wrapped. */
#include "report/brief.h"

#include <stdarg.h>

typedef struct layout {
	const brief *b;
	brief_nodes *nodes;
	bool failed;
} layout;

enum { LONGEST_LINE = 1 << 20 };

static span take(layout *l, const str *made)
{
	l->failed |= made->failed;
	return str_span(made);
}

static brief_node *put(layout *l, brief_node_kind kind, span text)
{
	brief_node *node = vec_push(l->nodes, l->b->book->arena);
	if (!node) {
		l->failed = true;
		return NULL;
	}
	node->kind = kind;
	node->text = arena_span(l->b->book->arena, text);
	return node;
}

__attribute__((format(printf, 3, 4))) static brief_node *putf(layout *l, brief_node_kind kind, const char *format, ...)
{
	STR_AUTO text = str_make(LONGEST_LINE);
	char line[1024];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (n > 0)
		str_add(&text, span_make(line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1));
	return put(l, kind, take(l, &text));
}

static void note(layout *l, brief_node *node, const str *text)
{
	span *slot = node ? (span *)vec_push(&node->notes, l->b->book->arena) : NULL;
	if (slot)
		*slot = arena_span(l->b->book->arena, take(l, text));
	else
		l->failed = true;
}

static const char *name_of(const brief_side *side)
{
	return side->state ? side->state->name.p : "";
}

/* ---- items ---- */

static void add_date(str *out, const brief_item *item)
{
	span when = item->record.published;
	if (when.n)
		str_addf(out, "%.*s  ", (int)when.n, when.p);
}

static brief_node *put_item(layout *l, unsigned level, const brief_item *item, span text)
{
	brief_node *node = put(l, NODE_ITEM, text);
	if (node) {
		node->level = level;
		node->item = item;
	}
	return node;
}

static brief_node *put_record(layout *l, unsigned level, const brief_item *item)
{
	STR_AUTO line = str_make(LONGEST_LINE);
	add_date(&line, item);
	str_add_summary(&line, &item->record);
	return put_item(l, level, item, take(l, &line));
}

static void note_people(layout *l, brief_node *node, const brief_item *item)
{
	if (!entry_field(&item->record.entry, F_PEOPLE))
		return;
	STR_AUTO line = str_make(LONGEST_LINE);
	str_adds(&line, "for ");
	str_add_actors(&line, &item->record.entry, F_PEOPLE, 0);
	note(l, node, &line);
}

static void note_conditions(layout *l, brief_node *node, const brief_item *item)
{
	static const field_name names[] = {F_CONDITION, F_URGENCY, F_DEADLINE};
	for (size_t i = 0; i < 3; i++) {
		if (!entry_field(&item->record.entry, names[i]))
			continue;
		STR_AUTO line = str_make(LONGEST_LINE);
		str_addf(&line, "%s: ", field_word(names[i]));
		str_add_actors(&line, &item->record.entry, names[i], 0);
		note(l, node, &line);
	}
}

static void note_outcome(layout *l, brief_node *node, const brief_item *outcome)
{
	STR_AUTO line = str_make(LONGEST_LINE);
	str_add_summary(&line, &outcome->record);
	span words = entry_value(&outcome->record.entry, F_NOTE),
	     source = entry_value(&outcome->record.entry, F_SOURCE);
	if (words.n) {
		str_adds(&line, "; ");
		str_add(&line, words);
	}
	if (outcome->source)
		str_addf(&line, " [%u]", outcome->source);
	else if (source.n) {
		str_adds(&line, "; source: ");
		str_add(&line, source);
	}
	note(l, node, &line);
}

static void note_also(layout *l, brief_node *node, const brief_items *also)
{
	if (!also->n)
		return;
	STR_AUTO line = str_make(LONGEST_LINE);
	str_adds(&line, "also in");
	unsigned last = 0;
	for (size_t i = 0; i < also->n; i++)
		if (also->v[i]->source != last) {
			str_addf(&line, " [%u]", also->v[i]->source);
			last = also->v[i]->source;
		}
	note(l, node, &line);
}

/* ---- sections ---- */

static void put_group(layout *l, const brief_group *g)
{
	const brief_item *newest = g->calls.v[0];
	brief_node *node = put_record(l, 0, newest);
	note_people(l, node, newest);
	note_conditions(l, node, newest);
	for (size_t i = 0; i < g->outcomes.n; i++)
		note_outcome(l, node, g->outcomes.v[i]);
	if (!g->answered) {
		STR_AUTO line = str_make(LONGEST_LINE);
		str_adds(&line, "no outcome recorded");
		note(l, node, &line);
	}
	for (size_t i = 1; i < g->calls.n; i++) {
		STR_AUTO line = str_make(LONGEST_LINE);
		str_adds(&line, "earlier: ");
		add_date(&line, g->calls.v[i]);
		str_add_summary(&line, &g->calls.v[i]->record);
		(void)put_item(l, 1, g->calls.v[i], take(l, &line));
	}
}

static void put_groups(layout *l, const brief_groups *groups, const char *none)
{
	size_t open = 0, done = 0;
	for (size_t i = 0; i < groups->n; i++)
		if (!groups->v[i].done) {
			put_group(l, &groups->v[i]);
			open++;
		}
	if (!open)
		(void)putf(l, NODE_PARAGRAPH, "%s", none);
	for (size_t i = 0; i < groups->n; i++)
		if (groups->v[i].done) {
			if (!done++)
				(void)putf(l, NODE_PARAGRAPH, "Said to be implemented:");
			put_group(l, &groups->v[i]);
		}
}

static void put_visits(layout *l)
{
	const brief *b = l->b;
	if (b->person.n)
		(void)put(l, NODE_PARAGRAPH, b->person);
	char from[16], until[16];
	date_print(b->from, from);
	date_print(b->until, until);
	if (b->host.state && b->guest.state)
		(void)putf(l, NODE_PARAGRAPH, "Host: %s (%s). Guest: %s (%s).%s%s%s%s%s", name_of(&b->host),
			   b->host.state->code, name_of(&b->guest), b->guest.state->code,
			   from[0] || until[0] ? " From " : "", from[0] ? from : until,
			   from[0] && until[0] ? " to " : "", from[0] && until[0] ? until : "",
			   from[0] || until[0] ? "." : "");
	for (size_t i = 0; i < b->visits.n; i++)
		note_also(l, put_record(l, 0, b->visits.v[i]), (const brief_items *)&b->visits.v[i]->also);
	if (!b->visits.n)
		(void)putf(l, NODE_PARAGRAPH, "%s",
			   from[0] || until[0] ? "No document in the casefile tells of this visit."
					       : "No visit that is still to come is on record.");
	if (!b->other_visits.n)
		return;
	(void)putf(l, NODE_PART, "Other visits between them");
	for (size_t i = 0; i < b->other_visits.n; i++)
		note_also(l, put_record(l, 0, b->other_visits.v[i]), (const brief_items *)&b->other_visits.v[i]->also);
}

static bool state_is_open(span state)
{
	return !state.n || span_is(state, "unassessed") || span_is(state, "in the works") || span_is(state, "stalled");
}

static void put_pledges(layout *l, const brief_side *side)
{
	for (size_t i = 0; i < side->pledges.n; i++) {
		const brief_item *item = side->pledges.v[i];
		const entry *e = &item->record.entry;
		brief_node *node = put_record(l, 0, item);
		note_people(l, node, item);
		note_conditions(l, node, item);
		for (size_t k = 0; k < item->outcomes.n; k++)
			note_outcome(l, node, item->outcomes.v[k]);
		date due;
		STR_AUTO line = str_make(LONGEST_LINE);
		if (date_parse(entry_value(e, F_DATE), &due)) {
			bool passed = date_compare(date_latest(due), l->b->as_of) < 0;
			str_addf(&line, "due %.*s", (int)entry_value(e, F_DATE).n, entry_value(e, F_DATE).p);
			if (passed && state_is_open(entry_value(e, F_STATE)))
				str_addf(&line, ": passed %d days ago, not assessed as kept",
					 date_to_days(l->b->as_of) - date_to_days(date_latest(due)));
			note(l, node, &line);
		}
	}
	if (!side->pledges.n)
		(void)putf(l, NODE_PARAGRAPH, "No pledges on record.");
}

/* Acts that one sentence of one entry tells of, on one day. */
static size_t told_together(const brief_person *p, size_t from)
{
	const brief_event *first = &p->events.v[from];
	size_t n = 1;
	for (; first->act && from + n < p->events.n; n++) {
		const brief_event *next = &p->events.v[from + n];
		if (!next->act || next->also.n || first->also.n || !span_equal(next->when, first->when) ||
		    !span_equal(next->item->record.id, first->item->record.id) ||
		    next->item->where.start != first->item->where.start)
			break;
	}
	return n;
}

static void add_acts(str *line, const brief_event *events, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_adds(line, i ? ", " : "");
		str_add(line, events[i].act->value);
	}
	static const field_name parts[] = {F_BY, F_PLACE, F_GROUND};
	static const char *const before[] = {", by ", ", in ", ", on the ground: "};
	for (size_t k = 0; k < 3; k++) {
		STR_AUTO value = str_make(LONGEST_LINE);
		for (size_t i = 0; i < n && !value.n; i++)
			str_add_actors(&value, &events[i].item->record.entry, parts[k], events[i].act->group);
		line->failed |= value.failed;
		/* a long ground stands in the words below */
		if (value.n && (parts[k] != F_GROUND || value.n < 60))
			str_addf(line, "%s%s", before[k], str_c(&value));
	}
}

static void put_events(layout *l, const brief_event *events, size_t n)
{
	const brief_event *first = &events[0];
	STR_AUTO line = str_make(LONGEST_LINE);
	span day = first->when.n ? first->when : first->known;
	if (day.n)
		str_addf(&line, "%.*s  ", (int)day.n, day.p);
	if (first->act) {
		add_acts(&line, events, n);
		if (!first->when.n)
			str_adds(&line, first->known.n ? " (date of the report)" : " (no date)");
	} else {
		str_add_summary(&line, &first->item->record);
		str_adds(&line, " said");
	}
	note_also(l, put_item(l, 0, first->item, take(l, &line)), &first->also);
}

static void put_person(layout *l, const brief_person *p)
{
	(void)put(l, NODE_PART, p->name);
	STR_AUTO names = str_make(LONGEST_LINE);
	for (size_t i = 0; i < p->names.n; i++)
		if (!span_equal(p->names.v[i], p->name)) {
			str_adds(&names, names.n ? ", " : "Also written ");
			str_add(&names, p->names.v[i]);
		}
	if (names.n)
		(void)put(l, NODE_PARAGRAPH, take(l, &names));
	for (size_t i = 0, n; i < p->events.n; i += n) {
		n = told_together(p, i);
		put_events(l, &p->events.v[i], n);
	}
	if (!p->events.n)
		(void)putf(l, NODE_PARAGRAPH, "Nothing on record of what has happened to this person.");
	for (size_t i = 0; i < p->differences.n; i++)
		(void)put(l, NODE_PARAGRAPH, p->differences.v[i]);
	for (size_t i = 0; i < p->calls.n; i++) {
		STR_AUTO line = str_make(LONGEST_LINE);
		str_adds(&line, "asked: ");
		add_date(&line, p->calls.v[i]);
		str_add_summary(&line, &p->calls.v[i]->record);
		(void)put_item(l, 1, p->calls.v[i], take(l, &line));
	}
}

static void put_quotes(layout *l, const brief_items *quotes, size_t more, const char *none)
{
	for (size_t i = 0; i < quotes->n; i++)
		(void)put_record(l, 0, quotes->v[i]);
	if (!quotes->n)
		(void)putf(l, NODE_PARAGRAPH, "%s", none);
	if (more)
		(void)putf(l, NODE_PARAGRAPH, "And %zu older: onus quotes lists them.", more);
}

static void put_unanswered(layout *l)
{
	for (size_t i = 0; i < l->b->unanswered.n; i++) {
		const brief_group *g = l->b->unanswered.v[i];
		STR_AUTO line = str_make(LONGEST_LINE);
		if (g->age >= 0)
			str_addf(&line, "%d days  ", g->age);
		str_add_summary(&line, &g->calls.v[0]->record);
		if (g->calls.n > 1)
			str_addf(&line, "; made %zu times", g->calls.n);
		(void)put_item(l, 0, g->calls.v[0], take(l, &line));
	}
	if (!l->b->unanswered.n)
		(void)putf(l, NODE_PARAGRAPH, "No call is without an outcome.");
}

static size_t open_groups(const brief_groups *groups)
{
	size_t n = 0;
	for (size_t i = 0; i < groups->n; i++)
		n += !groups->v[i].done;
	return n;
}

/* At a glance. */
static void put_figures(layout *l)
{
	const brief *b = l->b;
	size_t open = open_groups(&b->guest.calls) + open_groups(&b->host.calls) + open_groups(&b->through);
	if (!open && !b->people.n && !b->guest.pledges.n && !b->host.pledges.n)
		return;
	STR_AUTO line = str_make(LONGEST_LINE);
	str_addf(&line, "Open calls: %zu", open);
	if (b->guest.state && b->host.state)
		str_addf(&line, " (%zu on %s, %zu on %s, %zu asked of one about the other)",
			 open_groups(&b->guest.calls), name_of(&b->guest), open_groups(&b->host.calls),
			 name_of(&b->host), open_groups(&b->through));
	str_addf(&line, "; %zu without an answer", b->unanswered.n);
	if (b->unanswered.n && b->unanswered.v[0]->age >= 0)
		str_addf(&line, ", the oldest for %d days", b->unanswered.v[0]->age);
	str_addf(&line, ". Pledges: %zu. People raised: %zu.", b->guest.pledges.n + b->host.pledges.n, b->people.n);
	(void)put(l, NODE_PARAGRAPH, take(l, &line));
}

static void put_head(layout *l)
{
	const brief *b = l->b;
	char as_of[16];
	date_print(b->as_of, as_of);
	STR_AUTO title = str_make(LONGEST_LINE);
	str_adds(&title, "Brief: ");
	if (b->person.n)
		str_add(&title, b->person);
	if (b->person.n && b->guest.state)
		str_adds(&title, ", ");
	if (b->guest.state)
		str_add(&title, b->guest.state->name);
	if (b->guest.state && b->host.state)
		str_adds(&title, " in ");
	else if (b->host.state)
		str_adds(&title, ", ");
	if (b->host.state)
		str_add(&title, b->host.state->name);
	(void)put(l, NODE_TITLE, take(l, &title));
	(void)putf(l, NODE_PARAGRAPH,
		   "What the casefile held on %s. %zu entries from %zu documents: %zu confirmed by a person, %zu %s.",
		   as_of, b->drafts + b->confirmed, b->sources.n, b->confirmed, b->drafts,
		   b->drafts == 1 ? "draft that nobody has looked at" : "drafts that nobody has looked at");
	if (b->reviewed)
		(void)putf(l, NODE_PARAGRAPH, "Drafts are left out.");
	put_figures(l);
	if (b->confidential)
		(void)putf(l, NODE_PARAGRAPH, "CONFIDENTIAL: %zu %s. Do not pass this on.", b->confidential,
			   b->confidential == 1 ? "entry concerns a private person"
						: "entries concern private persons");
}

static void put_sources(layout *l)
{
	if (!l->b->sources.n)
		return;
	(void)putf(l, NODE_SECTION, "Sources");
	for (size_t i = 0; i < l->b->sources.n; i++) {
		const book_document *d = l->b->sources.v[i];
		STR_AUTO line = str_make(LONGEST_LINE);
		if (d->publisher.n) {
			str_add(&line, d->publisher);
			str_adds(&line, ", ");
		}
		str_add(&line, book_title(d));
		if (d->published.n) {
			str_adds(&line, ", ");
			str_add(&line, d->published);
		}
		str_adds(&line, ". ");
		str_add(&line, d->source);
		str_addf(&line, ", sha256:%.*s", SHORT_ID, d->id.p);
		brief_node *node = put(l, NODE_SOURCE, take(l, &line));
		if (node)
			node->document = d;
	}
}

static bool empty(const brief *b)
{
	return !b->sources.n && b->drafts + b->confirmed == 0;
}

onus_status brief_layout(const brief *b, brief_nodes *ret_nodes, onus_error *err)
{
	brief_nodes nodes = {0};
	layout l = {.b = b, .nodes = &nodes};
	put_head(&l);
	if (empty(b))
		(void)putf(
		    &l, NODE_PARAGRAPH,
		    "Nothing on record: no visit, call, pledge, case or quotation of the casefile is about them.");
	(void)putf(&l, NODE_SECTION, "1. The visit");
	put_visits(&l);
	(void)putf(&l, NODE_SECTION, "2. Open calls");
	if (b->guest.state || b->person.n) {
		STR_AUTO on = str_make(LONGEST_LINE);
		str_adds(&on, "On ");
		str_add(&on, b->guest.state ? b->guest.state->name : b->person);
		str_adds(&on, b->guest.state && b->host.state ? ", the guest" : "");
		(void)put(&l, NODE_PART, take(&l, &on));
		put_groups(&l, &b->guest.calls, "No open calls on record.");
	}
	if (b->host.state) {
		(void)putf(&l, NODE_PART, "On %s, the host", name_of(&b->host));
		put_groups(&l, &b->host.calls, "No open calls on record.");
	}
	if (b->guest.state && b->host.state) {
		(void)putf(&l, NODE_PART, "Asked of one about the other");
		put_groups(&l, &b->through, "No such calls on record.");
	}
	(void)putf(&l, NODE_SECTION, "3. Pledges");
	if (b->guest.state) {
		(void)putf(&l, NODE_PART, "By %s", name_of(&b->guest));
		put_pledges(&l, &b->guest);
	}
	if (b->host.state) {
		(void)putf(&l, NODE_PART, "By %s", name_of(&b->host));
		put_pledges(&l, &b->host);
	}
	(void)putf(&l, NODE_SECTION, "4. People raised before");
	if (b->people.n)
		(void)putf(&l, NODE_PARAGRAPH,
			   "Each line is what its source says, by the day it is said to have happened.");
	else
		(void)putf(&l, NODE_PARAGRAPH, "Nobody was raised by name.");
	for (size_t i = 0; i < b->people.n; i++)
		put_person(&l, &b->people.v[i]);
	(void)putf(&l, NODE_SECTION, "5. Quotes to hand");
	if (b->guest.state) {
		(void)putf(&l, NODE_PART, "%s", name_of(&b->guest));
		put_quotes(&l, &b->guest.quotes, b->guest.more_quotes, "No quotations on record.");
	}
	if (b->host.state) {
		(void)putf(&l, NODE_PART, "%s", name_of(&b->host));
		put_quotes(&l, &b->host.quotes, b->host.more_quotes, "No quotations on record.");
	}
	(void)putf(&l, NODE_PART, "Others about them");
	put_quotes(&l, &b->other_quotes, b->more_quotes, "No quotations on record.");
	(void)putf(&l, NODE_SECTION, "6. What got no answer");
	put_unanswered(&l);
	put_sources(&l);
	if (l.failed || arena_failed(b->book->arena))
		return fail_memory(err, "laying out the brief");
	*ret_nodes = nodes;
	return ONUS_OK;
}
