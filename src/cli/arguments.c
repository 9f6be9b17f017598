/* SPDX-License-Identifier: Apache-2.0 */
/* The command line by the tables made from commands/, and the nearest right word for a wrong one. */
#include <commands/commands.h>

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

const command *command_find(const char *name)
{
	for (const command *k = commands; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/* Edit distance with swaps of neighbours (optimal string alignment; Damerau 1964), of short words. */
static size_t distance(const char *a, const char *b)
{
	enum { LONGEST = 40 };
	size_t n = strlen(a), m = strlen(b);
	if (n > LONGEST || m > LONGEST)
		return LONGEST;
	size_t d[LONGEST + 1][LONGEST + 1];
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[n][m];
}

const char *nearest_word(const char *word, const char *const *words)
{
	const char *near = NULL;
	size_t n = strlen(word), best = n < 4 ? 1 : n < 8 ? 2 : 3;
	for (size_t i = 0; words[i]; i++) {
		size_t d = distance(word, words[i]);
		/* "call" for "calls", "doc" for "documents". */
		if (n >= 3 && strncmp(word, words[i], n) == 0 && d > 1)
			d = 1;
		if (d < best || (d == best && !near)) {
			best = d;
			near = words[i];
		}
	}
	return near;
}

static onus_status wrong_option(cli *c, const char *typed)
{
	const char *names[CLI_OPTIONS_MAX + 1] = {NULL};
	size_t n = 0;
	for (const command_option *o = c->command->options; o->name && n < CLI_OPTIONS_MAX; o++)
		names[n++] = o->name;
	if (strncmp(typed, "--", 2) != 0)
		return fail(&c->err, ONUS_ERR_USAGE, "there is no option %s", SAFE(typed));
	const char *equals = strchr(typed, '=');
	span word = span_make(typed + 2, equals ? (size_t)(equals - typed) - 2 : strlen(typed + 2));
	size_t begins = 0;
	for (size_t i = 0; i < n; i++)
		begins += span_starts(span_of(names[i]), word);
	if (begins > 1)
		return fail(&c->err, ONUS_ERR_USAGE, "%s may be the beginning of several options; write it out",
			    SAFE(typed));
	STR_AUTO copy = str_make(256);
	str_add(&copy, word);
	const char *near = nearest_word(str_c(&copy), names);
	if (near)
		return fail(&c->err, ONUS_ERR_USAGE, "there is no option --%s; did you mean --%s?", SAFE_SPAN(word),
			    near);
	return fail(&c->err, ONUS_ERR_USAGE, "there is no option --%s", SAFE_SPAN(word));
}

static onus_status check_choice(cli *c, const command_option *o, const char *value)
{
	char copy[128];
	const char *words[16] = {NULL};
	size_t n = strlen(o->choices), n_words = 0;
	if (n >= sizeof copy)
		return fail(&c->err, ONUS_ERR_INTERNAL, "--%s has too many choices", o->name);
	memcpy(copy, o->choices, n + 1);
	for (char *p = copy; p && n_words + 1 < 16;) {
		char *bar = strchr(p, '|');
		if (bar)
			*bar++ = '\0';
		if (strcmp(p, value) == 0)
			return ONUS_OK;
		words[n_words++] = p;
		p = bar;
	}
	const char *near = nearest_word(value, words);
	if (near)
		return fail(&c->err, ONUS_ERR_USAGE, "--%s takes %s, not \"%s\"; did you mean \"%s\"?", o->name,
			    o->choices, SAFE(value), near);
	return fail(&c->err, ONUS_ERR_USAGE, "--%s takes %s, not \"%s\"", o->name, o->choices, SAFE(value));
}

static onus_status take_option(cli *c, const command_option *o, const char *value)
{
	if (c->value[o->id])
		return fail(&c->err, ONUS_ERR_USAGE, "--%s is there twice", o->name);
	if (o->choices)
		TRY(check_choice(c, o, value));
	/* Paths may be any bytes; what is looked for or recorded is text. */
	bool path = o->id == OPTION_FILE || o->id == OPTION_OUTPUT || o->id == OPTION_PLACES ||
		    o->id == OPTION_READER || o->id == OPTION_MODEL;
	if (!path && value && utf8_check(span_of(value)) != SIZE_MAX)
		return fail(&c->err, ONUS_ERR_USAGE, "--%s: \"%s\" is not UTF-8 text", o->name, SAFE(value));
	c->value[o->id] = value ? value : "";
	return ONUS_OK;
}

onus_status cli_parse(cli *c, int argc, char **argv)
{
	const command *k = c->command;
	opterr = 0;
	for (int got; (got = getopt_long(argc, argv, k->letters, k->long_options, NULL)) != -1;) {
		if (got == ':')
			return fail(&c->err, ONUS_ERR_USAGE, "%s needs a value", SAFE(argv[optind - 1]));
		if (got == '?') {
			char letter[3] = {'-', (char)optopt, '\0'};
			if (optopt > 255)
				return fail(&c->err, ONUS_ERR_USAGE, "%s takes no value", SAFE(argv[optind - 1]));
			TRY(wrong_option(c, optopt ? letter : argv[optind - 1]));
		}
		const command_option *o = k->options;
		while (o->name && !(got == 256 + o->id || (o->letter && got == o->letter)))
			o++;
		if (!o->name)
			return fail(&c->err, ONUS_ERR_INTERNAL, "an option has no table entry");
		TRY(take_option(c, o, optarg));
	}
	c->operands = argv + optind;
	c->n_operands = (size_t)(argc - optind);
	if (c->value[OPTION_HELP])
		return ONUS_OK;
	if (argc - optind < k->least)
		return fail(&c->err, ONUS_ERR_USAGE, "something is missing; the usage is: %s", k->usage);
	if (k->most >= 0 && argc - optind > k->most)
		return fail(&c->err, ONUS_ERR_USAGE, "\"%s\" is one word too many; the usage is: %s",
			    SAFE(argv[optind + k->most]), k->usage);
	return ONUS_OK;
}

onus_status cli_number(cli *c, int option, size_t most, size_t *ret_n)
{
	const char *text = c->value[option];
	if (!text) {
		*ret_n = 0;
		return ONUS_OK;
	}
	size_t n = 0;
	bool good = *text != '\0';
	for (const char *p = text; *p && good; p++) {
		good = *p >= '0' && *p <= '9' && n <= most;
		n = n * 10 + (size_t)(*p - '0');
	}
	if (!good || n > most || n == 0)
		return fail(&c->err, ONUS_ERR_USAGE, "\"%s\" is not a number from 1 to %zu", SAFE(text), most);
	*ret_n = n;
	return ONUS_OK;
}

onus_format cli_format(const cli *c, onus_format otherwise)
{
	static const struct {
		const char *word;
		onus_format format;
	} formats[] = {{"text", ONUS_TEXT},
		       {"json", ONUS_JSON},
		       {"csv", ONUS_CSV},
		       {"markdown", ONUS_MARKDOWN},
		       {"html", ONUS_HTML}};
	const char *word = c->value[OPTION_FORMAT];
	for (size_t i = 0; word && i < sizeof formats / sizeof *formats; i++)
		if (strcmp(word, formats[i].word) == 0)
			return formats[i].format;
	return otherwise;
}
