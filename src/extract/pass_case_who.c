/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/pass_case.h"

/* How far a walk goes from one name to the next, and over a phrase between commas. */
enum { LIST_REACH = 14, APPOSITION_REACH = 45, NOUN_REACH = 9 };

bool form_among(const analysis *a, int64_t i, const char *list)
{
	span form = word_of(a, i)->form;
	if (form.n == 0)
		return false;
	for (const char *p = list; *p;) {
		const char *e = strchrnul(p, ' ');
		if ((size_t)(e - p) == form.n && memcmp(p, form.p, form.n) == 0)
			return true;
		p = *e ? e + 1 : e;
	}
	return false;
}

bool is_adverb(const analysis *a, int64_t i)
{
	const word *w = word_of(a, i);
	if (w->pos == POS_ADV)
		return true;
	if (w->form.n > 4 && span_ends(w->form, SPAN("ly")) && w->pos != POS_NOUN &&
	    (w->mention == NONE || (lexeme_of(a, w)->as_adv > 0 && person_ending(a, i) == NONE)))
		return true;
	return form_among(a, i,
			  "also then later again already still now since even both all once twice first soon "
			  "reportedly allegedly wrongfully ever just so far today yesterday");
}

static bool is_mark(const analysis *a, int64_t i, const char *marks)
{
	return form_among(a, i, marks);
}

static bool is_dash(const analysis *a, int64_t i)
{
	return is_mark(a, i, "- -- – —");
}

static bool is_person(const analysis *a, int32_t m)
{
	if (m < 0)
		return false;
	const mention *x = &a->mentions.v[m];
	if (x->kind == MENTION_ADJECTIVE)
		return false;
	if (x->actor >= 0)
		return a->actors.v[x->actor].type == ACTOR_PERSON;
	return x->actors.n > 0 && a->actors.v[x->actors.v[0]].type == ACTOR_PERSON;
}

int32_t person_ending(const analysis *a, int64_t i)
{
	int32_t m = word_of(a, i)->mention;
	return is_person(a, m) && a->mentions.v[m].end == (uint32_t)(i + 1) ? m : NONE;
}

int32_t person_starting(const analysis *a, int64_t i)
{
	int32_t m = word_of(a, i)->mention;
	if (is_person(a, m) && (a->mentions.v[m].first == (uint32_t)i || a->mentions.v[m].whole_first == (uint32_t)i))
		return m;
	return NONE;
}

void who_add_mention(people *w, const analysis *a, int32_t m)
{
	const mention *x = &a->mentions.v[m];
	size_t several = x->actor >= 0 ? 0 : x->actors.n;
	for (size_t k = 0; k < (several ? several : 1) && w->n < WHO_MAX; k++) {
		int32_t id = several ? x->actors.v[k] : x->actor;
		bool known = id < 0 || a->actors.v[id].type != ACTOR_PERSON;
		for (size_t i = 0; i < w->n && !known; i++)
			known = w->actor[i] == id;
		if (known)
			continue;
		w->actor[w->n] = id;
		w->where[w->n++] = words_range(a, x->first, x->end);
	}
}

/* Words that tie the name behind them to a noun before: the name is not the head. */
static bool is_tie(const analysis *a, int64_t i)
{
	return form_among(a, i, "of by with for to from against about on at in as than like behind near");
}

bool is_tied(const analysis *a, int32_t m)
{
	return is_tie(a, (int64_t)a->mentions.v[m].whole_first - 1);
}

static bool is_possessive(const analysis *a, const mention *m)
{
	if (m->kind == MENTION_PRONOUN && form_among(a, m->first, "her")) {
		/* the tagger cannot tell "her house" from "detained her in" */
		const word *next = word_of(a, m->end);
		return next->pos == POS_NOUN || next->pos == POS_ADJ || next->pos == POS_NAME ||
		       next->pos == POS_VERB || next->pos == POS_NUM;
	}
	return m->possessive || form_among(a, m->end, "'s ’s '") || word_of(a, m->end)->pos == POS_POSS;
}

/* Over "(L)" and the like to the left. */
static int64_t before_brackets(const analysis *a, int64_t t, int64_t first)
{
	/* "(L)", and a by-name in quotation marks */
	if (word_of(a, t)->kind == TOKEN_QUOTE_CLOSE)
		for (int64_t k = t - 1; k > first && k > t - 5; k--)
			if (word_of(a, k)->kind == TOKEN_QUOTE_OPEN)
				return k - 1;
	if (!is_mark(a, t, ")"))
		return t;
	while (t > first && !is_mark(a, t, "("))
		t--;
	return t - 1;
}

