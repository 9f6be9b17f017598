/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening and closing casefiles.
 *
 * Journal mode is WAL with synchronous=FULL: one fsync a commit, and readers neither wait for the writer nor make it
 * wait. Its price is that a reader needs two side files; where the folder is read-only and no log waits to be replayed,
 * the file is opened as immutable instead. No memory map: a read error must come back as an error, not as a signal.
 *
 * The writer's lock is a file of its own beside the casefile, held with flock. Locking the casefile itself would not
 * do: closing any descriptor of it drops all POSIX locks that SQLite holds on it in this process (fcntl(2)). For the
 * same reason nothing here ever opens the casefile but SQLite.
 */
#include "base/memory.h"
#include "base/str.h"
#include "store/sql.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 5000, KEY_BYTES = 32 };

#ifdef ONUS_FAULTS
/* SQLite's memory through ours, so that its requests fail in their turn too. It wants to know the size of a block. */
enum { SIZE_ROOM = 16 };
static void *fault_alloc(int n)
{
	char *p = mem_alloc((size_t)n + SIZE_ROOM);
	if (!p)
		return NULL;
	memcpy(p, &n, sizeof n);
	return p + SIZE_ROOM;
}
static void fault_free(void *p)
{
	mem_free(p ? (char *)p - SIZE_ROOM : NULL);
}
static void *fault_resize(void *p, int n)
{
	char *q = mem_resize((char *)p - SIZE_ROOM, (size_t)n + SIZE_ROOM);
	if (!q)
		return NULL;
	memcpy(q, &n, sizeof n);
	return q + SIZE_ROOM;
}
static int fault_size(void *p)
{
	int n = 0;
	if (p)
		memcpy(&n, (char *)p - SIZE_ROOM, sizeof n);
	return n;
}
static int fault_round(int n)
{
	return (n + 7) & ~7;
}
static int fault_init(void *p)
{
	(void)p;
	return SQLITE_OK;
}
static void fault_shutdown(void *p)
{
	(void)p;
}
static void configure(void)
{
	static const sqlite3_mem_methods methods = {fault_alloc, fault_free, fault_resize,   fault_size,
						    fault_round, fault_init, fault_shutdown, NULL};
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	(void)sqlite3_initialize();
}
#else
static void configure(void)
{
	/* The library never prints: SQLite's log has no taker. SQLCipher's is left out when it is compiled. */
	(void)sqlite3_config(SQLITE_CONFIG_LOG, NULL, NULL);
	(void)sqlite3_initialize();
}
#endif

/* The one thing that is set for the whole process: SQLite's own set-up, which has to come before its first use. */
static pthread_once_t configured = PTHREAD_ONCE_INIT;

const char *store_engine(void)
{
#ifdef ONUS_STORE_SQLCIPHER
	return "SQLite " SQLITE_VERSION " with SQLCipher";
#else
	return "SQLite " SQLITE_VERSION " without encryption";
#endif
}

static char *copy_of(const char *text, const char *suffix)
{
	size_t n = strlen(text), m = strlen(suffix);
	char *copy = mem_alloc(n + m + 1);
	if (copy) {
		memcpy(copy, text, n);
		memcpy(copy + n, suffix, m + 1);
	}
	return copy;
}

/* ---- the writer's lock ---- */

static onus_status lock_failed(const char *path, int error, onus_error *err)
{
	if (error == EACCES || error == EROFS || error == EPERM)
		return fail(err, ONUS_ERR_READ_ONLY, "%s: the folder cannot be written to, and a writer needs that",
			    SAFE(path));
	if (error == ENOSPC || error == EDQUOT)
		return fail(err, ONUS_ERR_DISK, "%s: the disk is full", SAFE(path));
	return fail(err, ONUS_ERR_CASEFILE, "%s: the lock beside it cannot be taken: %s", SAFE(path), strerror(error));
}

/* The number that the holder wrote into the lock file, for the message. */
static long holder_of(int fd)
{
	char text[24] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	return n > 0 ? strtol(text, NULL, 10) : 0;
}

