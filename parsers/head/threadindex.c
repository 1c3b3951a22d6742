/* threadindex: see threadindex.h. */
#include "parsers/head/threadindex.h"

#include <string.h>

#include "parsers/base/base64.h"

#define EPOCH_1601	INT64_C(116444736000000000)	/* 1970, in 100 ns since 1601 */

enum { MAX = THREADINDEX_HEAD + THREADINDEX_ANSWER * THREADINDEX_ANSWERS };

/* A FILETIME; what no Outlook will see is its border. */
static uint64_t
filetime(int64_t us)
{
	if (us < 0)
		us = 0;
	if (us > INT64_MAX / 16)
		us = INT64_MAX / 16;
	return (uint64_t)us * 10 + (uint64_t)EPOCH_1601;
}

static bool
is_index(struct str s)
{
	return s.n >= THREADINDEX_HEAD && s.n <= MAX && s.p[0] == 1 &&
	    (s.n - THREADINDEX_HEAD) % THREADINDEX_ANSWER == 0;
}

struct str
threadindex_read(struct arena *a, struct str value)
{
	struct str bytes;
	struct buf b;

	if (value.n > 2 * MAX)
		return STR_NONE;
	buf_init(&b, a);
	for (size_t i = 0; i < value.n; i++)
		if (strchr(" \t\r\n", value.p[i]) == NULL)
			buf_addc(&b, value.p[i]);
	if (base64_read(a, buf_str(&b), MAX, &bytes) == -1 || !is_index(bytes))
		return STR_NONE;
	return bytes;
}

/*
 * The second byte on is a time's upper 40 bits.  Until about 2013 programs began with its
 * upper 48 bits, of which the first eight happen to be 1.
 */
static uint64_t
began(struct str index)
{
	bool is_old = (unsigned char)index.p[1] != 1;
	uint64_t t = 0;

	for (size_t i = is_old ? 0 : 1; i < 6; i++)
		t = t << 8 | (unsigned char)index.p[i];
	return is_old ? t << 16 : t << 24;
}

struct str
threadindex_new(struct arena *a, int64_t us, const unsigned char guid[THREADINDEX_GUID])
{
	uint64_t t = filetime(us);
	struct buf b;

	buf_init(&b, a);
	buf_addc(&b, 1);
	for (unsigned i = 0; i < 5; i++)
		buf_addc(&b, (char)(t >> (56 - 8 * i) & 0xff));
	buf_add(&b, (struct str){ (const char *)guid, THREADINDEX_GUID });
	return buf_str(&b);
}

/* 31 bits of the time since, from bit 18 on for 1.7 years, then from bit 23 on, marked. */
static uint32_t
delta(uint64_t since)
{
	if ((since >> 32 & 0x00fe0000) == 0)
		return (uint32_t)(since >> 18 & 0x7fffffff);
	return (uint32_t)(since >> 23 & 0x7fffffff) | 0x80000000;
}

struct str
threadindex_answer(struct arena *a, struct str index, int64_t us)
{
	uint64_t now = filetime(us), first = began(index);
	uint32_t since = delta(now > first ? now - first : 0);
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, index.n + THREADINDEX_ANSWER <= MAX ? index :
	    str_sub(index, 0, THREADINDEX_HEAD));
	for (unsigned i = 0; i < 4; i++)
		buf_addc(&b, (char)(since >> (24 - 8 * i) & 0xff));
	/* Tells answers of one instant apart: from what the two shifts leave of it. */
	buf_addc(&b, (char)(now >> 4 & 0xf0));
	return buf_str(&b);
}

bool
threadindex_same(struct str a, struct str b)
{
	return a.n >= THREADINDEX_HEAD &&
	    str_eq(str_sub(a, 0, THREADINDEX_HEAD), str_sub(b, 0, THREADINDEX_HEAD));
}

struct str
threadindex_text(struct arena *a, struct str index)
{
	struct buf b;

	buf_init(&b, a);
	base64_add(&b, index);
	return buf_str(&b);
}
