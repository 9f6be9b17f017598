/* SPDX-License-Identifier: Apache-2.0 */
/* A model's file. Its length and checksum are made right first, unless the first byte is odd: behind them lies what has
 * bounds to check. What opens is read through to its end. */
#include "fuzz.h"

#include "base/hash.h"
#include "language/language.h"
#include "language/model_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEAD = 64, LENGTH_AT = 16, HASH_AT = 24, NAMES = 4 };

static void make_right(char *p, size_t n)
{
	const uint64_t length = n;
	hash256 hash;
	if (n < HEAD || hash_bytes((span){p + HEAD, n - HEAD}, &hash, NULL))
		return;
	memcpy(p + LENGTH_AT, &length, sizeof length);
	memcpy(p + HASH_AT, hash.b, sizeof hash.b);
}

static void read_tables(const char *path)
{
	static const char *const names[NAMES] = {"meta", "steps", "card", "x.word"};
	model_file *f = NULL;
	onus_error err = {0};
	onus_status status = model_file_open(path, &f, &err);
	if (status) {
		PROMISE(err.status == status && err.message[0]);
		return;
	}
	for (size_t i = 0; i < NAMES; i++)
		for (model_type type = MODEL_I8; type <= MODEL_TEXT; type++) {
			model_table t = {0};
			if (model_file_table(f, names[i], type, 0, 0, &t, NULL))
				continue;
			PROMISE(t.rows && t.columns && t.bytes >= (size_t)t.rows * t.columns);
			unsigned sum = 0;
			for (size_t k = 0; k < t.bytes; k++)
				sum += ((const unsigned char *)t.data)[k];
			PROMISE(sum <= 255 * t.bytes);
		}
	model_file_close(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 1)
		return 0;
	const size_t size = n - 1;
	const int fd = memfd_create("model", MFD_CLOEXEC);
	char path[64], *copy = malloc(size ? size : 1);
	PROMISE(fd >= 0 && copy);
	memcpy(copy, bytes + 1, size);
	if (bytes[0] % 2 == 0)
		make_right(copy, size);
	PROMISE(write(fd, copy, size) == (ssize_t)size);
	free(copy);
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_tables(path);
	language_model *m = NULL;
	onus_error err = {0};
	const onus_status status = language_open(path, &m, &err);
	PROMISE(status == ONUS_OK ? m != NULL : err.status == status && err.message[0]);
	language_close(m);
	close(fd);
	return 0;
}
