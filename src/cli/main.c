/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the command, has its line parsed, runs it, and says what went wrong. */
#include <commands/commands.h>

#include "base/memory.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

_Static_assert(OPTION_COUNT <= CLI_OPTIONS_MAX, "cli.value has a place for each option");

/* Commands that the design has and this version does not. */
static const char *const later[][2] = {
    {"dossier", "everything on one person in time order"},
    {"match", "comparing two names"},
    {"verify", "checking the whole record against its bytes"},
    {"erase", "removing a document's content for good"},
    {"export", "taking records out"},
    {"import", "bringing records in"},
};

/* A descriptor that came in closed would be given to the next file that is opened, the casefile say, and what is
 * printed would then land in it. Opened for the wrong direction, so that using it still fails. */
static bool standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return false;
	return true;
}

static int usage_error(const char *message)
{
	(void)fprintf(stderr, "%s\n", message);
	return onus_status_exit_code(ONUS_ERR_USAGE);
}

static int no_such_command(const char *name)
{
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (strcmp(name, later[i][0]) == 0) {
			(void)fprintf(stderr, "onus: %s (%s) is not in this version; onus --help lists what is\n", name,
				      later[i][1]);
			return onus_status_exit_code(ONUS_ERR_USAGE);
		}
	const char *names[64] = {NULL};
	for (size_t i = 0; commands[i].name && i + 2 < 64; i++)
		names[i] = commands[i].name;
	const char *near = nearest_word(name, names);
	if (near)
		(void)fprintf(stderr, "onus: there is no command \"%s\"; did you mean \"%s\"? See onus --help\n",
			      SAFE(name), near);
	else
		(void)fprintf(stderr, "onus: there is no command \"%s\"; onus --help lists them\n", SAFE(name));
	return onus_status_exit_code(ONUS_ERR_USAGE);
}

static int finish(cli *c, onus_status status)
{
	if (c->out_failed && (status == ONUS_OK || status == ONUS_ERR_OUTPUT)) {
		status = ONUS_ERR_OUTPUT;
		(void)snprintf(c->err.message, sizeof c->err.message,
			       "standard output could not be written; is the disk full, or the pipe closed?");
	}
	if (c->pipe_closed && status == ONUS_ERR_OUTPUT) {
		/* As any filter whose reader has had enough. */
		(void)signal(SIGPIPE, SIG_DFL);
		(void)raise(SIGPIPE);
	}
	if (status != ONUS_OK && c->err.message[0])
		cli_warn(c, "%s", c->err.message);
	if (status == ONUS_ERR_USAGE && c->command)
		(void)fprintf(stderr, "See onus %s --help\n", c->command->name);
	mem_free(c->reader_path);
	mem_free(c->model_path);
	return onus_status_exit_code(status);
}

static int print_and_finish(cli *c, const char *text)
{
	cli_say(c, "%s", text);
	return finish(c, ONUS_OK);
}

static int help_command(cli *c, int argc, char **argv)
{
	if (argc < 1)
		return print_and_finish(c, commands_overview);
	const command *about = command_find(argv[0]);
	return about ? print_and_finish(c, about->help) : no_such_command(argv[0]);
}

int main(int argc, char **argv)
{
	if (!standard_descriptors())
		return onus_status_exit_code(ONUS_ERR_INTERNAL);
	/* The reader that died, or the pager that was left, is an error to handle and not a reason to die. */
	(void)signal(SIGPIPE, SIG_IGN);
	cli c = {0};
	cli_output_open(&c);
	if (argc < 2) {
		(void)fputs(commands_overview, stderr);
		return onus_status_exit_code(ONUS_ERR_USAGE);
	}
	const char *name = argv[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return print_and_finish(&c, commands_overview);
	if (strcmp(name, "help") == 0)
		return help_command(&c, argc - 2, argv + 2);
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		cli_say(&c, "onus %s\n", onus_version());
		return finish(&c, ONUS_OK);
	}
	if (name[0] == '-') {
		(void)fprintf(stderr, "onus: %s: the command comes first, as in: onus calls %s …\n", SAFE(name),
			      SAFE(name));
		return usage_error("See onus --help");
	}
	c.command = command_find(name);
	if (!c.command)
		return no_such_command(name);
	onus_status status = cli_parse(&c, argc - 1, argv + 1);
	if (status == ONUS_OK && c.value[OPTION_HELP])
		return print_and_finish(&c, c.command->help);
	if (status == ONUS_OK)
		status = c.command->run(&c);
	return finish(&c, status);
}
