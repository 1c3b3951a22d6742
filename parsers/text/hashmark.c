#include "parsers/text/hashmark.h"

#include "parsers/base/array.h"
#include "parsers/text/fold.h"

/* Sorted. */
static const struct {
	uint32_t	lo, hi;
} unseen[] = {
	{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x180e, 0x180e },
	{ 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x206f }, { 0x20e3, 0x20e3 },
	{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
};

bool
hashmark_is_unseen(uint32_t c)
{
	for (size_t i = 0; i < COUNT(unseen) && unseen[i].lo <= c; i++)
		if (c <= unseen[i].hi)
			return true;
	return false;
}

static bool
is_mark(uint32_t c)
{
	return c == '#' || c == 0xff03 || c == 0xfe5f;	/* full width, small */
}

size_t
hashmark(struct str s)
{
	size_t i = 0, n;

	for (; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		if (is_mark(c))
			return i + n;
		if (c != '\n' && c != '\r' && !fold_is_space(c) && !hashmark_is_unseen(c))
			break;
	}
	return 0;
}
