/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void summary(cli *c, const onus_add_result *r)
{
	STR_AUTO out = str_make(1024);
	str_addf(&out, "added %zu document%s with %zu draft%s", r->added, plural(r->added), r->drafts,
		 plural(r->drafts));
	if (r->known)
		str_addf(&out, "; %zu there already", r->known);
	if (r->same_text)
		str_addf(&out, "; %zu kept that repeat%s the text of another", r->same_text,
			 r->same_text == 1 ? "s" : "");
	if (r->unreadable)
		str_addf(&out, "; %zu kept that could not be read", r->unreadable);
	if (r->skipped)
		str_addf(&out, "; %zu not kept", r->skipped);
	cli_say(c, "%s\n", str_c(&out));
}

onus_status cmd_add(cli *c)
{
	onus_read_options options;
	TRY(cli_read_options(c, &options));
	onus *file = NULL;
	TRY(cli_open(c, ONUS_WRITE, &file));
	cli_watch_signals();
	progress_line line;
	progress_begin(&line, c);
	options.progress = progress_show;
	options.progress_ctx = &line;
	onus_add_result result = {0};
	onus_status status = onus_add(file, &options, &result, &c->err);
	progress_end(&line);
	onus_close(file);
	bool counted =
	    status == ONUS_OK || status == ONUS_ERR_PARTIAL || status == ONUS_ERR_INPUT || status == ONUS_ERR_CANCELLED;
	if (counted || result.added || result.known)
		summary(c, &result);
	return status;
}
