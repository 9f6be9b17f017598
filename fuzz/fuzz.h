/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz.h - what every fuzz target has: libFuzzer's entry, and a way to say that a promise was broken.
 *
 * Without libFuzzer each target is linked with driver.c, which replays the files it is given: that is how the committed
 * corpora run as tests, with any compiler. With -Dfuzzing=true (clang) the same targets search for new inputs.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#define PROMISE(condition)                                                                                             \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			abort();                                                                                       \
	} while (0)

#endif
