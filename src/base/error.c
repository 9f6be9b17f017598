/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
	const char *name, *meaning;
	int exit_code;
} statuses[] = {
#define STATUS_ROW(name, number, exit_code, meaning) [number] = {#name, meaning, exit_code},
    ONUS_STATUS_LIST(STATUS_ROW)
#undef STATUS_ROW
};

static size_t row_of(onus_status status)
{
	size_t n = sizeof statuses / sizeof *statuses;
	return (size_t)status < n ? (size_t)status : (size_t)ONUS_ERR_INTERNAL;
}

const char *onus_status_name(onus_status status)
{
	return statuses[row_of(status)].name;
}

const char *onus_status_meaning(onus_status status)
{
	return statuses[row_of(status)].meaning;
}

int onus_status_exit_code(onus_status status)
{
	return statuses[row_of(status)].exit_code;
}

onus_status fail(onus_error *err, onus_status status, const char *format, ...)
{
	if (!err)
		return status;
	char raw[sizeof err->message];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(raw, sizeof raw, format, args);
	va_end(args);
	err->status = status;
	/* The last guard: whatever came in, no control character leaves in a message. */
	STR_AUTO safe = str_make(sizeof raw * 8);
	utf8_add_safe(&safe, span_of(n < 0 ? "" : raw), false);
	span cut = str_span(&safe);
	if (cut.n >= sizeof err->message)
		cut.n = utf8_boundary(cut, sizeof err->message - 1);
	if (cut.n)
		memcpy(err->message, cut.p, cut.n);
	err->message[cut.n] = '\0';
	return status;
}

onus_status fail_memory(onus_error *err, const char *doing)
{
	return fail(err, ONUS_ERR_MEMORY, "memory ran out while %s", doing);
}

onus_status fail_within(onus_error *err, onus_status status, const char *prefix)
{
	if (!err)
		return status;
	onus_error inner = *err;
	return fail(err, status, "%s: %s", prefix, inner.message);
}

safe_text safe_text_of(span s)
{
	safe_text out = {""};
	STR_AUTO safe = str_make(1 << 20);
	utf8_add_safe(&safe, span_slice(s, 0, 1024), false);
	span cut = str_span(&safe);
	bool shortened = cut.n > 250 || s.n > 1024;
	if (shortened)
		cut.n = utf8_boundary(cut, cut.n > 246 ? 246 : cut.n);
	(void)snprintf(out.c, sizeof out.c, "%.*s%s", (int)cut.n, cut.p ? cut.p : "", shortened ? "…" : "");
	return out;
}
