/*
 * sha256: digests (FIPS 180-4) and keyed ones (HMAC, RFC 2104).  The one place
 * that uses nettle.
 */
#ifndef PARSERS_BASE_SHA256_H
#define PARSERS_BASE_SHA256_H

#include "parsers/base/str.h"

enum { SHA256_BYTES = 32 };

void		 sha256_of(struct str bytes, unsigned char out[SHA256_BYTES]);

/* Of what comes in pieces; lives in `a`.  Nothing may be added after its end. */
struct sha256;
struct sha256	*sha256_new(struct arena *a);
void		 sha256_add(struct sha256 *, struct str bytes);
void		 sha256_end(struct sha256 *, unsigned char out[SHA256_BYTES]);

/* HMAC with a key over the pieces, one behind the other. */
void		 sha256_keyed(struct str key, const struct str *pieces, size_t n,
		    unsigned char out[SHA256_BYTES]);

/* n bytes as hexadecimal digits, lower case. */
struct str	 sha256_hex(struct arena *a, const unsigned char *digest, size_t n);
/* In a time that does not tell where they differ. */
bool		 sha256_same(const unsigned char *, const unsigned char *, size_t n);

#endif
