/* SPDX-License-Identifier: Apache-2.0 */
#include "reader/words.h"
#include "base/utf8.h"

#include <strings.h>

static bool is_letter(char c)
{
	return (unsigned)(c | 32) - 'a' < 26u || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool words_start(span line, const char *beginning)
{
	size_t n = strlen(beginning);
	return line.n >= n && strncasecmp(line.p, beginning, n) == 0;
}

bool words_end(span line, const char *ending)
{
	size_t n = strlen(ending);
	return line.n >= n && strncasecmp(line.p + line.n - n, ending, n) == 0;
}

bool words_equal(span line, const char *other)
{
	return line.n == strlen(other) && words_start(line, other);
}

bool words_have(span line, const char *needle)
{
	size_t n = strlen(needle);
	for (size_t i = 0; i + n <= line.n; i++) {
		if ((i && is_letter(line.p[i - 1])) || strncasecmp(line.p + i, needle, n) != 0)
			continue;
		if (i + n == line.n || !is_letter(line.p[i + n]))
			return true;
	}
	return false;
}

size_t words_count(span line)
{
	size_t n = 0;
	bool in = false;
	for (size_t i = 0; i < line.n; i++) {
		bool space = line.p[i] == ' ' || line.p[i] == '\t' || line.p[i] == '\n';
		n += !space && !in;
		in = !space;
	}
	return n;
}

bool words_shout(span line)
{
	size_t capitals = 0;
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] >= 'a' && line.p[i] <= 'z')
			return false;
		capitals += line.p[i] >= 'A' && line.p[i] <= 'Z';
	}
	return capitals >= 3;
}

bool words_sentence(span line)
{
	while (line.n) {
		size_t at = line.n;
		uint32_t c = utf8_previous(line, &at);
		if (c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002)
			return true;
		if (c != '"' && c != '\'' && c != ')' && c != ']' && c != ' ' && c != 0x201D && c != 0x2019 &&
		    c != 0xBB)
			return false;
		line.n = at;
	}
	return false;
}

/* ---- names of people and bodies ---- */

bool words_body(span line)
{
	static const char *const nouns[] = {
	    "Ministry",      "Department",    "Council",     "Committee",  "Commission", "Organization", "Organisation",
	    "Organizations", "Presidency",    "Government",  "Embassy",    "Union",      "Nations",      "Watch",
	    "Amnesty",       "Association",   "Federation",  "Foundation", "Institute",  "Centre",       "Center",
	    "Network",       "Parliament",    "Assembly",    "Agency",     "Bureau",     "Office",       "Secretariat",
	    "Coalition",     "Alliance",      "Campaign",    "Society",    "League",     "Reporters",    "Commons",
	    "Court",         "Mission",       "Chancellery", "Party",      "Senate",     "Fund",         "University",
	    "Observatory",   "International", "News",        "Times",      "Post",       "Courier",      "Herald",
	    "Tribune",       "Journal",       "Press",       "Agence",     "Directorate"};
	if (line.n > 90 || words_sentence(line) || words_count(line) > 10)
		return false;
	for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
		if (words_have(line, nouns[i]))
			return true;
	/* A bare address: example.org. */
	return words_count(line) == 1 && memchr(line.p, '.', line.n) &&
	       (words_end(line, ".org") || words_end(line, ".com") || words_end(line, ".net") ||
		words_end(line, ".int"));
}

static bool has_office_noun(span line)
{
	static const char *const nouns[] = {
	    "Spokesperson",   "Spokesman",   "Spokeswoman",  "Secretary",  "Minister",      "President", "Premier",
	    "Director",       "Coordinator", "Commissioner", "Ambassador", "Envoy",         "Officer",   "Chair",
	    "Chairperson",    "Chairman",    "Rapporteur",   "Editor",     "Administrator", "Advisor",   "Adviser",
	    "Representative", "Chancellor",  "Governor",     "General"};
	for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
		if (words_have(line, nouns[i]))
			return true;
	return false;
}

