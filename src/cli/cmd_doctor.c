/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

#include <stdlib.h>
#include <unistd.h>

onus_status cmd_doctor(cli *c)
{
	onus_doctor_options options = {.format = cli_format(c, ONUS_TEXT)};
	TRY(cli_reader(c, &options.reader));
	/* That there is none is what it tells. */
	if (cli_model(c, &options.model) == ONUS_ERR_NOT_FOUND)
		c->err.message[0] = '\0';
	const char *named = getenv("ONUS_FILE");
	bool asked = c->value[OPTION_FILE] || (named && *named);
	const char *path = cli_casefile(c);
	/* Without being asked it looks at a casefile only where there is one. */
	if (asked || access(path, F_OK) == 0)
		options.casefile = path;
	return onus_doctor(&options, &c->out, &c->err);
}
