/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of plain text, Markdown and HTML: blocks, text, metadata, and the way back to the bytes. */
#include "base/limits.h"
#include "base/str.h"
#include "reader/read.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

/* Every run that claims to be a copy is one. */
static void assert_sound(const rendition *r, span bytes)
{
	onus_error err = {0};
	if (rendition_check(r, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < r->map.n; i++) {
		const map_run *m = &r->map.v[i];
		if (m->same)
			assert_memory_equal(r->text.p + m->text, bytes.p + m->source, m->text_n);
	}
}

static rendition read_as(arena *a, span bytes, const char *name)
{
	rendition r;
	onus_error err = {0};
	if (read_document(bytes, span_of(name), a, &r, &err) != ONUS_OK)
		fail_msg("%s", err.message);
	assert_sound(&r, bytes);
	return r;
}

/* Blocks as lines "kind level|words", to be compared whole. */
static void assert_blocks(const rendition *r, const char *expected)
{
	STR_AUTO out = str_make(MIB);
	for (size_t i = 0; i < r->blocks.n; i++) {
		const block *b = &r->blocks.v[i];
		str_adds(&out, block_kind_word((block_kind)b->kind));
		if (b->level)
			str_addf(&out, " %u", b->level);
		str_addc(&out, '|');
		str_add(&out, span_in(r->text, b->where));
		str_addc(&out, '\n');
	}
	assert_string_equal(str_c(&out), expected);
}

static void assert_meta(const rendition *r, meta_key key, const char *value)
{
	span found = rendition_meta(r, key);
	if (value ? !span_is(found, value) : found.n > 0)
		fail_msg("%s is %.*s", meta_key_word(key), (int)found.n, found.p ? found.p : "");
}

#define TEXT(words) read_as(a, SPAN(words), "a.txt")

static void a_release_in_plain_text(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r =
	    TEXT("Tamur: Free the Editor of the Haldez Gazette\n"
		 "Office of the Spokesperson\n"
		 "2021-07-28\n"
		 "\n"
		 "Click to expand Image An empty newsroom. © 2021 Somebody\n"
		 "\n"
		 "The authorities in Tamur should release the editor, the group said today in a long letter to the "
		 "president of the country, who has not answered it so far.\n"
		 "\n"
		 "They urged the president, among other steps, to:\n"
		 "\n"
		 "Release the editor at once;\n"
		 "\n"
		 "Return his papers; and\n"
		 "\n"
		 "Let the newspaper appear.\n"
		 "\n"
		 "Background\n"
		 "\n"
		 "• It was closed in May.\n"
		 "• Two reporters fled.\n"
		 "\n"
		 "For more reporting on Tamur, please visit:\n"
		 "https://example.org/tamur\n");
	assert_blocks(
	    &r, "title|Tamur: Free the Editor of the Haldez Gazette\n"
		"byline|Office of the Spokesperson\n"
		"byline|2021-07-28\n"
		"caption|Click to expand Image An empty newsroom. © 2021 Somebody\n"
		"paragraph|The authorities in Tamur should release the editor, the group said today in a long letter "
		"to the president of the country, who has not answered it so far.\n"
		"paragraph|They urged the president, among other steps, to:\n"
		"list item 1|Release the editor at once;\n"
		"list item 1|Return his papers; and\n"
		"list item 1|Let the newspaper appear.\n"
		"heading 2|Background\n"
		"list item 1|It was closed in May.\n"
		"list item 1|Two reporters fled.\n"
		"boilerplate|For more reporting on Tamur, please visit:\n"
		"boilerplate|https://example.org/tamur\n");
	assert_meta(&r, META_TITLE, "Tamur: Free the Editor of the Haldez Gazette");
	assert_meta(&r, META_PUBLISHED, "2021-07-28");
	assert_meta(&r, META_PLACE, NULL);
	assert_true(span_is(r.format, "text"));
}

static void a_date_run_into_the_first_line(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r =
	    TEXT(" date 2019-05-02 Expand Two ministers shake hands in the rain. © 2019 Agency\n\n"
		 "(Haldez) – The ministers should keep the promise that they made to the families of the missing "
		 "men when they met them, the group said today.\n");
	assert_int_equal(r.blocks.n, 3);
	assert_int_equal(r.blocks.v[0].kind, BLOCK_BYLINE);
	assert_int_equal(r.blocks.v[1].kind, BLOCK_CAPTION);
	assert_int_equal(r.blocks.v[2].kind, BLOCK_PARAGRAPH);
	assert_meta(&r, META_PUBLISHED, "2019-05-02");
	assert_meta(&r, META_TITLE, NULL);
}

static void wrapped_lines_are_joined_and_others_are_not(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = TEXT("STATEMENT ON THE CLOSURE OF THE NEWSPAPER\n"
			   "\n"
			   "The government has closed the newspaper in the\n"
			   "capital, and its editor has been taken away by men\n"
			   "who did not say who they were or who sent them.\n"
			   "\n"
			   "1. Nobody has seen him since the second of May, and\n"
			   "   his wife was told nothing when she asked where\n"
			   "   he was.\n"
			   "2. The police say that they do not hold him.\n");
	assert_blocks(&r, "title|STATEMENT ON THE CLOSURE OF THE NEWSPAPER\n"
			  "paragraph|The government has closed the newspaper in the\n"
			  "capital, and its editor has been taken away by men\n"
			  "who did not say who they were or who sent them.\n"
			  "list item 1|Nobody has seen him since the second of May, and\n"
			  "   his wife was told nothing when she asked where\n"
			  "   he was.\n"
			  "list item 1|The police say that they do not hold him.\n");
	/* One paragraph a line, and signatures a line each. */
	r = TEXT("A letter to the minister\n"
		 "We write to you about the teacher who was arrested in March and of whom his family has heard nothing "
		 "at all "
		 "since then, although they asked at every prison of the city.\n"
		 "We ask you to say where he is, and we ask you to let him see a lawyer of his own choosing without "
		 "delay, as "
		 "the law of your country requires.\n"
		 "The Society of Teachers\n"
		 "The Union of Parents\n");
	assert_int_equal(r.blocks.n, 5);
}

static void names_and_dates_of_the_head(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r =
	    TEXT("Ministry of Foreign Affairs of Anlu\n\nStatement by the Minister on the Missing Poet\n\n"
		 "Jane Roe, Department Spokesperson\n\nTsinmei, 26 February 2024\n\nCheck against delivery\n\n"
		 "The poet has not been seen since the second of May, and nobody in the government of that country "
		 "has said where he is.\n");
	assert_meta(&r, META_TITLE, "Statement by the Minister on the Missing Poet");
	assert_meta(&r, META_PUBLISHER, "Ministry of Foreign Affairs of Anlu");
	assert_meta(&r, META_AUTHOR, "Jane Roe");
	assert_meta(&r, META_PUBLISHED, "2024-02-26");
	assert_meta(&r, META_PLACE, "Tsinmei");
	assert_meta(&r, META_KIND, "statement");
	/* Two columns of a letterhead are two blocks. */
	r = TEXT("ASSEMBLY OF STATES             UNEDITED VERSION\n\nReport on the visit to the islands\n\nThe group "
		 "saw all "
		 "the places that it had asked to see, and it spoke to everybody.\n");
	assert_int_equal(r.blocks.n, 4);
	assert_meta(&r, META_TITLE, "Report on the visit to the islands");
	assert_meta(&r, META_PUBLISHER, "ASSEMBLY OF STATES");
	/* A date in a sentence is none of the document's. */
	r = TEXT("The court met\n\nOn 26 February 2024 the court met for the first time, and it heard nobody at all on "
		 "that day.\n");
	assert_meta(&r, META_PUBLISHED, NULL);
	static const struct {
		const char *line, *date;
	} dates[] = {{"March 22nd, 2019", "2019-03-22"},  {"Tuesday 23 July 2024, 18:40", "2024-07-23"},
		     {"22.03.2019", "2019-03-22"},        {"03/22/2019", "2019-03-22"},
		     {"le 3 février 2020", "2020-02-03"}, {"3 de mayo de 2021", "2021-05-03"},
		     {"3. März 2021", "2021-03-03"},      {"Published on 1 May 2020", "2020-05-01"},
		     {"31 February 2020", NULL},          {"Room 22, 2019", NULL}};
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		span text = arena_printf(
		    a, "A title of some words here\n%s\n\nA sentence that says that they should let him go.\n",
		    dates[i].line);
		r = read_as(a, text, "a.txt");
		assert_meta(&r, META_PUBLISHED, dates[i].date);
	}
}

