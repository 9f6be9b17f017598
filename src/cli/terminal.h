/* SPDX-License-Identifier: Apache-2.0 */
/*
 * terminal.h - the terminal on standard input and output while `onus review` runs: keys one by one, its size, and a
 * line to type in. Once open it is put back as it was by terminal_close, by any signal that ends the program, and while
 * the program is stopped. One at a time.
 *
 * What is written goes through terminal_write as it is: callers make words of documents safe first.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "base/str.h"

/* Keys that are no character; characters come as their code points, Enter as '\n'. */
enum {
	KEY_LEFT = 0x200000,
	KEY_RIGHT,
	KEY_UP,
	KEY_DOWN,
	KEY_HOME,
	KEY_LAST, /* the End key */
	KEY_BACKSPACE,
	KEY_DELETE,
	KEY_ESCAPE,
	KEY_CLEAR,  /* Ctrl-U */
	KEY_RESIZE, /* the window has another size now, or the program came back from being stopped */
	KEY_STOP,   /* Ctrl-C */
	KEY_CLOSED, /* the terminal is gone, or Ctrl-D */
	KEY_OTHER,
};

typedef struct terminal {
	bool screen; /* it understands codes that clear it */
	bool styles; /* and bold and reverse may be used: no NO_COLOR */
	bool lost;   /* writing failed: nothing is seen any more */
} terminal;

/* False where standard input and output are no terminal. */
bool terminal_open(terminal *t);
void terminal_close(terminal *t);
void terminal_size(int *ret_columns, int *ret_rows);
uint32_t terminal_key(terminal *t);
void terminal_write(terminal *t, span bytes);
/* Empties the screen, or draws a line where that cannot be. */
void terminal_clear(terminal *t);

/* Lets a person change `value` in one line after `prompt`. False when left by Escape, Ctrl-C or the terminal's end;
 * `value` is what was typed otherwise. */
bool line_edit(terminal *t, const char *prompt, str *value);

#endif
