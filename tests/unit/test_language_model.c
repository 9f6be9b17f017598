/* SPDX-License-Identifier: Apache-2.0 */
/* Model files: what is written is read; what is cut, damaged, foreign, newer or of wrong shapes is refused by name. */
#include "language_case.h"

#include "base/hash.h"
#include "base/limits.h"
#include "language/network.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEAD = 64, ENTRY = 64 };

static char folder[] = "/tmp/onus-model-XXXXXX", path[sizeof folder + 16];
static language_case random_case;
static uint8_t *good;
static size_t good_n;

static void write_bytes(const uint8_t *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), (ssize_t)n);
	close(fd);
}

/* A copy of the good file's bytes, which the caller frees. */
static uint8_t *copy_of_good(void)
{
	uint8_t *p = malloc(good_n);
	assert_non_null(p);
	memcpy(p, good, good_n);
	return p;
}

static void put_u32(uint8_t *p, size_t at, uint32_t value)
{
	memcpy(p + at, &value, sizeof value);
}

static void put_u64(uint8_t *p, size_t at, uint64_t value)
{
	memcpy(p + at, &value, sizeof value);
}

static uint64_t u64_at(const uint8_t *p, size_t at)
{
	uint64_t value;
	memcpy(&value, p + at, sizeof value);
	return value;
}

/* Makes the checksum right again, so that what is behind it is looked at. */
static void sign(uint8_t *p, size_t n)
{
	hash256 hash;
	assert_int_equal(hash_bytes((span){(const char *)p + HEAD, n - HEAD}, &hash, NULL), ONUS_OK);
	memcpy(p + 24, hash.b, sizeof hash.b);
}

/* The file as it lies there is refused, with a sentence that names it and holds `reason`. */
static void assert_refused(onus_status status, const char *reason)
{
	language_model *m = NULL;
	onus_error err = {0};
	onus_status found = language_open(path, &m, &err);
	if (found != status || !strstr(err.message, reason) || !strstr(err.message, path))
		fail_msg("status %d, \"%s\" instead of \"%s\"", (int)found, err.message, reason);
	assert_null(m);
}

static void assert_bytes_refused(const uint8_t *p, size_t n, const char *reason)
{
	write_bytes(p, n);
	assert_refused(ONUS_ERR_INPUT, reason);
}

static int set_up(void **state)
{
	(void)state;
	onus_error err = {0};
	const language_case_sizes sizes = language_case_small();
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof path, "%s/model", folder);
	if (language_case_make(&random_case, &sizes, 1, folder, &err) ||
	    model_file_write(path, random_case.tables, random_case.n_tables, &err)) {
		print_error("# %s\n", err.message);
		return -1;
	}
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0)
		return -1;
	good_n = (size_t)st.st_size;
	good = malloc(good_n);
	bool ok = good && read(fd, good, good_n) == (ssize_t)good_n;
	close(fd);
	return ok ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	free(good);
	language_case_close(&random_case);
	(void)unlink(path);
	return rmdir(folder);
}

static void what_is_written_is_read(void **state)
{
	(void)state;
	language_model *m = NULL;
	model_file *f = NULL;
	write_bytes(good, good_n);
	assert_int_equal(language_open(path, &m, NULL), ONUS_OK);
	assert_true(span_is(language_card(m), "{\"name\":\"random\"}"));
	assert_string_equal(language_upos_name(m, 3), "U3");
	assert_string_equal(language_upos_name(m, 17), "_");
	assert_string_equal(language_xpos_name(m, 0), "X0");
	assert_string_equal(language_relation_name(m, 22), "r22");
	assert_string_equal(language_relation_name(m, 255), "_");
	language_close(m);
	assert_int_equal(model_file_open(path, &f, NULL), ONUS_OK);
	for (size_t i = 0; i < random_case.n_tables; i++) {
		const model_table *t = &random_case.tables[i];
		model_table read;
		assert_int_equal(model_file_table(f, t->name, (model_type)t->type, t->rows, 0, &read, NULL), ONUS_OK);
		assert_int_equal(read.columns, t->columns);
		assert_int_equal((uintptr_t)read.data % 64, 0);
		assert_memory_equal(read.data, t->data, t->bytes);
	}
	model_file_close(f);
	language_close(NULL);
	model_file_close(NULL);
	language_parser_free(NULL);
}