static void markdown_without_its_markup(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = read_as(
	    a,
	    SPAN("---\ntitle: \"The Missing Poet\"\ndate: 2021-05-03\nauthor: Jane Roe\npublisher: The Circle\n"
		 "lang: en\n---\n# The *Missing* Poet\n\nHe **has not** been seen [since May](https://example.org/a(b) "
		 "\"x\"). A snake_case_word stays; so do 2 * 3 * 4 and \\*this\\*.\n\nSetext\n------\n\n"
		 "> We ask the minister\n> to answer.\n\n* Free him;\n* Let him\n  write.\n\n"
		 "1. One\n2. Two\n\n```\ncode *here*\n```\n<!-- gone -->\nA&amp;B ![a picture](p.png)\n"),
	    "a.md");
	assert_blocks(
	    &r,
	    "title|The Missing Poet\n"
	    "paragraph|He has not been seen since May \"x\"). A snake_case_word stays; so do 2 * 3 * 4 and *this*.\n"
	    "heading 2|Setext\n"
	    "quote|We ask the minister\nto answer.\n"
	    "list item 1|Free him;\n"
	    "list item 1|Let him\nwrite.\n"
	    "list item 1|One\n"
	    "list item 1|Two\n"
	    "paragraph|code *here*\n"
	    "paragraph|A&B a picture\n");
	assert_meta(&r, META_TITLE, "The Missing Poet");
	assert_meta(&r, META_PUBLISHED, "2021-05-03");
	assert_meta(&r, META_AUTHOR, "Jane Roe");
	assert_meta(&r, META_PUBLISHER, "The Circle");
	assert_meta(&r, META_LANGUAGE, "en");
	/* The same under another name is plain text: nothing is taken away. */
	r = TEXT("# Not *a* heading");
	assert_true(span_is(r.text, "# Not *a* heading"));
}