/* The person at word j and those joined to it on the left: "A, B and C". */
static void collect_left(const analysis *a, int32_t m, int64_t first, people *w)
{
	who_add_mention(w, a, m);
	bool joined = false;
	for (size_t guard = 0; guard < WHO_MAX; guard++) {
		int64_t t = (int64_t)a->mentions.v[m].whole_first - 1;
		if (t <= first)
			return;
		if (form_among(a, t, "and &")) {
			joined = true;
			t -= is_mark(a, t - 1, ",") ? 2 : 1;
		} else if (joined && is_mark(a, t, ",")) {
			t--;
		} else {
			return;
		}
		t = before_brackets(a, t, first);
		int32_t left = person_ending(a, t);
		if (left == NONE && t + 1 < (int64_t)a->words.n && is_mark(a, t + 1, ",")) {
			/* "A, a teacher, and B": over the apposition */
			for (int64_t k = t; k > first && k > t - LIST_REACH; k--)
				if (is_mark(a, k, ",")) {
					left = person_ending(a, k - 1);
					break;
				}
		}
		if (left == NONE || is_tie(a, (int64_t)a->mentions.v[left].whole_first - 1))
			return;
		who_add_mention(w, a, left);
		m = left;
	}
}

/* True where the document calls the person by that noun somewhere: "the reporter A". */
static bool is_called(const analysis *a, int32_t id, int64_t head)
{
	for (size_t m = 0; m < a->mentions.n; m++) {
		const mention *x = &a->mentions.v[m];
		if (x->actor != id || x->kind != MENTION_NAME)
			continue;
		for (uint32_t k = x->first > 3 ? x->first - 3 : 0; k < x->first; k++)
			if (span_equal(word_of(a, k)->form, word_of(a, head)->form))
				return true;
	}
	return false;
}

/* The one person that the sentence names, or of several the one that is called by the noun. */
static bool one_of_role(const analysis *a, const sentence *before, int64_t head, people *w)
{
	people all = {0};
	int32_t chosen = NONE, several = 0;
	for (uint32_t n = before->first; n < before->end; n++) {
		int32_t m = person_starting(a, n);
		if (m == NONE || a->mentions.v[m].kind != MENTION_NAME)
			continue;
		size_t known = all.n;
		who_add_mention(&all, a, m);
		if (all.n == known)
			continue;
		if (is_called(a, a->mentions.v[m].actor, head)) {
			chosen = m;
			several++;
		} else if (all.n == 1 && several == 0) {
			chosen = m;
		}
	}
	if (chosen == NONE || several > 1 || (all.n > 1 && several == 0))
		return false;
	who_add_mention(w, a, chosen);
	return w->n > 0;
}

/* "The editor-in-chief of the paper" (ending with word j), where nobody is named: who the sentence before begins with. */
static bool role_before(const analysis *a, int64_t j, int64_t first, people *w)
{
	for (int64_t k = j; k >= first && k > j - NOUN_REACH; k--) {
		const word *x = word_of(a, k);
		if (x->pos == POS_VERB || x->pos == POS_AUX || x->kind == TOKEN_MARK)
			return false;
		if (!form_among(a, k, "the"))
			continue;
		/* the head: the last of the nouns before "of", "and" */
		int64_t head = k + 1;
		while (head < j && !form_among(a, head + 1, "of and for at from in with"))
			head++;
		uint32_t s = x->sentence;
		if (!word_in(a, head, "case.role") || s == 0 || k > first + 3)
			return false;
		return one_of_role(a, &a->sentences.v[s - 1], head, w);
	}
	return false;
}

