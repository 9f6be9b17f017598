/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists whose lead runs on. "Human Rights Watch urged Macron to press Xi, among other steps, to:" is no sentence without
 * its first item, and its second item is none without the lead. So the lead and the first item's first sentence are
 * parsed as the one sentence that they are, without the colon and with the item's capital taken back; every later item
 * is parsed behind the lead in the same way, and the lead's words then forgotten. The top word of a later item is made a
 * conjunct of the first one's, and further sentences of an item hang on its top word as parataxis. So all items are found
 * below the word of the lead that the first one hangs on, whatever their number, in linear time.
 */
#include "language/document_list.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "text/fold.h"

/* Words of the lead, from its end, that a later item is read behind: far more than most leads have. */
enum { LEAD_AGAIN = 50 };

typedef enum lead_kind {
	LEAD_CLOSED, /* the lead is a sentence of its own */
	LEAD_TO,     /* it ends with "to": a verb follows */
	LEAD_OPEN,   /* with another word that something must follow, or the item goes on in lower case */
	LEAD_MODAL,  /* with an auxiliary: the item's verb may be the root */
	LEAD_ASKS,   /* "We call on the authorities:", a "to" is meant */
} lead_kind;

static const char *const open_words[] = {
    "that", "whether", "by",         "for",       "of",       "on",        "in",      "at",       "from",
    "with", "as",      "about",      "against",   "under",    "including", "include", "includes", "like",
    "via",  "into",    "through",    "without",   "upon",     "when",      "where",   "because",  "and",
    "or",   "if",      "who",        "which",     "than",     "the",       "a",       "an",       "their",
    "its",  "his",     "her",        "not",       "you",      "they",      "it",      "we",       "he",
    "she",  "between", "concerning", "regarding", "included", "namely",    "both",    NULL};
/* Without a colon only these: "the girl told her" may be all there is. */
static const char *const open_alone[] = {"that", "by", "including", "and", "or", NULL};
static const char *const modal_words[] = {"should", "must",  "shall", "will", "would", "can", "could",
					  "may",    "might", "be",    "is",   "are",   "was", "were",
					  "been",   "has",   "have",  "had",  NULL};
static const char *const asking_words[] = {
    "urge",        "urges",    "urged",     "urging", "ask",     "asks",      "asked",      "asking",
    "request",     "requests", "requested", "demand", "demands", "demanded",  "recommend",  "recommends",
    "recommended", "implore",  "implores",  "beg",    "begs",    "encourage", "encourages", "encouraged",
    "invite",      "invites",  "invited",   "exhort", "exhorts", "press",     "presses",    "pressed",
    "require",     "requires", "required",  "order",  "orders",  "ordered",   NULL};
/* These ask only before "on", "upon" or "for". */
static const char *const calling_words[] = {"call",   "calls",   "called",   "calling",
					    "appeal", "appeals", "appealed", NULL};
static const char *const complete_words[] = {"to", "that", "following", "steps", "measures", "below", NULL};

