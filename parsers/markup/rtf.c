/*
 * Trusts nothing: one pass, groups nest in an array (what is deeper changes
 * nothing), each byte of text comes out at most once.  What is not known to be
 * text for people is passed over by its destination's name.
 */
#include "parsers/markup/rtf.h"

#include "parsers/base/array.h"
#include "parsers/markup/html.h"
#include "parsers/text/charset.h"

enum {
	DEPTH_MAX = 100,
	FONTS_MAX = 256,
	WORD_MAX = 32,
	LINK_MAX = 2000,
	HTML_FACTOR = 4,		/* tags and text, to text */
	PAGE_SYMBOL = 42		/* pictures instead of letters */
};

enum where {
	IN_TEXT,
	IN_FONTS,			/* its fonts are noted, nothing comes out */
	IN_LINK,			/* a field's instruction: where a link leads */
	IN_NOTHING			/* for programs */
};

/* What ends with a group. */
struct group {
	enum where	where;
	unsigned	page;		/* code page of the font */
	size_t		skip;		/* bytes that stand in for a \u, for old readers */
	bool		hidden;		/* \htmlrtf: for readers of RTF only */
	bool		is_result;	/* what a field shows */
};

struct font { long number; unsigned page; };

struct reader {
	struct arena	*a;
	struct str	 in;
	size_t		 i;
	struct group	 v[DEPTH_MAX];
	size_t		 depth;		/* of v; the last is the open one */
	size_t		 deeper;	/* groups that found no place there */
	struct buf	 out;
	struct buf	 bytes;		/* wait for their code page */
	unsigned	 bytes_page;
	unsigned	 page;		/* the document's */
	long		 font;		/* that is being described */
	struct font	 fonts[FONTS_MAX];
	size_t		 n_fonts;
	size_t		 to_skip;	/* of the bytes behind a \u */
	uint32_t	 high;		/* the first half of a character */
	struct buf	 link;
	size_t		 link_from;	/* where what it is of begins in out */
	bool		 is_html;
	bool		 starred;	/* \* came: the next word names a destination */
};

struct word {
	struct str	name;
	long		value;
	bool		has_value;
};

static struct group *
top(struct reader *r)
{
	return &r->v[r->depth - 1];
}

/* --- text --- */

static void
flush(struct reader *r)
{
	if (r->bytes.n == 0)
		return;
	buf_add(&r->out, charset_text(r->a, str_printf(r->a, "cp%u", r->bytes_page),
	    STR_NONE, buf_str(&r->bytes)));
	r->bytes.n = 0;
}

static bool
is_shown(struct reader *r)
{
	return top(r)->where == IN_TEXT && !(r->is_html && top(r)->hidden);
}

static void
put_char(struct reader *r, uint32_t c)
{
	if (!is_shown(r))
		return;
	flush(r);
	buf_utf8(&r->out, c);
}

static void
put_byte(struct reader *r, char c)
{
	unsigned page = top(r)->page != 0 ? top(r)->page : r->page;

	if (r->to_skip > 0) {
		r->to_skip--;
		return;
	}
	if (top(r)->where == IN_LINK && r->link.n < LINK_MAX)
		buf_addc(&r->link, c);
	if (!is_shown(r))
		return;
	if (page == PAGE_SYMBOL && (unsigned char)c >= 0x80) {
		put_char(r, 0x2022);
		return;
	}
	if (page != r->bytes_page)
		flush(r);
	r->bytes_page = page;
	buf_addc(&r->bytes, c);
}

/* \u: half of a character beyond U+FFFF comes before the other. */
static void
put_unit(struct reader *r, long value)
{
	uint32_t c = (uint32_t)value & 0xffff;

	r->to_skip = top(r)->skip;
	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return;
	}
	if (c >= 0xdc00 && c < 0xe000) {
		if (r->high != 0)
			put_char(r, 0x10000 + ((r->high & 0x3ff) << 10 | (c & 0x3ff)));
	} else if (c >= ' ' || c == '\t' || c == '\n')
		/* Symbol fonts stand at U+F000: a bullet is all that is known of them. */
		put_char(r, c >= 0xf020 && c <= 0xf0ff ? 0x2022 : c);
	r->high = 0;
}

/* --- groups --- */

static void
open_group(struct reader *r)
{
	if (r->depth == DEPTH_MAX) {
		r->deeper++;
		return;
	}
	r->v[r->depth] = r->v[r->depth - 1];
	r->v[r->depth++].is_result = false;
}

/* 'HYPERLINK "https://…" \t "_blank"' */
static struct str
link_target(struct reader *r)
{
	struct str s = str_trim(buf_str(&r->link)), word = STR("HYPERLINK");
	size_t quote;

	if (!str_istarts(s, word))
		return STR_NONE;
	s = str_trim(str_sub(s, word.n, s.n));
	if (!str_starts(s, STR("\"")))
		return str_sub(s, 0, str_chr(s, ' ', 0));
	quote = str_chr(s, '"', 1);
	return str_sub(s, 1, quote == SIZE_MAX ? s.n : quote - 1);
}

