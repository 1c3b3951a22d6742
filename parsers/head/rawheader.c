/*
 * Trusts nothing; never allocates.  RFC 5322 section 2.2, with what real mail
 * does to it: bare LF, spaces before the colon, lines without a colon.
 */
#include "parsers/head/rawheader.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Bytes up to and with the next LF. */
static size_t
line_bytes(struct str s)
{
	size_t at = str_chr(s, '\n', 0);

	return at == SIZE_MAX ? s.n : at + 1;
}

static bool
is_empty_line(struct str s)
{
	return s.n == 0 || s.p[0] == '\n' || (s.p[0] == '\r' && (s.n == 1 || s.p[1] == '\n'));
}

/* Like str_sub(), but an empty rest still points into the mail. */
static struct str
skip(struct str s, size_t n)
{
	return n == 0 ? s : (struct str){ s.p + n, s.n - n };
}

/* RFC 5322 section 3.6.8: printable ASCII but ':'. */
static void
split_name(struct rawheader *h)
{
	size_t i = 0, end;

	while (i < h->bytes.n && h->bytes.p[i] > ' ' && h->bytes.p[i] < 0x7f &&
	    h->bytes.p[i] != ':')
		i++;
	end = i;
	while (i < h->bytes.n && is_blank(h->bytes.p[i]))
		i++;
	if (end == 0 || i == h->bytes.n || h->bytes.p[i] != ':')
		return;
	h->name = str_sub(h->bytes, 0, end);
	h->loose = i != end;
	h->value = str_trim(skip(h->bytes, i + 1));
}

bool
rawheader_next(struct str *rest, struct rawheader *out)
{
	size_t n;

	*out = (struct rawheader){ .loose = false };
	if (is_empty_line(*rest)) {
		*rest = skip(*rest, line_bytes(*rest));
		return false;
	}
	n = line_bytes(*rest);
	while (n < rest->n && is_blank(rest->p[n]))
		n += line_bytes(skip(*rest, n));
	out->bytes = str_sub(*rest, 0, n);
	*rest = skip(*rest, n);
	split_name(out);
	return true;
}

/* "From jo@x.example Mon Jul  6 …", but not "From : jo@x.example". */
static bool
is_mbox_line(struct str s)
{
	size_t i = 5;

	if (str_starts(s, STR(">")))
		s = skip(s, 1);
	if (!str_starts(s, STR("From ")))
		return false;
	while (i < s.n && is_blank(s.p[i]))
		i++;
	return i == s.n || s.p[i] != ':';
}

/* What would be a field without the blanks before it: some programs indent the first. */
static struct str
unindent(struct str raw)
{
	struct rawheader h = { .loose = false };
	struct str s = raw;

	while (s.n > 0 && is_blank(s.p[0]))
		s = skip(s, 1);
	h.bytes = str_sub(s, 0, line_bytes(s));
	split_name(&h);
	return h.name.n > 0 ? s : raw;
}

struct str
rawheader_start(struct str raw)
{
	while (raw.n > 0 && (is_empty_line(raw) || is_mbox_line(raw)))
		raw = skip(raw, line_bytes(raw));
	return raw.n > 0 && is_blank(raw.p[0]) ? unindent(raw) : raw;
}