/* The noun phrase that ends with word j. */
static bool phrase_before(const analysis *a, int64_t j, int64_t first, people *w)
{
	for (size_t guard = 0; guard < 4; guard++) {
		if (j < first)
			return false;
		if (is_mark(a, j, ")") || word_of(a, j)->kind == TOKEN_QUOTE_CLOSE) {
			int64_t k = before_brackets(a, j, first);
			if (k == j)
				return false;
			j = k;
			continue;
		}
		if (is_mark(a, j, ",") || is_dash(a, j)) {
			/* "the President, Mr. A, will": the name is the apposition */
			int32_t last = person_ending(a, j - 1);
			bool named = last != NONE && is_mark(a, (int64_t)a->mentions.v[last].whole_first - 1, ",");
			/* the end of an apposition or relative clause: the name stands before the comma that opened it */
			bool comma = is_mark(a, j, ",");
			for (int64_t t = j - 1; !named && t > first && t > j - APPOSITION_REACH; t--) {
				if (is_mark(a, t, "; :") || word_of(a, t)->kind == TOKEN_QUOTE_CLOSE ||
				    form_among(a, t, "though although while but whereas"))
					break;
				if (comma ? !is_mark(a, t, ",") : !is_dash(a, t))
					continue;
				int32_t m = person_ending(a, t - 1);
				if (m != NONE && !is_tie(a, (int64_t)a->mentions.v[m].whole_first - 1)) {
					collect_left(a, m, first, w);
					return true;
				}
			}
			/* "One of those held, Andy Li, was": the apposition is the name */
			int32_t m = person_ending(a, j - 1);
			if (m == NONE)
				return false;
			collect_left(a, m, first, w);
			/* "A and his brother, B, were": A as well */
			int64_t t = (int64_t)a->mentions.v[m].whole_first - 1;
			for (int64_t k = t - 1; is_mark(a, t, ",") && k > first && k > t - 6; k--) {
				int32_t other = form_among(a, k, "and") ? person_ending(a, k - 1) : NONE;
				if (other != NONE && form_among(a, k + 1, "his her their"))
					collect_left(a, other, first, w);
			}
			return true;
		}
		int32_t m = word_of(a, j)->mention;
		if (m != NONE && is_person(a, m) && a->mentions.v[m].end == (uint32_t)(j + 1)) {
			int64_t before = (int64_t)a->mentions.v[m].whole_first - 1;
			if (before >= first && is_tie(a, before)) {
				/* "the brother of A": A is not meant, unless the noun before is a person by name */
				int32_t head = person_ending(a, before - 1);
				if (head == NONE) {
					w->group = true;
					return false;
				}
				collect_left(a, head, first, w);
				return true;
			}
			collect_left(a, m, first, w);
			return true;
		}
		/* a noun, or the name of a place or body: perhaps it clings to a person ("A of Radio B") */
		for (int64_t k = j; k > first && k > j - NOUN_REACH; k--) {
			const word *x = word_of(a, k);
			/* "A, a translator (who vanished)" */
			int32_t named =
			    is_mark(a, k, ",") && word_of(a, k + 1)->pos == POS_DET ? person_ending(a, k - 1) : NONE;
			if (named != NONE) {
				collect_left(a, named, first, w);
				return true;
			}
			if (x->pos == POS_VERB || x->pos == POS_AUX || x->kind == TOKEN_MARK)
				break;
			int32_t with = form_among(a, k, "and") ? person_ending(a, k - 1) : NONE;
			if (with != NONE && !is_tied(a, with)) { /* "A and three others" */
				collect_left(a, with, first, w);
				return true;
			}
			if (is_tie(a, k)) {
				int32_t head = person_ending(a, k - 1);
				if (head != NONE) {
					collect_left(a, head, first, w);
					return true;
				}
			}
		}
		if (role_before(a, j, first, w))
			return true;
		w->group = true;
		return false;
	}
	return false;
}

bool who_before(const analysis *a, int64_t v, int64_t first, people *w)
{
	int64_t j = v - 1;
	while (j >= first && is_adverb(a, j) && person_ending(a, j) == NONE)
		j--;
	if (is_mark(a, j, ",") && is_adverb(a, j - 1) && is_mark(a, j - 2, ","))
		j -= 3;
	if (form_among(a, j, "who that which") && j > first) {
		j--;
		if (is_mark(a, j, ",") || is_dash(a, j))
			j--;
		int32_t m = person_ending(a, before_brackets(a, j, first));
		if (m != NONE) {
			collect_left(a, m, first, w);
			return true;
		}
	}
	return phrase_before(a, j, first, w);
}

/* True where word i cannot belong to a list of people any more. */
static bool ends_list(const analysis *a, int64_t i)
{
	const word *x = word_of(a, i);
	if (x->pos == POS_AUX || x->pos == POS_SUB || x->pos == POS_TO || x->pos == POS_NOT)
		return true;
	if (x->pos == POS_VERB && x->mention == NONE && !(x->flags & TOKEN_CAPITAL))
		return true;
	if (x->kind == TOKEN_MARK && is_mark(a, i, "; . ? !"))
		return true;
	return form_among(a, i,
			  "who whom that which when where while after before since because without until as over "
			  "during following if is are was were has have had will would said told");
}