/* Behind what a field shows, where it leads; if that is not the same. */
static void
end_result(struct reader *r)
{
	struct str to, text;

	flush(r);
	to = charset_line(r->a, charset_text(r->a, STR_NONE, STR_NONE, link_target(r)));
	text = str_sub(buf_str(&r->out), r->link_from, r->out.n);
	if (to.n > 0 && !r->is_html && str_find(to, str_trim(text), 0) == SIZE_MAX)
		buf_printf(&r->out, " <%.*s>", STR_ARG(to));
	r->link.n = 0;
}

static void
close_group(struct reader *r)
{
	if (r->deeper > 0) {
		r->deeper--;
		return;
	}
	if (top(r)->is_result)
		end_result(r);
	r->to_skip = 0;
	if (r->depth > 1)
		r->depth--;
}

/* --- control words --- */

static void
set_page(struct reader *r, const struct word *w)
{
	if (w->value > 0 && w->value < 65536 && w->value != PAGE_SYMBOL)
		r->page = (unsigned)w->value;
}

/* What Windows calls a font's character set, as a code page. */
static unsigned
page_of(long charset)
{
	static const struct { long charset; unsigned page; } rows[] = {
		{ 0, 1252 }, { 2, PAGE_SYMBOL }, { 77, 10000 }, { 128, 932 }, { 129, 949 }, { 134, 936 },
		{ 136, 950 }, { 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 },
		{ 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 }, { 238, 1250 },
		{ 254, 437 }, { 255, 850 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].charset == charset)
			return rows[i].page;
	return 0;
}

static void
set_font(struct reader *r, const struct word *w)
{
	r->font = w->value;
	if (top(r)->where != IN_TEXT)
		return;
	top(r)->page = 0;
	for (size_t i = 0; i < r->n_fonts; i++)
		if (r->fonts[i].number == w->value)
			top(r)->page = r->fonts[i].page;
}

static void
set_charset(struct reader *r, const struct word *w)
{
	if (top(r)->where == IN_FONTS && r->n_fonts < FONTS_MAX)
		r->fonts[r->n_fonts++] = (struct font){ r->font, page_of(w->value) };
}

static void
set_plain(struct reader *r, const struct word *w)
{
	(void)w;
	if (top(r)->where == IN_TEXT)
		top(r)->page = 0;
}

static void
set_skip(struct reader *r, const struct word *w)
{
	top(r)->skip = w->value < 0 || w->value > 16 ? 1 : (size_t)w->value;
}

static void
read_unicode(struct reader *r, const struct word *w)
{
	put_unit(r, w->value);
}

static void
skip_binary(struct reader *r, const struct word *w)
{
	size_t left = r->in.n - r->i, n = w->value < 0 ? 0 : (size_t)w->value;

	r->i += n < left ? n : left;
}

static void
set_html(struct reader *r, const struct word *w)
{
	(void)w;
	r->is_html = true;
}

static void
set_hidden(struct reader *r, const struct word *w)
{
	top(r)->hidden = !w->has_value || w->value != 0;
}

static void
begin_tag(struct reader *r, const struct word *w)
{
	(void)w;
	if (top(r)->where == IN_NOTHING)
		return;
	top(r)->where = r->is_html ? IN_TEXT : IN_NOTHING;
	top(r)->hidden = false;
	r->starred = false;
}

static void
begin_fonts(struct reader *r, const struct word *w)
{
	(void)w;
	top(r)->where = IN_FONTS;
}

static void
begin_link(struct reader *r, const struct word *w)
{
	(void)w;
	r->starred = false;
	if (top(r)->where == IN_TEXT) {
		top(r)->where = IN_LINK;
		r->link.n = 0;
	}
}

static void
begin_result(struct reader *r, const struct word *w)
{
	(void)w;
	flush(r);
	if (top(r)->where != IN_TEXT)
		return;
	top(r)->is_result = true;
	r->link_from = r->out.n;
}

static void
begin_nothing(struct reader *r, const struct word *w)
{
	(void)w;
	top(r)->where = IN_NOTHING;
}