static const char page[] =
    "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Tamur: Free the Editor | The Circle</title>\n"
    "<meta property=\"og:site_name\" content=\"The Circle\">\n"
    "<meta property='article:published_time' content='2021-07-28T23:30:00-05:00'>\n"
    "<link rel=canonical href='https://example.org/tamur'>\n"
    "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Free the Editor\","
    "\"publisher\":{\"@id\":\"#p\"},\"author\":[{\"name\":\"Jane Roe\"},{\"name\":\"John Doe\"}]},"
    "{\"@type\":\"Organization\",\"@id\":\"#p\",\"name\":\"The Circle of Friends\"}]}</script>\n"
    "<style>p{color:red}</style></head><body>\n"
    "<nav><ul><li><a href=/>Home</a></li><li><a href=/news>All our news</a></li></ul></nav>\n"
    "<div class=\"cookie-notice\"><p>We use cookies and you should accept them.</p></div>\n"
    "<main><article><h1>Tamur: Free the Editor</h1>\n"
    "<p class=byline>By Jane Roe</p>\n"
    "<ul class=\"share-bar\"><li><a href=#>Share this</a></li></ul>\n"
    "<figure><img src=x><figcaption>The editor in May. &copy; 2021 Agency</figcaption></figure>\n"
    "<p>The   authorities&nbsp;in <b>Tamur</b>\n should release the editor&mdash;at once, the Circle "
    "sa\xC2\xADid.</p>\n"
    "<p>They asked the president to:</p><ul><li>release him;</li><li><p>return his papers; and</p></li>"
    "<li>let the newspaper appear.</li></ul>\n"
    "<h2>Background</h2><p>First line<br>second line<br><br>A paragraph of its own.</p>\n"
    "<blockquote><p>&ldquo;We wait,&rdquo; his wife wrote.</p></blockquote>\n"
    "<table><tr><td>Born</td><td>1970</td></tr></table><pre>two\n lines</pre>\n"
    "<form><input value=x><button>Send</button><select><option>No</option></select></form>\n"
    "<p hidden>Nobody sees this.</p><noscript>Nor this.</noscript>\n"
    "</article></main>\n"
    "<aside><h3>Related</h3><p>Anlu must open its archives to the families who ask for them.</p></aside>\n"
    "<footer><p>© The Circle, all rights reserved</p></footer></body></html>";

