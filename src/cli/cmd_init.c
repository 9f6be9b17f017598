/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

onus_status cmd_init(cli *c)
{
	if (c->n_operands && c->value[OPTION_FILE])
		return fail(&c->err, ONUS_ERR_USAGE, "the casefile is named twice, by -f and as \"%s\"",
			    SAFE(c->operands[0]));
	const char *path = c->n_operands ? c->operands[0] : cli_casefile(c);
	onus_init_options options = ONUS_INIT_OPTIONS_INIT;
	options.places = c->value[OPTION_PLACES];
	TRY(onus_init(path, &options, &c->err));
	cli_say(c, "made %s\n", path);
	return ONUS_OK;
}
