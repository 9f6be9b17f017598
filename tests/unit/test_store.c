/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void every_statement_fits_the_schema(void **state)
{
	(void)state;
	onus_error err = {0};
	STORE_AUTO s = NULL;
	assert_int_equal(store_open_memory(&s, &err), ONUS_OK);
	size_t n = 0;
	onus_status status = store_prepare_all(s, &n, &err);
	if (status != ONUS_OK)
		fail_msg("%s", err.message);
	assert_true(n > 2);
}

static void a_change_that_is_rolled_back_is_gone(void **state)
{
	(void)state;
	onus_error err = {0};
	STORE_AUTO s = NULL;
	ARENA_AUTO a = arena_new(0);
	assert_int_equal(store_open_memory(&s, &err), ONUS_OK);
	bool found = true;
	span value = {NULL, 0};
	assert_int_equal(store_begin(s, &err), ONUS_OK);
	assert_int_equal(store_exec(s, "setting_put", PARAMS(value_string("k"), value_string("v")), &err), ONUS_OK);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), &found, a, &value, &err), ONUS_OK);
	assert_true(found && span_is(value, "v"));
	store_rollback(s);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), &found, a, &value, &err), ONUS_OK);
	assert_false(found);
	assert_int_equal(store_one_text(s, "setting", PARAMS(value_string("k")), NULL, a, &value, &err),
			 ONUS_ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_statement_fits_the_schema),
	    cmocka_unit_test(a_change_that_is_rolled_back_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