static void the_same_tables_give_the_same_bytes(void **state)
{
	(void)state;
	assert_int_equal(model_file_write(path, random_case.tables, random_case.n_tables, NULL), ONUS_OK);
	uint8_t *p = malloc(good_n + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_non_null(p);
	assert_int_equal(read(fd, p, good_n + 1), (ssize_t)good_n);
	close(fd);
	assert_memory_equal(p, good, good_n);
	free(p);
}

static void what_is_cut_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i <= random_case.n_tables; i++) {
		const size_t begin = i < random_case.n_tables ? (size_t)u64_at(good, HEAD + i * ENTRY + 48) : good_n;
		const size_t cuts[] = {HEAD + i * ENTRY, begin - 1, begin, begin + 1};
		for (size_t k = 0; k < sizeof cuts / sizeof *cuts; k++)
			if (cuts[k] < good_n)
				assert_bytes_refused(good, cuts[k], "cut short");
	}
	assert_bytes_refused(good, 0, "not a language model");
	assert_bytes_refused(good, 7, "not a language model");
	assert_bytes_refused(good, HEAD - 1, "not a language model");
	uint8_t *longer = calloc(good_n + 1, 1);
	assert_non_null(longer);
	memcpy(longer, good, good_n);
	assert_bytes_refused(longer, good_n + 1, "longer than it was written");
	free(longer);
}

static void what_is_damaged_is_refused(void **state)
{
	(void)state;
	uint8_t *p = copy_of_good();
	for (size_t at = HEAD; at < good_n; at += 1 + good_n / 97) {
		p[at] ^= 1;
		assert_bytes_refused(p, good_n, "checksum");
		p[at] ^= 1;
	}
	p[24] ^= 128; /* the checksum itself */
	assert_bytes_refused(p, good_n, "checksum");
	p[24] ^= 128;
	p[60] = 1;
	assert_bytes_refused(p, good_n, "make no sense");
	p[60] = 0;
	put_u32(p, 12, 0);
	assert_bytes_refused(p, good_n, "make no sense");
	put_u32(p, 12, UINT32_MAX);
	assert_bytes_refused(p, good_n, "make no sense");
	free(p);
}

static void what_is_foreign_or_of_another_version_is_refused(void **state)
{
	(void)state;
	uint8_t *p = copy_of_good();
	p[0] = 'o';
	assert_bytes_refused(p, good_n, "not a language model");
	p[0] = 'O';
	put_u32(p, 8, MODEL_VERSION + 1);
	assert_bytes_refused(p, good_n, "newer");
	put_u32(p, 8, 0);
	assert_bytes_refused(p, good_n, "no more");
	free(p);
	(void)unlink(path);
	assert_refused(ONUS_ERR_NOT_FOUND, "no language model of that name");
	assert_int_equal(mkdir(path, 0700), 0);
	assert_refused(ONUS_ERR_INPUT, "not a language model");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(ONUS_ERR_INPUT, "not a language model");
	assert_int_equal(unlink(path), 0);
}

