/* imaptext: see imaptext.h. */
#include "daemon/fetch/imaptext.h"

#include <stdio.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/base/base64.h"
#include "parsers/text/date.h"

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
    "Sep", "Oct", "Nov", "Dec" };

bool
imap_can_quote(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	return true;
}

void
imap_put_quoted(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

/* The next character of well-formed UTF-8, cut off *s. */
static uint32_t
next_char(struct str *s)
{
	size_t n = str_utf8_len(*s);
	uint32_t c = (unsigned char)s->p[0];

	if (n > 1)
		c &= 0x3fu >> (n - 1);
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s->p[i] & 0x3f);
	*s = str_sub(*s, n == 0 ? 1 : n, s->n);
	return c;
}

static void
put_utf16(struct buf *b, uint32_t c)
{
	if (c >= 0x10000) {
		put_utf16(b, 0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + ((c - 0x10000) & 0x3ff);
	}
	buf_addc(b, (char)(c >> 8));
	buf_addc(b, (char)c);
}

static bool
is_direct(char c)
{
	return c >= ' ' && c <= '~';
}

void
imap_put_folder(struct buf *b, struct str s)
{
	struct buf name, wide;

	buf_init(&name, b->a);
	while (s.n > 0) {
		if (is_direct(s.p[0])) {
			buf_addc(&name, s.p[0]);
			if (s.p[0] == '&')
				buf_addc(&name, '-');
			s = str_sub(s, 1, s.n);
			continue;
		}
		buf_init(&wide, b->a);
		while (s.n > 0 && !is_direct(s.p[0]))
			put_utf16(&wide, next_char(&s));
		buf_addc(&name, '&');
		base64_add_as(&name, buf_str(&wide), "+,", 0);
		buf_addc(&name, '-');
	}
	imap_put_quoted(b, buf_str(&name));
}

void
imap_put_set(struct buf *b, const uint32_t *uids, size_t n)
{
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && uids[k] == uids[k - 1] + 1; k++)
			continue;
		buf_printf(b, "%s%u", i > 0 ? "," : "", uids[i]);
		if (k - i > 1)
			buf_printf(b, ":%u", uids[k - 1]);
	}
}

void
imap_put_plain(struct buf *b, struct str user, struct str password)
{
	struct buf plain;

	/* Large enough from the start, so that no copy of it stays behind. */
	buf_init(&plain, b->a);
	plain.p = arena_alloc(b->a, plain.cap = user.n + password.n + 8);
	buf_addc(&plain, '\0');
	buf_add(&plain, user);
	buf_addc(&plain, '\0');
	buf_add(&plain, password);
	base64_add(b, buf_str(&plain));
	explicit_bzero(plain.p, plain.cap);
}

void
imap_put_date(struct buf *b, int64_t us)
{
	/* "2026-06-01T…" has the parts. */
	struct str day = clock_rfc3339(b->a, us < 0 ? 0 : us);
	uint64_t month = 1, d = 1;

	str_u64(str_sub(day, 5, 2), &month);
	str_u64(str_sub(day, 8, 2), &d);
	buf_printf(b, "%u-%s-%.4s", (unsigned)d, months[month - 1], day.p);
}

int64_t
imap_instant(int year, int month, int day, int hour, int minute, int second, int zone)
{
	int64_t offset = zone / 100 * 60 + zone % 100;		/* minutes */

	if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 ||
	    hour < 0 || hour > 24 || minute < 0 || minute > 60 || second < 0 || second > 60 ||
	    offset < -24 * 60 || offset > 24 * 60)
		return 0;
	return (date_days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second -
	    offset * 60) * SECOND_US;
}

bool
imap_greeting_is(struct str line, enum imap_greeting *out)
{
	static const struct { const char *start; enum imap_greeting is; } kinds[] = {
		{ "* OK", GREETING_OK }, { "* PREAUTH", GREETING_PREAUTH },
		{ "* BYE", GREETING_BYE },
	};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (str_istarts(line, str_c(kinds[i].start))) {
			*out = kinds[i].is;
			return true;
		}
	}
	return false;
}

bool
imap_is_bad(struct str answer, int tag)
{
	char start[32];

	answer = str_trim(answer);
	for (size_t i = answer.n; i-- > 0;)
		if (answer.p[i] == '\n') {
			answer = str_sub(answer, i + 1, answer.n);
			break;
		}
	snprintf(start, sizeof(start), "%d BAD ", tag);
	return str_istarts(answer, str_c(start));
}
