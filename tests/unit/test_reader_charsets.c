/* SPDX-License-Identifier: Apache-2.0 */
/* Character sets: each text is made here by ICU, read, and has to come back; and every offset has to lead to bytes that
 * give these characters. */
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "reader/decode.h"
#include "reader/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unicode/ucnv.h>

#include <cmocka.h>

static const char french[] =
    "Le président a été élu à l'issue d'un scrutin contesté. Les autorités françaises devraient "
    "libérer l'écrivain détenu, où qu'il soit, a déclaré l'association « Mémoire » à Genève. "
    "Ça n'a pas été fait : la famille n'a reçu aucune réponse.";
static const char german[] =
    "Die Behörden sollten die Häftlinge unverzüglich freilassen, erklärte die Gesellschaft für "
    "bedrohte Völker. Über fünfzig Männer wurden während der Razzia in Gewahrsam genommen.";
static const char polish[] =
    "Władze powinny niezwłocznie zwolnić wszystkich więźniów sumienia, oświadczyła organizacja. "
    "Żaden z zatrzymanych nie miał dostępu do adwokata, mówią świadkowie z Łodzi.";
static const char russian[] =
    "Власти должны немедленно освободить всех задержанных, заявила правозащитная организация. "
    "Ни один из арестованных не был допущен к адвокату, говорят родственники журналиста.";
static const char arabic[] = "يجب على السلطات الإفراج فورا عن جميع المعتقلين، قالت المنظمة في بيان لها اليوم. "
			     "ولم يسمح لأي منهم بمقابلة محام، حسب ما قالت عائلاتهم للصحفيين في العاصمة.";
static const char chinese[] =
    "人权组织今天表示，当局应当立即无条件释放所有被拘留的作家和律师。他们的家人说，至今没有任何人获准会见律师，"
    "也不知道他们被关押在什么地方。政府发言人拒绝回答记者的问题。";
static const char taiwanese[] =
    "人權組織今天表示，當局應當立即無條件釋放所有被拘留的作家和律師。他們的家人說，至今沒有任何人獲准會見律師，"
    "也不知道他們被關押在什麼地方。政府發言人拒絕回答記者的問題。";

static span encode(arena *a, const char *text, const char *charset, span before)
{
	UErrorCode status = U_ZERO_ERROR;
	char *bytes = arena_alloc(a, 16 * 1024);
	memcpy(bytes, before.p, before.n);
	int32_t n = ucnv_convert(charset, "UTF-8", bytes + before.n, 16 * 1024 - (int32_t)before.n, text,
				 (int32_t)strlen(text), &status);
	if (U_FAILURE(status))
		fail_msg("%s: %s", charset, u_errorName(status));
	return (span){bytes, before.n + (size_t)n};
}

/* Every run of the map says the truth: copies are copies, and what is none decodes to the text that stands for it. */
static void assert_map(const rendition *r, span bytes, const char *charset)
{
	for (size_t i = 0; i < r->map.n; i++) {
		const map_run *m = &r->map.v[i];
		span text = span_slice(r->text, m->text, m->text + m->text_n);
		span source = span_slice(bytes, m->source, m->source + m->source_n);
		if (m->same) {
			assert_true(span_equal(text, source));
			continue;
		}
		char back[256];
		UErrorCode status = U_ZERO_ERROR;
		int32_t n = ucnv_convert("UTF-8", charset, back, sizeof back, source.p, (int32_t)source.n, &status);
		assert_true(U_SUCCESS(status));
		assert_true(span_equal(text, (span){back, (size_t)n}));
	}
}

static void comes_back(span bytes, const char *name, const char *text, const char *charset)
{
	ARENA_AUTO a = arena_new(0);
	rendition r;
	onus_error err = {0};
	if (read_document(bytes, span_of(name), a, &r, &err) != ONUS_OK)
		fail_msg("%s: %s", charset, err.message);
	assert_int_equal(rendition_check(&r, NULL), ONUS_OK);
	if (!span_is(r.charset, charset))
		fail_msg("%s was taken for %.*s", charset, (int)r.charset.n, r.charset.p);
	if (!span_is(r.text, text))
		fail_msg("%s: the text differs: %.*s", charset, (int)r.text.n, r.text.p);
	assert_int_equal(r.replaced, 0);
	assert_map(&r, bytes, charset);
}

static void plain_text_of_every_set(void **state)
{
	(void)state;
	static const struct {
		const char *text, *charset;
	} cases[] = {{french, "windows-1252"},  {german, "windows-1252"}, {polish, "ISO-8859-2"},
		     {russian, "windows-1251"}, {russian, "KOI8-R"},      {russian, "ISO-8859-5"},
		     {arabic, "windows-1256"},  {chinese, "GB18030"},     {taiwanese, "Big5"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA_AUTO a = arena_new(0);
		comes_back(encode(a, cases[i].text, cases[i].charset, SPAN("")), "a.txt", cases[i].text,
			   cases[i].charset);
	}
}

static void wide_text_with_and_without_a_mark(void **state)
{
	(void)state;
	static const char *const texts[] = {french, russian, chinese, arabic, "Short."};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		ARENA_AUTO a = arena_new(0);
		comes_back(encode(a, texts[i], "UTF-16LE", SPAN("\xFF\xFE")), "a.txt", texts[i], "UTF-16LE");
		comes_back(encode(a, texts[i], "UTF-16BE", SPAN("\xFE\xFF")), "a.txt", texts[i], "UTF-16BE");
		if (texts[i] == chinese)
			continue; /* without spaces and mark it could be anything */
		comes_back(encode(a, texts[i], "UTF-16LE", SPAN("")), "a.txt", texts[i], "UTF-16LE");
		comes_back(encode(a, texts[i], "UTF-16BE", SPAN("")), "a.txt", texts[i], "UTF-16BE");
	}
}

