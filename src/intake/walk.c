/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/intake.h"

onus_status intake_walk(const char *const *paths, size_t n_paths, const volatile int *cancel, arena *a,
			intake_list *ret_list, onus_error *err)
{
	(void)paths, (void)n_paths, (void)cancel, (void)a, (void)ret_list;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}