static void a_page_and_what_is_around_it(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = read_as(a, span_of(page), "a.html");
	assert_blocks(&r,
		      "boilerplate|Home\n"
		      "boilerplate|All our news\n"
		      "boilerplate|We use cookies and you should accept them.\n"
		      "title|Tamur: Free the Editor\n"
		      "byline|By Jane Roe\n"
		      "boilerplate|Share this\n"
		      "caption|The editor in May. © 2021 Agency\n"
		      "paragraph|The authorities\u00A0in Tamur should release the editor—at once, the Circle said.\n"
		      "paragraph|They asked the president to:\n"
		      "list item 1|release him;\n"
		      "list item 1|return his papers; and\n"
		      "list item 1|let the newspaper appear.\n"
		      "heading 2|Background\n"
		      "paragraph|First line\nsecond line\n"
		      "paragraph|A paragraph of its own.\n"
		      "quote|“We wait,” his wife wrote.\n"
		      "paragraph|Born\n"
		      "paragraph|1970\n"
		      "paragraph|two\n lines\n"
		      "boilerplate|Related\n"
		      "boilerplate|Anlu must open its archives to the families who ask for them.\n"
		      "boilerplate|© The Circle, all rights reserved\n");
	assert_meta(&r, META_TITLE, "Free the Editor");
	assert_meta(&r, META_PUBLISHER, "The Circle of Friends");
	assert_meta(&r, META_AUTHOR, "Jane Roe");
	assert_meta(&r, META_PUBLISHED, "2021-07-28");
	assert_meta(&r, META_LANGUAGE, "en-gb");
	assert_meta(&r, META_URL, "https://example.org/tamur");
}

/* A phrase of the rendition, its bytes in the page. */
static void assert_source(const rendition *r, span bytes, const char *words, const char *source)
{
	size_t at = span_find(r->text, span_of(words), 0);
	assert_int_not_equal(at, SIZE_MAX);
	range where = rendition_source(r, (range){(uint32_t)at, (uint32_t)(at + strlen(words))});
	span found = span_in(bytes, where);
	if (!span_is(found, source))
		fail_msg("%s comes from: %.*s", words, (int)found.n, found.p);
}

static void words_lead_back_to_their_bytes(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = read_as(a, span_of(page), "a.html");
	assert_source(&r, span_of(page), "Tamur should", "Tamur</b>\n should");
	assert_source(&r, span_of(page), "release the editor", "release the editor");
	assert_source(&r, span_of(page), "editor—at", "editor&mdash;at");
	assert_source(&r, span_of(page), "said", "sa\xC2\xADid");
	assert_source(&r, span_of(page), "return his papers; and", "return his papers; and");
	assert_source(&r, span_of(page), "“We wait,”", "&ldquo;We wait,&rdquo;");
	assert_source(&r, span_of(page), "line\nsecond", "line<br>second");
	rendition m = read_as(a, SPAN("Some *bold [linked](https://e.org) words* here &amp; there."), "a.md");
	assert_source(&m, SPAN("Some *bold [linked](https://e.org) words* here &amp; there."), "linked words",
		      "linked](https://e.org) words");
	assert_source(&m, SPAN("Some *bold [linked](https://e.org) words* here &amp; there."), "here & there",
		      "here &amp; there");
}

/* Text nodes longer than the parser's buffer, with entities and characters of all lengths in them. */
static void long_texts_keep_their_offsets(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	STR_AUTO html = str_make(MIB);
	str_adds(&html, "<html><body><p>");
	for (int i = 0; i < 4000; i++)
		str_addf(&html, "%s%d%s ", i % 7 ? "wörd" : "a&eacute;", i, i % 11 ? "" : "—\xF0\x9F\x95\x8A");
	str_adds(&html, "</p></body></html>");
	rendition r = read_as(a, str_span(&html), "a.html");
	size_t same = 0;
	for (size_t i = 0; i < r.map.n; i++)
		same += r.map.v[i].same ? r.map.v[i].text_n : 0;
	/* All but the 572 entities are copies. */
	assert_true(same + 572 * 2 >= r.text.n);
	for (int i = 1; i < 4000; i += 97) {
		char words[32], source[32];
		(void)snprintf(words, sizeof words, "%s%d", i % 7 ? "wörd" : "aé", i);
		(void)snprintf(source, sizeof source, "%s%d", i % 7 ? "wörd" : "a&eacute;", i);
		assert_source(&r, str_span(&html), words, source);
	}
}

