/* SPDX-License-Identifier: Apache-2.0 */
#include "language/model_file.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tables are used as they lie in the file, which is little-endian"
#endif

typedef struct file_head {
	char magic[8];
	uint32_t version, n_tables;
	uint64_t length;
	hash256 hash;
	uint8_t zero[8];
} file_head;

typedef struct file_entry {
	char name[MODEL_NAME_BYTES];
	uint32_t type, rows, columns, zero;
	uint64_t offset, bytes;
} file_entry;

_Static_assert(sizeof(file_head) == 64 && sizeof(file_entry) == 64, "as the file has them, without holes");

struct model_file {
	void *map;
	size_t size;
	char *path;
	model_table *tables;
	uint32_t n_tables;
};

static const char magic[8] = {'O', 'N', 'U', 'S', 'L', 'A', 'N', 'G'};

/* Bytes of one number; 0 for a type that there is not. */
static size_t type_size(uint32_t type)
{
	static const uint8_t sizes[] = {[MODEL_I8] = 1,  [MODEL_U8] = 1,  [MODEL_I16] = 2, [MODEL_U16] = 2,
					[MODEL_U32] = 4, [MODEL_U64] = 8, [MODEL_F32] = 4, [MODEL_TEXT] = 1};
	return type < sizeof sizes ? sizes[type] : 0;
}

static const char *type_name(uint32_t type)
{
	static const char *const names[] = {"", "bytes with sign", "bytes", "i16", "u16", "u32", "u64", "f32", "text"};
	return type < sizeof names / sizeof *names ? names[type] : "";
}

/* rows * columns * size, or 0 where there is no number, or more of them than a file may hold. */
static size_t table_bytes(uint32_t type, uint32_t rows, uint32_t columns)
{
	uint64_t numbers = (uint64_t)rows * columns; /* below 2^64 */
	return numbers > LIMIT_MODEL_BYTES ? 0 : (size_t)numbers * type_size(type);
}

static size_t aligned(size_t n)
{
	return (n + 63) & ~(size_t)63;
}

/* The length of a name that begins with a letter, is made of a-z, 0-9, '.' and '_', and has zeros behind it; else 0. */
static size_t name_length(const char name[MODEL_NAME_BYTES])
{
	size_t n = 0;
	for (; n < MODEL_NAME_BYTES && name[n]; n++)
		if (!((name[n] >= 'a' && name[n] <= 'z') ||
		      (n && ((name[n] >= '0' && name[n] <= '9') || name[n] == '.' || name[n] == '_'))))
			return 0;
	for (size_t i = n; i < MODEL_NAME_BYTES; i++)
		if (name[i])
			return 0;
	return n;
}

/* ---- reading ---- */

static onus_status damaged(const model_file *f, uint32_t entry, const char *what, onus_error *err)
{
	const char *name = f->tables[entry].name;
	if (*name)
		return fail(err, ONUS_ERR_INPUT, "%s: the language model is damaged: table %s %s", SAFE(f->path), name,
			    what);
	return fail(err, ONUS_ERR_INPUT, "%s: the language model is damaged: table number %u %s", SAFE(f->path),
		    entry + 1, what);
}

static onus_status read_entry(model_file *f, const file_entry *e, uint32_t i, size_t *end, onus_error *err)
{
	model_table *t = &f->tables[i];
	const size_t n = name_length(e->name);
	if (!n)
		return damaged(f, i, "has no proper name", err);
	memcpy(t->name, e->name, n);
	for (uint32_t j = 0; j < i; j++)
		if (!strcmp(f->tables[j].name, t->name))
			return damaged(f, i, "is there twice", err);
	if (!type_size(e->type) || e->zero)
		return damaged(f, i, "is of an unknown type", err);
	if (!e->rows || !e->columns)
		return damaged(f, i, "is empty", err);
	if (e->offset % 64)
		return damaged(f, i, "begins at an odd place", err);
	if (e->offset > f->size || e->bytes > f->size - e->offset)
		return damaged(f, i, "ends behind the file's end", err);
	if (e->bytes != table_bytes(e->type, e->rows, e->columns))
		return damaged(f, i, "has not as many bytes as its rows and columns need", err);
	if (e->offset < *end)
		return damaged(f, i, "overlaps what stands before it", err);
	*end = (size_t)(e->offset + e->bytes);
	t->type = e->type;
	t->rows = e->rows;
	t->columns = e->columns;
	t->data = (const char *)f->map + e->offset;
	t->bytes = (size_t)e->bytes;
	return ONUS_OK;
}