static const struct { const char *name; void (*read)(struct reader *, const struct word *); }
words[] = {
	{ "ansicpg", set_page }, { "f", set_font }, { "fcharset", set_charset },
	{ "plain", set_plain }, { "uc", set_skip }, { "u", read_unicode }, { "bin", skip_binary },
	{ "fromhtml", set_html }, { "htmlrtf", set_hidden }, { "htmltag", begin_tag },
	{ "fonttbl", begin_fonts }, { "fldinst", begin_link }, { "fldrslt", begin_result },
	{ "mhtmltag", begin_nothing }, { "colortbl", begin_nothing },
	{ "stylesheet", begin_nothing }, { "info", begin_nothing }, { "pict", begin_nothing },
	{ "objdata", begin_nothing }, { "nonshppict", begin_nothing },
	{ "header", begin_nothing }, { "headerl", begin_nothing }, { "headerr", begin_nothing },
	{ "headerf", begin_nothing }, { "footer", begin_nothing }, { "footerl", begin_nothing },
	{ "footerr", begin_nothing }, { "footerf", begin_nothing }, { "xe", begin_nothing },
	{ "tc", begin_nothing }, { "listtable", begin_nothing },
	{ "listoverridetable", begin_nothing }, { "filetbl", begin_nothing },
	{ "revtbl", begin_nothing }, { "private1", begin_nothing },
};

/* Words and symbols that are characters. */
static const struct { const char *name; uint32_t c; } characters[] = {
	{ "par", '\n' }, { "line", '\n' }, { "sect", '\n' }, { "page", '\n' }, { "row", '\n' },
	{ "tab", '\t' }, { "cell", '\t' }, { "nestcell", '\t' }, { "nestrow", '\n' },
	{ "emdash", 0x2014 }, { "endash", 0x2013 }, { "bullet", 0x2022 },
	{ "lquote", 0x2018 }, { "rquote", 0x2019 }, { "ldblquote", 0x201c },
	{ "rdblquote", 0x201d }, { "emspace", ' ' }, { "enspace", ' ' }, { "qmspace", ' ' },
	{ "~", 0xa0 }, { "_", '-' }, { "\n", '\n' }, { "\r", '\n' }, { "\t", '\t' },
	{ "{", '{' }, { "}", '}' }, { "\\", '\\' },
};

static void
obey(struct reader *r, const struct word *w)
{
	bool starred = r->starred;

	for (size_t i = 0; i < COUNT(characters); i++) {
		if (!str_eq(w->name, str_c(characters[i].name)))
			continue;
		if (characters[i].c < 0x80)
			put_byte(r, (char)characters[i].c);
		else
			put_char(r, characters[i].c);
		return;
	}
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(w->name, str_c(words[i].name))) {
			words[i].read(r, w);
			break;
		}
	/* "{\*\word": whoever does not know the word passes over the group. */
	if (starred && r->starred)
		top(r)->where = IN_NOTHING;
	r->starred = false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Behind the backslash: letters, a number, a space that ends it; or one sign. */
static void
take_word(struct reader *r, struct word *w)
{
	size_t from = r->i;
	bool negative;

	*w = (struct word){ .value = 0 };
	while (r->i < r->in.n && r->i - from < WORD_MAX && is_letter(r->in.p[r->i]))
		r->i++;
	if (r->i == from) {
		w->name = str_sub(r->in, r->i++, 1);
		return;
	}
	w->name = str_sub(r->in, from, r->i - from);
	negative = r->i < r->in.n && r->in.p[r->i] == '-';
	if (negative && r->i + 1 < r->in.n && is_digit(r->in.p[r->i + 1]))
		r->i++;
	for (; r->i < r->in.n && is_digit(r->in.p[r->i]); r->i++) {
		w->has_value = true;
		if (w->value < 100000000)
			w->value = w->value * 10 + (r->in.p[r->i] - '0');
	}
	if (negative)
		w->value = -w->value;
	if (r->i < r->in.n && r->in.p[r->i] == ' ')
		r->i++;
}

static void
read_escape(struct reader *r)
{
	struct word w;
	int byte;

	if (r->i < r->in.n && r->in.p[r->i] == '\'' && (byte = str_hex(r->in, r->i + 1)) >= 0) {
		put_byte(r, (char)byte);
		r->i += 3;
		return;
	}
	take_word(r, &w);
	if (str_eq(w.name, STR("*")))
		r->starred = true;
	else
		obey(r, &w);
}

static void
read_one(struct reader *r)
{
	char c = r->in.p[r->i++];

	if (c == '{')
		open_group(r);
	else if (c == '}')
		close_group(r);
	else if (c == '\\')
		read_escape(r);
	else if (c != '\r' && c != '\n' && c != '\0')
		put_byte(r, c);
}

struct str
rtf_text(struct arena *a, struct str in, size_t max)
{
	struct reader *r;

	in = str_trim(in);
	if (!str_starts(in, STR("{\\rtf")))
		return STR_NONE;
	r = ARENA_NEW(a, struct reader);
	r->a = a;
	r->in = in;
	r->page = 1252;
	r->v[r->depth++] = (struct group){ .where = IN_TEXT, .skip = 1 };
	buf_init(&r->out, a);
	buf_init(&r->bytes, a);
	buf_init(&r->link, a);
	while (r->i < in.n && r->out.n + r->bytes.n <= (r->is_html ? max * HTML_FACTOR : max))
		read_one(r);
	flush(r);
	in = charset_clean(a, buf_str(&r->out));
	return r->is_html ? html_text(a, in, max + 1) : in;
}