/* One to five words, each with a capital or a particle: the shape of a person's name. */
static bool name_shape(span name)
{
	size_t n = 0;
	span rest = name, word;
	while (span_next(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		n++;
		unsigned char c = (unsigned char)word.p[0];
		bool particle = words_equal(word, "de") || words_equal(word, "van") || words_equal(word, "von") ||
				words_equal(word, "bin") || words_equal(word, "al") || words_equal(word, "da") ||
				words_equal(word, "der") || words_equal(word, "el") || words_equal(word, "la");
		if (!(c >= 'A' && c <= 'Z') && c < 0x80 && !particle)
			return false;
	}
	return n >= 2 && n <= 5;
}

byline_kind words_byline(span line, range *ret_name)
{
	if (line.n == 0 || line.n > 200 || words_sentence(line) || line.p[line.n - 1] == ',' ||
	    words_start(line, "mr") || words_start(line, "ms") || words_start(line, "dear "))
		return NO_BYLINE;
	if (words_start(line, "by ") && words_count(line) <= 12) {
		span name = span_slice(line, 3, line.n);
		size_t cut = 0;
		while (cut < name.n && name.p[cut] != ',' && name.p[cut] != '|')
			cut++;
		name = span_trim(span_slice(name, 0, cut));
		if (name_shape(name)) {
			size_t start = (size_t)(name.p - line.p);
			*ret_name = (range){(uint32_t)start, (uint32_t)(start + name.n)};
			return BYLINE_PERSON;
		}
		return NO_BYLINE;
	}
	const char *comma = memchr(line.p, ',', line.n);
	if (comma) {
		span name = span_trim(span_slice(line, 0, (size_t)(comma - line.p)));
		span role = span_slice(line, (size_t)(comma - line.p) + 1, line.n);
		if (name_shape(name) && has_office_noun(role) && words_count(line) <= 30 && !words_body(name)) {
			*ret_name = (range){0, (uint32_t)name.n};
			return BYLINE_PERSON;
		}
		date day;
		size_t at = (size_t)(comma - line.p) + 1;
		while (at < line.n && line.p[at] == ' ')
			at++;
		if (name_shape(name) && words_date(line, &at, &day) && at == line.n) {
			*ret_name = (range){0, (uint32_t)name.n};
			return BYLINE_PERSON;
		}
	}
	if ((words_start(line, "Office of ") || words_start(line, "From the Office ") ||
	     words_start(line, "Bureau of ")) &&
	    words_count(line) <= 10) {
		*ret_name = (range){0, (uint32_t)line.n};
		return BYLINE_OFFICE;
	}
	return NO_BYLINE;
}

/* ---- captions and the words around texts ---- */

bool words_caption(span line)
{
	static const char *const beginnings[] = {
	    "click to expand image", "expand image", "enlarge image", "image caption", "photo:", "photo by ",
	    "photograph:",           "image:",       "picture:",      "file photo",    "© ",     "photo credit",
	    "image credit"};
	if (line.n > 700)
		return false;
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (words_start(line, beginnings[i]))
			return true;
	if (words_equal(line, "expand") || words_equal(line, "enlarge"))
		return true;
	/* "Expand French President ...": the button's word run into the caption, which has no verb in front. */
	if (words_start(line, "expand ") && line.n > 7 && line.p[7] >= 'A' && line.p[7] <= 'Z')
		return true;
	/* A credit at the end: "© 2024 Zavet Centre", "Photo: AFP", "[Photo ...]", "(Getty Images)". */
	size_t tail = line.n > 120 ? line.n - 120 : 0;
	span end = span_slice(line, tail, line.n);
	size_t mark = span_find(end, SPAN("©"), 0);
	if (mark != SIZE_MAX && mark + 80 > end.n - mark && !words_sentence(line))
		return true;
	if (words_have(end, "Photo:") || words_have(end, "[Photo") || words_have(end, "Photograph:"))
		return true;
	return line.p && line.n && line.p[line.n - 1] == ')' &&
	       (words_have(end, "Images)") || words_have(end, "(Photo") || words_have(end, "(Screenshot"));
}

bool words_boilerplate(span line)
{
	static const char *const whole[] = {"share",
					    "share this",
					    "tweet",
					    "print",
					    "email",
					    "e-mail",
					    "read more",
					    "advertising",
					    "advertisement",
					    "subscribe",
					    "sign up",
					    "sign in",
					    "log in",
					    "related",
					    "related content",
					    "related articles",
					    "related stories",
					    "more reading",
					    "see also",
					    "donate",
					    "donate now",
					    "skip to main content",
					    "skip to content",
					    "back to top",
					    "most read",
					    "most viewed",
					    "advertising read more",
					    "# # #",
					    "###",
					    "share on facebook",
					    "share on twitter",
					    "more sharing options",
					    "listen",
					    "menu",
					    "search",
					    "tags",
					    "topics",
					    "download",
					    "accept all",
					    "reject"};
	static const char *const beginnings[] = {"share this ",
						 "share via ",
						 "share on ",
						 "sign up for ",
						 "subscribe to ",
						 "daily newsletter",
						 "skip to ",
						 "follow us on ",
						 "this website uses cookies",
						 "we use cookies",
						 "this site uses cookies",
						 "all rights reserved",
						 "copyright ©",
						 "read also:",
						 "your tax deductible",
						 "click here to ",
						 "terms of use",
						 "privacy policy",
						 "make a donation"};
	line = span_trim(line);
	if (line.n == 0 || line.n > 300)
		return false;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (words_equal(line, whole[i]))
			return true;
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (words_start(line, beginnings[i]))
			return true;
	/* "For more reporting on X, please visit:", "To read the report, see:" */
	if (words_start(line, "for more ") || words_start(line, "to read ") || words_start(line, "for additional ") ||
	    words_start(line, "to view ")) {
		return words_end(line, "visit:") || words_end(line, "see:") || words_end(line, "here:") ||
		       words_have(line, "please visit") || words_have(line, "please see") ||
		       words_have(line, "please contact") || words_equal(line, "for more information");
	}
	/* A bare address. */
	return (words_start(line, "http://") || words_start(line, "https://") || words_start(line, "www.")) &&
	       words_count(line) == 1;
}

bool words_label(span line, const char **ret_kind)
{
	static const struct {
		const char *words, *kind;
	} labels[] = {{"press release", "press release"},
		      {"news release", "press release"},
		      {"media release", "press release"},
		      {"for immediate release", "press release"},
		      {"press statement", "statement"},
		      {"media note", "press release"},
		      {"urgent action", "urgent action"},
		      {"open letter", "letter"},
		      {"statement", "statement"},
		      {"unedited version", ""},
		      {"check against delivery", ""},
		      {"advance version", ""},
		      {"embargoed", ""},
		      {"original: english", ""},
		      {"(extract)", ""},
		      {"extract", ""},
		      {"distr.: general", ""}};
	line = span_trim(line);
	while (line.n && (line.p[line.n - 1] == ':' || line.p[line.n - 1] == '-'))
		line.n--;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (words_equal(line, labels[i].words)) {
			*ret_kind = labels[i].kind;
			return true;
		}
	return false;
}

const char *words_kind(span title)
{
	static const struct {
		const char *word, *kind;
	} kinds[] = {{"letter", "letter"},        {"statement", "statement"},        {"declaration", "statement"},
		     {"communiqué", "statement"}, {"resolution", "resolution"},      {"report", "report"},
		     {"addendum", "report"},      {"remarks", "statement"},          {"speech", "statement"},
		     {"readout", "statement"},    {"urgent action", "urgent action"}};
	if (title.n > 400)
		return NULL;
	/* "Joint statement on ..." names the kind; "Police furious at report on ..." does not. */
	size_t start = 0, spaces = 0, last = title.n;
	while (start < title.n && spaces < 4)
		spaces += title.p[start++] == ' ';
	while (last > 0 && title.p[last - 1] != ' ')
		last--;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (words_have(span_slice(title, 0, start), kinds[i].word) ||
		    words_have(span_slice(title, last, title.n), kinds[i].word))
			return kinds[i].kind;
	return NULL;
}

/* ---- lists ---- */

static bool is_roman(span s)
{
	if (s.n == 0 || s.n > 5)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!memchr("ivx", s.p[i], 3))
			return false;
	return true;
}

