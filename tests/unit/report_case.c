/* SPDX-License-Identifier: Apache-2.0 */
#include "report_case.h"

#include "store/sqlite.h"
#include "text/rendition.h"

static const char places_tsv[] = "code\tname\tdemonyms\tcapital\tother_names\n"
				 "XA\tArdena\tArdenan|Ardenans\tSelmouth\tRepublic of Ardena\n"
				 "XB\tBorovia\tBorovian|Borovians\tTorvik\tBorovian Federation\n";

static bool keep(void *ctx, const char *bytes, size_t n)
{
	str *out = ctx;
	str_add(out, span_make(bytes, n));
	return !out->failed;
}

static int64_t fixed_now(void *ctx)
{
	(void)ctx;
	return 1767225600000; /* 2026-01-01 */
}

static bool fixed_random(void *ctx, void *bytes, size_t n)
{
	(void)ctx;
	memset(bytes, 7, n);
	return true;
}

static const onus_host host = {fixed_now, fixed_random, NULL};

/* ---- documents ---- */

typedef struct made {
	report_case *c;
	span text;
	rendition rendition;
	record_set set;
} made;

static range where(const made *m, const char *words)
{
	size_t at = words ? span_find(m->text, span_of(words), 0) : SIZE_MAX;
	if (at == SIZE_MAX)
		return (range){0, 0};
	return (range){(uint32_t)at, (uint32_t)(at + strlen(words))};
}

static void begin(made *m, report_case *c, const char *text, const char *title, const char *publisher,
		  const char *published)
{
	*m = (made){.c = c, .text = span_of(text), .set = {.document = {.kind = ONUS_DOCUMENT}}};
	m->rendition = (rendition){.text = m->text, .format = SPAN("text"), .charset = SPAN("UTF-8")};
	m->rendition.source_size = (uint32_t)m->text.n;
	uint32_t at = 0;
	for (span rest = m->text, line; span_next(&rest, '\n', &line); at += (uint32_t)line.n + 1)
		if (line.n)
			*vec_push(&m->rendition.blocks, c->arena) =
			    (block){{at, at + (uint32_t)line.n}, BLOCK_PARAGRAPH, 0};
	*vec_push(&m->rendition.map, c->arena) = (map_run){0, (uint32_t)m->text.n, 0, (uint32_t)m->text.n, true};
	entry *e = &m->set.document;
	(void)entry_add(e, c->arena, F_TITLE, span_of(title), where(m, title));
	entry_add(e, c->arena, F_PUBLISHER, span_of(publisher), (range){0, 0})->actor_type = ACTOR_BODY;
	if (published)
		(void)entry_add(e, c->arena, F_PUBLISHED, span_of(published), (range){0, 0});
}

static entry *add(made *m, onus_kind kind, const char *rule, const char *evidence)
{
	entry *e = vec_push(&m->set.entries, m->c->arena);
	e->kind = (uint8_t)kind;
	e->rule = span_of(rule);
	e->evidence = where(m, evidence);
	return e;
}

static void actor(made *m, entry *e, field_name name, const char *value, actor_type type, const char *country,
		  unsigned act)
{
	field *f = entry_add(e, m->c->arena, name, span_of(value), where(m, value));
	f->actor_type = (uint8_t)type;
	f->group = (uint16_t)act;
	memcpy(f->country, country, strlen(country));
}

static void passage(made *m, entry *e, field_name name, const char *words)
{
	(void)entry_add(e, m->c->arena, name, span_of(words), where(m, words));
}

static void plain(made *m, entry *e, field_name name, const char *value, unsigned act)
{
	entry_add(e, m->c->arena, name, span_of(value), (range){0, 0})->group = (uint16_t)act;
}

