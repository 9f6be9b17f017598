/* SPDX-License-Identifier: Apache-2.0 */
/* show, explain and find: looking at one thing, or for words. */
#include <commands/commands.h>

onus_status cmd_show(cli *c)
{
	onus *file = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_show(file, c->operands[0], cli_format(c, ONUS_TEXT), &c->out, &c->err);
	onus_close(file);
	return status;
}

onus_status cmd_explain(cli *c)
{
	onus *file = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_explain(file, c->operands[0], cli_format(c, ONUS_TEXT), &c->out, &c->err);
	onus_close(file);
	return status;
}

onus_status cmd_find(cli *c)
{
	STR_AUTO words = str_make(64 * 1024);
	for (size_t i = 0; i < c->n_operands; i++) {
		if (i)
			str_addc(&words, ' ');
		str_adds(&words, c->operands[i]);
	}
	if (words.failed)
		return fail(&c->err, ONUS_ERR_USAGE, "the words to look for are longer than 64 KiB");
	onus_find_options options = {str_c(&words), cli_format(c, ONUS_TEXT), 0};
	TRY(cli_number(c, OPTION_LIMIT, 1000000000, &options.limit));
	onus *file = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_find(file, &options, &c->out, &c->err);
	onus_close(file);
	return status;
}
