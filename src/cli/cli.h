/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli.h - what the commands of the command line share.
 *
 * main parses the command line by the tables that tools/make_commands.py made, so that a command finds each option in
 * c->value by its number (option_id in the generated commands.h) and its operands checked for their count. A command
 * returns a status with its reason in c->err; main prints "onus NAME: reason" and gives the exit code. A message that
 * is empty has been printed already. Nothing here is shared between threads.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/error.h"
#include "base/str.h"

#include <stdio.h>

#include <onus/onus.h>

typedef struct cli cli;

typedef struct command_option {
	const char *name;
	int id;              /* option_id */
	char letter;         /* or 0 */
	const char *choices; /* "text|json|csv", or NULL */
} command_option;

struct option;

typedef struct command {
	const char *name, *summary, *usage, *help, *letters;
	const struct option *long_options;
	const command_option *options; /* ends with a NULL name */
	int least, most;               /* operands; most -1: any number */
	onus_status (*run)(cli *c);
} command;

#define CLI_OPTIONS_MAX 64

struct cli {
	const command *command;
	const char *value[CLI_OPTIONS_MAX]; /* by option_id; NULL: not given; "" for one without argument */
	char *const *operands;
	size_t n_operands;
	onus_sink out;     /* standard output */
	bool out_failed;   /* it could not be written: full, closed, gone */
	bool pipe_closed;  /* its reader went away: no message then */
	char *reader_path; /* made by cli_reader */
	char *model_path;  /* made by cli_model */
	onus_error err;
};

/* ---- arguments.c ---- */
/* The command of that name, or NULL. */
const command *command_find(const char *name);
/* Parses what stands behind the command's name. ERR_USAGE with the nearest right name where one is wrong. */
onus_status cli_parse(cli *c, int argc, char **argv) MUST_CHECK;
/* The word of the NULL-ended list that is nearest to `word`, or NULL when none is near. */
const char *nearest_word(const char *word, const char *const *words);
/* A number from 0 to `most`. */
onus_status cli_number(cli *c, int option, size_t most, size_t *ret_n) MUST_CHECK;
/* The value of --format, or `otherwise`. */
onus_format cli_format(const cli *c, onus_format otherwise);

/* ---- output.c ---- */
void cli_output_open(cli *c);
/* printf to standard output, made safe for a terminal, lines kept. */
void cli_say(cli *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "onus NAME: words" on standard error, made safe, one line. */
void cli_warn(const cli *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* ERR_OUTPUT when something of standard output was lost. */
onus_status cli_output_status(cli *c) MUST_CHECK;

/* A file that appears whole or not at all: written beside its place under another name, readable by its owner only. */
typedef struct whole_file {
	int fd;
	char *path, *temporary;
	bool failed;
} whole_file;
onus_status whole_file_open(const char *path, bool replace, whole_file *ret_file, onus_sink *ret_sink,
			    onus_error *err) MUST_CHECK;
/* Puts it into its place. */
onus_status whole_file_commit(whole_file *file, bool replace, onus_error *err) MUST_CHECK;
/* Removes what was not committed and gives the memory back; takes a zeroed one. */
void whole_file_close(whole_file *file);

/* ---- session.c ---- */
/* The casefile's path: -f, ONUS_FILE, casefile.onus. */
const char *cli_casefile(const cli *c);
onus_status cli_open(cli *c, onus_mode mode, onus **ret_file) MUST_CHECK;
/* The reader program: --reader, beside onus, ../libexec/onus. ERR_READER when there is none. */
onus_status cli_reader(cli *c, const char **ret_path) MUST_CHECK;
/* The language model: --model, beside onus, beside its folder, ../share/onus. ERR_NOT_FOUND when there is none. */
onus_status cli_model(cli *c, const char **ret_path) MUST_CHECK;
/* Fills in paths, jobs, reader and so on from the options. */
onus_status cli_read_options(cli *c, onus_read_options *ret_options) MUST_CHECK;
/* Ctrl-C and the like set *cli_cancel the first time and end the program the second. */
void cli_watch_signals(void);
extern volatile int cli_cancel;
/* Called by the handler before it ends the program; must be safe in a signal handler. NULL: nothing to do. */
void cli_before_exit(void (*restore)(void));

/* ---- progress.c ---- */
typedef struct progress_line {
	const cli *cli;
	bool terminal, drawn;
	int64_t began, last;
} progress_line;
void progress_begin(progress_line *line, const cli *c);
/* An onus_read_options.progress. */
void progress_show(void *line, const onus_progress *progress);
void progress_end(progress_line *line);

/* ---- list.c ---- */
/* Fills in the filters from the options. */
onus_status cli_filters(cli *c, onus_kind kind, onus_list_options *ret_options) MUST_CHECK;
onus_status cli_list(cli *c, onus_kind kind) MUST_CHECK;

#endif
