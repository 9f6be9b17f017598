/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the jail costs: each document of a folder is read in this process and through the sealed reader, one after the
 * other, so that what else the machine does falls on both alike. Prints medians.
 *
 * usage: bench-jail ONUS_READER FOLDER [ROUNDS]
 */
#include "base/clock.h"
#include "base/limits.h"
#include "intake/intake.h"
#include "intake/reader_process.h"
#include "reader/read.h"

#include <time.h>

static double microseconds(void)
{
	struct timespec t = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, by_value);
	return n ? values[n / 2] : 0;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		(void)fprintf(stderr, "usage: bench-jail ONUS_READER FOLDER [ROUNDS]\n");
		return 2;
	}
	long rounds = argc > 3 ? strtol(argv[3], NULL, 10) : 3;
	onus_error err = {0};
	reader_process *reader = NULL;
	ARENA_AUTO all = arena_new(0);
	intake_list list = {0};
	const char *const folder[] = {argv[2]};
	if (!all || reader_open(argv[1], false, &reader, &err) || intake_walk(folder, 1, NULL, all, &list, &err)) {
		(void)fprintf(stderr, "bench-jail: %s\n", err.message);
		return 1;
	}
	read_prepare();
	size_t most = list.files.n * (size_t)(rounds > 0 ? rounds : 1), n = 0;
	double *inside = arena_calloc(all, most, sizeof *inside), *sealed = arena_calloc(all, most, sizeof *sealed),
	       *over = arena_calloc(all, most, sizeof *over);
	if (!inside || !sealed || !over)
		return 1;
	for (long round = 0; round < rounds; round++)
		for (size_t i = 0; i < list.files.n; i++) {
			intake_document document = {0};
			if (list.files.v[i].skipped || intake_load(list.files.v[i].path, &document, &err))
				continue;
			span name = span_of(list.files.v[i].path);
			ARENA_AUTO a = arena_new(512 * MIB);
			ARENA_AUTO b = arena_new(512 * MIB);
			rendition one, other;
			double start = microseconds();
			onus_status plain = read_document(document.bytes, name, a, &one, NULL);
			double between = microseconds();
			onus_status jailed = reader_read(reader, document.fd, name, b, &other, NULL);
			double end = microseconds();
			intake_unload(&document);
			if (plain != jailed) {
				(void)fprintf(stderr, "bench-jail: %s: read one way only\n", list.files.v[i].path);
				return 1;
			}
			inside[n] = between - start;
			sealed[n] = end - between;
			over[n++] = (end - between) - (between - start);
		}
	reader_close(reader);
	(void)printf("%zu readings: in process %.0f us, sealed %.0f us, overhead a document %.2f ms (medians)\n", n,
		     median(inside, n), median(sealed, n), median(over, n) / 1000);
	return 0;
}
