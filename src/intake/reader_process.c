/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/reader_process.h"

onus_status reader_open(const char *program, bool unsafe_parser, reader_process **ret_reader, onus_error *err)
{
	(void)program, (void)unsafe_parser, (void)ret_reader;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}

void reader_close(reader_process *reader)
{
	(void)reader;
}

onus_status reader_read(reader_process *reader, int fd, span name, arena *a, rendition *ret_rendition, onus_error *err)
{
	(void)reader, (void)fd, (void)name, (void)a, (void)ret_rendition;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}

span reader_version(const reader_process *reader)
{
	(void)reader;
	return SPAN("onus-reader");
}

const reader_facts *reader_facts_of(const reader_process *reader)
{
	(void)reader;
	return NULL;
}

onus_status reader_probe(const char *program, reader_facts *ret_facts, onus_error *err)
{
	(void)program, (void)ret_facts;
	return fail(err, ONUS_ERR_INTERNAL, "not yet");
}
