/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Date expressions, told against the publication date: "March 24 to 26, 2019", "15 July", "next Tuesday", "earlier this
 * month", "in 2018", "two weeks ago". A day without a year is taken in the year that brings it nearest to the
 * publication; a weekday is the last one up to it, unless "next" or a verb to come says otherwise.
 */
#include "extract/engine.h"

#define W(i) word_of(a, (int64_t)(i))

typedef struct reader {
	analysis *a;
	const core_classes *is;
	date published;
} reader;

/* What was read from word `first` on; year, month and day are 0 where they were not told. */
typedef struct told {
	uint32_t end;
	date from, until;
	bool yearless, relative, span_of_time;
} told;

static int number_of(span s, size_t from, size_t *ret_end)
{
	int n = 0;
	size_t i = from;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && i < from + 5)
		n = n * 10 + (s.p[i++] - '0');
	*ret_end = i;
	return i > from ? n : -1;
}

static int month_of(span form)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	if (form.n < 3)
		return 0;
	for (int m = 0; m < 12; m++)
		if (memcmp(form.p, names + m * 3, 3) == 0)
			return m + 1;
	return 0;
}

static int weekday_of(span form)
{
	static const char names[] = "montuewedthufrisatsun";
	for (int d = 0; d < 7 && form.n >= 3; d++)
		if (memcmp(form.p, names + d * 3, 3) == 0)
			return d;
	return 0;
}

static bool is_month(const reader *r, uint32_t i)
{
	const analysis *a = r->a;
	const word *w = W(i);
	if (!word_has(w, r->is->month) || !(w->flags & TOKEN_CAPITAL))
		return false;
	if (w->form.n > 3 && !span_is(w->form, "march"))
		return true;
	/* "May", "March" and short forms: beside a number or behind a preposition. */
	const word *next = W(i + 1), *before = W((int64_t)i - 1);
	return next->kind == TOKEN_NUMBER || before->kind == TOKEN_NUMBER || word_has(before, r->is->preposition) ||
	       span_is(before->form, "last") || span_is(before->form, "this") || span_is(before->form, "next") ||
	       span_is(before->form, "early") || span_is(before->form, "late");
}

/* A day of the month, "14", "14th"; a range in one token, "14-16". 0 where it is none. */
static int day_at(const reader *r, uint32_t i, int *ret_last)
{
	const analysis *a = r->a;
	span s = W(i)->form;
	if (W(i)->kind != TOKEN_NUMBER)
		return 0;
	size_t at = 0;
	int day = number_of(s, 0, &at);
	if (day < 1 || day > 31)
		return 0;
	*ret_last = day;
	span tail = span_slice(s, at, s.n);
	if (tail.n == 0 || span_is(tail, "st") || span_is(tail, "nd") || span_is(tail, "rd") || span_is(tail, "th"))
		return day;
	size_t dash = tail.p[0] == '-' ? 1 : tail.n > 3 && memcmp(tail.p, "\xE2\x80\x93", 3) == 0 ? 3 : 0;
	if (!dash)
		return 0;
	int last = number_of(s, at + dash, &at);
	if (last < day || last > 31 || at < s.n)
		return 0;
	*ret_last = last;
	return day;
}

static int year_at(const reader *r, uint32_t i)
{
	const analysis *a = r->a;
	span s = W(i)->form;
	size_t at = 0;
	if (W(i)->kind != TOKEN_NUMBER || s.n != 4)
		return 0;
	int year = number_of(s, 0, &at);
	return at == 4 && year >= 1900 && year <= 2100 ? year : 0;
}

/* The year in which month and day lie nearest to the publication; 0 where nothing is known. */
static int near_year(const reader *r, int month, int day)
{
	if (!r->published.year)
		return 0;
	date base = date_earliest(r->published);
	int best = base.year;
	int32_t least = INT32_MAX;
	for (int y = base.year - 1; y <= base.year + 1; y++) {
		int d = day ? day : 15;
		int most = date_days_in_month(y, month);
		date x = {(int16_t)y, (uint8_t)month, (uint8_t)(d > most ? most : d)};
		int32_t far = date_to_days(x) - date_to_days(base);
		far = far < 0 ? -far : far;
		if (far < least) {
			least = far;
			best = y;
		}
	}
	return best;
}

static date make(const reader *r, int year, int month, int day)
{
	date d = {(int16_t)(year ? year : near_year(r, month, day)), (uint8_t)month, (uint8_t)day};
	if (d.year && !date_valid(d))
		d.day = 0;
	return d.year ? d : (date){0};
}