static bool is_saying(const analysis *a, int64_t i)
{
	return form_among(a, i,
			  "said says told tells added adds wrote writes tweeted noted stated argued warned explained "
			  "continued insisted");
}

/* The next name of the list after a place or body in it: "A from Radio B and C". */
static int64_t name_beyond(const analysis *a, int64_t i, int64_t end)
{
	for (int64_t k = i; k < end && k < i + LIST_REACH; k++) {
		if (k > i && ends_list(a, k))
			return NONE;
		if ((is_mark(a, k, ",") || form_among(a, k, "and")) && k + 1 < end) {
			int64_t n = form_among(a, k + 1, "and") ? k + 2 : k + 1;
			if (person_starting(a, n) != NONE)
				return n;
		}
	}
	return NONE;
}

bool who_after(const analysis *a, int64_t i, int64_t end, people *w)
{
	int64_t last = i;
	bool tied = false, comma = false;
	w->end = i;
	for (int64_t k = i; k < end; k++) {
		if (k - last > LIST_REACH)
			break;
		int32_t m = word_of(a, k)->mention;
		if (m != NONE && is_person(a, m)) {
			const mention *x = &a->mentions.v[m];
			if ((int64_t)x->first > k) { /* its title */
				k = (int64_t)x->first - 1;
				continue;
			}
			int64_t after = (int64_t)x->end;
			/* "A supporters": the name is not the head */
			const word *next = word_of(a, after);
			bool plural = span_ends(next->form, SPAN("s")), named = word_of(a, after + 1)->mention != NONE;
			if (next->pos == POS_NOUN && !(next->flags & TOKEN_CAPITAL) && next->mention == NONE &&
			    next->dated == NONE && !is_adverb(a, after) && (plural || named)) {
				w->group = true;
				k = after - 1;
				continue;
			}
			/* "..., Smith said": who says it, not one of the list */
			if (is_mark(a, (int64_t)x->whole_first - 1, ",") && is_saying(a, after))
				break;
			bool own = is_possessive(a, x);
			if (x->kind == MENTION_PRONOUN && own) /* "his wife, Nina" */
				continue;
			if (x->kind == MENTION_PRONOUN && w->n)
				break;
			if (!own && !tied)
				who_add_mention(w, a, m);
			if (own && w->n == 0)
				w->group = true;
			k = after - 1 + own;
			last = k;
			tied = comma = false;
			w->end = after;
			continue;
		}
		if (is_mark(a, k, ",")) {
			tied = false;
			comma = true;
			continue;
		}
		if (form_among(a, k, "and &")) {
			/* "... and searched", "... and his lawyer said" begin something new */
			if (ends_list(a, k + 1) || form_among(a, k + 1, "he she they it those"))
				break;
			tied = false;
			continue;
		}
		if (is_mark(a, k, "(")) {
			while (k < end && !is_mark(a, k, ")"))
				k++;
			continue;
		}
		if (is_mark(a, k, ":") && w->n == 0 && !w->group)
			w->group = true;
		if (word_of(a, k)->kind == TOKEN_LINK || (w->n && (is_mark(a, k, "—") || is_mark(a, k, "--"))))
			break;
		if (word_of(a, k)->kind == TOKEN_QUOTE_CLOSE && is_mark(a, k - 1, ", . ! ?"))
			break;
		if (ends_list(a, k)) {
			/* a participle or relative clause in a list that goes on is passed over */
			break;
		}
		if (form_among(a, k, "of")) {
			tied = true;
			continue;
		}
		if (form_among(a, k, "including like namely")) {
			tied = false;
			continue;
		}
		if (form_among(a, k, "such")) {
			k++;
			continue;
		}
		if (word_of(a, k)->pos == POS_PREP) {
			int64_t n = w->n ? name_beyond(a, k + 1, end) : NONE;
			if (n == NONE)
				break;
			k = n - 1;
			last = k;
			tied = false;
			continue;
		}
		if (w->n == 0)
			w->group = true;
	}
	(void)comma;
	return w->n > 0;
}

