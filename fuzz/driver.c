/* SPDX-License-Identifier: Apache-2.0 */
/* Replays files and folders of files through a fuzz target, one after the other, each also cut short in a few places. */
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 16 * 1024 * 1024 };

static int replay_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > MOST) {
		(void)fprintf(stderr, "%s cannot be read\n", path);
		return -1;
	}
	/* Exactly as large as the input, so that a sanitizer sees a read past it. */
	size_t n = (size_t)st.st_size;
	uint8_t *bytes = malloc(n ? n : 1);
	bool ok = bytes && read(fd, bytes, n) == (ssize_t)n;
	close(fd);
	for (size_t part = 0; ok && part <= 8; part++) {
		size_t cut = part == 8 ? n : n * part / 8;
		uint8_t *copy = malloc(cut ? cut : 1);
		if (!copy)
			break;
		memcpy(copy, bytes, cut);
		(void)LLVMFuzzerTestOneInput(copy, cut);
		free(copy);
	}
	free(bytes);
	return ok ? 1 : -1;
}

static int replay(const char *path)
{
	DIR *dir = opendir(path);
	if (!dir)
		return replay_file(path);
	int done = 0;
	const struct dirent *entry;
	while ((entry = readdir(dir)) != NULL) {
		char below[4096];
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
		int n = replay_file(below);
		done = n < 0 || done < 0 ? -1 : done + n;
	}
	closedir(dir);
	return done;
}

int main(int argc, char **argv)
{
	int done = 0;
	for (int i = 1; i < argc; i++) {
		int n = replay(argv[i]);
		if (n < 0)
			return 1;
		done += n;
	}
	(void)printf("%d inputs replayed\n", done);
	/* A corpus that is not there proves nothing. */
	return done > 0 ? 0 : 1;
}
