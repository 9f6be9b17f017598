/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions in a script, the list of what waits, and the door to the session on a terminal (review.c). */
#include <commands/commands.h>

#include "cli/review.h"

#include "base/printer.h"
#include "base/utf8.h"

#include <string.h>
#include <unistd.h>

static onus_kind kind_of(const char *word)
{
	static const struct {
		const char *word;
		onus_kind kind;
	} kinds[] = {{"call", ONUS_CALL},
		     {"pledge", ONUS_PLEDGE},
		     {"case", ONUS_CASE},
		     {"visit", ONUS_VISIT},
		     {"quote", ONUS_QUOTE}};
	for (size_t i = 0; word && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(word, kinds[i].word) == 0)
			return kinds[i].kind;
	return ONUS_ACTOR; /* all kinds */
}

/* A draft of an item of a list has the words from the list's first line on: where that is very much, its ends are shown. */
enum { WORDS_SHOWN = 4000 };

static void add_words(str *out, const onus_draft *d)
{
	span words = span_slice(span_of(d->passage), d->start, d->end);
	if (words.n <= WORDS_SHOWN) {
		str_add(out, words);
		return;
	}
	str_add(out, span_slice(words, 0, utf8_boundary(words, WORDS_SHOWN / 2)));
	str_adds(out, " … ");
	str_add(out, span_slice(words, utf8_boundary(words, words.n - WORDS_SHOWN / 2), words.n));
}

static onus_status print_drafts(cli *c, onus_review *review, printer *p)
{
	printer_begin_list(p);
	for (;;) {
		const onus_draft *d = NULL;
		TRY(onus_review_next(review, &d, &c->err));
		if (!d)
			break;
		printer_begin_object(p);
		printer_fields(p, "id", d->id);
		printer_fields(p, "kind", d->kind);
		printer_fields(p, "published", d->published && *d->published ? d->published : NULL);
		printer_fields(p, "title", d->document_title);
		printer_fields(p, "document", d->document_id);
		printer_fields(p, "rule", d->rule);
		STR_AUTO words = str_make(1 << 16);
		add_words(&words, d);
		if (words.failed)
			return fail_memory(&c->err, "listing the drafts");
		printer_field(p, "words", str_span(&words));
		printer_end_object(p);
	}
	printer_end_list(p);
	return printer_end(p, &c->err);
}

/* For reading: the words are what matters, and they need the width. */
static onus_status say_drafts(cli *c, onus_review *review)
{
	size_t n = 0;
	for (;; n++) {
		const onus_draft *d = NULL;
		TRY(onus_review_next(review, &d, &c->err));
		if (!d)
			break;
		STR_AUTO words = str_make(1 << 16), safe = str_make(1 << 20);
		add_words(&words, d);
		utf8_add_safe(&safe, str_span(&words), false);
		if (words.failed || safe.failed)
			return fail_memory(&c->err, "listing the drafts");
		cli_say(c, "%s  %s  %s\n    %s\n", d->id, d->published && *d->published ? d->published : "no date   ",
			d->document_title, str_c(&safe));
	}
	if (n == 0)
		cli_say(c, "no drafts wait for a decision\n");
	return ONUS_OK;
}

static onus_status list_drafts(cli *c, const onus_list_options *filters)
{
	onus *file = NULL;
	onus_review *review = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_review_open(file, filters, &review, &c->err);
	if (status == ONUS_OK && filters->format == ONUS_TEXT) {
		status = say_drafts(c, review);
	} else if (status == ONUS_OK) {
		printer *p = printer_new(filters->format, false, &c->out);
		status = p ? print_drafts(c, review, p) : fail_memory(&c->err, "listing the drafts");
		printer_free(p);
	}
	onus_review_close(review);
	onus_close(file);
	return status;
}

/* Whether nothing more can be decided after this failure. */
static bool is_final(onus_status status)
{
	return status != ONUS_ERR_NOT_FOUND && status != ONUS_ERR_INPUT && status != ONUS_ERR_USAGE &&
	       status != ONUS_ERR_LIMIT;
}

