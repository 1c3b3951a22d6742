#include "parsers/base/sha256.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

struct sha256 {
	struct sha256_ctx	c;
};

void
sha256_of(struct str bytes, unsigned char out[SHA256_BYTES])
{
	struct sha256 s;

	sha256_init(&s.c);
	sha256_add(&s, bytes);
	sha256_end(&s, out);
}

struct sha256 *
sha256_new(struct arena *a)
{
	struct sha256 *s = ARENA_NEW(a, struct sha256);

	sha256_init(&s->c);
	return s;
}

void
sha256_add(struct sha256 *s, struct str bytes)
{
	sha256_update(&s->c, bytes.n, (const uint8_t *)bytes.p);
}

void
sha256_end(struct sha256 *s, unsigned char out[SHA256_BYTES])
{
	sha256_digest(&s->c, SHA256_BYTES, out);
}

void
sha256_keyed(struct str key, const struct str *pieces, size_t n,
    unsigned char out[SHA256_BYTES])
{
	struct hmac_sha256_ctx c;

	hmac_sha256_set_key(&c, key.n, (const uint8_t *)key.p);
	for (size_t i = 0; i < n; i++)
		hmac_sha256_update(&c, pieces[i].n, (const uint8_t *)pieces[i].p);
	hmac_sha256_digest(&c, SHA256_BYTES, out);
}

struct str
sha256_hex(struct arena *a, const unsigned char *digest, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *p = arena_bytes(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++) {
		p[2 * i] = digits[digest[i] >> 4];
		p[2 * i + 1] = digits[digest[i] & 0xf];
	}
	p[2 * n] = '\0';
	return (struct str){ p, 2 * n };
}

bool
sha256_same(const unsigned char *x, const unsigned char *y, size_t n)
{
	return memeql_sec(x, y, n) != 0;
}
