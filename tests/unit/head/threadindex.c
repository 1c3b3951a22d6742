/* Thread-Index: what Outlook wrote, what we make of it, and what is none. */
#include "parsers/head/threadindex.h"

#include <string.h>

#include "parsers/base/sha256.h"
#include "tests/tap.h"

#define SECOND	INT64_C(1000000)
/* 2025-07-16 18:28:19 UTC and later answers, as Outlook has them. */
#define HEAD	"AQHb9piJBsCGD1GVoU+wxkNV9ElnyQ=="
/* 2004-02-27: the first byte is the time's. */
#define OLD	"AcP9K8oG1234567890abcdefghijkl=="

static const struct {
	const char	*name, *value;
	size_t		 want;
} reads[] = {
	{ "a first mail", HEAD, 22 },
	{ "an answer", "AQHb9piJBsCGD1GVoU+wxkNV9ElnybQ1RAuA", 27 },
	{ "folded", "AQHb9piJBsCGD1GV\r\n oU+wxkNV9ElnybQ1\tRAuA ", 27 },
	{ "without its padding", "AQHb9piJBsCGD1GVoU+wxkNV9ElnyQ", 22 },
	{ "nothing", "", 0 }, { "blanks", " \r\n\t ", 0 }, { "words", "not base64!", 0 },
	{ "another first byte", "AgHb9piJBsCGD1GVoU+wxkNV9ElnyQ==", 0 },
	{ "21 bytes", "AQHb9piJBsCGD1GVoU+wxkNV9Eln", 0 },
	{ "half an answer", "AQHb9piJBsCGD1GVoU+wxkNV9ElnybQ1", 0 },
	{ "a field in it", HEAD "\r\nBcc: eve@evil.example", 0 },
};

static struct str
hex(struct arena *a, struct str s)
{
	return sha256_hex(a, (const unsigned char *)s.p, s.n);
}

static void
test_new(struct arena *a)
{
	static const unsigned char guid[THREADINDEX_GUID] = "0123456789abcdef";
	/* 2026-11-30 00:00:00 UTC: 0x01dd805dbe... */
	int64_t at = INT64_C(1795996800) * SECOND;
	struct str head = threadindex_new(a, at, guid), one, late;

	tap_int((long long)head.n, THREADINDEX_HEAD, "a head");
	tap_str(str_sub(hex(a, head), 0, 12), STR("0101dd805dbe"), "begins with 1 and the time");
	tap_ok(memcmp(head.p + 6, guid, sizeof(guid)) == 0, "then what is its own");
	one = threadindex_answer(a, head, at + 3600 * SECOND);
	tap_int((long long)one.n, THREADINDEX_HEAD + THREADINDEX_ANSWER, "an answer");
	tap_ok(threadindex_same(head, one), "is of the conversation");
	/* 3600 s are 36e9 of 100 ns; what the head left out of its time comes on top. */
	tap_ok(one.p[22] == 0 && (unsigned char)one.p[23] == 2, "an hour later");
	late = threadindex_answer(a, one, at + 3 * 365 * INT64_C(86400) * SECOND);
	tap_ok((unsigned char)late.p[27] >= 0x80, "more than 1.7 years later");
	tap_ok(str_starts(late, one), "stands behind what it answers");
	tap_str(str_sub(hex(a, threadindex_answer(a, head, 0)), 44, 8), STR("00000000"),
	    "before the first");
	tap_ok(threadindex_answer(a, head, INT64_MAX).n == 27, "the end of time");
}

static void
test_others(struct arena *a)
{
	struct str old = threadindex_read(a, STR(OLD));
	struct str s = threadindex_answer(a, old, INT64_C(1077881000) * SECOND);

	tap_ok(old.n == THREADINDEX_HEAD && (unsigned char)s.p[22] < 0x80, "an old one's time");
	tap_ok(threadindex_same(old, s) && !threadindex_same(old, threadindex_read(a, STR(HEAD))) &&
	    !threadindex_same(STR_NONE, STR_NONE), "which conversation");
	for (int i = 0; i < 2 * THREADINDEX_ANSWERS; i++)
		s = threadindex_answer(a, s, INT64_C(1077881000) * SECOND);
	tap_ok(threadindex_same(old, s) && s.n <= 22 + 5 * THREADINDEX_ANSWERS, "does not grow on");
	tap_ok(str_eq(threadindex_read(a, threadindex_text(a, s)), s), "there and back");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct buf b;

	for (size_t i = 0; i < COUNT(reads); i++)
		tap_int((long long)threadindex_read(a, str_c(reads[i].value)).n,
		    (long long)reads[i].want, "%s", reads[i].name);
	buf_init(&b, a);
	for (size_t i = 0; i < 1000000; i++)
		buf_adds(&b, "AQHb");
	tap_int((long long)threadindex_read(a, buf_str(&b)).n, 0, "huge");
	test_new(a);
	test_others(a);
	arena_free(a);
	return tap_done();
}
