/* SPDX-License-Identifier: Apache-2.0 */
/* review.h - the part of `onus review` that needs a terminal. */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include "cli/cli.h"

/* Goes through the drafts that `filters` select until there are none or the person stops. `by` may be NULL. */
onus_status review_session(cli *c, onus *file, const onus_list_options *filters, const char *by) MUST_CHECK;

#endif