static onus_status end(made *m, const char *path, onus_error *err)
{
	hash256 hash;
	char id[65];
	TRY(hash_bytes(m->text, &hash, err));
	hash_hex(&hash, id);
	ledger_document d = {.id = span_of(id),
			     .source = span_of(path),
			     .bytes = m->text,
			     .rendition = &m->rendition,
			     .layout = SPAN("layout"),
			     .reader = SPAN("test"),
			     .set = &m->set,
			     .rules = "rules"};
	ledger_added added;
	TRY(ledger_add_document(m->c->store, &host, &d, &added, err));
	for (size_t i = 0; i < m->set.entries.n && m->c->n_ids < 32; i++)
		TRY(ledger_record_id(span_of(id), &m->set.entries.v[i], 0, m->c->ids[m->c->n_ids++], err));
	return ONUS_OK;
}

static onus_status add_wire_news(report_case *c, onus_error *err)
{
	made m;
	begin(&m, c,
	      "Lawyer arrested in Torvik\n"
	      "TORVIK, March 11, 2024 - Borovian police arrested the lawyer Ana Keller on March 10 at her office in "
	      "Torvik.\n"
	      "\"They took her without a warrant,\" said Jon Marsh of the Lantern Committee.\n",
	      "Lawyer arrested in Torvik", "Meridian Wire", "2024-03-11");
	entry *e = add(&m, ONUS_CASE, "case.arrest",
		       "Borovian police arrested the lawyer Ana Keller on March 10 at her office in Torvik.");
	e->confidentiality = CONFIDENTIAL;
	actor(&m, e, F_PERSON, "Ana Keller", ACTOR_PERSON, "", 0);
	plain(&m, e, F_ACT, "arrest", 1);
	actor(&m, e, F_BY, "Borovian police", ACTOR_BODY, "XB", 1);
	plain(&m, e, F_PLACE, "Torvik", 1);
	plain(&m, e, F_DATE, "2024-03-10", 1);
	e = add(&m, ONUS_QUOTE, "quote.said", "\"They took her without a warrant,\" said Jon Marsh");
	actor(&m, e, F_SPEAKER, "Jon Marsh", ACTOR_PERSON, "", 0);
	passage(&m, e, F_TEXT, "They took her without a warrant,");
	return end(&m, "news/torvik.txt", err);
}

static onus_status add_letter(report_case *c, onus_error *err)
{
	made m;
	begin(&m, c,
	      "Open letter to the Prime Minister of Ardena\n"
	      "Dear Prime Minister Vale,\n"
	      "We urge you to press President Oskar Brandt to release Ana Keller.\n"
	      "We ask that Ardena suspend the export of wiretapping equipment.\n",
	      "Open letter to the Prime Minister of Ardena", "Lantern Committee", "2024-04-02");
	entry *e =
	    add(&m, ONUS_CALL, "call.urge.to", "We urge you to press President Oskar Brandt to release Ana Keller.");
	actor(&m, e, F_CALLER, "Lantern Committee", ACTOR_BODY, "", 0);
	actor(&m, e, F_ADDRESSEE, "Iris Vale", ACTOR_PERSON, "XA", 0);
	actor(&m, e, F_TARGET, "Oskar Brandt", ACTOR_PERSON, "XB", 0);
	passage(&m, e, F_ACTION, "release Ana Keller");
	actor(&m, e, F_PEOPLE, "Ana Keller", ACTOR_PERSON, "", 0);
	plain(&m, e, F_MODALITY, "urged", 0);
	e = add(&m, ONUS_CALL, "call.ask.that", "We ask that Ardena suspend the export of wiretapping equipment.");
	actor(&m, e, F_CALLER, "Lantern Committee", ACTOR_BODY, "", 0);
	actor(&m, e, F_ADDRESSEE, "Ardena", ACTOR_STATE, "XA", 0);
	passage(&m, e, F_ACTION, "suspend the export of wiretapping equipment");
	plain(&m, e, F_MODALITY, "asked", 0);
	return end(&m, "letters/2024-04.txt", err);
}