static onus_status take_lock(sqlite_store *s, onus_error *err)
{
	for (int attempt = 0; attempt < 100; attempt++) {
		int fd = open(s->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return lock_failed(s->path, errno, err);
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			int error = errno;
			long holder = holder_of(fd);
			(void)close(fd);
			if (error != EWOULDBLOCK)
				return lock_failed(s->path, error, err);
			if (holder > 0)
				return fail(err, ONUS_ERR_LOCKED,
					    "%s: process %ld is writing to the casefile; try again when it has ended",
					    SAFE(s->path), holder);
			return fail(err, ONUS_ERR_LOCKED, "%s: another program is writing to the casefile",
				    SAFE(s->path));
		}
		/* The one before us may have taken its file away between our open and our lock. */
		struct stat ours, there;
		if (fstat(fd, &ours) == 0 && stat(s->lock_path, &there) == 0 && ours.st_ino == there.st_ino &&
		    ours.st_dev == there.st_dev) {
			char text[24];
			int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
			/* Only the message to others hangs on this. */
			bool told = ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) == n;
			(void)told;
			s->lock = fd;
			return ONUS_OK;
		}
		(void)close(fd);
	}
	return fail(err, ONUS_ERR_LOCKED, "%s: other programs keep taking the casefile's lock", SAFE(s->path));
}

static void drop_lock(sqlite_store *s)
{
	if (s->lock < 0)
		return;
	(void)unlink(s->lock_path);
	(void)close(s->lock);
	s->lock = -1;
}

/* ---- the connection ---- */

void sqlite_close(store *base)
{
	sqlite_store *s = (sqlite_store *)base;
	sqlite_finalize_all(s);
	if (s->db && sqlite3_get_autocommit(s->db) == 0)
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	(void)sqlite3_close_v2(s->db);
	drop_lock(s);
	mem_free(s->cache);
	mem_free(s->lock_path);
	mem_free(s->path);
	mem_free(s);
}

/* "file:" URI of the path with immutable=1. */
static bool immutable_uri(const char *path, str *out)
{
	str_adds(out, "file:");
	for (const char *p = path; *p; p++) {
		if (*p == '%' || *p == '?' || *p == '#')
			str_addf(out, "%%%02X", (unsigned char)*p);
		else
			str_addc(out, *p);
	}
	str_adds(out, "?immutable=1");
	return !out->failed;
}

static onus_status connect_to(sqlite_store *s, const char *name, int flags, span key, onus_error *err)
{
	int code = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_FULLMUTEX, NULL);
	if (code != SQLITE_OK)
		return sqlite_fail(s, code, "opening it", err);
	if (key.n) {
#ifdef ONUS_STORE_SQLCIPHER
		/* The raw key in SQLCipher's own notation; no derivation is done then. */
		char text[2 * KEY_BYTES + 4] = "x'";
		for (size_t i = 0; i < KEY_BYTES; i++)
			(void)snprintf(text + 2 + 2 * i, 3, "%02x", (unsigned char)key.p[i]);
		text[2 + 2 * KEY_BYTES] = '\'';
		code = sqlite3_key_v2(s->db, "main", text, 3 + 2 * KEY_BYTES);
		explicit_bzero(text, sizeof text);
		if (code != SQLITE_OK)
			return sqlite_fail(s, code, "unlocking it", err);
#else
		return fail(err, ONUS_ERR_CASEFILE, "this build of Onus cannot open encrypted casefiles");
#endif
	}
	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	(void)sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
	return ONUS_OK;
}

/* Some of these read the schema, so they come after the first look inside. */
static onus_status settle(sqlite_store *s, onus_error *err)
{
	return sqlite_script(s,
			     "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
			     "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192;",
			     "opening it", err);
}

static void disconnect(sqlite_store *s)
{
	(void)sqlite3_close_v2(s->db);
	s->db = NULL;
}