static onus_status decide_each(cli *c, onus *file, onus_decision *decision, size_t n, const char *word)
{
	size_t done = 0, refused = 0;
	onus_status first = ONUS_OK;
	for (size_t i = 0; i < n; i++) {
		decision->id = c->operands[i];
		onus_error err = {0};
		onus_status status = onus_decide(file, decision, &err);
		if (status == ONUS_OK) {
			done++;
			cli_say(c, "%s: %s\n", c->operands[i], word);
			continue;
		}
		if (is_final(status)) {
			c->err = err;
			return status;
		}
		if (strstr(err.message, c->operands[i]))
			cli_warn(c, "%s", err.message);
		else
			cli_warn(c, "%s: %s", c->operands[i], err.message);
		refused++;
		first = first == ONUS_OK || first == status ? status : ONUS_ERR_INPUT;
	}
	if (refused == 0)
		return ONUS_OK;
	return done ? ONUS_ERR_PARTIAL : first;
}

static onus_status decide(cli *c, onus_decision *decision, size_t n, const char *word)
{
	for (size_t i = 0; i < c->n_operands; i++)
		if (utf8_check(span_of(c->operands[i])) != SIZE_MAX)
			return fail(&c->err, ONUS_ERR_USAGE, "\"%s\" is not UTF-8 text", SAFE(c->operands[i]));
	onus *file = NULL;
	TRY(cli_open(c, ONUS_WRITE, &file));
	onus_status status = decide_each(c, file, decision, n, word);
	onus_close(file);
	return status;
}

static onus_status check_usage(cli *c, size_t modes, bool deciding)
{
	if (modes > 1)
		return fail(&c->err, ONUS_ERR_USAGE, "--accept, --reject, --edit and --list are not used together");
	if (deciding && c->n_operands == 0)
		return fail(&c->err, ONUS_ERR_USAGE, "no id is given; onus review --list lists them");
	if (!deciding && c->n_operands)
		return fail(&c->err, ONUS_ERR_USAGE, "\"%s\": say with --accept, --reject or --edit what to do with it",
			    SAFE(c->operands[0]));
	static const int filters[] = {OPTION_KIND,  OPTION_BY,    OPTION_ON,       OPTION_ABOUT, OPTION_PLACE,
				      OPTION_SINCE, OPTION_UNTIL, OPTION_DOCUMENT, OPTION_LIMIT};
	for (size_t i = 0; deciding && i < sizeof filters / sizeof *filters; i++)
		if (c->value[filters[i]])
			return fail(&c->err, ONUS_ERR_USAGE,
				    "filters choose what is shown; decisions are made by id, one or several");
	if (c->value[OPTION_FORMAT] && !c->value[OPTION_LIST])
		return fail(&c->err, ONUS_ERR_USAGE, "--format is for --list");
	if (c->value[OPTION_WHY] && !deciding)
		return fail(&c->err, ONUS_ERR_USAGE, "--why is for --accept, --reject and --edit");
	return ONUS_OK;
}

onus_status cmd_review(cli *c)
{
	bool accept = c->value[OPTION_ACCEPT], reject = c->value[OPTION_REJECT], edit = c->value[OPTION_EDIT];
	bool list = c->value[OPTION_LIST];
	bool deciding = accept || reject || edit;
	TRY(check_usage(c, (size_t)accept + reject + edit + list, deciding));
	onus_decision decision = {.why = c->value[OPTION_WHY], .by = c->value[OPTION_AS]};
	if (accept)
		return decide(c, &decision, c->n_operands, "accepted");
	if (reject) {
		decision.verdict = ONUS_REJECT;
		if (span_trim(span_of(decision.why)).n == 0)
			return fail(&c->err, ONUS_ERR_USAGE, "a rejection needs a reason; give it with --why");
		return decide(c, &decision, c->n_operands, "rejected");
	}
	if (edit) {
		decision.verdict = ONUS_EDIT;
		decision.edits = (const char *const *)c->operands + 1;
		decision.n_edits = c->n_operands - 1;
		return decide(c, &decision, 1, "edited");
	}
	onus_list_options filters;
	TRY(cli_filters(c, kind_of(c->value[OPTION_KIND]), &filters));
	if (list)
		return list_drafts(c, &filters);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return fail(&c->err, ONUS_ERR_USAGE,
			    "needs a terminal; without one use --list, --accept, --reject or --edit");
	onus *file = NULL;
	TRY(cli_open(c, ONUS_WRITE, &file));
	onus_status status = review_session(c, file, &filters, c->value[OPTION_AS]);
	onus_close(file);
	return status;
}