/* ", 2019", "2019", "of 2019" at i: the year and the words it takes. */
static int year_behind(const reader *r, uint32_t i, uint32_t *ret_end)
{
	const analysis *a = r->a;
	uint32_t k = i;
	if (word_is(a, k, ",") || word_is(a, k, "of"))
		k++;
	int year = year_at(r, k);
	if (year && W(k)->sentence == W((int64_t)i - 1)->sentence) {
		*ret_end = k + 1;
		return year;
	}
	*ret_end = i;
	return 0;
}

static bool range_word(const analysis *a, uint32_t i)
{
	return word_is(a, i, "to") || word_is(a, i, "and") || word_is(a, i, "-") || word_is(a, i, "\xE2\x80\x93") ||
	       word_is(a, i, "through") || word_is(a, i, "until") || word_is(a, i, "till");
}

/* "March 24 to 26, 2019", "July 14-16", "March 2018", "March". */
static bool month_first(const reader *r, uint32_t i, told *t)
{
	const analysis *a = r->a;
	if (!is_month(r, i))
		return false;
	int month = month_of(W(i)->form), last = 0, day = day_at(r, i + 1, &last);
	uint32_t k = i + 1 + (day > 0);
	if (day && range_word(a, k) &&
	    (!word_is(a, k, "and") || word_is(a, (int64_t)i - 1, "between") || word_is(a, (int64_t)i - 1, "on"))) {
		int other = 0, to = day_at(r, k + 1, &other);
		if (to > day && other == to && !word_has(W(k + 2), r->is->month) &&
		    !word_has(W(k + 2), r->is->time_unit)) {
			last = to;
			k += 2;
		}
	}
	int year = year_behind(r, k, &t->end);
	t->yearless = year == 0;
	t->from = make(r, year, month, day);
	t->until = make(r, year ? year : t->from.year, month, last);
	t->span_of_time = last > day;
	return true;
}

/* "15 July 2021", "14 to 16 July", "the 3rd of May". */
static bool day_first(const reader *r, uint32_t i, told *t)
{
	const analysis *a = r->a;
	int last = 0, day = day_at(r, i, &last);
	if (!day)
		return false;
	uint32_t k = i + 1;
	if (range_word(a, k)) {
		int other = 0, to = day_at(r, k + 1, &other);
		if (to > day && other == to) {
			last = to;
			k += 2;
		}
	}
	if (word_is(a, k, "of"))
		k++;
	const word *m = W(k);
	if (!word_has(m, r->is->month) || !(m->flags & TOKEN_CAPITAL) || m->sentence != W(i)->sentence)
		return false;
	int year = year_behind(r, k + 1, &t->end);
	int month = month_of(m->form);
	t->yearless = year == 0;
	t->from = make(r, year, month, day);
	t->until = make(r, year ? year : t->from.year, month, last);
	t->span_of_time = last > day;
	return true;
}

/* "2019-03-22", "2019-03", "2007-2012"; "2018" behind a word that takes years. */
static bool digits(const reader *r, uint32_t i, told *t)
{
	const analysis *a = r->a;
	const word *w = W(i);
	if (w->kind != TOKEN_NUMBER)
		return false;
	t->end = i + 1;
	size_t at = 0;
	int first = number_of(w->form, 0, &at);
	if (w->form.n == 9 && at == 4 && first >= 1900 && first < 2100) {
		int second = number_of(w->form, 5, &at);
		if (second > first && second < 2101) {
			t->from = (date){(int16_t)first, 0, 0};
			t->until = (date){(int16_t)second, 0, 0};
			return t->span_of_time = true;
		}
	}
	if (w->form.n >= 7 && date_parse(w->form, &t->from)) {
		t->until = t->from;
		return true;
	}
	int year = year_at(r, i);
	if (!year)
		return false;
	static const char *const takes[] = {"in",    "since", "until",  "by",  "during", "from",    "before",  "after",
					    "early", "late",  "mid",    "of",  "to",     "between", "through", "(",
					    "and",   "for",   "around", "end", "till",   NULL};
	bool fits = false;
	for (const char *const *p = takes; *p && !fits; p++)
		fits = word_is(a, (int64_t)i - 1, *p);
	const word *next = W(i + 1);
	if (!fits || (next->pos == POS_NOUN && next->sentence == w->sentence) || span_is(next->form, "people"))
		return false;
	t->from = t->until = (date){(int16_t)year, 0, 0};
	return true;
}