/* One entry of the directory changed, with a right checksum. */
static void entries_that_lie_are_refused(void **state)
{
	(void)state;
	const size_t e = HEAD + 5 * ENTRY, before = e - ENTRY;
	const uint64_t offset = u64_at(good, e + 48), bytes = u64_at(good, e + 56);
	const struct {
		size_t at;
		uint64_t value;
		bool wide;
		const char *reason;
	} lies[] = {
	    {e, 0, false, "no proper name"},
	    {e, 0x20414141, false, "no proper name"},
	    {e + 31, 0x41, false, "no proper name"}, /* also the type */
	    {e + 32, 0, false, "unknown type"},
	    {e + 32, 9, false, "unknown type"},
	    {e + 32, UINT32_MAX, false, "unknown type"},
	    {e + 36, 0, false, "is empty"},
	    {e + 40, 0, false, "is empty"},
	    {e + 36, UINT32_MAX, false, "rows and columns"},
	    {e + 44, 1, false, "unknown type"},
	    {e + 48, offset + 1, true, "odd place"},
	    {e + 48, UINT64_MAX - 63, true, "behind the file's end"},
	    {e + 48, (good_n + 127) / 64 * 64, true, "behind the file's end"},
	    {e + 48, 0, true, "overlaps"},
	    {e + 48, u64_at(good, before + 48), true, "overlaps"},
	    {e + 56, UINT64_MAX, true, "behind the file's end"},
	    {e + 56, bytes + 1, true, "rows and columns"},
	    {e + 56, 0, true, "rows and columns"},
	};
	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
		uint8_t *p = copy_of_good();
		if (lies[i].wide)
			put_u64(p, lies[i].at, lies[i].value);
		else
			put_u32(p, lies[i].at, (uint32_t)lies[i].value);
		sign(p, good_n);
		assert_bytes_refused(p, good_n, lies[i].reason);
		free(p);
	}
	uint8_t *p = copy_of_good();
	memcpy(p + e, p + before, 32);
	sign(p, good_n);
	assert_bytes_refused(p, good_n, "twice");
	free(p);
}

/* The tables but for one, which is changed by `change`, are written; the model is refused with its name. */
static void assert_table_refused(const char *name, void (*change)(model_table *), const char *reason)
{
	onus_error err = {0};
	model_table *t = language_case_table(&random_case, name), kept;
	assert_non_null(t);
	kept = *t;
	uint8_t *copy = malloc(t->bytes);
	assert_non_null(copy);
	memcpy(copy, t->data, t->bytes);
	t->data = copy;
	change(t);
	if (model_file_write(path, random_case.tables, random_case.n_tables, &err))
		fail_msg("%s", err.message);
	*t = kept;
	free(copy);
	assert_refused(ONUS_ERR_INPUT, name);
	assert_refused(ONUS_ERR_INPUT, reason);
}

static void rename_it(model_table *t)
{
	t->name[0] = 'z';
}

static void fewer_rows(model_table *t)
{
	t->rows--;
	t->bytes -= t->bytes / (t->rows + 1);
}

static void other_type(model_table *t)
{
	t->type = t->type == MODEL_I8 ? MODEL_U8 : t->type == MODEL_U32 ? MODEL_F32 : MODEL_TEXT;
	if (t->type == MODEL_TEXT) {
		t->rows = 1;
		t->columns = (uint32_t)t->bytes;
	}
}

static void too_large(model_table *t)
{
	((int8_t *)(uintptr_t)t->data)[t->bytes - 1] = -64;
}

static void not_finite(model_table *t)
{
	static const uint32_t infinite = 0x7f800000;
	memcpy((char *)(uintptr_t)t->data + t->bytes - 4, &infinite, 4);
}

static void no_number(model_table *t)
{
	static const uint32_t nan = 0x7fc00000;
	memcpy((char *)(uintptr_t)t->data, &nan, 4);
}

static void zeros(model_table *t)
{
	memset((char *)(uintptr_t)t->data, 0, t->bytes);
}

static void huge_sizes(model_table *t)
{
	for (size_t i = 1; i < NET_META_COUNT; i++)
		((uint32_t *)(uintptr_t)t->data)[i] = UINT32_MAX - 15;
}

static void root_beyond(model_table *t)
{
	((uint32_t *)(uintptr_t)t->data)[NET_ROOT_RELATION] = ((const uint32_t *)t->data)[NET_RELATIONS];
}

static void white_space(model_table *t)
{
	((char *)(uintptr_t)t->data)[0] = ' ';
}

static void one_more_name(model_table *t)
{
	((char *)(uintptr_t)t->data)[0] = '\n';
}

static void no_utf8(model_table *t)
{
	((char *)(uintptr_t)t->data)[2] = (char)0xff;
}

