/* SPDX-License-Identifier: Apache-2.0 */
/* The seven lists: documents, calls, pledges, cases, visits, quotes, people. */
#include <commands/commands.h>

#include <string.h>

static onus_review_state state_of(const char *word)
{
	static const struct {
		const char *word;
		onus_review_state state;
	} states[] = {{"any", ONUS_ANY_STATE}, {"draft", ONUS_DRAFT},       {"accepted", ONUS_ACCEPTED},
		      {"edited", ONUS_EDITED}, {"rejected", ONUS_REJECTED}, {"reviewed", ONUS_REVIEWED}};
	for (size_t i = 0; word && i < sizeof states / sizeof *states; i++)
		if (strcmp(word, states[i].word) == 0)
			return states[i].state;
	return ONUS_ANY_STATE;
}

onus_status cli_filters(cli *c, onus_kind kind, onus_list_options *ret_options)
{
	onus_list_options o = ONUS_LIST_OPTIONS_INIT(kind);
	o.format = cli_format(c, ONUS_TEXT);
	o.by = c->value[OPTION_BY];
	o.on = c->value[OPTION_ON];
	o.about = c->value[OPTION_ABOUT];
	o.place = c->value[OPTION_PLACE];
	o.since = c->value[OPTION_SINCE];
	o.until = c->value[OPTION_UNTIL];
	o.document = c->value[OPTION_DOCUMENT];
	o.state = state_of(c->value[OPTION_STATE]);
	TRY(cli_number(c, OPTION_LIMIT, 1000000000, &o.limit));
	*ret_options = o;
	return ONUS_OK;
}

onus_status cli_list(cli *c, onus_kind kind)
{
	onus_list_options options;
	TRY(cli_filters(c, kind, &options));
	onus *file = NULL;
	TRY(cli_open(c, ONUS_READ, &file));
	onus_status status = onus_list(file, &options, &c->out, &c->err);
	onus_close(file);
	return status;
}

#define LIST(name, kind)                                                                                               \
	onus_status cmd_##name(cli *c)                                                                                 \
	{                                                                                                              \
		return cli_list(c, kind);                                                                              \
	}
LIST(documents, ONUS_DOCUMENT)
LIST(calls, ONUS_CALL)
LIST(pledges, ONUS_PLEDGE)
LIST(cases, ONUS_CASE)
LIST(visits, ONUS_VISIT)
LIST(quotes, ONUS_QUOTE)
LIST(people, ONUS_ACTOR)