size_t words_marker(span line, unsigned *ret_level, bool *ret_bullet)
{
	if (line.n < 3)
		return 0;
	size_t at = 0;
	uint32_t c = utf8_next(line, &at);
	bool bullet = c == 0x2022 || c == 0x00B7 || c == 0x25AA || c == 0x25AB || c == 0x2023 || c == 0x25E6 ||
		      c == 0x25CF || c == 0x25CB || c == 0x25A0 || c == 0x2043 || c == 0x2219 || c == 0xF0B7 ||
		      c == 0x27A2 || c == 0x2713;
	bool dash = c == '-' || c == '*' || c == '+' || c == 0x2013 || c == 0x2014;
	*ret_level = 1;
	*ret_bullet = true;
	if (bullet || dash) {
		size_t spaces = at;
		while (spaces < line.n && (line.p[spaces] == ' ' || line.p[spaces] == '\t'))
			spaces++;
		return spaces > at || bullet ? spaces : 0;
	}
	*ret_bullet = false;
	/* "1." "1)" "(1)" "(a)" "a)" "iv." "5.12" */
	bool open = c == '(';
	size_t i = open ? 1 : 0, start = i;
	while (i < line.n && (is_digit(line.p[i]) || (line.p[i] >= 'a' && line.p[i] <= 'z')) && i - start < 6)
		i++;
	span body = span_slice(line, start, i);
	if (body.n == 0)
		return 0;
	bool digits = is_digit(body.p[0]);
	for (size_t k = 0; k < body.n; k++)
		if (is_digit(body.p[k]) != digits)
			return 0;
	if (digits ? body.n > 3 : body.n > 1 && !is_roman(body))
		return 0;
	*ret_level = digits ? 1 : 2;
	bool closed = false;
	while (digits && i + 1 < line.n && line.p[i] == '.' && is_digit(line.p[i + 1])) {
		size_t part = i + 1;
		while (part < line.n && is_digit(line.p[part]) && part - i <= 3)
			part++;
		i = part;
		*ret_level = 2;
		closed = true;
	}
	if (i < line.n && (line.p[i] == ')' || (!open && line.p[i] == '.'))) {
		if (open && line.p[i] != ')')
			return 0;
		i++;
	} else if (open || !closed) {
		return 0;
	}
	size_t spaces = i;
	while (spaces < line.n && (line.p[spaces] == ' ' || line.p[spaces] == '\t'))
		spaces++;
	/* "3.5 million": a number in a sentence goes on in lower case. */
	if (spaces == i || spaces == line.n || (closed && line.p[spaces] >= 'a' && line.p[spaces] <= 'z'))
		return 0;
	return spaces;
}
