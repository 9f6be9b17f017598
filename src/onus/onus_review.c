/* SPDX-License-Identifier: Apache-2.0 */
/* The walk through the drafts, and decisions on them: finds the entry and hands it to the desk. */
#include "desk/decide.h"
#include "desk/queue.h"
#include "onus/typed_id.h"

#include "base/memory.h"

/* Memory that one document and one draft may take: a rendition of LIMIT_TEXT_BYTES with its layout fits. */
enum { SESSION_CAP = 0, DRAFT_CAP = 256 << 20 };

struct onus_review {
	onus *file;
	arena *session;   /* the ids */
	arena *page;      /* the document at hand */
	arena *entry;     /* the draft at hand */
	int64_t document; /* document.n of `text`; 0: none yet */
	rendition text;
	span document_id, title, published;
	const char *state; /* what an entry must be in to be shown; NULL: the list's word is enough */
	queue waiting;
	size_t at;
	onus_draft draft;
};

void onus_review_close(onus_review *review)
{
	if (!review)
		return;
	arena_free(review->session);
	arena_free(review->page);
	arena_free(review->entry);
	mem_free(review);
}

static onus_status open_queue(onus_review *r, const onus_list_options *options, onus_error *err)
{
	const places *known = NULL;
	TRY(casefile_places(r->file, &known, err));
	int64_t document = 0;
	span id;
	if (options->document)
		TRY(casefile_document(r->file, span_of(options->document), r->session, &document, &id, err));
	r->state = options->state == ONUS_ANY_STATE || options->state == ONUS_DRAFT ? "draft" : NULL;
	return queue_make(r->file->store, known, options, document, r->session, &r->waiting, err);
}

onus_status onus_review_open(onus *file, const onus_list_options *options, onus_review **ret_review, onus_error *err)
{
	onus_review *r = mem_alloc(sizeof *r);
	if (!r)
		return fail_memory(err, "opening the review");
	*r = (onus_review){.file = file, .session = arena_new(SESSION_CAP)};
	onus_status status = r->session ? open_queue(r, options, err) : fail_memory(err, "opening the review");
	if (status != ONUS_OK) {
		onus_review_close(r);
		return status;
	}
	*ret_review = r;
	return ONUS_OK;
}

static span last_part(span path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return span_slice(path, at, path.n);
}

static onus_status turn_to_document(onus_review *r, int64_t document, onus_error *err)
{
	if (r->document == document && r->page)
		return ONUS_OK;
	r->document = 0;
	arena_free(r->page);
	r->page = arena_new(DRAFT_CAP);
	if (!r->page)
		return fail_memory(err, "reading a document");
	memset(&r->text, 0, sizeof r->text);
	TRY(casefile_rendition(r->file, document, r->page, &r->text, err));
	ROWS_AUTO rows = NULL;
	TRY(store_query(r->file->store, "desk_document", PARAMS(value_int(document)), &rows, err));
	bool found = false;
	TRY(store_step(rows, &found, err));
	if (!found)
		return fail(err, ONUS_ERR_INTEGRITY, "a draft's document is not in the casefile; run onus rebuild");
	r->document_id = arena_span(r->page, store_text(rows, 0));
	span title = store_text(rows, 1);
	/* Without a title it goes by the name of its file, as in reports. */
	r->title = arena_span(r->page, title.n ? title : last_part(store_text(rows, 3)));
	r->published = arena_span(r->page, store_text(rows, 2));
	if (arena_failed(r->page))
		return fail_memory(err, "reading a document");
	r->document = document;
	return ONUS_OK;
}

/* A C string of the same length: a NUL in a document becomes a space, so that offsets stay right. */
static const char *c_string(arena *a, span s)
{
	char *copy = arena_string(a, s);
	for (size_t i = 0; copy && i < s.n; i++)
		if (copy[i] == '\0')
			copy[i] = ' ';
	return copy ? copy : "";
}