static onus_status check_head(const model_file *f, const file_head *head, onus_error *err)
{
	if (f->size < sizeof *head || memcmp(head->magic, magic, sizeof magic) != 0)
		return fail(err, ONUS_ERR_INPUT, "%s: this is not a language model", SAFE(f->path));
	if (head->version > MODEL_VERSION)
		return fail(err, ONUS_ERR_INPUT,
			    "%s: the language model is of version %u, newer than this program, which reads %u",
			    SAFE(f->path), head->version, MODEL_VERSION);
	if (head->version < MODEL_VERSION)
		return fail(err, ONUS_ERR_INPUT,
			    "%s: the language model is of version %u, which this program reads no more (it reads %u)",
			    SAFE(f->path), head->version, MODEL_VERSION);
	if (head->length != f->size)
		return fail(err, ONUS_ERR_INPUT, "%s: the language model is %s: it has %zu bytes and should have %llu",
			    SAFE(f->path), head->length > f->size ? "cut short" : "longer than it was written", f->size,
			    (unsigned long long)head->length);
	static const uint8_t zero[sizeof head->zero];
	if (memcmp(head->zero, zero, sizeof zero) != 0 || !head->n_tables || head->n_tables > LIMIT_MODEL_TABLES ||
	    head->n_tables > (f->size - sizeof *head) / sizeof(file_entry))
		return fail(err, ONUS_ERR_INPUT, "%s: the language model is damaged: its first bytes make no sense",
			    SAFE(f->path));
	hash256 hash;
	TRY(hash_bytes((span){(const char *)f->map + sizeof *head, f->size - sizeof *head}, &hash, err));
	if (memcmp(hash.b, head->hash.b, sizeof hash.b) != 0)
		return fail(err, ONUS_ERR_INPUT,
			    "%s: the language model is damaged: its checksum does not fit its bytes", SAFE(f->path));
	return ONUS_OK;
}

static onus_status read_directory(model_file *f, onus_error *err)
{
	/* Copied: what was checked here stays so, whatever happens to the file. */
	file_head head = {0};
	if (f->map)
		memcpy(&head, f->map, f->size < sizeof head ? f->size : sizeof head);
	TRY(check_head(f, &head, err));
	f->tables = mem_alloc(head.n_tables * sizeof *f->tables);
	if (!f->tables)
		return fail_memory(err, "opening a language model");
	memset(f->tables, 0, head.n_tables * sizeof *f->tables);
	size_t end = sizeof head + head.n_tables * sizeof(file_entry);
	for (; f->n_tables < head.n_tables; f->n_tables++) {
		file_entry e;
		memcpy(&e, (const char *)f->map + sizeof head + f->n_tables * sizeof e, sizeof e);
		TRY(read_entry(f, &e, f->n_tables, &end, err));
	}
	return ONUS_OK;
}

