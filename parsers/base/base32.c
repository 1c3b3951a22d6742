/* base32: see base32.h. */
#include "parsers/base/base32.h"

#include <string.h>

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

void
base32_add(struct buf *b, const uint8_t *p, size_t n)
{
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | p[i];
		for (have += 8; have >= 5; have -= 5)
			buf_addc(b, alphabet[bits >> (have - 5) & 31]);
	}
	if (have > 0)
		buf_addc(b, alphabet[bits << (5 - have) & 31]);
}

int
base32_read(struct str in, uint8_t *out, size_t room, size_t *n)
{
	uint32_t bits = 0;
	int have = 0;

	if (in.n > (room * 8 + 4) / 5)
		return -1;
	*n = 0;
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];
		const char *at;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (c == '\0' || (at = strchr(alphabet, c)) == NULL)
			return -1;
		bits = bits << 5 | (uint32_t)(at - alphabet);
		if ((have += 5) >= 8)
			out[(*n)++] = (uint8_t)(bits >> (have -= 8));
	}
	return have >= 5 || (bits & ((1u << have) - 1)) != 0 ? -1 : 0;
}
