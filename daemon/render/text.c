/*
 * text: see text.h.  Trusts nothing that it is given; expects LC_CTYPE to be a
 * UTF-8 locale for the widths.
 */
#include "daemon/render/text.h"

#include <inttypes.h>
#include <time.h>
#include <wchar.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"

/* Cuts the next character off; `bad` when its byte is not UTF-8. */
static uint32_t
char_next(struct str *s, struct str *bytes, bool *bad)
{
	uint32_t c;
	size_t n = 1;

	while (n < 4 && n < s->n && !str_is_utf8(str_sub(*s, 0, n)))
		n++;
	*bad = !str_is_utf8(str_sub(*s, 0, n));
	if (*bad)
		n = 1;
	*bytes = str_sub(*s, 0, n);
	c = (unsigned char)s->p[0];
	if (n > 1) {
		c &= 0xffU >> (n + 1);
		for (size_t i = 1; i < n; i++)
			c = c << 6 | ((unsigned char)s->p[i] & 0x3f);
	}
	*s = str_sub(*s, n, s->n);
	return c;
}

/* Move the cursor, hide or turn around what others see. */
static bool
char_dangerous(uint32_t c)
{
	static const struct { uint32_t first, last; } rows[] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0x061c, 0x061c }, { 0x200b, 0x200b },
		{ 0x200e, 0x200f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (c >= rows[i].first && c <= rows[i].last)
			return true;
	return false;
}

static void
add_spelt(struct buf *b, uint32_t c, bool bad)
{
	static const char named[][3] = { ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t" };

	if (c < COUNT(named) && named[c][0] != '\0')
		buf_adds(b, named[c]);
	else if (bad || c < 0x80)
		buf_printf(b, "\\x%02x", c);
	else
		buf_printf(b, "<U+%04X>", c);
}

static struct str
make_safe(struct arena *a, struct str s, bool lines)
{
	struct str bytes;
	struct buf b;
	bool bad;

	buf_init(&b, a);
	while (s.n > 0) {
		uint32_t c = char_next(&s, &bytes, &bad);

		if (lines && c == '\r' && s.n > 0 && s.p[0] == '\n')
			continue;
		if (lines && (c == '\n' || c == '\t'))
			buf_add(&b, bytes);
		else if (bad || char_dangerous(c))
			add_spelt(&b, c, bad);
		else
			buf_add(&b, bytes);
	}
	return buf_str(&b);
}

struct str
text_safe(struct arena *a, struct str s)
{
	return make_safe(a, s, false);
}

struct str
text_safe_lines(struct arena *a, struct str s)
{
	return make_safe(a, s, true);
}

/* UTF-16 escapes (RFC 8259 section 7). */
static void
add_json_escape(struct buf *b, uint32_t c)
{
	if (c > 0xffff) {
		buf_printf(b, "\\u%04x", 0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + ((c - 0x10000) & 0x3ff);
	}
	buf_printf(b, "\\u%04x", c);
}

struct str
text_json(struct arena *a, struct str json)
{
	struct str bytes;
	struct buf b;
	bool bad;

	buf_init(&b, a);
	while (json.n > 0) {
		uint32_t c = char_next(&json, &bytes, &bad);

		/* Below 0x20 only JSON's own white space is left. */
		if (c >= 0x20 && (bad || char_dangerous(c)))
			add_json_escape(&b, bad ? 0xfffd : c);
		else
			buf_add(&b, bytes);
	}
	return buf_str(&b);
}

static size_t
char_width(uint32_t c)
{
	int w = c == '\t' ? 8 : wcwidth((wchar_t)c);

	return w < 0 ? 1 : (size_t)w;
}

size_t
text_width(struct str s)
{
	struct str bytes;
	size_t n = 0;
	bool bad;

	while (s.n > 0)
		n += char_width(char_next(&s, &bytes, &bad));
	return n;
}

/* The longest start of *rest that fits, cut off it; at least one character. */
static struct str
take_columns(struct str *rest, size_t columns)
{
	struct str s = *rest, bytes, left;
	size_t n = 0, width = 0;
	bool bad;

	while (s.n > 0) {
		left = s;
		width += char_width(char_next(&left, &bytes, &bad));
		if (width > columns && n > 0)
			break;
		n += bytes.n;
		s = left;
	}
	left = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return left;
}

struct str
text_cut(struct arena *a, struct str s, size_t columns)
{
	struct str start;

	if (text_width(s) <= columns)
		return s;
	if (columns == 0)
		return STR_NONE;
	if (columns == 1)
		return STR("…");
	start = take_columns(&s, columns - 1);
	return str_printf(a, "%.*s…", STR_ARG(start));
}

/* Where to break a line that is longer than what fits: after its last space. */
static size_t
break_at(struct str fits)
{
	for (size_t i = fits.n; i > 1; i--)
		if (fits.p[i - 1] == ' ')
			return i;
	return fits.n;
}

static void
fold_line(struct buf *b, struct str line, size_t indent, size_t columns)
{
	do {
		struct str rest = line, piece = take_columns(&rest, columns);

		if (rest.n > 0)
			piece = str_sub(piece, 0, break_at(piece));
		line = str_sub(line, piece.n, line.n);
		piece = str_rtrim(piece);
		if (piece.n > 0)
			buf_printf(b, "%*s%.*s", (int)indent, "", STR_ARG(piece));
		buf_addc(b, '\n');
	} while (line.n > 0);
}

void
text_fold(struct buf *b, struct str lines, size_t indent, size_t columns)
{
	struct str line;

	while (str_line(&lines, &line))
		fold_line(b, line, indent,
		    columns == 0 ? SIZE_MAX : columns > indent + 20 ? columns - indent : 20);
}

void
text_hang(struct buf *b, struct str head, struct str lines, size_t columns)
{
	size_t indent = text_width(head);
	struct buf folded;

	buf_init(&folded, b->a);
	text_fold(&folded, lines, indent, columns);
	buf_add(b, head);
	buf_add(b, str_sub(buf_str(&folded), indent, folded.n));
}

struct str
text_number(struct arena *a, int64_t n)
{
	return str_printf(a, "%" PRId64, n);
}

struct str
text_time(struct arena *a, int64_t us)
{
	time_t t = (time_t)(us / SECOND_US);
	char text[64];
	struct tm tm;

	if (us == 0)
		return STR("-");
	tzset();
	if (localtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M %Z", &tm) == 0)
		return str_printf(a, "%" PRId64, us);
	return str_dup(a, str_c(text));
}

static struct str
span(struct arena *a, int64_t us)
{
	return duration_text(a, us / SECOND_US, DURATION_SHORT);
}

struct str
text_from_now(struct arena *a, int64_t us)
{
	int64_t left = us - clock_now();

	if (us == 0)
		return STR("-");
	if (left > -SECOND_US && left < SECOND_US)
		return STR("now");
	if (left > 0)
		return str_printf(a, "in %s", span(a, left).p);
	return str_printf(a, "%s ago", span(a, -left).p);
}

struct str
text_size(struct arena *a, int64_t bytes)
{
	static const char *const units[] = { "KB", "MB", "GB" };
	double n = (double)bytes / 1000;
	size_t i = 0;

	if (bytes < 1000)
		return str_printf(a, "%" PRId64 " B", bytes);
	for (; n >= 1000 && i < 2; i++)
		n /= 1000;
	return str_printf(a, "%.1f %s", n, units[i]);
}
