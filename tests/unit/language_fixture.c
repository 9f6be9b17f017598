/* SPDX-License-Identifier: Apache-2.0 */
#include "language_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

language_case random_case;
language_model *model;
static char folder[] = "/tmp/onus-engine-XXXXXX", path[sizeof folder + 16];

void open_case(const language_case_sizes *sizes, uint64_t seed)
{
	onus_error err = {0};
	if (language_case_make(&random_case, sizes, seed, folder, &err) ||
	    model_file_write(path, random_case.tables, random_case.n_tables, &err) || language_open(path, &model, &err))
		fail_msg("%s", err.message);
}

void close_case(void)
{
	language_close(model);
	model = NULL;
	language_case_close(&random_case);
	(void)unlink(path);
}

int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof path, "%s/model", folder);
	return 0;
}

int tear_down(void **state)
{
	(void)state;
	return rmdir(folder);
}

language_sentence *make_sentences(arena *a)
{
	language_sentence *s = arena_calloc(a, SENTENCES, sizeof *s);
	language_constraint *constraints = arena_calloc(a, SENTENCES, sizeof *constraints);
	assert_non_null(s);
	assert_non_null(constraints);
	for (uint32_t i = 0; i < SENTENCES; i++) {
		s[i] = language_case_sentence(&random_case,
					      i == 7   ? 700
					      : i == 9 ? 0
						       : 1 + language_case_dice(&random_case, 40),
					      a);
		if (i % 3 == 0 && s[i].n > 4) {
			constraints[i] = (language_constraint){.first = 1, .end = 3 + i % 2};
			s[i].constraints = &constraints[i];
			s[i].n_constraints = 1;
		}
	}
	return s;
}
