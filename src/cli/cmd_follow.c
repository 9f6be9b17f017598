/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

onus_status cmd_follow(cli *c)
{
	onus_follow_options o = {.id = c->operands[0]};
	static const struct {
		int option;
		const char *type;
	} types[] = {{OPTION_RESPONSE, "response"},
		     {OPTION_IMPLEMENTATION, "implementation"},
		     {OPTION_ASSESSMENT, "assessment"}};
	size_t given = 0;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (!c->value[types[i].option])
			continue;
		given++;
		o.type = types[i].type;
		o.value = c->value[types[i].option];
	}
	if (given != 1)
		return fail(&c->err, ONUS_ERR_USAGE,
			    "say what came of it with one of --response, --implementation and "
			    "--assessment");
	o.scale = c->value[OPTION_SCALE];
	o.by = c->value[OPTION_BY];
	o.date = c->value[OPTION_DATE];
	o.source = c->value[OPTION_SOURCE];
	o.note = c->value[OPTION_NOTE];
	onus *file = NULL;
	TRY(cli_open(c, ONUS_WRITE, &file));
	char id[64];
	onus_status status = onus_follow(file, &o, id, &c->err);
	onus_close(file);
	if (status != ONUS_OK)
		return status;
	cli_say(c, "%s\n", id);
	if (o.scale && !onus_scale_grades(o.scale))
		cli_warn(c, "%s: this scale is not known here; the grade is kept as it was typed", o.scale);
	return ONUS_OK;
}
