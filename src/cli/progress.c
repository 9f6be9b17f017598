/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run has come: one line on a terminal that is drawn again and again, nothing in a pipe; and a line for
 * each input that was not used, always. */
#include "cli/cli.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REDRAW_MS = 100 };

void progress_begin(progress_line *line, const cli *c)
{
	const char *term = getenv("TERM");
	*line = (progress_line){.cli = c, .began = clock_monotonic()};
	/* Where both go to the terminal, what is printed says enough. */
	line->terminal = isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
}

static void wipe(progress_line *line)
{
	if (line->drawn)
		(void)!write(STDERR_FILENO, "\r\033[K", 4);
	line->drawn = false;
}

void progress_show(void *ctx, const onus_progress *p)
{
	progress_line *line = ctx;
	bool refused = p->event == ONUS_UNREADABLE || p->event == ONUS_SKIPPED;
	if (refused) {
		wipe(line);
		cli_warn(line->cli, "%s: %s", p->path ? p->path : "", p->detail ? p->detail : "cannot be read");
	}
	if (!line->terminal)
		return;
	int64_t now = clock_monotonic();
	if (line->drawn && now - line->last < REDRAW_MS && p->done < p->total)
		return;
	line->last = now;
	char text[120];
	int64_t ms = now - line->began;
	int64_t rate = ms > 0 ? (int64_t)p->done * 1000 / ms : 0;
	int n = snprintf(text, sizeof text, "\r\033[K%zu of %zu documents, %lld a second", p->done, p->total,
			 (long long)rate);
	if (n > 0)
		(void)!write(STDERR_FILENO, text, (size_t)n);
	line->drawn = true;
}

void progress_end(progress_line *line)
{
	wipe(line);
}
