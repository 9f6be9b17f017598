/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

static void close_whole_file(whole_file *file)
{
	whole_file_close(file);
}

static onus_status brief(cli *c, const onus_brief_options *options, const onus_sink *sink)
{
	onus *file = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_brief(file, options, sink, &c->err);
	onus_close(file);
	return status;
}

onus_status cmd_brief(cli *c)
{
	onus_brief_options o = ONUS_BRIEF_OPTIONS_INIT;
	o.host = c->value[OPTION_HOST];
	o.guest = c->value[OPTION_GUEST];
	o.visit = c->value[OPTION_VISIT];
	o.person = c->value[OPTION_PERSON];
	o.from = c->value[OPTION_FROM];
	o.until = c->value[OPTION_UNTIL];
	o.as_of = c->value[OPTION_AS_OF];
	o.reviewed = c->value[OPTION_REVIEWED] != NULL;
	o.format = cli_format(c, ONUS_TEXT);
	const char *output = c->value[OPTION_OUTPUT];
	bool force = c->value[OPTION_FORCE] != NULL;
	if (!o.visit && !o.person && !(o.host && o.guest))
		return fail(&c->err, ONUS_ERR_USAGE, "say whom it is for: --host and --guest, or --visit, or --person");
	if (force && !output)
		return fail(&c->err, ONUS_ERR_USAGE, "--force is for --output");
	if (!output)
		return brief(c, &o, &c->out);

	__attribute__((cleanup(close_whole_file))) whole_file file = {.fd = -1};
	onus_sink sink;
	TRY(whole_file_open(output, force, &file, &sink, &c->err));
	TRY(brief(c, &o, &sink));
	TRY(whole_file_commit(&file, force, &c->err));
	cli_say(c, "wrote %s\n", output);
	return ONUS_OK;
}
