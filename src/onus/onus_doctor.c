/* SPDX-License-Identifier: Apache-2.0 */
/* What this machine and build give. Every question is asked and answered before the first trouble is returned. */
#include "base/printer.h"
#include "intake/reader_process.h"
#include "language/language.h"
#include "ledger/ledger.h"
#include "store/store.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/utsname.h>

typedef struct findings {
	char kernel[200];
	bool reader_there;
	reader_facts reader;
	onus_error reader_trouble;
	const char *model; /* NULL: there is none */
	bool model_good;
	char model_name[64], model_version[64]; /* "" where its card does not tell */
	int64_t model_bytes;
	const char *model_kernel;
	onus_error model_trouble;
	const char *casefile; /* NULL: none was asked about */
	bool sound;
	ledger_report ledger;
	onus_error casefile_trouble;
} findings;

/* How far the reader is sealed, in a word, and what that word means. */
static const char *level_of(const findings *f, const char **ret_meaning)
{
	if (!f->reader_there) {
		*ret_meaning = "the reader does not start";
		return "none";
	}
	if (!f->reader.sealed) {
		*ret_meaning = "documents are not read but with --unsafe-parser";
		return "none";
	}
	if (f->reader.landlock_abi >= 6) {
		*ret_meaning = "system calls, files, network, signals, memory and time are all closed off";
		return "full";
	}
	if (f->reader.landlock_abi > 0) {
		*ret_meaning = "system calls, files, memory and time are closed off; a newer kernel adds a second wall "
			       "for network and signals";
		return "good";
	}
	*ret_meaning =
	    "system calls, memory and time are closed off; a kernel with Landlock adds a second wall for files";
	return "basic";
}

/* The string that the card, a JSON object, has for `key`; "" where it has none that is plain. */
static void card_value(span card, const char *key, char *ret_value, size_t size)
{
	ret_value[0] = '\0';
	char quoted[32];
	(void)snprintf(quoted, sizeof quoted, "\"%s\"", key);
	size_t at = span_find(card, span_of(quoted), 0);
	if (at == SIZE_MAX)
		return;
	span rest = span_trim(span_slice(card, at + strlen(quoted), card.n));
	if (!span_starts(rest, SPAN(":")))
		return;
	rest = span_trim(span_slice(rest, 1, rest.n));
	size_t end = span_starts(rest, SPAN("\"")) ? span_find(rest, SPAN("\""), 1) : SIZE_MAX;
	if (end != SIZE_MAX)
		(void)snprintf(ret_value, size, "%.*s", (int)(end - 1), rest.p + 1);
}

static void look_at_model(findings *f, const char *path)
{
	language_model *m = NULL;
	language_parser *parser = NULL;
	struct stat st;
	f->model = path;
	onus_error *err = &f->model_trouble;
	onus_status status = language_open(path, &m, err);
	if (status == ONUS_OK) {
		card_value(language_card(m), "name", f->model_name, sizeof f->model_name);
		card_value(language_card(m), "version", f->model_version, sizeof f->model_version);
		const language_options options = {NULL, 0};
		status = language_parser_new(m, &options, &parser, err);
	}
	if (stat(path, &st) == 0)
		f->model_bytes = st.st_size;
	f->model_kernel = language_kernels()[0];
	f->model_good = status == ONUS_OK;
	language_parser_free(parser);
	language_close(m);
}

static void look_at_casefile(findings *f, const char *path)
{
	store *s = NULL;
	f->casefile = path;
	onus_error *err = &f->casefile_trouble;
	onus_status status = store_open(path, STORE_READ, (span){NULL, 0}, &s, err);
	if (status == ONUS_OK)
		status = store_check(s, err);
	if (status == ONUS_OK)
		status = ledger_verify(s, &f->ledger, err);
	store_close(s);
	f->sound = status == ONUS_OK;
}

static void print_json(printer *p, const findings *f)
{
	const char *meaning, *level = level_of(f, &meaning);
	printer_begin_object(p);
	printer_fields(p, "onus", ONUS_VERSION);
	printer_fields(p, "store", store_engine());
	printer_key(p, "encryption");
	printer_bool(p, false);
	printer_fields(p, "kernel", f->kernel);
	printer_key(p, "reader");
	if (f->reader_there) {
		printer_begin_object(p);
		printer_fields(p, "version", f->reader.version);
		printer_fields(p, "icu", f->reader.icu);
		printer_fields(p, "libxml2", f->reader.libxml2);
		printer_key(p, "sealed");
		printer_bool(p, f->reader.sealed);
		printer_fields(p, "level", level);
		printer_key(p, "seccomp");
		printer_bool(p, f->reader.seccomp);
		printer_key(p, "landlock");
		printer_number(p, f->reader.landlock_abi);
		printer_key(p, "limits");
		printer_bool(p, f->reader.rlimits);
		printer_fields(p, "why", f->reader.why[0] ? f->reader.why : NULL);
		printer_end_object(p);
	} else {
		printer_null(p);
	}
	printer_fields(p, "reader_trouble", f->reader_there ? NULL : f->reader_trouble.message);
	printer_key(p, "model");
	if (f->model) {
		printer_begin_object(p);
		printer_fields(p, "path", f->model);
		printer_fields(p, "name", f->model_name[0] ? f->model_name : NULL);
		printer_fields(p, "version", f->model_version[0] ? f->model_version : NULL);
		printer_key(p, "bytes");
		printer_number(p, f->model_bytes);
		printer_fields(p, "kernel", f->model_kernel);
		printer_fields(p, "trouble", f->model_good ? NULL : f->model_trouble.message);
		printer_end_object(p);
	} else {
		printer_null(p);
	}
	printer_key(p, "casefile");
	if (!f->casefile) {
		printer_null(p);
	} else {
		char head[65];
		hash_hex(&f->ledger.head, head);
		printer_begin_object(p);
		printer_fields(p, "path", f->casefile);
		printer_key(p, "sound");
		printer_bool(p, f->sound);
		if (f->sound) {
			printer_key(p, "documents");
			printer_number(p, f->ledger.documents);
			printer_key(p, "journal");
			printer_number(p, f->ledger.rows);
			printer_key(p, "erased");
			printer_number(p, f->ledger.erased);
			printer_fields(p, "head", f->ledger.rows ? head : NULL);
		}
		printer_fields(p, "trouble", f->sound ? NULL : f->casefile_trouble.message);
		printer_end_object(p);
	}
	printer_end_object(p);
}

