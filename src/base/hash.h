/* SPDX-License-Identifier: Apache-2.0 */
/* hash.h - SHA-256 and HMAC-SHA-256 (FIPS 180-4, FIPS 198-1) from libcrypto. Thread-safe. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/error.h"
#include "base/span.h"

typedef struct hash256 {
	unsigned char b[32];
} hash256;

typedef struct hash_state hash_state;

/* Of all the bytes at once. ERR_MEMORY where libcrypto has none. */
onus_status hash_bytes(span bytes, hash256 *ret_hash, onus_error *err) MUST_CHECK;
onus_status hash_keyed(span key, span bytes, hash256 *ret_hash, onus_error *err) MUST_CHECK;

/* Piece by piece. Own: hash_close takes NULL; hash_end may be called once. NULL: memory ran out. */
hash_state *hash_new(void);
void hash_close(hash_state *state);
bool hash_update(hash_state *state, span bytes) MUST_CHECK;
bool hash_end(hash_state *state, hash256 *ret_hash) MUST_CHECK;

/* 64 lower-case hex digits and a NUL. */
void hash_hex(const hash256 *hash, char ret_hex[65]);
bool hash_from_hex(span hex, hash256 *ret_hash);

#endif
