/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_case_frames.h"

enum { LINK_REACH = 12, CALL_REACH = 8 };

/* "calls for the arrest of", "an order for his release", "arrest warrant" */
static const char *noun_not_stated(const case_walk *w, int64_t n, span act)
{
	const analysis *a = w->a;
	if (form_among(
		a, n + 1,
		"warrant warrants order orders attempt attempts plot plots threat threats risk team squad facility "
		"facilities center centre centers centres camp camps hearing date conditions"))
		return "it names a plan or a thing";
	if (form_among(a, n - 1, "attempted alleged-attempted possible potential likely imminent threatened under"))
		return "it was tried or may happen";
	bool release = span_is(act, "release"), step = span_is(act, "arrest") || span_is(act, "charge") ||
						       span_is(act, "sentence") || span_is(act, "expulsion") ||
						       span_is(act, "detention");
	bool released = false, asked = false;
	for (int64_t j = n - 1; j >= w->first && j > n - CALL_REACH; j--) {
		if (form_among(a, j, "; : ) ("))
			break;
		asked = asked || form_among(a, j, "for");
		if (form_among(a, j,
			       "threat threats risk risks fear fears prevent avoid escape protect protected protection "
			       "against "
			       "danger no without denied denies deny") &&
		    j > n - 5)
			return "it is feared or denied";
		if (form_among(
			a, j,
			"welcome welcomes welcomed welcoming after following since upon announced announces celebrate "
			"celebrated gratified relieved"))
			released = !asked;
		if (step && form_among(a, j, "for to") && j > n - 5) {
			for (int64_t k = j - 1; k >= w->first && k > j - 5; k--)
				if (form_among(a, k,
					       "call calls called calling demand demands demanded order orders ordered "
					       "warrant "
					       "warrants appeal appeals push pressed press ask asked request requested "
					       "petition reward leading led wanted seek seeking"))
					return "it is asked for";
		}
	}
	if (release && !released)
		return "it is asked for or spoken of";
	if (case_supposed(a, n, w->first))
		return "it is a condition";
	return NULL;
}

void case_try_noun(case_walk *w, const rule *r, int64_t n, int64_t end)
{
	const analysis *a = w->a;
	const word *x = word_of(a, n);
	if ((x->mention != NONE && a->mentions.v[x->mention].kind == MENTION_NAME) ||
	    x->forms & (FORM_PAST | FORM_PARTICIPLE))
		return;
	/* the act done to a person: "arrest and beating of A" */
	int64_t of = end; /* "death in custody of" */
	bool joined = false;
	while (of < w->end && of < end + 5 && !form_among(a, of, "of")) {
		/* "arrest and arbitrary detention of", not "surveillance pictures of" */
		uint8_t kind = word_of(a, of)->pos;
		if (form_among(a, of, "and or ,"))
			joined = true;
		else if (!form_among(a, of, "on bail") &&
			 !(joined && (kind == POS_NOUN || kind == POS_ADJ || kind == POS_ADV || kind == POS_VERB)))
			break;
		of++;
	}
	bool has_of = form_among(a, of, "of") && of < w->end;
	people who = {0};
	if (has_of) {
		if (!who_after(a, of + 1, w->end, &who) && !who.group)
			return;
	} else {
		/* "his arrest" as a verb ("police arrest") is left to the verb frames */
		if (x->pos == POS_VERB && !form_among(a, n - 1, "his her their 's ’s"))
			return;
		if (case_value_is(r, "owner", "no") || !who_owning(a, n, w->first, &who))
			return;
	}
	const char *why = case_value_is(r, "wanted", "yes") ? NULL : noun_not_stated(w, n, rule_value_of(r, "act"));
	if (why)
		case_nearly(w, r, n, n + 1, why);
	else if (who.n)
		case_found(w, r, n, n + 1, &who, true);
	else
		case_group_found(w, r, n, n + 1, true);
}

void case_try_adjective(case_walk *w, const rule *r, int64_t i)
{
	const analysis *a = w->a;
	if (!case_before_noun(a, i, w->first, w->end) || form_among(a, i + 1, "person persons piece pieces link data"))
		return;
	people who = {0};
	if (who_after(a, i + 1, w->end, &who))
		case_found(w, r, i, i + 1, &who, true);
	else if (who.group)
		case_group_found(w, r, i, i + 1, true);
}

