/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a language model of random numbers, for tests of the command line: make_model FILE FOLDER. */
#include "../unit/language_case.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	language_case c;
	const language_case_sizes sizes = language_case_small();
	onus_error err = {0};
	onus_status status = language_case_make(&c, &sizes, 7, argv[2], &err);
	if (status == ONUS_OK) {
		status = model_file_write(argv[1], c.tables, c.n_tables, &err);
		language_case_close(&c);
	}
	if (status != ONUS_OK)
		(void)fprintf(stderr, "make_model: %s\n", err.message);
	return status == ONUS_OK ? 0 : 1;
}
