/* SPDX-License-Identifier: Apache-2.0 */
/* The document's own entry, from what the analysis found and the file's metadata. */
#include "extract/analysis.h"

static void add_text(pass_output *out, entry *e, field_name name, span value, range where)
{
	if (value.n && !entry_add(e, out->arena, name, value, where))
		out->failed = true;
}

static bool is_kind(span kind)
{
	static const char *const kinds[] = {DOCUMENT_KINDS, NULL};
	for (const char *const *k = kinds; *k; k++)
		if (span_is(kind, *k))
			return true;
	return false;
}

onus_status pass_document(const analysis *a, pass_output *out, onus_error *err)
{
	(void)err;
	entry *e = &out->set->document;
	add_text(out, e, F_TITLE, a->title, (range){0, 0});
	if (a->publisher != NONE) {
		const actor *who = &a->actors.v[a->publisher];
		field *f = entry_add(e, out->arena, F_PUBLISHER, who->name, who->where);
		if (f) {
			f->actor_type = who->type;
			memcpy(f->country, who->country, sizeof f->country);
		} else {
			out->failed = true;
		}
	}
	if (a->published.year)
		output_date(out, e, F_PUBLISHED, a->published, a->published_at);
	add_text(out, e, F_PLACE, a->place, a->place_at);
	add_text(out, e, F_LANGUAGE, a->language, (range){0, 0});
	if (is_kind(a->kind))
		add_text(out, e, F_DOCUMENT_KIND, a->kind, (range){0, 0});
	if (a->author != NONE)
		output_actor(out, a, e, F_AUTHORS, a->author, a->actors.v[a->author].where);
	return ONUS_OK;
}