static const char LINKS[] =
    "remain remains remained remaining stay stays stayed languish languishes languished languishing placed put "
    "held kept spent spend spends spending serve serves served serving transferred moved sent taken thrown "
    "ended returned detained locked linger lingers lie lies sits sit sitting";

/* "in prison", "under house arrest": said of the subject of the nearest linking verb, or of the person just before. */
void case_try_state(case_walk *w, const rule *r, int64_t first, int64_t end)
{
	const analysis *a = w->a;
	if (form_among(
		a, end,
		"facility facilities center centre centers centres camp camps official officials guard guards term "
		"sentence sentences population system staff conditions authorities warden director release"))
		return;
	int64_t j = first - 1;
	while (j >= w->first && is_adverb(a, j))
		j--;
	int32_t near = person_ending(a, j);
	if (near != NONE && !is_tied(a, near)) {
		people who = {0};
		if (!a->mentions.v[near].possessive)
			who_add_mention(&who, a, near);
		if (who.n && !case_supposed(a, first, w->first)) {
			verb_group g = {0};
			for (int64_t k = j; k >= w->first && k > j - 12; k--)
				if (form_among(a, k, "to not will would could should may might must if"))
					g.modal = true;
			if (!g.modal)
				case_found(w, r, first, end, &who, true);
			else
				case_nearly(w, r, first, end, "it may or should happen");
			return;
		}
	}
	for (; j >= w->first && j > first - LINK_REACH; j--) {
		if (form_among(a, j, "; : . if unless"))
			return;
		bool be = form_among(a, j, "is are was were been be being");
		if (!be && !form_among(a, j, LINKS))
			continue;
		/* "was sentenced to years in prison", "taken into custody" say something else */
		int64_t next = j + 1;
		while (is_adverb(a, next))
			next++;
		if (be && next < first && word_of(a, next)->forms & FORM_PARTICIPLE &&
		    word_of(a, next)->pos == POS_VERB)
			return;
		if (form_among(a, j, "taken") && form_among(a, first, "into"))
			return;
		verb_group g = case_group(a, j, w->first);
		const char *why = case_not_stated(w, &g, j, SPAN(""));
		if (why) {
			case_nearly(w, r, first, end, why);
			return;
		}
		people who = {0};
		for (int64_t k = j + 1; k < first; k++) { /* "kept A in prison" */
			int32_t m = person_ending(a, k);
			if (m != NONE && !a->mentions.v[m].possessive)
				who_add_mention(&who, a, m);
		}
		if (who.n == 0)
			who_before(a, g.first, w->first, &who);
		if (who.n)
			case_found(w, r, first, end, &who, true);
		else if (who.group)
			case_group_found(w, r, first, end, true);
		return;
	}
	if (form_among(a, j, ",")) {
		people who = {0};
		if (who_before(a, j, w->first, &who))
			case_found(w, r, first, end, &who, true);
	}
}

/* "disappeared", "fled the country", "faces charges": the subject is the victim. */
void case_try_predicate(case_walk *w, const rule *r, int64_t first, int64_t end)
{
	const analysis *a = w->a;
	if (case_other_sense(w, r, first))
		return;
	verb_group g = case_group(a, first, w->first);
	if (case_value_is(r, "negated", "yes")) {
		if (!g.negated)
			return;
		g.negated = false;
	}
	const char *why = case_not_stated(w, &g, first, rule_value_of(r, "act"));
	if (why) {
		case_nearly(w, r, first, end, why);
		return;
	}
	people who = {0};
	int64_t before = g.first - 1;
	while (before >= w->first && is_adverb(a, before) && person_ending(a, before) == NONE)
		before--;
	bool joined = form_among(a, before, "and or but then");
	if (!joined && who_before(a, g.first, w->first, &who)) {
		case_found(w, r, first, end, &who, true);
	} else if (case_carried(w, before, &who)) {
		case_found(w, r, first, end, &who, true);
	} else if (who.group || who.n == 0) {
		if (!case_among(w, r, first, end))
			case_group_found(w, r, first, end, true);
	}
}

