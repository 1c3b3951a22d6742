/*
 * Trusts nothing.  One look over the bytes; a copy only for what needs it, and
 * never a longer one.
 */
#include "parsers/mime/rawmail.h"

#include "parsers/base/array.h"
#include "parsers/text/charset.h"

enum {
	PROBE = 16,			/* bytes that tell UTF-16 without a mark */
	CR_RUN = 8			/* more of them before an LF are lines of their own */
};

static void
set_ambiguous(struct str *ambiguous, struct str why)
{
	if (ambiguous->n == 0)
		*ambiguous = why;
}

/* --- UTF-16 --- */

/* A header is ASCII: every second byte of it is NUL. */
static bool
is_wide(struct str raw, size_t nul)
{
	if (raw.n < PROBE)
		return false;
	for (size_t i = 0; i < PROBE; i++)
		if (i % 2 == nul ? raw.p[i] != 0 : raw.p[i] == 0)
			return false;
	return true;
}

/* The name of the UTF-16 that the mail is in, or empty; its mark is cut off. */
static struct str
wide_charset(struct str *raw)
{
	static const struct {
		struct str	mark, charset;
		size_t		nul;		/* which byte of two, in ASCII */
	} rows[] = {
		{ { "\xff\xfe", 2 }, { "utf-16le", 8 }, 1 },
		{ { "\xfe\xff", 2 }, { "utf-16be", 8 }, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool marked = str_starts(*raw, rows[i].mark);

		if (!marked && !is_wide(*raw, rows[i].nul))
			continue;
		if (marked)
			*raw = str_sub(*raw, rows[i].mark.n, raw->n);
		return rows[i].charset;
	}
	return STR_NONE;
}

/* --- line ends --- */

/* A CR that no LF follows.  Without a branch: the compiler does many at once. */
static bool
has_bare_cr(struct str s)
{
	unsigned bare = 0;

	for (size_t i = 0; i + 1 < s.n; i++)
		bare |= (unsigned)(s.p[i] == '\r') & (unsigned)(s.p[i + 1] != '\n');
	return bare != 0 || (s.n > 0 && s.p[s.n - 1] == '\r');
}

/* Bytes of the line end at s[i], whose first byte is CR or LF; CR CR LF is one. */
static size_t
line_end(struct str s, size_t i)
{
	size_t k = i;

	while (k < s.n && k - i < CR_RUN && s.p[k] == '\r')
		k++;
	return k < s.n && s.p[k] == '\n' ? k + 1 - i : 1;
}

/* Where the header ends, whatever ends its lines. */
static size_t
header_size(struct str s)
{
	bool empty = true, begun = false;
	size_t i = 0;

	while (i < s.n) {
		if (s.p[i] != '\r' && s.p[i] != '\n') {
			empty = false;
			begun = true;
			i++;
			continue;
		}
		i += line_end(s, i);
		if (empty && begun)
			break;
		empty = true;
	}
	return i;
}

/* In text of two bytes a character, CR is half of one. */
static bool
beside_nul(struct str s, size_t i)
{
	return (i > 0 && s.p[i - 1] == 0) || (i + 1 < s.n && s.p[i + 1] == 0);
}

/* Every line end of the first `n` bytes as LF; the rest as it is. */
static struct str
with_lf(struct arena *a, struct str s, size_t n)
{
	char *p = arena_alloc(a, s.n);
	size_t out = 0, i = 0;

	while (i < n) {
		if (s.p[i] != '\r' || beside_nul(s, i)) {
			p[out++] = s.p[i++];
			continue;
		}
		i += line_end(s, i);
		p[out++] = '\n';
	}
	memcpy(p + out, s.p + i, s.n - i);
	return (struct str){ p, out + s.n - i };
}

/*
 * Where a part says that it is binary its bytes count, and CR in them is no
 * line end: then only the header is mended.
 */
static struct str
mend_lines(struct arena *a, struct str raw, struct str *ambiguous)
{
	size_t header = header_size(raw);

	if (has_bare_cr(str_sub(raw, 0, header)))
		set_ambiguous(ambiguous, STR("CR without LF in the header"));
	if (str_find(raw, STR("\r--"), 0) != SIZE_MAX)
		set_ambiguous(ambiguous, STR("CR without LF before what may be a boundary"));
	return with_lf(a, raw, str_ifind(raw, STR("encoding: binary"), 0) == SIZE_MAX ?
	    raw.n : header);
}

struct str
rawmail_read(struct arena *a, struct str raw, struct str *ambiguous)
{
	struct str wide = wide_charset(&raw), mark = STR("\xef\xbb\xbf");

	if (wide.n > 0) {
		raw = charset_text(a, wide, STR_NONE, raw);
		set_ambiguous(ambiguous, STR("UTF-16"));
	}
	if (str_starts(raw, mark))
		raw = (struct str){ raw.p + mark.n, raw.n - mark.n };
	return has_bare_cr(raw) ? mend_lines(a, raw, ambiguous) : raw;
}
