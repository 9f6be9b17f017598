/* SPDX-License-Identifier: Apache-2.0 */
/* The casefile, the reader program and the signals of one run. */
#include <commands/commands.h>

#include "base/limits.h"
#include "base/memory.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_casefile(const cli *c)
{
	if (c->value[OPTION_FILE])
		return c->value[OPTION_FILE];
	const char *named = getenv("ONUS_FILE");
	return named && *named ? named : "casefile.onus";
}

onus_status cli_open(cli *c, onus_mode mode, onus **ret_file)
{
	return onus_open(cli_casefile(c), mode, NULL, ret_file, &c->err);
}

/* The first of the places, told from the program's own folder, that may be used. *ret_path stays NULL when none is. Own:
 * mem_free. */
static onus_status find_beside(cli *c, const char *const *places, int access_mode, char **ret_path)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	if (n <= 0)
		return ONUS_OK;
	self[n] = '\0';
	char *slash = strrchr(self, '/');
	if (!slash)
		return ONUS_OK;
	slash[1] = '\0';
	for (; *places; places++) {
		STR_AUTO path = str_make(2 * PATH_MAX);
		str_adds(&path, self);
		str_adds(&path, *places);
		if (path.failed || access(str_c(&path), access_mode) != 0)
			continue;
		char *copy = mem_alloc(path.n + 1);
		if (!copy)
			return fail_memory(&c->err, "finding the files of Onus");
		memcpy(copy, path.p, path.n + 1);
		*ret_path = copy;
		break;
	}
	return ONUS_OK;
}

onus_status cli_reader(cli *c, const char **ret_path)
{
	const char *given = c->value[OPTION_READER];
	if (given) {
		if (access(given, X_OK) != 0)
			return fail(&c->err, ONUS_ERR_READER, "%s: cannot be run as the reader: %s", SAFE(given),
				    strerror(errno));
		*ret_path = given;
		return ONUS_OK;
	}
	static const char *const places[] = {"onus-reader", "../libexec/onus/onus-reader", NULL};
	TRY(find_beside(c, places, X_OK, &c->reader_path));
	if (!c->reader_path)
		return fail(&c->err, ONUS_ERR_READER,
			    "the reader program, onus-reader, is neither beside onus nor in ../libexec/onus; name it "
			    "with --reader");
	*ret_path = c->reader_path;
	return ONUS_OK;
}

onus_status cli_model(cli *c, const char **ret_path)
{
	/* A named one is looked at by who opens it. */
	*ret_path = c->value[OPTION_MODEL];
	if (*ret_path)
		return ONUS_OK;
	static const char *const places[] = {"models/en/en.onuslang", "../models/en/en.onuslang",
					     "../share/onus/models/en/en.onuslang", NULL};
	TRY(find_beside(c, places, R_OK, &c->model_path));
	if (!c->model_path)
		return fail(&c->err, ONUS_ERR_NOT_FOUND,
			    "the language model, models/en/en.onuslang, is neither beside onus, nor beside its folder, "
			    "nor in ../share/onus; name it with --model, or install it (docs/building.md)");
	*ret_path = c->model_path;
	return ONUS_OK;
}

onus_status cli_read_options(cli *c, onus_read_options *ret_options)
{
	onus_read_options options = ONUS_READ_OPTIONS_INIT;
	size_t jobs = 0;
	TRY(cli_number(c, OPTION_JOBS, LIMIT_JOBS, &jobs));
	TRY(cli_reader(c, &options.reader));
	options.paths = (const char *const *)c->operands;
	options.n_paths = c->n_operands;
	options.jobs = (unsigned)jobs;
	options.places = c->value[OPTION_PLACES];
	options.unsafe_parser = c->value[OPTION_UNSAFE_PARSER] != NULL;
	options.cancel = &cli_cancel;
	*ret_options = options;
	return ONUS_OK;
}

/* ---- signals ---- */

volatile int cli_cancel;
static void (*volatile before_exit)(void);

static void on_signal(int number)
{
	if (cli_cancel || before_exit) {
		if (before_exit)
			before_exit();
		_exit(128 + number);
	}
	cli_cancel = 1;
}

void cli_before_exit(void (*restore)(void))
{
	before_exit = restore;
}

void cli_watch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};
	(void)sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct sigaction old;
		/* What a shell told us to ignore (nohup, a job in the background) stays ignored. */
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(numbers[i], &action, NULL);
	}
}
