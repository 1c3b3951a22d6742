/* headerend: see headerend.h.  Trusts nothing; each byte is looked at once more at most. */
#include "parsers/mime/headerend.h"

#include "parsers/base/array.h"

enum {
	LOOK_AHEAD = 8,			/* fields behind a bad line */
	LOOK_BYTES = 256 * 1024,	/* for fields that are missing */
	LONG_LINE = 60,			/* what was folded was long */
	EMPTY_MAX = 3
};

/* What shows that a header block goes on behind a bad line. */
static const struct {
	struct str	name;
	bool		once;		/* a text that quotes a header comes after its own one */
} familiar[] = {
	{ { "From", 4 }, true }, { { "To", 2 }, true }, { { "Subject", 7 }, true },
	{ { "Date", 4 }, true }, { { "Message-ID", 10 }, true },
	{ { "MIME-Version", 12 }, true }, { { "Content-Type", 12 }, true },
	{ { "Content-Transfer-Encoding", 25 }, true }, { { "Received", 8 }, false },
	{ { "Return-Path", 11 }, false },
};

/* Its row, or COUNT(familiar). */
static size_t
find(struct str name)
{
	size_t i = 0;

	while (i < COUNT(familiar) && !str_ieq(name, familiar[i].name))
		i++;
	return i;
}

void
headerend_note(struct headerend *h, struct str name)
{
	size_t i = find(name);

	if (i < COUNT(familiar) && familiar[i].once)
		h->seen |= 1u << i;
}

static bool
is_near(struct str rest)
{
	struct rawheader next;

	for (size_t i = 0; i < LOOK_AHEAD && rawheader_next(&rest, &next); i++)
		if (find(next.name) < COUNT(familiar))
			return true;
	return false;
}

/* Behind the last field before an empty line that a header has once and this one lacks. */
static const char *
last_missing(const struct headerend *h, struct str rest)
{
	const char *until = NULL;
	struct rawheader next;

	rest = str_sub(rest, 0, LOOK_BYTES);
	while (rawheader_next(&rest, &next)) {
		size_t i = find(next.name);

		if (i < COUNT(familiar) && familiar[i].once && (h->seen & 1u << i) == 0)
			until = next.bytes.p;
	}
	return until;
}

bool
headerend_goes_on(struct headerend *h, struct str rest)
{
	if (is_near(rest))
		return true;
	if (!h->has_looked) {
		h->has_looked = true;
		h->until = last_missing(h, rest);
	}
	return h->until != NULL && rest.p <= h->until;
}

bool
headerend_is_late(struct str *rest)
{
	static const struct str names[] = {
		{ "Content-Type:", 13 }, { "Content-Transfer-Encoding:", 26 },
		{ "Content-Disposition:", 20 }, { "Content-ID:", 11 },
		{ "Content-Description:", 20 },
	};
	struct str at = *rest;
	size_t i = 0, lines = 0;

	for (; i < at.n && lines < EMPTY_MAX && (at.p[i] == '\r' || at.p[i] == '\n'); i++)
		lines += at.p[i] == '\n';
	at = str_sub(at, i, at.n);
	for (i = 0; i < COUNT(names); i++)
		if (str_istarts(at, names[i])) {
			*rest = at;
			return true;
		}
	return false;
}

static bool
is_open(struct str value)
{
	size_t quotes = 0, angles = 0;

	for (size_t i = 0; i < value.n; i++) {
		quotes += value.p[i] == '"';
		angles += value.p[i] == '<';
		angles -= value.p[i] == '>' && angles > 0;
	}
	return quotes % 2 == 1 || angles > 0;
}

/* `name="log.zip"`: a word, and '=' right behind it. */
static bool
is_parameter(struct str line)
{
	size_t i = 0;

	while (i < line.n && ((line.p[i] | 0x20) >= 'a' || line.p[i] == '-' || line.p[i] == '*' ||
	    (line.p[i] >= '0' && line.p[i] <= '9')) && (unsigned char)line.p[i] < 0x7b)
		i++;
	return i > 0 && i + 1 < line.n && line.p[i] == '=';
}

/* The last physical line of a field. */
static size_t
last_line(struct str bytes)
{
	struct str s = str_rtrim(bytes);
	size_t n = 0;

	while (n < s.n && s.p[s.n - n - 1] != '\n')
		n++;
	return n;
}

bool
headerend_continues(const struct rawheader *field, struct str line, bool *sure)
{
	struct str value = field->value;

	*sure = false;
	if (str_starts(line, STR("From ")) || str_starts(line, STR(">From ")))
		return false;
	*sure = str_ends(value, STR(";")) && is_parameter(line);
	return *sure || str_ends(value, STR(";")) || str_ends(value, STR(",")) || is_open(value) ||
	    last_line(field->bytes) >= LONG_LINE;
}
