/* SPDX-License-Identifier: Apache-2.0 */
#include <commands/commands.h>

onus_status cmd_review(cli *c)
{
	return fail(&c->err, ONUS_ERR_INTERNAL, "not yet");
}