static void fill_draft(onus_review *r, span id, const entry *e, span state, span rule)
{
	arena *a = r->entry;
	range words = range_empty(e->evidence) ? entry_words(e) : e->evidence;
	range shown = passage_around(&r->text, words);
	onus_draft *d = &r->draft;
	*d = (onus_draft){
	    .id = c_string(a, id),
	    .kind = record_kind_word((onus_kind)e->kind),
	    .document_id = c_string(a, r->document_id),
	    .document_title = c_string(a, r->title),
	    .published = c_string(a, r->published),
	    .rule = c_string(a, rule),
	    .state = c_string(a, state),
	    .passage = c_string(a, span_in(r->text.text, shown)),
	    .passage_start = shown.start,
	    .start = words.start - shown.start,
	    .end = words.end - shown.start,
	    .left = r->waiting.ids.n - r->at,
	};
	onus_draft_field *fields = arena_calloc(a, e->fields.n ? e->fields.n : 1, sizeof *fields);
	if (!fields)
		return;
	for (size_t i = 0; i < e->fields.n; i++) {
		const field *f = &e->fields.v[i];
		fields[i].name = field_word((field_name)f->name);
		fields[i].value = c_string(a, f->value);
		if (!range_empty(f->where) && range_within(f->where, shown)) {
			fields[i].start = f->where.start - shown.start;
			fields[i].end = f->where.end - shown.start;
		}
	}
	d->fields = fields;
	d->n_fields = e->fields.n;
}

/* *ret_shown false where the entry has been decided on since the list was made. */
static onus_status show(onus_review *r, span id, bool *ret_shown, onus_error *err)
{
	arena_free(r->entry);
	r->entry = arena_new(DRAFT_CAP);
	if (!r->entry)
		return fail_memory(err, "reading a draft");
	span state, rule;
	{
		ROWS_AUTO rows = NULL;
		TRY(store_query(r->file->store, "desk_state", PARAMS(value_text(id)), &rows, err));
		bool found = false;
		TRY(store_step(rows, &found, err));
		if (!found || (r->state && !span_is(store_text(rows, 0), r->state))) {
			*ret_shown = false;
			return ONUS_OK;
		}
		state = arena_span(r->entry, store_text(rows, 0));
		rule = arena_span(r->entry, store_text(rows, 1));
	}
	entry e = {0};
	int64_t document = 0;
	TRY(casefile_entry(r->file, id, r->entry, &e, &document, err));
	TRY(turn_to_document(r, document, err));
	if (e.evidence.end > r->text.text.n || e.evidence.start > e.evidence.end)
		return fail(err, ONUS_ERR_INTEGRITY, "%s: its words lie outside its document; run onus rebuild",
			    SAFE_SPAN(id));
	fill_draft(r, id, &e, state, rule);
	if (arena_failed(r->entry))
		return fail_memory(err, "reading a draft");
	*ret_shown = true;
	return ONUS_OK;
}

onus_status onus_review_next(onus_review *review, const onus_draft **ret_draft, onus_error *err)
{
	while (review->at < review->waiting.ids.n) {
		bool shown = false;
		TRY(show(review, review->waiting.ids.v[review->at++], &shown, err));
		if (shown) {
			*ret_draft = &review->draft;
			return ONUS_OK;
		}
	}
	*ret_draft = NULL;
	return ONUS_OK;
}

static onus_status decide_in(onus *file, const onus_decision *decision, arena *a, onus_error *err)
{
	const places *known = NULL;
	span id;
	entry e = {0};
	int64_t document = 0;
	rendition text = {0};
	TRY(casefile_places(file, &known, err));
	TRY(typed_record(file, decision->id, a, &id, err));
	TRY(casefile_entry(file, id, a, &e, &document, err));
	if (document && decision->verdict == ONUS_EDIT)
		TRY(casefile_rendition(file, document, a, &text, err));
	return decide(file->store, &file->host, known, decision, id, &e, text.text, a, err);
}

onus_status onus_decide(onus *file, const onus_decision *decision, onus_error *err)
{
	TRY(casefile_writable(file, err));
	if (!decision->id || (unsigned)decision->verdict > ONUS_REJECT)
		return fail(err, ONUS_ERR_USAGE, "the decision names no entry, or is none");
	ARENA_AUTO a = arena_new(DRAFT_CAP);
	if (!a)
		return fail_memory(err, "deciding");
	return decide_in(file, decision, a, err);
}