static onus_status map_file(model_file *f, onus_error *err)
{
	/* O_NONBLOCK: a FIFO of that name does not hold us. */
	int fd = open(f->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return fail(err, ONUS_ERR_NOT_FOUND, "%s: there is no language model of that name", SAFE(f->path));
	if (fd < 0)
		return fail(err, ONUS_ERR_INPUT, "%s: the language model cannot be read: %s", SAFE(f->path),
			    strerror(errno));
	onus_status status = ONUS_OK;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
		status = fail(err, ONUS_ERR_INPUT, "%s: this is not a language model", SAFE(f->path));
	else if ((uint64_t)st.st_size > LIMIT_MODEL_BYTES)
		status = fail(err, ONUS_ERR_INPUT, "%s: this is no language model: it is larger than %u MB",
			      SAFE(f->path), LIMIT_MODEL_BYTES / MIB);
	else {
		void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (map == MAP_FAILED)
			status = fail_memory(err, "opening a language model");
		else {
			f->map = map;
			f->size = (size_t)st.st_size;
		}
	}
	close(fd);
	return status;
}

onus_status model_file_open(const char *path, model_file **ret_file, onus_error *err)
{
	const size_t n = strlen(path) + 1;
	model_file *f = mem_alloc(sizeof *f);
	if (!f)
		return fail_memory(err, "opening a language model");
	*f = (model_file){.path = mem_alloc(n)};
	if (!f->path) {
		mem_free(f);
		return fail_memory(err, "opening a language model");
	}
	memcpy(f->path, path, n);
	onus_status status = map_file(f, err);
	if (status == ONUS_OK)
		status = read_directory(f, err);
	if (status == ONUS_OK)
		*ret_file = f;
	else
		model_file_close(f);
	return status;
}

void model_file_close(model_file *f)
{
	if (!f)
		return;
	if (f->map)
		munmap(f->map, f->size);
	mem_free(f->tables);
	mem_free(f->path);
	mem_free(f);
}

const char *model_file_path(const model_file *f)
{
	return f->path;
}

onus_status model_file_table(const model_file *f, const char *name, model_type type, uint32_t rows, uint32_t columns,
			     model_table *ret_table, onus_error *err)
{
	for (uint32_t i = 0; i < f->n_tables; i++) {
		const model_table *t = &f->tables[i];
		if (strcmp(t->name, name) != 0)
			continue;
		if (t->type != (uint32_t)type)
			return fail(err, ONUS_ERR_INPUT, "%s: the language model's table %s is of type %s and not %s",
				    SAFE(f->path), name, type_name(t->type), type_name(type));
		if ((rows && t->rows != rows) || (columns && t->columns != columns))
			return fail(
			    err, ONUS_ERR_INPUT,
			    "%s: the language model's table %s has %u rows of %u, which does not fit the others",
			    SAFE(f->path), name, t->rows, t->columns);
		*ret_table = *t;
		return ONUS_OK;
	}
	return fail(err, ONUS_ERR_INPUT, "%s: the language model lacks the table %s", SAFE(f->path), name);
}

/* ---- writing ---- */

static bool write_all(int fd, span s)
{
	while (s.n) {
		ssize_t wrote = write(fd, s.p, s.n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		s = span_slice(s, (size_t)wrote, s.n);
	}
	return true;
}

static bool put(int fd, hash_state *hash, const void *p, size_t n)
{
	span s = {p, n};
	return hash_update(hash, s) && write_all(fd, s);
}

static onus_status make_directory(const model_table *tables, size_t n, file_entry *entries, uint64_t *ret_length,
				  onus_error *err)
{
	size_t at = sizeof(file_head) + n * sizeof *entries;
	for (size_t i = 0; i < n; i++) {
		const model_table *t = &tables[i];
		file_entry *e = &entries[i];
		*e = (file_entry){
		    .type = t->type, .rows = t->rows, .columns = t->columns, .offset = aligned(at), .bytes = t->bytes};
		memcpy(e->name, t->name, strnlen(t->name, sizeof e->name));
		if (!name_length(e->name) || !t->bytes || t->bytes != table_bytes(t->type, t->rows, t->columns) ||
		    t->bytes > LIMIT_MODEL_BYTES - aligned(at))
			return fail(err, ONUS_ERR_INTERNAL,
				    "a model's table %.32s cannot be written: its name or size is wrong", t->name);
		for (size_t j = 0; j < i; j++)
			if (!memcmp(entries[j].name, e->name, sizeof e->name))
				return fail(err, ONUS_ERR_INTERNAL, "a model's table %.32s is there twice", t->name);
		at = (size_t)e->offset + t->bytes;
	}
	*ret_length = at;
	return ONUS_OK;
}

/* Everything but for the head's bytes, which need the checksum; then those. */
static bool write_file(int fd, const model_table *tables, const file_entry *entries, file_head *head)
{
	static const char zero[64];
	hash_state *hash = hash_new();
	bool ok = hash && write_all(fd, (span){zero, sizeof *head}) &&
		  put(fd, hash, entries, head->n_tables * sizeof *entries);
	size_t at = sizeof *head + head->n_tables * sizeof *entries;
	for (uint32_t i = 0; ok && i < head->n_tables; i++) {
		ok = put(fd, hash, zero, (size_t)entries[i].offset - at) &&
		     put(fd, hash, tables[i].data, tables[i].bytes);
		at = (size_t)entries[i].offset + tables[i].bytes;
	}
	ok = ok && hash_end(hash, &head->hash) && lseek(fd, 0, SEEK_SET) == 0 &&
	     write_all(fd, (span){(const char *)head, sizeof *head}) && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
	hash_close(hash);
	return ok;
}

onus_status model_file_write(const char *path, const model_table *tables, size_t n, onus_error *err)
{
	if (!n || n > LIMIT_MODEL_TABLES)
		return fail(err, ONUS_ERR_INTERNAL, "a model has 1 to %u tables", LIMIT_MODEL_TABLES);
	ARENA_AUTO a = arena_new(0);
	file_entry *entries = a ? arena_calloc(a, n, sizeof *entries) : NULL;
	span below = a ? arena_printf(a, "%s.XXXXXX", path) : (span){NULL, 0};
	char *temporary = a ? arena_string(a, below) : NULL;
	if (!entries || !temporary)
		return fail_memory(err, "writing a language model");
	file_head head = {.version = MODEL_VERSION, .n_tables = (uint32_t)n};
	memcpy(head.magic, magic, sizeof magic);
	TRY(make_directory(tables, n, entries, &head.length, err));
	int fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return fail(err, ONUS_ERR_OUTPUT, "%s: cannot be written: %s", SAFE(path), strerror(errno));
	errno = 0;
	bool ok = write_file(fd, tables, entries, &head);
	int why = errno;
	ok = close(fd) == 0 && ok;
	if (ok && rename(temporary, path) != 0) {
		why = errno;
		ok = false;
	}
	if (ok)
		return ONUS_OK;
	(void)unlink(temporary);
	return fail(err, ONUS_ERR_OUTPUT, "%s: cannot be written: %s", SAFE(path), strerror(why ? why : EIO));
}
