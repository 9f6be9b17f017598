/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include "cli/cli.h"

#include "base/utf8.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A key that sends several bytes sends them at once; after this long an escape is the Escape key. */
enum { ESCAPE_MS = 60 };

static struct termios before;
static volatile sig_atomic_t is_raw, was_resized;

/* Runs in signal handlers too: tcsetattr and write are safe there. */
static void restore(void)
{
	if (!is_raw)
		return;
	is_raw = 0;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	(void)!write(STDOUT_FILENO, "\n", 1);
}

static void on_resize(int number)
{
	(void)number;
	was_resized = 1;
}

static bool make_raw(void)
{
	struct termios raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(IXON | INLCR | IGNCR);
	raw.c_iflag |= ICRNL;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	/* Set first: a signal in between restores what is the same. */
	is_raw = 1;
	return tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
}

bool terminal_open(terminal *t)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	bool dumb = !term || !*term || strcmp(term, "dumb") == 0;
	*t = (terminal){.screen = !dumb, .styles = !dumb && !(no_color && *no_color)};
	cli_watch_signals();
	cli_before_exit(restore);
	/* Without SA_RESTART: reading a key comes back, and the screen is drawn anew. */
	struct sigaction action = {.sa_handler = on_resize};
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGWINCH, &action, NULL);
	return make_raw();
}

void terminal_close(terminal *t)
{
	(void)t;
	restore();
	cli_before_exit(NULL);
}

void terminal_size(int *ret_columns, int *ret_rows)
{
	struct winsize size = {0};
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row;
	*ret_columns = known ? size.ws_col : 80;
	*ret_rows = known ? size.ws_row : 24;
}

void terminal_write(terminal *t, span bytes)
{
	while (bytes.n && !t->lost) {
		ssize_t n = write(STDOUT_FILENO, bytes.p, bytes.n);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			t->lost = true;
		else
			bytes = span_slice(bytes, (size_t)n, bytes.n);
	}
}

void terminal_clear(terminal *t)
{
	terminal_write(t, t->screen ? SPAN("\033[H\033[2J\033[3J") : SPAN("\n----\n\n"));
}

/* One byte: 0 to 255, -1 at the end, -2 interrupted. */
static int read_byte(void)
{
	unsigned char byte;
	ssize_t n = read(STDIN_FILENO, &byte, 1);
	if (n == 1)
		return byte;
	return n < 0 && errno == EINTR ? -2 : -1;
}

static bool more_soon(void)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	return poll(&fd, 1, ESCAPE_MS) > 0;
}

/* What follows an escape: "[A", "OA", "[3~". */
static uint32_t read_sequence(void)
{
	if (!more_soon())
		return KEY_ESCAPE;
	int c = read_byte();
	if (c != '[' && c != 'O')
		return KEY_OTHER;
	int number = 0;
	for (int i = 0; i < 16; i++) {
		c = more_soon() ? read_byte() : -1;
		if (c < 0)
			return KEY_OTHER;
		if (c >= 0x40)
			break;
		if (c >= '0' && c <= '9' && number < 100)
			number = number * 10 + (c - '0');
	}
	switch (c) {
	case 'A': return KEY_UP;
	case 'B': return KEY_DOWN;
	case 'C': return KEY_RIGHT;
	case 'D': return KEY_LEFT;
	case 'H': return KEY_HOME;
	case 'F': return KEY_LAST;
	case '~':
		return number == 1 || number == 7   ? KEY_HOME
		       : number == 4 || number == 8 ? KEY_LAST
		       : number == 3                ? KEY_DELETE
						    : KEY_OTHER;
	default: return KEY_OTHER;
	}
}

static uint32_t read_rune(int first)
{
	char bytes[4] = {(char)first};
	size_t need = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1, n = 1;
	while (n < need && more_soon()) {
		int c = read_byte();
		if (c < 0)
			break;
		bytes[n++] = (char)c;
	}
	size_t at = 0;
	uint32_t rune = utf8_next(span_make(bytes, n), &at);
	return rune == UTF8_BAD || utf8_hostile(rune) ? KEY_OTHER : rune;
}

/* Ctrl-Z: as the shell expects of a program that has taken the key. */
static void stop_and_come_back(void)
{
	restore();
	(void)raise(SIGTSTP);
	(void)make_raw();
}

uint32_t terminal_key(terminal *t)
{
	if (t->lost)
		return KEY_CLOSED;
	for (;;) {
		if (was_resized) {
			was_resized = 0;
			return KEY_RESIZE;
		}
		int c = read_byte();
		switch (c) {
		case -2: continue;
		case -1: return KEY_CLOSED;
		case 0x01: return KEY_HOME;
		case 0x03: return KEY_STOP;
		case 0x04: return KEY_CLOSED;
		case 0x05: return KEY_LAST;
		case 0x08:
		case 0x7F: return KEY_BACKSPACE;
		case '\r':
		case '\n': return '\n';
		case 0x15: return KEY_CLEAR;
		case 0x1A: stop_and_come_back(); return KEY_RESIZE;
		case 0x1B: return read_sequence();
		default: return c < 0x20 ? KEY_OTHER : read_rune(c);
		}
	}
}
