/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

#include "base/utf8.h"

#include <string.h>
#include <unistd.h>

enum { BATCH_MOST = 1 << 20, LONGEST_PIECE = 1 << 28 };

/* On a terminal, characters that could hide or reorder words are shown as what they are. Whole lines come. */
static bool to_terminal(void *ctx, const char *bytes, size_t n)
{
	const cli *c = ctx;
	STR_AUTO safe = str_make(LONGEST_PIECE);
	utf8_add_safe(&safe, span_make(bytes, n), true);
	return !safe.failed && c->out.write(c->out.ctx, str_c(&safe), safe.n);
}

onus_status cmd_parse(cli *c)
{
	static const char *const standard_input[] = {"-"};
	onus_parse_options options = ONUS_PARSE_OPTIONS_INIT;
	size_t batch = 0;
	const char *input = c->value[OPTION_INPUT];
	if (input && strcmp(input, "conllu") == 0)
		options.input = ONUS_PARSE_CONLLU;
	TRY(cli_number(c, OPTION_BATCH, BATCH_MOST, &batch));
	if (c->n_operands == 0 && isatty(STDIN_FILENO))
		return fail(&c->err, ONUS_ERR_USAGE, "name a file or folder, or - for standard input");
	TRY(cli_read_options(c, &options.read));
	if (c->n_operands == 0) {
		options.read.paths = standard_input;
		options.read.n_paths = 1;
	}
	TRY(cli_model(c, &options.model));
	options.probabilities = c->value[OPTION_PROBABILITIES] != NULL;
	options.kernel = c->value[OPTION_KERNEL];
	options.batch = (unsigned)batch;
	cli_watch_signals();
	progress_line line;
	progress_begin(&line, c);
	onus_sink sink = c->out;
	/* On one terminal the line would run into the sentences. */
	if (isatty(STDOUT_FILENO)) {
		line.terminal = false;
		sink = (onus_sink){to_terminal, c};
	}
	options.read.progress = progress_show;
	options.read.progress_ctx = &line;
	onus_status status = onus_parse(&options, &sink, &c->err);
	progress_end(&line);
	return status;
}
