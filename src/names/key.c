/* SPDX-License-Identifier: Apache-2.0 */
#include "names/key.h"
#include "text/fold.h"

enum { LONGEST_KEY_NAME = 4096 };

/* Forms of address before a name, as text_fold leaves them. */
static const char *const address[] = {"mr", "mrs", "ms", "miss", "mme", "mlle", "dr", "prof", "sir", "the"};

static span without_address(span words)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < sizeof address / sizeof *address; i++) {
			span title = span_of(address[i]);
			if (words.n > title.n + 1 && span_starts(words, title) && words.p[title.n] == ' ') {
				words = span_slice(words, title.n + 1, words.n);
				again = true;
			}
		}
	}
	return words;
}

/* "J. R. Vale" and "J R Vale" are spelt alike; so are "U.S. Treasury" and "US Treasury". */
static void add_without_dots(span words, str *out)
{
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] != '.')
			str_addc(out, words.p[i]);
}

void names_key(actor_type type, const char *country, span name, str *out)
{
	bool has_country = country && *country;
	if (type == ACTOR_STATE && has_country) {
		str_adds(out, "state:");
		str_adds(out, country);
		return;
	}
	STR_AUTO folded = str_make(LONGEST_KEY_NAME);
	text_fold(span_slice(name, 0, LONGEST_KEY_NAME / 4), &folded);
	STR_AUTO plain = str_make(LONGEST_KEY_NAME);
	add_without_dots(str_span(&folded), &plain);
	if (folded.failed || plain.failed)
		out->failed = true;
	span words = without_address(span_trim(str_span(&plain)));
	if (!words.n)
		return;
	switch (type) {
	case ACTOR_PERSON: str_adds(out, "person:"); break;
	case ACTOR_STATE: str_adds(out, "state:"); break;
	case ACTOR_BODY: str_adds(out, "body:"); break;
	case ACTOR_PLACE: str_adds(out, "place:"); break;
	case ACTOR_GROUP: str_adds(out, "group:"); break;
	case ACTOR_OFFICE:
		str_adds(out, "office:");
		if (has_country) {
			str_adds(out, country);
			str_addc(out, ':');
		}
		break;
	default: str_adds(out, "actor:"); break;
	}
	str_add(out, words);
}