static date day_of(int32_t days)
{
	return date_from_days(days);
}

/* A weekday by itself or with last, next, this. */
static bool weekday(const reader *r, uint32_t i, int way, told *t)
{
	const analysis *a = r->a;
	const word *w = W(i);
	if (!word_has(w, r->is->weekday) || !(w->flags & TOKEN_CAPITAL) || r->published.day == 0)
		return false;
	int32_t base = date_to_days(r->published);
	int back = (date_weekday(r->published) - weekday_of(w->form) + 7) % 7;
	t->end = i + 1;
	/* "Wednesday, 4 May" and "Monday, May 3": the day itself is told behind. */
	if (way == 0) {
		const sentence *s = &a->sentences.v[w->sentence];
		for (uint32_t k = i; k > s->first && i - k < 12; k--)
			if (word_is(a, (int64_t)k - 1, "will") || word_is(a, (int64_t)k - 1, "due") ||
			    word_is(a, (int64_t)k - 1, "scheduled"))
				way = 1;
	}
	int32_t at = base - back;
	if (way < 0 && back == 0)
		at -= 7;
	if (way > 0)
		at = base + (7 - back == 7 ? 7 : 7 - back);
	t->from = t->until = day_of(at);
	return t->relative = true;
}

/* A week, month or year around the publication, moved by `way`. */
static bool unit(const reader *r, uint32_t i, int way, told *t)
{
	const analysis *a = r->a;
	date p = r->published;
	if (!p.year)
		return false;
	t->end = i + 1;
	t->relative = true;
	if (word_is(a, i, "year")) {
		t->from = t->until = (date){(int16_t)(p.year + way), 0, 0};
	} else if (word_is(a, i, "month") && p.month) {
		date m = date_add_months((date){p.year, p.month, 1}, way);
		t->from = t->until = (date){m.year, m.month, 0};
	} else if ((word_is(a, i, "week") || word_is(a, i, "weekend")) && p.day) {
		int32_t monday = date_to_days(p) - date_weekday(p) + 7 * way;
		bool end = word_is(a, i, "weekend");
		t->from = day_of(monday + (end ? 5 : 0));
		t->until = day_of(monday + 6);
		t->span_of_time = true;
	} else {
		return false;
	}
	return true;
}

static bool relative_words(const reader *r, uint32_t i, told *t)
{
	const analysis *a = r->a;
	date p = r->published;
	static const struct {
		const char *word;
		int days;
	} days[] = {{"today", 0}, {"tonight", 0}, {"yesterday", -1}, {"tomorrow", 1}};
	for (size_t k = 0; k < 4; k++)
		if (p.day && word_is(a, i, days[k].word)) {
			t->from = t->until = date_add_days(p, days[k].days);
			t->end = i + 1;
			return t->relative = true;
		}
	uint32_t k = i;
	if ((word_is(a, k, "earlier") || word_is(a, k, "later") || word_is(a, k, "late") || word_is(a, k, "early")) &&
	    (word_is(a, k + 1, "this") || word_is(a, k + 1, "last") || word_is(a, k + 1, "next")))
		k++;
	int way = word_is(a, k, "last") || word_is(a, k, "past")     ? -1
		  : word_is(a, k, "next") || word_is(a, k, "coming") ? 1
								     : 0;
	if (way == 0 && !word_is(a, k, "this"))
		return weekday(r, i, 0, t);
	if (weekday(r, k + 1, way, t) || unit(r, k + 1, way, t))
		return true;
	if (!word_has(W(k + 1), r->is->month) || !p.month)
		return false;
	int month = month_of(W(k + 1)->form), year = p.year;
	if (way < 0 && month >= p.month)
		year--;
	if (way > 0 && month <= p.month)
		year++;
	t->from = t->until = (date){(int16_t)year, (uint8_t)month, 0};
	t->end = k + 2;
	return t->relative = true;
}