static void print_text(printer *p, const findings *f)
{
	const char *meaning, *level = level_of(f, &meaning);
	printer_text(p, "Onus       %s\n", ONUS_VERSION);
	printer_text(p, "Store      %s; casefiles are not encrypted yet\n", store_engine());
	printer_text(p, "Kernel     %s\n", f->kernel);
	if (f->reader_there) {
		printer_text(p, "Reader     %s, ICU %s, libxml2 %s\n", f->reader.version, f->reader.icu,
			     f->reader.libxml2);
		printer_text(p, "Seal       %s: %s\n", level, meaning);
		if (f->reader.landlock_abi)
			printer_text(p, "           seccomp %s, Landlock version %d, limits %s\n",
				     f->reader.seccomp ? "yes" : "no", f->reader.landlock_abi,
				     f->reader.rlimits ? "yes" : "no");
		else
			printer_text(p, "           seccomp %s, no Landlock, limits %s\n",
				     f->reader.seccomp ? "yes" : "no", f->reader.rlimits ? "yes" : "no");
		if (f->reader.why[0])
			printer_text(p, "           %s\n", f->reader.why);
	} else {
		printer_text(p, "Reader     %s\n", f->reader_trouble.message);
	}
	if (!f->model)
		printer_text(p, "Model      none was found; onus parse needs one (docs/building.md)\n");
	else if (!f->model_good)
		printer_text(p, "Model      %s\n", f->model_trouble.message);
	else
		printer_text(p, "Model      %s%s%s, %.1f MB, computed with %s\n",
			     f->model_name[0] ? f->model_name : "without a name", f->model_version[0] ? " " : "",
			     f->model_version, (double)f->model_bytes / (1 << 20), f->model_kernel);
	if (!f->casefile)
		return;
	if (!f->sound) {
		printer_text(p, "Casefile   %s\n", f->casefile_trouble.message);
		return;
	}
	printer_text(p, "Casefile   %s is sound: %lld documents, %lld entries in its journal", f->casefile,
		     (long long)f->ledger.documents, (long long)f->ledger.rows);
	if (f->ledger.erased)
		printer_text(p, ", %lld of them erased", (long long)f->ledger.erased);
	if (f->ledger.rows) {
		char head[65];
		hash_hex(&f->ledger.head, head);
		printer_text(p, "\n           head %s", head);
	}
	printer_text(p, "\n");
}

onus_status onus_doctor(const onus_doctor_options *options, const onus_sink *sink, onus_error *err)
{
	if (options->format != ONUS_TEXT && options->format != ONUS_JSON)
		return fail(err, ONUS_ERR_USAGE, "doctor answers as text or JSON");
	findings f = {.sound = true};
	struct utsname system;
	if (uname(&system) == 0)
		(void)snprintf(f.kernel, sizeof f.kernel, "%.60s %.100s", system.sysname, system.release);
	f.reader_there = reader_probe(options->reader, &f.reader, &f.reader_trouble) == ONUS_OK;
	if (options->model)
		look_at_model(&f, options->model);
	if (options->casefile)
		look_at_casefile(&f, options->casefile);
	printer *p = printer_new(options->format, false, sink);
	if (!p)
		return fail_memory(err, "answering");
	if (options->format == ONUS_JSON)
		print_json(p, &f);
	else
		print_text(p, &f);
	onus_status status = printer_end(p, err);
	printer_free(p);
	TRY(status);
	if (!f.sound)
		return fail(err, f.casefile_trouble.status, "%s", f.casefile_trouble.message);
	if (f.model && !f.model_good)
		return fail(err, f.model_trouble.status, "%s", f.model_trouble.message);
	if (!f.reader_there)
		return fail(err, f.reader_trouble.status, "%s", f.reader_trouble.message);
	if (!f.reader.sealed)
		return fail(err, ONUS_ERR_READER, "the reader cannot be sealed on this machine: %s", f.reader.why);
	return ONUS_OK;
}