static onus_status add_releases(report_case *c, onus_error *err)
{
	static const struct {
		const char *text, *title, *date, *path, *action;
	} releases[] = {
	    {"Borovia: free Ana Keller\nBorovia should immediately release the lawyer Ana Keller without conditions.\n",
	     "Borovia: free Ana Keller", "2024-09-10", "releases/2024-09.txt",
	     "immediately release the lawyer Ana Keller without conditions"},
	    {"One year on\nThe Lantern Committee called on Borovia to immediately release the lawyer Ana Keller "
	     "without any conditions.\n",
	     "One year on", "2025-03-10", "releases/2025-03.txt",
	     "immediately release the lawyer Ana Keller without any conditions"},
	};
	for (size_t i = 0; i < 2; i++) {
		made m;
		begin(&m, c, releases[i].text, releases[i].title, "Lantern Committee", releases[i].date);
		entry *e = add(&m, ONUS_CALL, "call.should", releases[i].action);
		actor(&m, e, F_CALLER, "Lantern Committee", ACTOR_BODY, "", 0);
		actor(&m, e, F_ADDRESSEE, "Borovia", ACTOR_STATE, "XB", 0);
		passage(&m, e, F_ACTION, releases[i].action);
		actor(&m, e, F_PEOPLE, "Ana Keller", ACTOR_PERSON, "", 0);
		plain(&m, e, F_MODALITY, i ? "urged" : "should", 0);
		TRY(end(&m, releases[i].path, err));
	}
	return ONUS_OK;
}

static onus_status add_denial(report_case *c, onus_error *err)
{
	made m;
	begin(&m, c,
	      "Statement of the Ministry of Justice\n"
	      "\"No lawyer by the name of Keller is held,\" Minister Pavel Orsk said.\n"
	      "President Oskar Brandt promised to publish the report on prisons by June 2025.\n",
	      "Statement of the Ministry of Justice", "Ministry of Justice of Borovia", "2025-02-20");
	entry *e = add(&m, ONUS_PLEDGE, "pledge.promise.to",
		       "President Oskar Brandt promised to publish the report on prisons by June 2025.");
	actor(&m, e, F_BY, "Oskar Brandt", ACTOR_PERSON, "XB", 0);
	passage(&m, e, F_CONTENT, "publish the report on prisons by June 2025");
	plain(&m, e, F_DATE, "2025-06", 0);
	e = add(&m, ONUS_QUOTE, "quote.said", "\"No lawyer by the name of Keller is held,\" Minister Pavel Orsk said.");
	actor(&m, e, F_SPEAKER, "Pavel Orsk", ACTOR_PERSON, "XB", 0);
	passage(&m, e, F_ROLE, "Minister");
	passage(&m, e, F_TEXT, "No lawyer by the name of Keller is held,");
	return end(&m, "statements/justice.txt", err);
}

/* A source that names the day otherwise; its title and a name are hostile. */
static onus_status add_hostile(report_case *c, onus_error *err)
{
	made m;
	begin(&m, c,
	      "<script>alert(1)</script> \u202eKeller\u202c file *bold*\n"
	      "Agents of the state took Ana Keller from her home in Lindow on 12 March 2024.\n",
	      "<script>alert(1)</script> \u202eKeller\u202c file *bold*", "Bad\x1b[31mPress", "2025-03-03");
	entry *e = add(&m, ONUS_CASE, "case.arrest",
		       "Agents of the state took Ana Keller from her home in Lindow on 12 March 2024.");
	actor(&m, e, F_PERSON, "Ana Keller", ACTOR_PERSON, "", 0);
	plain(&m, e, F_ACT, "arrest", 1);
	actor(&m, e, F_BY, "Borovia", ACTOR_STATE, "XB", 1);
	plain(&m, e, F_PLACE, "Lindow", 1);
	plain(&m, e, F_DATE, "2024-03-12", 1);
	return end(&m, "odd/\x07name.txt", err);
}