static int look_inside(sqlite_store *s)
{
	int code = sqlite3_exec(s->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
	return code == SQLITE_OK ? SQLITE_OK : sqlite3_extended_errcode(s->db);
}

static bool not_for_us_to_write(int code)
{
	return (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY;
}

static onus_status open_for_reading(sqlite_store *s, span key, onus_error *err)
{
	/* A connection that could write takes its side files away again when it is the last; query_only keeps it from
	 * writing anything else. */
	if (access(s->path, W_OK) == 0) {
		TRY(connect_to(s, s->path, SQLITE_OPEN_READWRITE, key, err));
		int code = look_inside(s);
		if (code == SQLITE_OK) {
			TRY(settle(s, err));
			return sqlite_script(s, "PRAGMA query_only = ON", "opening it", err);
		}
		if (!not_for_us_to_write(code))
			return sqlite_fail(s, code, "opening it", err);
		disconnect(s);
	}
	TRY(connect_to(s, s->path, SQLITE_OPEN_READONLY, key, err));
	int code = look_inside(s);
	if (code == SQLITE_OK)
		return settle(s, err);
	if (!not_for_us_to_write(code))
		return sqlite_fail(s, code, "opening it", err);
	/* The side files could not be made. Without a log that waits to be replayed the file is complete as it is. */
	STR_AUTO wal = str_make(PATH_MAX + 16);
	STR_AUTO uri = str_make(3 * PATH_MAX + 64);
	str_addf(&wal, "%s-wal", s->path);
	struct stat st;
	if (!wal.failed && stat(str_c(&wal), &st) == 0 && st.st_size > 0)
		return fail(err, ONUS_ERR_READ_ONLY,
			    "%s: a writer was interrupted and its last changes are still in %s; copy both files to a "
			    "folder that can be written to and open them there",
			    SAFE(s->path), SAFE(str_c(&wal)));
	if (!immutable_uri(s->path, &uri))
		return fail_memory(err, "opening the casefile");
	disconnect(s);
	TRY(connect_to(s, str_c(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, key, err));
	return settle(s, err);
}

static onus_status open_for_writing(sqlite_store *s, span key, onus_error *err)
{
	if (access(s->path, W_OK) != 0)
		return fail(err, ONUS_ERR_READ_ONLY, "%s: the casefile cannot be written to: %s", SAFE(s->path),
			    strerror(errno));
	TRY(take_lock(s, err));
	s->writer = true;
	TRY(connect_to(s, s->path, SQLITE_OPEN_READWRITE, key, err));
	/* Nothing is set before the file is known for what it is: a pragma would write to a database of others. */
	int64_t id;
	TRY(sqlite_number(s, "PRAGMA application_id", &id, err));
	if (id != STORE_APPLICATION_ID)
		return ONUS_OK;
	/* A program that does not know our lock may still hold SQLite's. */
	TRY(sqlite_script(s, "BEGIN IMMEDIATE; ROLLBACK", "opening it", err));
	TRY(settle(s, err));
	return sqlite_script(s,
			     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000;",
			     "opening it", err);
}

static onus_status look_at(const char *path, onus_error *err)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return fail(err, ONUS_ERR_CASEFILE, "%s: there is no casefile; \"onus init\" makes one",
				    SAFE(path));
		return fail(err, ONUS_ERR_CASEFILE, "%s: the casefile cannot be opened: %s", SAFE(path),
			    strerror(errno));
	}
	if (S_ISDIR(st.st_mode))
		return fail(err, ONUS_ERR_CASEFILE, "%s: a folder, not a casefile", SAFE(path));
	if (!S_ISREG(st.st_mode))
		return fail(err, ONUS_ERR_CASEFILE, "%s: not a file", SAFE(path));
	if (st.st_size == 0)
		return fail(err, ONUS_ERR_CASEFILE,
			    "%s: an empty file, not a casefile; remove it and run \"onus init\"", SAFE(path));
	if (access(path, R_OK) != 0)
		return fail(err, ONUS_ERR_CASEFILE, "%s: the casefile cannot be read: %s", SAFE(path), strerror(errno));
	return ONUS_OK;
}

/* An empty file with the right mode, which nobody else can have made at the same time. */
static onus_status make_file(const char *path, onus_error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0) {
		(void)close(fd);
		return ONUS_OK;
	}
	switch (errno) {
	case EEXIST:
		return fail(err, ONUS_ERR_CASEFILE, "%s: there is a file of that name already; it is left as it is",
			    SAFE(path));
	case EACCES:
	case EROFS:
	case EPERM: return fail(err, ONUS_ERR_READ_ONLY, "%s: the folder cannot be written to", SAFE(path));
	case ENOSPC:
	case EDQUOT: return fail(err, ONUS_ERR_DISK, "%s: the disk is full", SAFE(path));
	default:
		return fail(err, ONUS_ERR_CASEFILE, "%s: the casefile cannot be made: %s", SAFE(path), strerror(errno));
	}
}