/* "charges against A (were dropped)", "threats against A" */
void case_try_against(case_walk *w, const rule *r, int64_t n)
{
	const analysis *a = w->a;
	int64_t k = n + 1;
	while (k < w->end && k < n + 7 && !form_among(a, k, "against")) {
		if (form_among(a, k, ", ; : and"))
			return;
		k++;
	}
	if (!form_among(a, k, "against"))
		return;
	people who = {0};
	if (!who_after(a, k + 1, w->end, &who))
		return;
	const char *why = NULL;
	for (int64_t j = n - 1; j >= w->first && j > n - 7; j--) {
		if (form_among(a, j, "no nobody not without never"))
			why = "it is denied";
		else if (form_among(a, j, "if whether unless"))
			why = "it is a condition";
		else if (form_among(a, j, "drop drops dropping") && form_among(a, j - 1, "to should must and"))
			break;
	}
	bool dropped = false;
	for (int64_t j = w->first; j < w->end; j++)
		if (form_among(a, j, "dropped quashed withdrawn dismissed") && !form_among(a, j - 1, "be"))
			dropped = true;
	if (why) {
		case_nearly(w, r, n, n + 1, why);
	} else if (dropped && case_value_is(r, "act", "charge")) {
		const rule *release = rules_find(a->rules, SPAN("case.release.dropped"));
		case_found(w, release ? release : r, n, k + 1, &who, true);
	} else {
		case_found(w, r, n, k + 1, &who, true);
	}
}

/* "raided A's home", "A's passport was confiscated" */
void case_try_belonging(case_walk *w, const rule *r, int64_t v)
{
	const analysis *a = w->a;
	static const char THINGS[] =
	    "home homes house houses apartment flat office offices computer computers laptop laptops phone phones "
	    "files devices equipment car residence documents belongings telephone";
	verb_group g = case_group(a, v, w->first);
	if (case_not_stated(w, &g, v, SPAN("")))
		return;
	int64_t from = g.be ? w->first : v + 1, to = g.be ? g.first : v + 9;
	for (int64_t k = from; k < to && k < w->end; k++) {
		if (!g.be && (word_of(a, k)->pos == POS_PREP && !form_among(a, k, "of")))
			break;
		if (!form_among(a, k, THINGS))
			continue;
		people who = {0};
		if (who_owning(a, k, w->first, &who) ||
		    (form_among(a, k + 1, "of") && who_after(a, k + 2, w->end, &who))) {
			case_found(w, r, v, v + 1, &who, true);
			return;
		}
	}
	if (!g.be)
		return;
	/* "others whose homes were searched include A" */
	for (int64_t k = v + 1; k < v + 4 && k < w->end; k++)
		if (form_among(a, k, "include includes included are were")) {
			people who = {0};
			if (who_after(a, k + 1, w->end, &who))
				case_found(w, r, v, v + 1, &who, true);
			return;
		}
}

void case_try_along(case_walk *w, const rule *r, int64_t first, int64_t end)
{
	/* of a group: the names may come in the next sentence */
	if (w->group.n && w->group.n < 8 && w->group.sentence == (int64_t)word_of(w->a, first)->sentence) {
		const case_act *group = &w->group.kept[w->group.n - 1];
		if (first > group->word && first - group->word < 8)
			w->group.kept[w->group.n++] = (case_act){.rule = r, .word = (uint32_t)first, .passive = true};
		return;
	}
	if (w->last.sentence != word_of(w->a, first)->sentence || w->last.who.n == 0 || w->last.word >= first ||
	    first - w->last.word > 14)
		return;
	for (int64_t k = w->last.word + 1; k < first; k++)
		if (form_among(w->a, k, "; : and but who which that"))
			return;
	people who = w->last.who;
	case_found(w, r, first, end, &who, true);
}

void case_try_naming(case_walk *w)
{
	const analysis *a = w->a;
	if (w->group.n == 0 || word_of(a, w->first)->sentence != w->group.sentence + 1)
		return;
	int64_t i = w->first;
	if (form_among(a, i, "among") && form_among(a, i + 1, "them"))
		i++;
	else if (!form_among(a, i, "they those these this"))
		return;
	if (!form_among(a, i + 1, "are were include included includes is was"))
		return;
	people who = {0};
	if (!who_after(a, i + 2, w->end, &who))
		return;
	for (size_t k = 0; k < w->group.n; k++)
		case_state(w, w->group.kept[k].rule, w->group.kept[k].word, w->group.kept[k].word + 1, &who,
			   w->group.kept[k].passive);
}
