/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

onus_status cmd_rebuild(cli *c)
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
	onus_status status = onus_rebuild(file, &options, &c->err);
	progress_end(&line);
	onus_close(file);
	if (status == ONUS_OK)
		cli_say(c, "rebuilt %s\n", cli_casefile(c));
	return status;
}
