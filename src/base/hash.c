/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

onus_status hash_bytes(span bytes, hash256 *ret_hash, onus_error *err)
{
	hash256 h;
	if (!EVP_Digest(bytes.p ? bytes.p : "", bytes.n, h.b, NULL, EVP_sha256(), NULL))
		return fail_memory(err, "hashing");
	*ret_hash = h;
	return ONUS_OK;
}

onus_status hash_keyed(span key, span bytes, hash256 *ret_hash, onus_error *err)
{
	hash256 h;
	unsigned n = sizeof h.b;
	if (key.n > INT32_MAX ||
	    !HMAC(EVP_sha256(), key.p, (int)key.n, (const unsigned char *)bytes.p, bytes.n, h.b, &n))
		return fail_memory(err, "hashing");
	*ret_hash = h;
	return ONUS_OK;
}

/* An opaque name for libcrypto's context, so that its headers stay out of ours. */
static EVP_MD_CTX *context(hash_state *state)
{
	return (EVP_MD_CTX *)state;
}

hash_state *hash_new(void)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	if (c && !EVP_DigestInit_ex(c, EVP_sha256(), NULL)) {
		EVP_MD_CTX_free(c);
		c = NULL;
	}
	return (hash_state *)c;
}

void hash_close(hash_state *state)
{
	EVP_MD_CTX_free(context(state));
}

bool hash_update(hash_state *state, span bytes)
{
	return EVP_DigestUpdate(context(state), bytes.p, bytes.n) == 1;
}

bool hash_end(hash_state *state, hash256 *ret_hash)
{
	return EVP_DigestFinal_ex(context(state), ret_hash->b, NULL) == 1;
}

void hash_hex(const hash256 *hash, char ret_hex[65])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof hash->b; i++) {
		ret_hex[2 * i] = digits[hash->b[i] >> 4];
		ret_hex[2 * i + 1] = digits[hash->b[i] & 15];
	}
	ret_hex[64] = '\0';
}

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hash_from_hex(span hex, hash256 *ret_hash)
{
	hash256 h;
	if (hex.n != 64)
		return false;
	for (size_t i = 0; i < 32; i++) {
		int high = digit_of(hex.p[2 * i]), low = digit_of(hex.p[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		h.b[i] = (unsigned char)(high << 4 | low);
	}
	*ret_hash = h;
	return true;
}