static bool one_of(span word, const char *const *list)
{
	char lower[16];
	if (word.n == 0 || word.n >= sizeof lower)
		return false;
	for (size_t i = 0; i < word.n; i++)
		lower[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
	for (; *list; list++)
		if (strlen(*list) == word.n && memcmp(*list, lower, word.n) == 0)
			return true;
	return false;
}

static span form_at(const window *w, size_t i)
{
	return span_in(w->rendition->text, w->tokens.v[i].where);
}

/* Where the words of the lead end, its colon left out. */
static size_t lead_end(const window *w, const cut_run *lead)
{
	return span_is(form_at(w, lead->end - 1), ":") ? lead->end - 1 : lead->end;
}

/* The first word of an item's run behind its bullet or number. */
static size_t item_begin(const window *w, const cut_run *run)
{
	uint32_t start = w->rendition->blocks.v[run->block].where.start;
	size_t i = run->first;
	while (i + 1 < run->end && w->tokens.v[i].where.start < start)
		i++;
	return i;
}

static bool asks(const window *w, size_t first, size_t end)
{
	for (size_t i = end; i-- > first;) {
		span word = form_at(w, i);
		if (one_of(word, complete_words))
			return false;
		if (one_of(word, asking_words))
			return true;
		if (one_of(word, calling_words) && i + 1 < end) {
			span next = form_at(w, i + 1);
			return span_is(next, "on") || span_is(next, "upon") || span_is(next, "for");
		}
	}
	return false;
}

static lead_kind kind_of(const window *w, const cut_run *lead, const cut_run *item)
{
	size_t end = lead_end(w, lead);
	if (end == lead->first)
		return LEAD_CLOSED;
	span last = form_at(w, end - 1), begins = form_at(w, item_begin(w, item));
	uint8_t kind = w->rendition->blocks.v[lead->block].kind;
	bool head = kind == BLOCK_HEADING || kind == BLOCK_TITLE;
	bool colon = end < lead->end;
	if (head && !colon)
		return LEAD_CLOSED;
	if (span_is(last, "to") || span_is(last, "To"))
		return LEAD_TO;
	if (one_of(last, colon ? open_words : open_alone))
		return LEAD_OPEN;
	if (one_of(last, modal_words))
		return LEAD_MODAL;
	if (head || !colon)
		return LEAD_CLOSED;
	size_t at = 0;
	uint32_t first = utf8_next(begins, &at);
	if (text_is_letter(first) && !text_is_upper(first))
		return LEAD_OPEN;
	if (!asks(w, lead->first, end))
		return LEAD_CLOSED;
	return span_is(begins, "To") || span_is(begins, "That") ? LEAD_OPEN : LEAD_ASKS;
}

static bool is_item(const window *w, const cut_run *run)
{
	return run->block < w->rendition->blocks.n && w->rendition->blocks.v[run->block].kind == BLOCK_LIST_ITEM;
}

bool list_at(const window *w, size_t i, size_t *ret_end)
{
	const cut_run *lead = &w->runs.v[i];
	if (i + 1 >= w->runs.n || is_item(w, lead) || !is_item(w, lead + 1) || lead[1].block != lead->block + 1 ||
	    lead->cut)
		return false;
	uint8_t kind = w->rendition->blocks.v[lead->block].kind;
	if (kind == BLOCK_BOILERPLATE || kind == BLOCK_CAPTION || kind_of(w, lead, lead + 1) == LEAD_CLOSED)
		return false;
	/* Whole items, as many as fit into one sentence. */
	size_t end = i + 1;
	for (size_t k = i + 1; k < w->runs.n && is_item(w, &w->runs.v[k]) &&
			       w->runs.v[k].end - lead->first <= LIMIT_SENTENCE_TOKENS && !w->runs.v[k].cut;
	     k++)
		if (k + 1 == w->runs.n || w->runs.v[k + 1].block != w->runs.v[k].block)
			end = k + 1;
	*ret_end = end;
	return end > i + 1;
}

/* ---- pieces ---- */

typedef struct piece_maker {
	window *w;
	language_word *words;
	uint32_t *origin;
	uint32_t n;
	size_t first; /* token of the unit's first word */
} piece_maker;

static void put(piece_maker *m, size_t at)
{
	m->words[m->n].form = form_at(m->w, at);
	m->origin[m->n++] = (uint32_t)(at - m->first);
}

/* The form with its capital taken back: "Allow" behind "to". Names in capitals stay. False when memory ran out. */
static bool take_capital_back(const window *w, const token *t, span *form)
{
	if (!(t->flags & TOKEN_CAPITAL) || (t->flags & (TOKEN_ALL_CAPS | TOKEN_ABBREVIATION)) || form->n == 0 ||
	    form->p[0] < 'A' || form->p[0] > 'Z')
		return true;
	char *copy = arena_string(w->a, *form);
	if (!copy)
		return false;
	copy[0] = (char)(copy[0] + 32);
	form->p = copy;
	return true;
}

static bool make_room(piece_maker *m, size_t n)
{
	m->words = arena_calloc(m->w->a, n, sizeof *m->words);
	m->origin = arena_calloc(m->w->a, n, sizeof *m->origin);
	m->n = 0;
	return m->words && m->origin;
}

/* The first sentence of an item behind the lead, as one sentence. The lead's words are the unit's with the first item
 * only; with the others they are read again, and forgotten. */
static onus_status add_item(window *w, const cut_run *lead, const cut_run *run, uint32_t item, onus_error *err)
{
	lead_kind kind = kind_of(w, lead, lead + 1);
	piece_maker m = {.w = w, .first = lead->first};
	language_constraint *hangs = arena_alloc(w->a, sizeof *hangs);
	piece *p = vec_push(&w->pieces, w->a);
	size_t from = lead->first, end = lead_end(w, lead);
	if (item > 0 && end - from > LEAD_AGAIN)
		from = end - LEAD_AGAIN;
	if (!make_room(&m, end - from + 1 + run->end - run->first) || !hangs || !p)
		return fail_memory(err, "parsing a list");
	for (size_t i = from; i < end; i++) {
		put(&m, i);
		if (item > 0)
			m.origin[m.n - 1] = PIECE_VIRTUAL;
	}
	if (kind == LEAD_ASKS) {
		m.words[m.n].form = SPAN("to");
		m.origin[m.n++] = PIECE_VIRTUAL;
	}
	uint32_t begin = m.n;
	size_t at = item_begin(w, run);
	for (size_t i = at; i < run->end; i++)
		put(&m, i);
	if (kind != LEAD_OPEN && !take_capital_back(w, &w->tokens.v[at], &m.words[begin].form))
		return fail_memory(err, "parsing a list");
	/* Behind "must" the item's verb may be the root. */
	*hangs = (language_constraint){.kind = kind == LEAD_MODAL ? LANGUAGE_ONE_SUBTREE : LANGUAGE_HANGS_ON,
				       .first = begin,
				       .end = m.n,
				       .lead_first = 0,
				       .lead_end = begin};
	*p = (piece){.sentence = {.words = m.words, .n = m.n, .constraints = hangs, .n_constraints = 1},
		     .unit = w->out->n - 1,
		     .origin = m.origin,
		     .item = item,
		     .lead = item == 0,
		     .infinitive = kind == LEAD_TO || kind == LEAD_ASKS,
		     .lead_words = (uint32_t)(end - lead->first),
		     .item_begin = begin};
	return ONUS_OK;
}

/* A later sentence of an item. */
static onus_status add_later(window *w, const cut_run *lead, const cut_run *run, uint32_t item, onus_error *err)
{
	piece_maker m = {.w = w, .first = lead->first};
	piece *p = vec_push(&w->pieces, w->a);
	if (!make_room(&m, run->end - run->first) || !p)
		return fail_memory(err, "parsing a list");
	for (size_t i = run->first; i < run->end; i++)
		put(&m, i);
	*p = (piece){.sentence = {.words = m.words, .n = m.n},
		     .unit = w->out->n - 1,
		     .origin = m.origin,
		     .item = item,
		     .later = true};
	return ONUS_OK;
}

onus_status list_add(window *w, size_t i, size_t end, onus_error *err)
{
	const cut_run *lead = &w->runs.v[i];
	uint32_t n = (uint32_t)(w->runs.v[end - 1].end - lead->first);
	document_sentence *unit = vec_push(w->out, w->a);
	language_word *words = arena_calloc(w->a, n, sizeof *words);
	uint32_t *item_first = arena_calloc(w->a, end - i, sizeof *item_first);
	if (!unit || !words || !item_first)
		return fail_memory(err, "parsing a list");
	for (uint32_t k = 0; k < n; k++)
		words[k].form = form_at(w, lead->first + k);
	*unit = (document_sentence){.tokens = &w->tokens.v[lead->first],
				    .words = words,
				    .n = n,
				    .block = lead->block,
				    .opens = lead->opens,
				    .item_first = item_first};
	uint32_t items = 0;
	for (size_t k = i + 1; k < end; k++) {
		const cut_run *run = &w->runs.v[k];
		if (run->block == run[-1].block) {
			TRY(add_later(w, lead, run, items - 1, err));
			continue;
		}
		item_first[items] = (uint32_t)(run->first - lead->first);
		TRY(add_item(w, lead, run, items++, err));
	}
	unit->n_items = items;
	return ONUS_OK;
}

/* ---- joining ---- */

/* Copies a piece's words to their places in the unit. Returns the unit's word (from 0) that is the piece's root; it has
 * head 0. */
static uint32_t copy_piece(const piece *p, document_sentence *unit)
{
	const language_word *from = p->sentence.words;
	uint32_t root = PIECE_VIRTUAL;
	for (uint32_t i = 0; i < p->sentence.n; i++) {
		uint32_t to = p->origin[i], head = from[i].head;
		if (to == PIECE_VIRTUAL)
			continue;
		/* What hangs on a word that is not in the text hangs on that one's head. */
		while (head && p->origin[head - 1] == PIECE_VIRTUAL)
			head = from[head - 1].head;
		span form = unit->words[to].form;
		span lemma = from[i].lemma;
		unit->words[to] = from[i];
		unit->words[to].form = form;
		unit->words[to].lemma = lemma;
		unit->words[to].head = head ? p->origin[head - 1] + 1 : 0;
		if (head)
			continue;
		if (root == PIECE_VIRTUAL)
			root = to;
		else
			unit->words[to].head = root + 1;
	}
	return root == PIECE_VIRTUAL ? p->origin[p->item_begin] : root;
}

/* The first item's top word: the one that hangs outside it. */
static uint32_t item_top(const piece *p, const document_sentence *unit)
{
	uint32_t first = p->origin[p->item_begin];
	for (uint32_t i = p->item_begin; i < p->sentence.n; i++) {
		uint32_t at = p->origin[i];
		if (unit->words[at].head <= first)
			return at;
	}
	return first;
}

/* A verb has one infinitive for its complement. In "urged A to press B, among other steps, to:" that of "urged" stands there
 * already, so the list belongs to "press", whatever the tree says: from the word that the list hangs on, down over
 * complements within the lead. */
static void hang_on_the_last_verb(const window *w, const piece *p, document_sentence *unit, uint32_t top)
{
	const given_names *n = &w->names;
	language_word *item = &unit->words[top];
	for (uint32_t at = item->head; at && at <= p->lead_words;) {
		uint32_t next = 0;
		for (uint32_t i = at; i < p->lead_words; i++) {
			const language_word *word = &unit->words[i];
			if (word->head == at && word->upos == n->verb &&
			    (word->relation == n->r_xcomp || word->relation == n->r_ccomp))
				next = i + 1;
		}
		if (!next)
			break;
		item->head = at = next;
	}
}

static void give(language_word *word, uint32_t head, uint8_t upos, uint8_t xpos, uint8_t relation)
{
	*word = (language_word){.form = word->form,
				.lemma = word->form,
				.head = head + 1,
				.upos = upos,
				.xpos = xpos,
				.relation = relation,
				.upos_p = 1,
				.arc_p = 1,
				.relation_p = 1,
				.entity_p = 1};
}

/* Words that no piece has: the lead's colon, bullets and numbers of items. They hang on the item's top word. */
static void give_marks(const window *w, document_sentence *unit, uint32_t first, uint32_t end, uint32_t top)
{
	const given_names *n = &w->names;
	for (uint32_t i = first; i < end; i++) {
		language_word *word = &unit->words[i];
		uint8_t kind = unit->tokens[i].kind;
		if (i < unit->item_first[0])
			give(word, top, n->punct, n->colon, n->r_punct);
		else if (kind == TOKEN_NUMBER || kind == TOKEN_WORD)
			give(word, top, n->num, n->ls, n->r_discourse);
		else
			give(word, top, n->punct, n->nfp, n->r_punct);
	}
}

static bool is_leaf(const document_sentence *unit, uint32_t at, uint32_t from, uint32_t end)
{
	for (uint32_t i = from; i < end; i++)
		if (unit->words[i].head == at + 1)
			return false;
	return true;
}

/* "; and" at the end of the item of words [from, end) belongs to the conjunct that follows, whose top word is `next`. */
static void give_conjunction(const window *w, document_sentence *unit, uint32_t from, uint32_t end, uint32_t top,
			     uint32_t next)
{
	/* The first item's top word stays what all others hang on. */
	if (end < from + 3 || top >= end - 2)
		return;
	uint32_t word = end - 1, mark = end - 2;
	if (!span_is(unit->words[word].form, "and") && !span_is(unit->words[word].form, "or"))
		return;
	if ((span_is(unit->words[mark].form, ";") || span_is(unit->words[mark].form, ",")) &&
	    is_leaf(unit, mark, from, end))
		unit->words[mark].head = next + 1;
	if (!is_leaf(unit, word, from, end))
		return;
	unit->words[word].head = next + 1;
	unit->words[word].relation = w->names.r_cc;
}

void list_join(window *w, size_t first, size_t end)
{
	const piece *lead = &w->pieces.v[first];
	document_sentence *unit = &w->out->v[lead->unit];
	(void)copy_piece(lead, unit);
	uint32_t top = item_top(lead, unit), item = top; /* top words of the first item and of the one at hand */
	if (lead->infinitive)
		hang_on_the_last_verb(w, lead, unit, top);
	give_marks(w, unit, lead->lead_words, lead->origin[lead->item_begin], top);
	for (size_t i = first + 1; i < end; i++) {
		const piece *p = &w->pieces.v[i];
		uint32_t root = copy_piece(p, unit);
		uint32_t on = p->later ? item : top;
		unit->words[root].head = on + 1;
		unit->words[root].relation = p->later ? w->names.r_parataxis : w->names.r_conj;
		if (p->later)
			continue;
		item = root;
		give_marks(w, unit, unit->item_first[p->item], p->origin[p->item_begin], root);
		give_conjunction(w, unit, unit->item_first[p->item - 1], unit->item_first[p->item], top, root);
	}
}

/* ---- names ---- */

static uint8_t number_of(const language_model *m, const char *(*name)(const language_model *, uint8_t),
			 const char *word)
{
	for (unsigned i = 0; i < 255; i++)
		if (strcmp(name(m, (uint8_t)i), word) == 0)
			return (uint8_t)i;
	return 255;
}

given_names given_names_of(const language_model *m)
{
	return (given_names){
	    .punct = number_of(m, language_upos_name, "PUNCT"),
	    .num = number_of(m, language_upos_name, "NUM"),
	    .verb = number_of(m, language_upos_name, "VERB"),
	    .colon = number_of(m, language_xpos_name, ":"),
	    .nfp = number_of(m, language_xpos_name, "NFP"),
	    .ls = number_of(m, language_xpos_name, "LS"),
	    .r_punct = number_of(m, language_relation_name, "punct"),
	    .r_conj = number_of(m, language_relation_name, "conj"),
	    .r_parataxis = number_of(m, language_relation_name, "parataxis"),
	    .r_discourse = number_of(m, language_relation_name, "discourse"),
	    .r_xcomp = number_of(m, language_relation_name, "xcomp"),
	    .r_ccomp = number_of(m, language_relation_name, "ccomp"),
	    .r_cc = number_of(m, language_relation_name, "cc"),
	};
}