static onus_status add_announcement(report_case *c, onus_error *err)
{
	made m;
	begin(&m, c,
	      "President Brandt to visit\n"
	      "President Oskar Brandt will visit Ardena from 3 to 5 February 2026.\n"
	      "\"I will speak of Ana Keller,\" Prime Minister Iris Vale said.\n",
	      "President Brandt to visit", "Government of Ardena", "2026-01-08");
	entry *e =
	    add(&m, ONUS_VISIT, "visit.will", "President Oskar Brandt will visit Ardena from 3 to 5 February 2026.");
	actor(&m, e, F_VISITOR, "Oskar Brandt", ACTOR_PERSON, "XB", 0);
	actor(&m, e, F_TO, "Ardena", ACTOR_STATE, "XA", 0);
	plain(&m, e, F_FROM, "2026-02-03", 0);
	plain(&m, e, F_UNTIL, "2026-02-05", 0);
	plain(&m, e, F_STATUS, "planned", 0);
	e = add(&m, ONUS_QUOTE, "quote.said", "\"I will speak of Ana Keller,\" Prime Minister Iris Vale said.");
	actor(&m, e, F_SPEAKER, "Iris Vale", ACTOR_PERSON, "XA", 0);
	passage(&m, e, F_TEXT, "I will speak of Ana Keller,");
	return end(&m, "visits/announcement.txt", err);
}

static onus_status decide(report_case *c, onus_error *err)
{
	/* The letter's second call is accepted, and answered. */
	store_rows *rows = NULL;
	TRY(store_query(c->store, "show_record", PARAMS(value_string(c->ids[3])), &rows, err));
	bool more = false;
	entry e = {0};
	onus_status status = store_step(rows, &more, err);
	if (status == ONUS_OK)
		status = entry_decode(arena_span(c->arena, store_blob(rows, 8)), c->arena, &e, err);
	store_rows_free(rows);
	TRY(status);
	int64_t seq;
	TRY(ledger_decide(c->store, &host, LEDGER_ACCEPT, span_of(c->ids[3]), &e, SPAN("Mara"), (span){NULL, 0}, &seq,
			  err));
	entry outcome = {.kind = ONUS_OUTCOME, .by_person = true};
	(void)entry_add(&outcome, c->arena, F_OF, span_of(c->ids[3]), (range){0, 0});
	(void)entry_add(&outcome, c->arena, F_OUTCOME_TYPE, SPAN("response"), (range){0, 0});
	(void)entry_add(&outcome, c->arena, F_VALUE, SPAN("refused"), (range){0, 0});
	field *f = entry_add(&outcome, c->arena, F_BY, SPAN("Ardena"), (range){0, 0});
	f->actor_type = ACTOR_STATE;
	memcpy(f->country, "XA", 3);
	(void)entry_add(&outcome, c->arena, F_DATE, SPAN("2024-05-06"), (range){0, 0});
	(void)entry_add(&outcome, c->arena, F_SOURCE, SPAN("letter of the ministry of trade"), (range){0, 0});
	char id[64];
	return ledger_outcome(c->store, &host, &outcome, (span){NULL, 0}, SPAN("Mara"), id, err);
}

onus_status report_case_open_empty(report_case *c, onus_error *err)
{
	*c = (report_case){.arena = arena_new(0), .out = str_make(64u << 20)};
	if (!c->arena)
		return fail_memory(err, "making a test");
	TRY(places_new((span){places_tsv, sizeof places_tsv - 1}, &c->places, err));
	c->sink = (onus_sink){keep, &c->out};
	return store_open_memory(&c->store, err);
}

onus_status report_case_open(report_case *c, onus_error *err)
{
	TRY(report_case_open_empty(c, err));
	c->sink.ctx = &c->out;
	TRY(store_begin(c->store, err));
	TRY(add_wire_news(c, err));
	TRY(add_letter(c, err));
	TRY(add_releases(c, err));
	TRY(add_denial(c, err));
	TRY(add_hostile(c, err));
	TRY(add_announcement(c, err));
	TRY(decide(c, err));
	return store_commit(c->store, err);
}

bool report_case_harm(report_case *c, const char *sql)
{
	/* base is the first member */
	sqlite_store *s = (sqlite_store *)c->store;
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

void report_case_close(report_case *c)
{
	store_close(c->store);
	places_free(c->places);
	str_free(&c->out);
	arena_free(c->arena);
}
