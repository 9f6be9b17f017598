/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/vocabulary.h"

#include "names/places.h"
#include "record/record.h"

const char *const response_words[] = {"supported",    "partly supported",    "noted",    "refused", "silent",
				      "already done", "under consideration", "disputed", NULL};
const char *const implementation_words[] = {"not implemented", "in progress", "partly implemented",
					    "implemented",     "reversed",    NULL};

static const char *const pledge_grades[] = {PLEDGE_STATES, NULL};
static const char *const hrc_grades[] = {"A", "B", "C", "D", "E", "B1", "B2", "C1", "C2", "D1", "D2", NULL};
static const char *const cedaw_grades[] = {"1", "2", "3", "4", "5", NULL};
static const char *const upr_info_grades[] = {"not implemented", "partially implemented", "fully implemented",
					      "not assessed", NULL};
static const char *const politifact_grades[] = {
    "promise kept", "compromise", "promise broken", "stalled", "in the works", "not yet rated", NULL};
static const char *const cppg_grades[] = {"fully fulfilled", "partially fulfilled", "not fulfilled", NULL};
static const char *const polimeter_grades[] = {"kept", "kept in part or in the works", "broken", "not yet rated", NULL};

static const scale scales[] = {
    {"pledge", pledge_grades},       {"HRC", hrc_grades},   {"CEDAW", cedaw_grades},
    {"UPR Info", upr_info_grades},   {"CPPG", cppg_grades}, {"PolitiFact", politifact_grades},
    {"Polimeter", polimeter_grades},
};

static char plain(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	return c == '-' || c == '_' ? ' ' : c;
}

static bool same_word(span a, span b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (plain(a.p[i]) != plain(b.p[i]))
			return false;
	return true;
}

const scale *scale_find(span name)
{
	for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
		if (same_word(name, span_of(scales[i].name)))
			return &scales[i];
	return NULL;
}

onus_status word_of(const char *const *words, span value, const char *what, const char **ret_word, onus_error *err)
{
	const char *near = NULL;
	size_t best = value.n / 3 + 1;
	STR_AUTO list = str_make(4096);
	for (size_t i = 0; words[i]; i++) {
		if (same_word(value, span_of(words[i]))) {
			*ret_word = words[i];
			return ONUS_OK;
		}
		size_t d = names_distance(value, span_of(words[i]), best);
		if (d < best) {
			best = d;
			near = words[i];
		}
		str_addf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	if (near)
		return fail(err, ONUS_ERR_USAGE, "\"%s\" is no %s; did you mean \"%s\"? It is one of: %s",
			    SAFE_SPAN(value), what, near, str_c(&list));
	return fail(err, ONUS_ERR_USAGE, "\"%s\" is no %s; it is one of: %s", SAFE_SPAN(value), what, str_c(&list));
}
