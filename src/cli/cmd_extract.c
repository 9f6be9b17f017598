/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

#include <unistd.h>

onus_status cmd_extract(cli *c)
{
	onus_read_options options;
	TRY(cli_read_options(c, &options));
	cli_watch_signals();
	progress_line line;
	progress_begin(&line, c);
	/* On one terminal the line would run into the records. */
	if (isatty(STDOUT_FILENO))
		line.terminal = false;
	options.progress = progress_show;
	options.progress_ctx = &line;
	onus_status status = onus_extract(&options, &c->out, &c->err);
	progress_end(&line);
	return status;
}
