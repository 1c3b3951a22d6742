/*
 * Trusts nothing, and doubts: only what keeps its format from the first line
 * to the last is a file, everything else stays text.  Each line is looked at
 * at most twice: no opening line is a line that may stand in a file.
 */
#include "parsers/mime/inlinefile.h"

#include "parsers/base/array.h"

enum { UU_BASE = 32, MODE_MIN = 3, MODE_MAX = 4, CUT_LINES = 3 };

enum line {
	LINE_DATA,
	LINE_THIN,			/* may stand there, shows nothing */
	LINE_HEAD,			/* only before the data */
	LINE_LAST,
	LINE_BAD
};

/*
 * The first character says how many bytes the line holds.  Spaces at its end
 * may have been lost on the way; some encoders add a check character.
 */
static enum line
uu_line(struct str line)
{
	size_t n, want;

	if (str_eq(str_rtrim(line), STR("end")))
		return LINE_LAST;
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] < UU_BASE || line.p[i] > '`')
			return LINE_BAD;
	n = line.n == 0 ? 0 : (size_t)(line.p[0] - UU_BASE) & 63;
	want = 1 + (n + 2) / 3 * 4;
	return line.n > want + 2 ? LINE_BAD : n == 0 || line.n < want ? LINE_THIN : LINE_DATA;
}

static enum line
base64_line(struct str line)
{
	if (str_eq(line, STR("====")))
		return LINE_LAST;
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='))
			return LINE_BAD;
	}
	return line.n == 0 ? LINE_BAD : LINE_DATA;
}

/* A line that begins with "=y" is a word to the decoder, all others are data. */
static enum line
yenc_line(struct str line)
{
	return !str_starts(line, STR("=y")) ? LINE_DATA :
	    str_starts(line, STR("=ypart ")) ? LINE_HEAD :
	    str_starts(line, STR("=yend")) ? LINE_LAST : LINE_BAD;
}

/* "644 name" */
static bool
read_mode(struct str s, struct str *name)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '7')
		n++;
	if (n < MODE_MIN || n > MODE_MAX || n == s.n || s.p[n] != ' ')
		return false;
	*name = str_trim(str_sub(s, n, s.n));
	return name->n > 0;
}

/* "line=128 size=9 name=a b.jpg": the name is last and goes to the line's end. */
static bool
read_yenc_name(struct str s, struct str *name)
{
	size_t at = str_find(s, STR("name="), 0);

	if (at == SIZE_MAX || str_find(s, STR("size="), 0) > at)
		return false;
	*name = str_trim(str_sub(s, at + 5, s.n));
	return name->n > 0;
}

static const struct format {
	struct str	opening;
	bool		(*read_name)(struct str, struct str *name);
	enum line	(*look)(struct str line);
	enum transfer	transfer;
	bool		may_be_cut;	/* a mail's end may stand for the last line */
} formats[] = {
	{ { "begin ", 6 }, read_mode, uu_line, TRANSFER_UU, true },
	{ { "begin-base64 ", 13 }, read_mode, base64_line, TRANSFER_BASE64, false },
	{ { "=ybegin ", 8 }, read_yenc_name, yenc_line, TRANSFER_YENC, false },
};

/*
 * Reads the data lines at *rest, with the line that ends them.  A mail that
 * was cut off on its way ends within them: a few good lines are enough then.
 */
static bool
read_body(const struct format *f, struct str *rest, struct str *body)
{
	struct str at = *rest, line;
	size_t lines = 0;

	*body = *rest;
	while (str_line(&at, &line)) {
		enum line kind = f->look(line);

		if (kind == LINE_BAD || (kind == LINE_HEAD && lines > 0))
			return false;
		if (kind == LINE_HEAD)
			*body = at;
		else if (kind == LINE_LAST) {
			*body = str_sub(*body, 0, (size_t)(line.p - body->p));
			*rest = at;
			return lines > 0;
		}
		lines += kind == LINE_DATA;
	}
	*rest = STR_NONE;
	return f->may_be_cut && lines >= CUT_LINES;
}

/* The format whose opening line `line` is, or NULL. */
static const struct format *
opening(struct str line, struct str *name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_starts(line, formats[i].opening) && formats[i].read_name(
		    str_sub(line, formats[i].opening.n, line.n), name))
			return &formats[i];
	return NULL;
}

bool
inlinefile_next(struct str *rest, struct str *before, struct inlinefile *out)
{
	struct str s = *rest, at = s, line;

	/* Nearly every text has none: not even its lines are looked at then. */
	if (str_find(s, STR("begin"), 0) == SIZE_MAX)
		at = STR_NONE;
	while (str_line(&at, &line)) {
		const struct format *f = opening(line, &out->name);
		struct str behind = at;

		if (f == NULL || !read_body(f, &behind, &out->body))
			continue;
		out->transfer = f->transfer;
		*before = str_sub(s, 0, (size_t)(line.p - s.p));
		*rest = behind;
		return true;
	}
	return false;
}