static void utf8_is_the_file_byte_for_byte(void **state)
{
	(void)state;
	static const char *const texts[] = {french,
					    russian,
					    chinese,
					    arabic,
					    "\xEF\xBB\xBFWith a mark.\r\nTwo lines.\r\n",
					    "Old\rMac\rlines",
					    "Emoji \xF0\x9F\x95\x8A and \xEF\xBF\xBD itself."};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		comes_back(span_of(texts[i]), "a.txt", texts[i], "UTF-8");
}

/* A page's label, by the web's names; a wrong one loses against what the bytes are. */
static void pages_tell_their_set(void **state)
{
	(void)state;
	static const struct {
		const char *label, *text, *charset, *found;
	} cases[] = {{"iso-8859-1", french, "windows-1252", "windows-1252"},
		     {"ISO-8859-2", polish, "ISO-8859-2", "ISO-8859-2"},
		     {"koi8-r", russian, "KOI8-R", "KOI8-R"},
		     {"windows-1251", russian, "windows-1251", "windows-1251"},
		     {"windows-1256", arabic, "windows-1256", "windows-1256"},
		     {"gb2312", chinese, "GB18030", "GB18030"},
		     {"big5", taiwanese, "Big5", "Big5"},
		     {"utf-8", russian, "UTF-8", "UTF-8"},
		     {"iso-8859-1", russian, "UTF-8", "UTF-8"},
		     {"no-such-set", russian, "windows-1251", "windows-1251"},
		     {"utf-16", french, "UTF-8", "UTF-8"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int form = 0; form < 2; form++) {
			ARENA_AUTO a = arena_new(0);
			span head = arena_printf(a,
						 form ? "<html><head><meta http-equiv='Content-Type' "
							"content='text/html; charset=%s'></head><p>"
						      : "<html><head><meta charset=\"%s\"></head><p>",
						 cases[i].label);
			span bytes = encode(a, cases[i].text, cases[i].charset, head);
			rendition r;
			onus_error err = {0};
			if (read_document(bytes, SPAN("a.html"), a, &r, &err) != ONUS_OK)
				fail_msg("%s: %s", cases[i].label, err.message);
			if (!span_is(r.charset, cases[i].found) || !span_is(r.text, cases[i].text))
				fail_msg("%s: %.*s: %.*s", cases[i].label, (int)r.charset.n, r.charset.p, (int)r.text.n,
					 r.text.p);
			assert_map(&r, bytes, cases[i].charset);
		}
}

static void a_wide_page_is_a_page(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	span bytes = encode(a, "<html><p>A word &amp; another one.</p></html>", "UTF-16LE", SPAN("\xFF\xFE"));
	rendition r;
	assert_int_equal(read_document(bytes, SPAN("a.html"), a, &r, NULL), ONUS_OK);
	assert_true(span_is(r.format, "html"));
	assert_true(span_is(r.text, "A word & another one."));
}

static void flaws_are_kept_and_counted(void **state)
{
	(void)state;
	static const struct {
		span bytes;
		const char *text;
		unsigned replaced;
	} cases[] = {
	    {SPAN("A text with a NUL \0 in the middle of it."), "A text with a NUL \uFFFD in the middle of it.", 1},
	    {SPAN("R\xC3\xA9sum\xC3\xA9 d'une d\xC3\xA9tention \xFF ill\xC3\xA9gale."),
	     "Résumé d'une détention \uFFFD illégale.", 1},
	    {SPAN("Plain words \xFE\xFF and more words, and more of them."),
	     "Plain words \uFFFD\uFFFD and more words, and more of them.", 2},
	    {SPAN("Cut off at the end \xE2\x80"), "Cut off at the end \uFFFD", 1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA_AUTO a = arena_new(0);
		rendition r;
		onus_error err = {0};
		if (read_document(cases[i].bytes, SPAN("a.txt"), a, &r, &err) != ONUS_OK)
			fail_msg("case %zu: %s", i, err.message);
		assert_int_equal(rendition_check(&r, NULL), ONUS_OK);
		if (!span_is(r.text, cases[i].text) || r.replaced != cases[i].replaced)
			fail_msg("case %zu: %u: %.*s", i, r.replaced, (int)r.text.n, r.text.p);
	}
}

static void what_is_mostly_not_text_is_refused(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	char noise[4096];
	uint32_t seed = 1;
	for (size_t i = 0; i < sizeof noise; i++) {
		seed = seed * 1664525u + 1013904223u;
		noise[i] = (char)(seed >> 24);
	}
	rendition r;
	onus_error err = {0};
	assert_int_equal(read_document((span){noise, sizeof noise}, SPAN("a.txt"), a, &r, &err), ONUS_ERR_INPUT);
	memset(noise, 0, sizeof noise);
	assert_int_equal(read_document((span){noise, sizeof noise}, SPAN("a.txt"), a, &r, &err), ONUS_ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_text_of_every_set),
	    cmocka_unit_test(wide_text_with_and_without_a_mark),
	    cmocka_unit_test(utf8_is_the_file_byte_for_byte),
	    cmocka_unit_test(pages_tell_their_set),
	    cmocka_unit_test(a_wide_page_is_a_page),
	    cmocka_unit_test(flaws_are_kept_and_counted),
	    cmocka_unit_test(what_is_mostly_not_text_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
