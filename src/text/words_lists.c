/* SPDX-License-Identifier: Apache-2.0 */
/* Counted in the training parts of the English Web Treebank and of GUM, and added to from what English has besides.
 * Hyphens: the treebanks follow the Linguistic Data Consortium's guidelines, which keep certain prefixes. */
#include "text/words_lists.h"

#include <stdlib.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Order of a word, lower-cased, and a listed one, in which '+' does not count. */
static int compare(const void *key, const void *item)
{
	const span *w = key;
	const char *const *entry = item;
	const char *e = *entry;
	size_t i = 0;
	for (;; i++, e++) {
		while (*e == '+')
			e++;
		if (i == w->n)
			return *e ? -1 : 0;
		int order = (unsigned char)lower(w->p[i]) - (unsigned char)*e;
		if (!*e || order)
			return *e ? order : 1;
	}
}

static const char *find(span word, const char *const *list, size_t n)
{
	if (word.n == 0 || word.n > 24)
		return NULL;
	const char *const *hit = bsearch(&word, list, n, sizeof *list, compare);
	return hit ? *hit : NULL;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool capital(span word)
{
	return word.n && word.p[0] >= 'A' && word.p[0] <= 'Z';
}

/* Each list in the order of bytes: they are searched by halves, and a test looks whether they are. */
static const char *const always[] = {
    "adm",  "amb",  "approx", "arrv", "assn", "asst", "attn", "atty", "ave", "blvd", "brig", "bros",   "capt",
    "cf",   "cmdr", "co",     "conf", "corp", "dept", "det",  "dr",   "drs", "eg",   "esp",  "esq",    "est",
    "ext",  "ft",   "gov",    "hon",  "hrs",  "ie",   "incl", "insp", "lt",  "ltd",  "maj",  "messrs", "mlle",
    "mme",  "mr",   "mrs",    "ms",   "msgr", "mx",   "ph.d", "phd",  "pp",  "pres", "prof", "ps",     "pvt",
    "resp", "sgt",  "sr",     "st",   "ste",  "sts",  "supt", "univ", "viz", "vol",  "vs"};
static const char *const with_capital[] = {"apr", "aug", "col", "dec",  "ed",    "eds", "feb",  "fr",   "fri",
					   "gen", "inc", "ing", "jan",  "jr",    "jul", "jun",  "lic",  "mgr",
					   "nov", "oct", "rep", "reps", "rev",   "sen", "sens", "sept", "spec",
					   "sra", "sta", "thu", "thur", "thurs", "tue", "tues"};
static const char *const before_number[] = {"art",  "arts",  "b",    "c",   "ca",   "ch", "d",   "div",
					    "fax",  "fig",   "figs", "m",   "mob",  "no", "nos", "p",
					    "para", "paras", "ph",   "sec", "sect", "tel"};
static const char *const in_dates[] = {"mar", "mon", "sat", "sep", "sun", "wed"};
static const char *const places[] = {"ala",  "ariz", "ark",  "calif", "colo", "conn", "del",  "fla",  "ga",
				     "ill",  "ind",  "kan",  "ky",    "la",   "mass", "md",   "mich", "minn",
				     "miss", "mo",   "mont", "neb",   "nev",  "okla", "ont",  "ore",  "pa",
				     "penn", "que",  "tenn", "tex",   "va",   "vt",   "wash", "wis",  "wyo"};
static const char *const in_lower_case[] = {"al"};
static const char *const not_final[] = {"etc"};

abbreviation words_abbreviation(span word)
{
	if (find(word, always, COUNT(always)))
		return ABBREVIATION_ALWAYS;
	if (find(word, before_number, COUNT(before_number)))
		return ABBREVIATION_NUMBER;
	if (find(word, not_final, COUNT(not_final)))
		return ABBREVIATION_FINAL;
	if (!capital(word))
		return find(word, in_lower_case, COUNT(in_lower_case)) ? ABBREVIATION_LOWER : ABBREVIATION_NONE;
	if (find(word, with_capital, COUNT(with_capital)))
		return ABBREVIATION_CAPITAL;
	if (find(word, in_dates, COUNT(in_dates)))
		return ABBREVIATION_DATE;
	return find(word, places, COUNT(places)) ? ABBREVIATION_PLACE : ABBREVIATION_NONE;
}

static const char *const contractions[] = {
    "ai+nt",     "are+nt", "ar+nt",   "can+not", "ca+nt",    "could+nt", "did+nt", "does+nt", "do+nt",
    "du+n+no",   "else+s", "gim+me",  "gon+na",  "got+ta",   "had+nt",   "has+nt", "have+nt", "here+s",
    "he+s",      "i+m",    "is+nt",   "it+ll",   "i+ve",     "lem+me",   "let+s",  "out+ta",  "she+s",
    "should+nt", "that+s", "there+s", "they+ll", "they+re",  "they+ve",  "wan+na", "was+nt",  "were+nt",
    "we+ve",     "what+s", "who+s",   "wo+nt",   "would+nt", "you+ll",   "you+re", "you+ve"};

size_t words_contraction(span word, size_t ret_lengths[3])
{
	const char *hit = word.n < 2 ? NULL : find(word, contractions, COUNT(contractions));
	/* IM and HES are something else. */
	if (!hit || (word.n <= 3 && word.p[1] >= 'A' && word.p[1] <= 'Z'))
		return 0;
	size_t n = 0;
	ret_lengths[0] = 0;
	for (; *hit; hit++) {
		if (*hit == '+')
			ret_lengths[++n] = 0;
		else
			ret_lengths[n]++;
	}
	return n + 1;
}

static const char *const prefixes[] = {
    "agro",  "ante",    "anti", "arch",  "bi",    "bio",   "co",    "counter", "cross",  "cyber",  "de",
    "e",     "electro", "ex",   "extra", "fore",  "geo",   "hydro", "hyper",   "infra",  "inter",  "intra",
    "macro", "mega",    "meta", "micro", "mid",   "mini",  "mis",   "multi",   "neo",    "non",    "over",
    "paleo", "para",    "peri", "poly",  "post",  "pre",   "pro",   "proto",   "pseudo", "psycho", "re",
    "semi",  "socio",   "sub",  "super", "supra", "trans", "tri",   "ultra",   "un",     "uni"};
static const char *const suffixes[] = {"esque", "fest", "rama", "wise"};
static const char *const slashed[] = {"a/k/a", "b/c", "b/t", "i/c", "i/s", "l/c", "n/a", "s/he", "w/o", "w/out"};
static const char *const apostrophized[] = {"bout", "cause", "em", "n", "round", "til", "till"};

bool words_prefix(span word)
{
	return find(word, prefixes, COUNT(prefixes)) != NULL;
}

bool words_suffix(span word)
{
	return find(word, suffixes, COUNT(suffixes)) != NULL;
}

bool words_with_slash(span word)
{
	return find(word, slashed, COUNT(slashed)) != NULL;
}

bool words_with_apostrophe(span word)
{
	return find(word, apostrophized, COUNT(apostrophized)) != NULL;
}

static const char *const units[] = {"am",  "bn",   "cm",  "ft",   "gb",    "ghz", "hh",  "hr", "hrs", "hz", "in",
				    "k",   "kb",   "kg",  "khz",  "km",    "kw",  "kwh", "lb", "lbs", "m",  "mb",
				    "mg",  "mhz",  "min", "mins", "ml",    "mm",  "mph", "mw", "mwh", "oz", "pm",
				    "sec", "secs", "sq",  "watt", "watts", "x",   "yr",  "yrs"};
static const char *const amounts[] = {"b", "bn", "k", "m", "mil", "mm", "mn", "t", "tn"};

bool words_unit(span word, bool money)
{
	if (money && find(word, amounts, COUNT(amounts)))
		return true;
	if (!find(word, units, COUNT(units)))
		return false;
	/* 86M and 5IN are something else, 5PM and 65K are not. */
	return word.p[0] >= 'a' || (word.n == 2 && lower(word.p[1]) == 'm') || word.p[0] == 'K' || word.n > 2;
}

static const char *const behind_its[] = {
    "a",       "about",   "all",     "almost",   "already",  "also",       "always", "an",        "as",      "at",
    "because", "been",    "between", "called",   "cool",     "definitely", "easy",   "for",       "from",    "funny",
    "getting", "going",   "gonna",   "good",     "great",    "hard",       "hot",    "important", "in",      "just",
    "kinda",   "less",    "like",    "more",     "my",       "necessary",  "never",  "not",       "nothing", "now",
    "okay",    "on",      "only",    "possible", "pretty",   "probably",   "quite",  "rare",      "really",  "simple",
    "simply",  "so",      "still",   "such",     "supposed", "that",       "the",    "time",      "to",      "too",
    "true",    "usually", "very",    "what",     "worth"};

bool words_behind_its(span word)
{
	return find(word, behind_its, COUNT(behind_its)) != NULL;
}

static const char *const behind_your[] = {"a", "going", "gonna", "in", "not", "on", "the", "welcome"};

bool words_behind_your(span word)
{
	return find(word, behind_your, COUNT(behind_your)) != NULL;
}

/* With a capital, which these have: lower-cased to be found as the others are. */
static const char *const starters[] = {
    "a",     "after", "an",    "and",  "as",   "at", "but", "by",   "for",   "he",   "her",   "his",  "however",
    "i",     "if",    "in",    "it",   "its",  "no", "not", "on",   "our",   "she",  "since", "that", "the",
    "their", "there", "these", "they", "this", "to", "we",  "when", "while", "with", "you"};

bool words_starter(span word)
{
	return capital(word) && (word.n == 1 || word.p[1] >= 'a') && find(word, starters, COUNT(starters));
}

static const char *const months[] = {"apr", "aug", "dec", "feb", "jan", "jul", "jun",
				     "mar", "may", "nov", "oct", "sep", "sept"};

bool words_month(span word)
{
	return find(word, months, COUNT(months)) != NULL;
}

static const char *const file_endings[] = {"asp",  "aspx", "avi",  "bmp",  "csv", "doc", "docx", "eps",  "exe",
					   "gif",  "htm",  "html", "jpeg", "jpg", "mdb", "mov",  "mp3",  "mp4",
					   "mpeg", "mpg",  "odt",  "pdf",  "php", "png", "ppt",  "pptx", "rtf",
					   "tif",  "tiff", "txt",  "url",  "wav", "xls", "xlsx", "xml",  "zip"};
static const char *const group_starts[] = {"alt", "comp", "misc", "rec", "sci", "soc", "talk"};
static const char *const host_endings[] = {"biz", "com", "edu", "gov", "info", "int", "mil", "net", "org"};
/* Of countries, without those that are words: in, it, is, me, no, so, to, us. */
static const char *const country_endings[] = {"au", "br", "ca", "ch", "cn", "cz", "de", "dk", "eu", "fi",
					      "fr", "gr", "hk", "il", "io", "ir", "jp", "kr", "mx", "nl",
					      "nz", "pl", "ru", "se", "sg", "tv", "tw", "ua", "uk", "za"};
static const char *const second_level[] = {"ac",   "co", "com", "edu", "gob", "gov",
					   "govt", "gv", "mil", "net", "or",  "org"};

/* All of one case, or only the first letter a capital: "doc", "DOC". */
static bool one_case(span word)
{
	for (size_t i = 1; i < word.n; i++)
		if ((word.p[i] >= 'A' && word.p[i] <= 'Z') != (word.p[0] >= 'A' && word.p[0] <= 'Z') &&
		    !(word.p[i] >= '0' && word.p[i] <= '9'))
			return false;
	return true;
}

bool words_file_ending(span word)
{
	return one_case(word) && find(word, file_endings, COUNT(file_endings));
}

bool words_host_ending(span word, size_t labels, span before)
{
	if (find(word, host_endings, COUNT(host_endings)))
		return true;
	if (!one_case(word) || capital(word) || word.n != 2)
		return false;
	return find(word, country_endings, COUNT(country_endings)) ||
	       (labels > 2 && find(before, second_level, COUNT(second_level)));
}

bool words_group_start(span word)
{
	return !capital(word) && find(word, group_starts, COUNT(group_starts));
}

bool words_lists_in_order(void)
{
#define LIST(list)                                                                                                     \
	{                                                                                                              \
		list, COUNT(list)                                                                                      \
	}
	static const struct {
		const char *const *list;
		size_t n;
	} lists[] = {
	    LIST(always),          LIST(with_capital),  LIST(before_number), LIST(in_dates),     LIST(places),
	    LIST(in_lower_case),   LIST(not_final),     LIST(contractions),  LIST(prefixes),     LIST(suffixes),
	    LIST(slashed),         LIST(apostrophized), LIST(units),         LIST(amounts),      LIST(behind_its),
	    LIST(behind_your),     LIST(months),        LIST(file_endings),  LIST(group_starts), LIST(host_endings),
	    LIST(country_endings), LIST(second_level),
	};
#undef LIST
	for (size_t l = 0; l < COUNT(lists); l++)
		for (size_t i = 1; i < lists[l].n; i++) {
			/* '+' does not count, so the one before is looked up without it. */
			char plain[32];
			size_t n = 0;
			for (const char *c = lists[l].list[i - 1]; *c && n < sizeof plain; c++)
				if (*c != '+')
					plain[n++] = *c;
			span before = {plain, n};
			if (compare(&before, &lists[l].list[i]) >= 0)
				return false;
		}
	return true;
}