/* "two weeks ago", "10 days earlier". */
static bool ago(const reader *r, uint32_t i, told *t)
{
	const analysis *a = r->a;
	static const char *const numbers[] = {"a",     "two",   "three", "four", "five", "six",
					      "seven", "eight", "nine",  "ten",  NULL};
	if (!word_is(a, i + 2, "ago") || !r->published.day || !word_has(W(i + 1), r->is->time_unit))
		return false;
	int n = 0;
	size_t at = 0;
	if (W(i)->kind == TOKEN_NUMBER)
		n = number_of(W(i)->form, 0, &at);
	for (int k = 0; numbers[k]; k++)
		if (word_is(a, i, numbers[k]) || (k == 0 && (word_is(a, i, "one") || word_is(a, i, "an"))))
			n = k + 1;
	if (n <= 0 || n > 2000)
		return false;
	t->end = i + 3;
	t->relative = true;
	if (word_lemma_is(a, i + 1, "year"))
		t->from = (date){(int16_t)(r->published.year - n), 0, 0};
	else if (word_lemma_is(a, i + 1, "month")) {
		date m = date_add_months((date){r->published.year, r->published.month, 1}, -n);
		t->from = (date){m.year, m.month, 0};
	} else if (word_lemma_is(a, i + 1, "week"))
		t->from = date_add_days(r->published, -7 * n);
	else if (word_lemma_is(a, i + 1, "day"))
		t->from = date_add_days(r->published, -n);
	else
		return false;
	t->until = t->from;
	return true;
}

static bool read_at(const reader *r, uint32_t i, told *t)
{
	*t = (told){0};
	return (month_first(r, i, t) || day_first(r, i, t) || digits(r, i, t) || ago(r, i, t) ||
		relative_words(r, i, t)) &&
	       t->from.year != 0;
}

/* "from July 20 to July 23", "between 3 May and 5 June": one span of time. */
static bool joined(const reader *r, const dated *before, const told *t, uint32_t first)
{
	const analysis *a = r->a;
	if (first != before->end + 1 || before->relative || t->relative || before->span_of_time ||
	    W(before->first)->sentence != W(first)->sentence || date_compare(before->from, t->from) > 0)
		return false;
	if (word_is(a, before->end, "and"))
		return word_is(a, (int64_t)before->first - 1, "between");
	return range_word(a, before->end);
}

static bool is_since(const analysis *a, uint32_t i)
{
	return word_is(a, i, "since") || word_is(a, i, "from");
}

/* The publication date where the file does not tell it: a full date in the dateline's brackets. */
static void dateline_date(reader *r)
{
	analysis *a = r->a;
	for (size_t s = 0; s < a->sentences.n && s < 12 && !a->published.year; s++) {
		const sentence *one = &a->sentences.v[s];
		for (uint32_t i = one->first; i < one->end && i < one->first + 10; i++) {
			told t;
			if (!read_at(r, i, &t) || t.yearless || t.from.day == 0)
				continue;
			bool bracket = word_is(a, one->first, "(") && word_is(a, t.end, ")");
			bool line = one->end - one->first <= 8 && i + 8 > one->end && t.end >= one->end;
			if (bracket || (line && sentence_is_text(one))) {
				a->published = t.from;
				a->published_at = words_range(a, i, t.end);
			}
			break;
		}
	}
}

onus_status analysis_dates(analysis *a, onus_error *err)
{
	reader r = {.a = a, .is = core_of(a)};
	for (size_t i = 0; i < a->rendition->meta.n && !a->published.year; i++) {
		const meta_item *m = &a->rendition->meta.v[i];
		date day;
		if (m->key == META_PUBLISHED && date_parse(m->value, &day)) {
			a->published = day;
			a->published_at = m->where;
		}
	}
	if (!a->published.year)
		dateline_date(&r);
	r.published = a->published;
	for (uint32_t i = 0; i < a->words.n; i++) {
		told t;
		if (!read_at(&r, i, &t))
			continue;
		if (a->dates.n && joined(&r, &a->dates.v[a->dates.n - 1], &t, i)) {
			dated *before = &a->dates.v[a->dates.n - 1];
			before->until = t.until;
			before->span_of_time = true;
			for (uint32_t k = before->end; k < t.end; k++)
				a->words.v[k].dated = (int32_t)(a->dates.n - 1);
			before->end = t.end;
			i = t.end - 1;
			continue;
		}
		dated *d = vec_push(&a->dates, a->arena);
		if (!d)
			return fail_memory(err, "reading dates");
		*d = (dated){.first = i,
			     .end = t.end,
			     .from = t.from,
			     .until = t.until,
			     .span_of_time = t.span_of_time,
			     .relative = t.relative};
		d->since = is_since(a, i - 1) && i > 0 && !word_is(a, t.end, "to");
		d->before =
		    i > 0 && (word_is(a, i - 1, "until") || word_is(a, i - 1, "by") || word_is(a, i - 1, "before"));
		for (uint32_t k = i; k < t.end; k++)
			a->words.v[k].dated = (int32_t)(a->dates.n - 1);
		i = t.end - 1;
	}
	return ONUS_OK;
}
