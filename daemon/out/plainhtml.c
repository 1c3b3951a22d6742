/* plainhtml: see plainhtml.h. */
#include "daemon/out/plainhtml.h"

#include "daemon/out/weblink.h"

#define NO_BREAK_SPACE	"\xc2\xa0"

static const char *
entity(char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" :
	    c == '"' ? "&quot;" : NULL;
}

void
plainhtml_escape(struct buf *b, struct str text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char *e = entity(text.p[i]);

		if (e == NULL)
			continue;
		buf_add(b, str_sub(text, from, i - from));
		buf_adds(b, e);
		from = i + 1;
	}
	buf_add(b, str_sub(text, from, SIZE_MAX));
}

/* How many bytes from i on are neither escaped nor the start of an address. */
static size_t
ordinary(struct str s, size_t i)
{
	static const bool looked_at[256] = { [' '] = true, ['\n'] = true, ['\t'] = true,
		['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, [0xc2] = true,
		['h'] = true, ['H'] = true, ['f'] = true, ['F'] = true,
		['m'] = true, ['M'] = true };
	size_t n = 0;

	while (i + n < s.n && !looked_at[(unsigned char)s.p[i + n]])
		n++;
	return n;
}

static void
put_link(struct buf *b, struct str target)
{
	buf_adds(b, "<a href=\"");
	weblink_put(b, target);
	buf_adds(b, "\">");
	plainhtml_escape(b, target);
	buf_adds(b, "</a>");
}

/* Of some spaces the last one lets a line wrap, but for those that indent it. */
static bool
is_kept(struct str s, size_t i, bool whole)
{
	return (whole && (i == 0 || s.p[i - 1] == '\n')) || (i + 1 < s.n && s.p[i + 1] == ' ');
}

/* How many bytes it was. */
static size_t
put_one(struct buf *b, struct str s, size_t i, bool whole)
{
	struct str rest = str_sub(s, i, SIZE_MAX);

	if (s.p[i] == ' ' && is_kept(s, i, whole))
		buf_adds(b, "&nbsp;");
	else if (s.p[i] == '\n')
		buf_adds(b, "<br>\n");
	else if (s.p[i] == '\t')
		buf_adds(b, "&nbsp;&nbsp;&nbsp; ");
	else if (str_starts(rest, STR(NO_BREAK_SPACE))) {
		buf_adds(b, "&nbsp;");
		return 2;
	} else
		plainhtml_escape(b, str_sub(rest, 0, 1));
	return 1;
}

static void
put(struct buf *b, struct str text, bool whole)
{
	for (size_t i = 0, n; i < text.n; i += n) {
		n = ordinary(text, i);
		if (n > 0)
			buf_add(b, str_sub(text, i, n));
		else if ((n = weblink_size(text, i)) > 0)
			put_link(b, str_sub(text, i, n));
		else
			n = put_one(b, text, i, whole);
	}
}

void
plainhtml_put(struct buf *b, struct str text)
{
	put(b, text, false);
}

struct str
plainhtml(struct arena *a, struct str text)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "<p>");
	put(&b, text, true);
	buf_adds(&b, "</p>");
	return buf_str(&b);
}