static sqlite_store *new_store(void)
{
	sqlite_store *s = mem_alloc(sizeof *s);
	cached *cache = mem_alloc(sql_statement_count * sizeof *cache);
	if (!s || !cache) {
		mem_free(s);
		mem_free(cache);
		return NULL;
	}
	memset(cache, 0, sql_statement_count * sizeof *cache);
	*s = (sqlite_store){.base = {&sqlite_functions}, .cache = cache, .lock = -1};
	return s;
}

static onus_status open_path(sqlite_store *s, store_mode mode, span key, onus_error *err)
{
	if (mode == STORE_READ)
		TRY(open_for_reading(s, key, err));
	else
		TRY(open_for_writing(s, key, err));
	return sqlite_schema_check(s, err);
}

static onus_status create(sqlite_store *s, span key, onus_error *err)
{
	TRY(take_lock(s, err));
	s->writer = true;
	TRY(connect_to(s, s->path, SQLITE_OPEN_READWRITE, key, err));
	TRY(settle(s, err));
	TRY(sqlite_script(s, "PRAGMA synchronous = FULL", "making it", err));
	TRY(sqlite_schema_create(s, err));
	return sqlite_script(s, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 2000;", "making it", err);
}

onus_status store_open(const char *path, store_mode mode, span key, store **ret_store, onus_error *err)
{
	if (key.n != 0 && key.n != KEY_BYTES)
		return fail(err, ONUS_ERR_INTERNAL, "a casefile's key has %d bytes", KEY_BYTES);
	if (pthread_once(&configured, configure) != 0)
		return fail_memory(err, "starting SQLite");
	TRY(mode == STORE_CREATE ? make_file(path, err) : look_at(path, err));
	char real[PATH_MAX];
	if (!realpath(path, real))
		return fail(err, ONUS_ERR_CASEFILE, "%s: the casefile cannot be opened: %s", SAFE(path),
			    strerror(errno));
	STORE_AUTO opened = NULL;
	sqlite_store *s = new_store();
	onus_status status = ONUS_OK;
	if (s) {
		opened = &s->base;
		s->path = copy_of(real, "");
		s->lock_path = copy_of(real, "-lock");
	}
	if (!s || !s->path || !s->lock_path)
		status = fail_memory(err, "opening the casefile");
	else
		status = mode == STORE_CREATE ? create(s, key, err) : open_path(s, mode, key, err);
	if (status != ONUS_OK) {
		/* Half a casefile is no casefile: ours, made a moment ago and told to nobody. */
		if (mode == STORE_CREATE)
			(void)unlink(real);
		return status;
	}
	*ret_store = opened;
	opened = NULL;
	return ONUS_OK;
}

onus_status store_open_memory(store **ret_store, onus_error *err)
{
	if (pthread_once(&configured, configure) != 0)
		return fail_memory(err, "starting SQLite");
	sqlite_store *s = new_store();
	if (!s)
		return fail_memory(err, "opening a casefile in memory");
	STORE_AUTO opened = &s->base;
	s->writer = true;
	TRY(connect_to(s, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, (span){NULL, 0}, err));
	TRY(settle(s, err));
	TRY(sqlite_schema_create(s, err));
	*ret_store = opened;
	opened = NULL;
	return ONUS_OK;
}