static void tables_of_wrong_shapes_and_numbers_are_refused(void **state)
{
	(void)state;
	/* Whatever the engine needs, by name. */
	for (size_t i = 0; i < random_case.n_tables; i++)
		if (strcmp(random_case.tables[i].name, "root.label") != 0)
			assert_table_refused(random_case.tables[i].name, rename_it, "lacks the table");
	static const char *const weights[] = {"l1.in", "l1.rec", "l2.in",         "l2.rec",    "part",
					      "arc.u", "arc.b",  "label.product", "label.dep", "label.head",
					      "upos",  "xpos",   "entity"};
	for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
		char scale[64];
		(void)snprintf(scale, sizeof scale, "%s.scale", weights[i]);
		assert_table_refused(weights[i], too_large, "beyond 63");
		assert_table_refused(weights[i], other_type, "type");
		assert_table_refused(scale, not_finite, "out of bounds");
		assert_table_refused(scale, no_number, "out of bounds");
		if (strcmp(weights[i], "arc.b") != 0) {
			assert_table_refused(weights[i], fewer_rows, "does not fit");
			assert_table_refused(scale, fewer_rows, "another number");
		}
	}
	static const char *const shapes[] = {"x.prefix2", "x.suffix4",  "x.shape",
					     "x.piece",   "l1.context", "entity.move"};
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		assert_table_refused(shapes[i], fewer_rows, "does not fit");
	static const char *const lists[] = {"meta",     "steps",   "x.word.keys", "x.vector.keys", "gaz.types",
					    "root.arc", "l2.bias", "part.bias",   "upos.bias"};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		assert_table_refused(lists[i], fewer_rows, "another number");
	assert_table_refused("entity.move", no_number, "out of bounds");
	assert_table_refused("steps", zeros, "too small");
	assert_table_refused("meta", huge_sizes, "out of bounds");
	assert_table_refused("meta", root_beyond, "out of bounds");
	assert_table_refused("names.xpos", white_space, "names");
	assert_table_refused("names.relation", one_more_name, "names");
	assert_table_refused("names.upos", no_utf8, "names");
	assert_table_refused("card", no_utf8, "no text");
}

static void another_programs_features_are_refused(void **state)
{
	(void)state;
	model_table *t = language_case_table(&random_case, "meta");
	const uint32_t *kept = t->data;
	uint32_t meta[NET_META_COUNT];
	static const int which[] = {NET_FEATURES_VERSION, NET_CONTEXT};
	for (size_t i = 0; i < 2; i++) {
		memcpy(meta, kept, sizeof meta);
		meta[which[i]]++;
		t->data = meta;
		assert_int_equal(model_file_write(path, random_case.tables, random_case.n_tables, NULL), ONUS_OK);
		assert_refused(ONUS_ERR_INPUT, "other features");
	}
	t->data = kept;
}

