/* base64: see base64.h. */
#include "parsers/base/base64.h"

void
base64_add_as(struct buf *b, struct str bytes, const char last[2], char pad)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	for (size_t i = 0; i < bytes.n; i += 3) {
		uint32_t bits = 0;
		size_t left = bytes.n - i;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (k < left ? (unsigned char)bytes.p[i + k] : 0u);
		for (size_t k = 0; k < 4; k++, bits = bits << 6 & 0xffffff) {
			uint32_t v = bits >> 18;

			if (k <= left)
				buf_addc(b, v < 62 ? letters[v] : last[v - 62]);
			else if (pad != 0)
				buf_addc(b, pad);
		}
	}
}

void
base64_add(struct buf *b, struct str bytes)
{
	base64_add_as(b, bytes, "+/", '=');
}

void
base64url_add(struct buf *b, struct str bytes)
{
	base64_add_as(b, bytes, "-_", 0);
}

static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

int
base64_read(struct arena *a, struct str text, size_t max, struct str *out)
{
	uint32_t bits = 0;
	size_t n = text.n, have = 0, done = 0;
	char *p;

	while (n > 0 && text.n - n < 2 && text.p[n - 1] == '=')
		n--;
	if (n % 4 == 1 || n / 4 * 3 > max)
		return -1;
	p = arena_alloc(a, n / 4 * 3 + 4);
	for (size_t i = 0; i < n; i++) {
		int v = value_of(text.p[i]);

		if (v == -1)
			return -1;
		bits = (bits << 6 | (uint32_t)v) & 0xffffff;
		if ((have += 6) >= 8) {
			have -= 8;
			p[done++] = (char)(bits >> have & 0xff);
		}
	}
	*out = (struct str){ p, done };
	return 0;
}