bool who_included(const analysis *a, int64_t i, int64_t end, people *w)
{
	for (int64_t k = i; k < end; k++) {
		if (is_mark(a, k, "; . ?"))
			return false;
		int64_t n = NONE;
		if (form_among(a, k, "including namely"))
			n = k + 1;
		else if (form_among(a, k, "such") && form_among(a, k + 1, "as"))
			n = k + 2;
		else if (form_among(a, k, "among") && form_among(a, k + 1, "them") &&
			 !form_among(a, k + 2, "were was are is"))
			n = k + 2;
		if (n == NONE)
			continue;
		if (form_among(a, n, ":"))
			n++;
		return who_after(a, n, end, w);
	}
	return false;
}

/* "During his visit to Peru, A met": a pronoun that opens the sentence means the subject behind the comma. */
static bool who_ahead(const analysis *a, int64_t i, int64_t first, people *w)
{
	for (int64_t k = first; k < i; k++)
		if (person_starting(a, k) != NONE)
			return false;
	for (int64_t k = i + 1; k < i + LIST_REACH; k++) {
		if (is_mark(a, k, ". ; :"))
			return false;
		int32_t m = is_mark(a, k, ",") ? person_starting(a, k + 1) : NONE;
		if (m != NONE) {
			who_add_mention(w, a, m);
			return w->n > 0;
		}
	}
	return false;
}

/* The sentence's first person before word i, where nothing ties him to a noun: most often its subject. */
static bool subject_person(const analysis *a, int64_t i, int64_t first, people *w)
{
	for (int64_t k = first; k < i; k++) {
		int32_t m = person_starting(a, k);
		if (m == NONE)
			continue;
		const mention *x = &a->mentions.v[m];
		bool title =
		    x->end - x->first == 1 && form_among(a, x->first, "secretary minister president envoy ambassador");
		if (x->kind == MENTION_NAME && !x->possessive && !title && !(k > first && is_tied(a, m))) {
			who_add_mention(w, a, m);
			return w->n > 0;
		}
		k = x->end - 1;
	}
	return false;
}

/* "their": the persons listed before in the sentence; at its beginning, those whose release or arrest the sentence before
 * told of. */
static bool several_before(const analysis *a, int64_t i, int64_t first, people *w)
{
	for (int64_t k = first; k < i; k++) {
		if (person_starting(a, k) == NONE)
			continue;
		*w = (people){0};
		if (who_after(a, k, i, w) && w->n > 1)
			return true;
		k = w->end > k ? w->end : k;
	}
	*w = (people){0};
	if (i - first > 2)
		return false;
	uint32_t s = word_of(a, i)->sentence;
	if (s == 0)
		return false;
	const sentence *before = &a->sentences.v[s - 1];
	for (int64_t k = (int64_t)before->end - 1; k > before->first; k--)
		if (form_among(a, k, "release free freeing releasing detained arrested held"))
			return who_after(a, k + 1, before->end, w);
	return false;
}

bool who_owning(const analysis *a, int64_t i, int64_t first, people *w)
{
	/* over what may stand between owner and noun: "unjustified detention and", "repeated" */
	for (int64_t j = i - 1; j >= first && j > i - 7; j--) {
		const word *x = word_of(a, j);
		int32_t m = x->mention;
		if (form_among(a, j, "his her") &&
		    form_among(a, j - 1, "during after before since following until upon") &&
		    (subject_person(a, j, first, w) || (j - 1 == first && who_ahead(a, i, first, w))))
			return true;
		if (form_among(a, j, "their") && several_before(a, j, first, w))
			return true;
		if (m != NONE && a->mentions.v[m].possessive && is_person(a, m) &&
		    a->mentions.v[m].kind == MENTION_PRONOUN) {
			who_add_mention(w, a, m);
			return w->n > 0;
		}
		if (form_among(a, j, "his her their") && (m == NONE || a->mentions.v[m].actor < 0))
			return who_ahead(a, i, first, w);
		if (x->pos == POS_POSS || form_among(a, j, "'s ’s")) {
			int32_t owner = person_ending(a, j - 1);
			if (owner == NONE && m != NONE && is_person(a, m))
				owner = m; /* the mark counts as part of the mention */
			if (owner == NONE)
				return false;
			collect_left(a, owner, first, w);
			return true;
		}
		if (m != NONE && a->mentions.v[m].kind == MENTION_NAME)
			return false;
		if (form_among(a, j, "than more less nearly almost"))
			continue;
		if (x->pos == POS_PREP || x->pos == POS_VERB || x->pos == POS_AUX || x->pos == POS_DET ||
		    x->pos == POS_SUB || is_mark(a, j, ", ; : . ( )"))
			return false;
	}
	return false;
}