static void pages_that_say_nothing_about_themselves(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = read_as(
	    a,
	    SPAN("<div id=wrapper><div id=x1><a href=1>Home page</a> <a href=2>All the news</a> <a href=3>"
		 "About our group</a></div><div id=x2><p>The minister should release the teacher, who has been "
		 "held for a year without a trial of any kind, they said.</p><p>His family has not been allowed to "
		 "see him, and his lawyer was turned away at the gate of the prison again.</p></div><div id=x3>"
		 "<a href=4>Another story about another country</a></div></div>"),
	    "a.html");
	assert_int_equal(r.blocks.v[0].kind, BLOCK_BOILERPLATE);
	assert_int_equal(r.blocks.v[1].kind, BLOCK_PARAGRAPH);
	assert_int_equal(r.blocks.v[2].kind, BLOCK_PARAGRAPH);
	assert_int_equal(r.blocks.v[r.blocks.n - 1].kind, BLOCK_BOILERPLATE);
	/* A fragment, and a page whose only words are in a box called by a menu's name. */
	r = read_as(a, SPAN("<p>One line only"), "a.html");
	assert_blocks(&r, "paragraph|One line only\n");
	r = read_as(
	    a, SPAN("<div class=sidebar><p>All the words that there are stand in here, in one paragraph.</p></div>"),
	    "a.html");
	assert_int_equal(r.blocks.v[0].kind, BLOCK_PARAGRAPH);
}

static void content_is_stronger_than_the_name(void **state)
{
	(void)state;
	ARENA_AUTO a = arena_new(0);
	rendition r = read_as(a, SPAN("<!-- x --><!DOCTYPE HTML><p>Words</p>"), "a.txt");
	assert_true(span_is(r.format, "html"));
	r = read_as(a, SPAN("Words, and 3 < 4 but 5 > 4."), "a.txt");
	assert_true(span_is(r.format, "text"));
	r = read_as(a, SPAN("From: the committee\nTo: the minister\nSubject: prisoners\n\nPlease answer.\n"),
		    "letter.txt");
	assert_true(span_is(r.format, "text"));
	r = read_as(a, SPAN("A line on the %PDF-1.4 format."), "a.txt");
	assert_true(span_is(r.format, "text"));
}

/* Real documents, where they are at hand: all read, every copy a copy. */
static void corpora_are_read_whole(void **state)
{
	(void)state;
	static const char *const folders[] = {CORPUS "/txt", CORPUS "/html", EXAMPLES};
	size_t read_all = 0;
	for (size_t f = 0; f < sizeof folders / sizeof *folders; f++) {
		DIR *dir = opendir(folders[f]);
		if (!dir) {
			print_message("%s is not here\n", folders[f]);
			continue;
		}
		const struct dirent *entry;
		while ((entry = readdir(dir)) != NULL) {
			const char *dot = strrchr(entry->d_name, '.');
			if (entry->d_name[0] == '.' || !dot || strcmp(dot, ".tsv") == 0 || strcmp(dot, ".json") == 0)
				continue;
			char path[1024];
			(void)snprintf(path, sizeof path, "%s/%s", folders[f], entry->d_name);
			ARENA_AUTO a = arena_new(0);
			int fd = open(path, O_RDONLY | O_CLOEXEC);
			assert_true(fd >= 0);
			off_t size = lseek(fd, 0, SEEK_END);
			char *bytes = arena_alloc(a, (size_t)size);
			assert_int_equal(pread(fd, bytes, (size_t)size, 0), size);
			close(fd);
			rendition r = read_as(a, (span){bytes, (size_t)size}, entry->d_name);
			if (span_is(r.format, "text"))
				assert_true(span_equal(r.text, (span){bytes, (size_t)size}));
			if (rendition_meta(&r, META_TITLE).n == 0)
				print_message("no title: %s\n", path);
			read_all++;
		}
		closedir(dir);
	}
	assert_true(read_all > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_release_in_plain_text),
	    cmocka_unit_test(a_date_run_into_the_first_line),
	    cmocka_unit_test(wrapped_lines_are_joined_and_others_are_not),
	    cmocka_unit_test(names_and_dates_of_the_head),
	    cmocka_unit_test(markdown_without_its_markup),
	    cmocka_unit_test(a_page_and_what_is_around_it),
	    cmocka_unit_test(words_lead_back_to_their_bytes),
	    cmocka_unit_test(long_texts_keep_their_offsets),
	    cmocka_unit_test(pages_that_say_nothing_about_themselves),
	    cmocka_unit_test(content_is_stronger_than_the_name),
	    cmocka_unit_test(corpora_are_read_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