static void what_cannot_be_read_is_not_written(void **state)
{
	(void)state;
	const uint8_t bytes[8] = {0};
	const model_table fine = {"a.b", MODEL_U8, 2, 4, bytes, 8};
	model_table two[2] = {fine, fine};
	onus_error err = {0};
	(void)unlink(path);
	assert_int_equal(model_file_write(path, two, 2, &err), ONUS_ERR_INTERNAL);
	assert_int_equal(model_file_write(path, two, 0, &err), ONUS_ERR_INTERNAL);
	const model_table wrong[] = {{"", MODEL_U8, 2, 4, bytes, 8},
				     {"A", MODEL_U8, 2, 4, bytes, 8},
				     {"a", 0, 2, 4, bytes, 8},
				     {"a", MODEL_U8, 0, 4, bytes, 0},
				     {"a", MODEL_U16, 2, 4, bytes, 8},
				     {"a", MODEL_TEXT + 1, 2, 4, bytes, 8},
				     {"a", MODEL_U8, 65536, 65536, bytes, 8}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(model_file_write(path, &wrong[i], 1, &err), ONUS_ERR_INTERNAL);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(model_file_write("/nowhere/at/all", &fine, 1, &err), ONUS_ERR_OUTPUT);
	assert_non_null(strstr(err.message, "/nowhere/at/all"));
	assert_int_equal(model_file_write(path, &fine, 1, &err), ONUS_OK);
	model_file *f = NULL;
	model_table t = {0};
	assert_int_equal(model_file_open(path, &f, NULL), ONUS_OK);
	assert_int_equal(model_file_table(f, "a.b", MODEL_U8, 0, 5, &t, &err), ONUS_ERR_INPUT);
	assert_int_equal(model_file_table(f, "a.b", MODEL_U8, 2, 0, &t, &err), ONUS_OK);
	assert_int_equal(t.columns, 4);
	model_file_close(f);
}

/* Bytes changed anywhere, sizes and numbers of all kinds among them, and the checksum made right: what opens parses
 * without leaving its bounds (sanitizers look), and the tree is one. */
static void whatever_opens_can_parse(void **state)
{
	(void)state;
	size_t opened = 0;
	for (int round = 0; round < 300; round++) {
		uint8_t *p = copy_of_good();
		const uint32_t n = 1 + language_case_dice(&random_case, 200);
		for (uint32_t i = 0; i < n; i++) {
			/* The directory seldom, the small tables and the large ones in turns. */
			const size_t directory = HEAD + random_case.n_tables * ENTRY;
			const size_t at =
			    i == 0 && round % 4 == 0
				? HEAD + language_case_dice(&random_case, (uint32_t)(directory - HEAD))
				: directory + language_case_dice(&random_case, (uint32_t)(good_n - directory));
			p[at] = (uint8_t)(round % 3 ? p[at] ^ 1U << language_case_dice(&random_case, 6)
						    : language_case_dice(&random_case, 256));
		}
		sign(p, good_n);
		write_bytes(p, good_n);
		free(p);
		language_model *m = NULL;
		language_parser *parser = NULL;
		onus_error err = {0};
		if (language_open(path, &m, &err)) {
			assert_int_equal(err.status, ONUS_ERR_INPUT);
			continue;
		}
		opened++;
		ARENA_AUTO a = arena_new(0);
		language_sentence s[3];
		for (uint32_t i = 0; i < 3; i++)
			s[i] = language_case_sentence(&random_case, 1 + 9 * i, a);
		assert_int_equal(language_parser_new(m, NULL, &parser, NULL), ONUS_OK);
		assert_int_equal(language_parse(parser, s, 3, true, a, NULL), ONUS_OK);
		for (uint32_t i = 0; i < 3; i++)
			for (uint32_t k = 0; k < s[i].n; k++) {
				const language_word *w = &s[i].words[k];
				assert_true(w->head <= s[i].n && w->head != k + 1);
				assert_true(strcmp(language_upos_name(m, w->upos), "_") != 0);
				assert_true(strcmp(language_relation_name(m, w->relation), "_") != 0);
				assert_true(w->entity < 7);
				assert_true(w->arc_p >= 0 && w->arc_p <= 1.001f && w->upos_p >= 0 &&
					    w->upos_p <= 1.001f);
				assert_true(w->relation_p >= 0 && w->relation_p <= 1.001f);
				assert_true(w->entity_p >= 0 && w->entity_p <= 1.001f);
			}
		language_parser_free(parser);
		language_close(m);
	}
	print_message("# %zu of 300 changed models opened\n", opened);
	assert_true(opened > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(the_same_tables_give_the_same_bytes),
	    cmocka_unit_test(what_is_cut_is_refused),
	    cmocka_unit_test(what_is_damaged_is_refused),
	    cmocka_unit_test(what_is_foreign_or_of_another_version_is_refused),
	    cmocka_unit_test(entries_that_lie_are_refused),
	    cmocka_unit_test(tables_of_wrong_shapes_and_numbers_are_refused),
	    cmocka_unit_test(another_programs_features_are_refused),
	    cmocka_unit_test(what_cannot_be_read_is_not_written),
	    cmocka_unit_test(whatever_opens_can_parse),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
