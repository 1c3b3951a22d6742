/* csv: see csv.h. */
#include "daemon/render/csv.h"

#include <inttypes.h>
#include <stdio.h>

#include "parsers/base/array.h"

/*
 * What spreadsheets would take for a formula (OWASP, CSV injection), also behind blanks, which
 * some take away, and as it is typed in a font of East Asia.
 */
static bool
is_formula(struct str s)
{
	static const struct str wide[] = { STR("\xef\xbc\x9d"), STR("\xef\xbc\x8b"),
		STR("\xef\xbc\x8d"), STR("\xef\xbc\xa0") };

	if (s.n > 0 && (s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
		return true;
	while (s.n > 0 && s.p[0] == ' ')
		s = str_sub(s, 1, SIZE_MAX);
	for (size_t i = 0; i < COUNT(wide); i++)
		if (str_starts(s, wide[i]))
			return true;
	return s.n > 0 && str_chr(STR("=+-@"), s.p[0], 0) != SIZE_MAX;
}

static bool
is_quoted(struct str field)
{
	for (size_t i = 0; i < field.n; i++)
		if (field.p[i] == '"' || field.p[i] == ',' || field.p[i] == '\r' ||
		    field.p[i] == '\n')
			return true;
	return false;
}

static void
add(struct buf *b, struct str field, bool guarded)
{
	bool quoted = is_quoted(field);

	if (quoted)
		buf_addc(b, '"');
	if (guarded)
		buf_addc(b, '\'');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, field.p[i]);
	}
	if (quoted)
		buf_addc(b, '"');
	buf_addc(b, ',');
}

void
csv_text(struct buf *b, struct str field)
{
	add(b, field, is_formula(field));
}

void
csv_plain(struct buf *b, struct str field)
{
	add(b, field, false);
}

void
csv_number(struct buf *b, int64_t n)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%" PRId64, n);

	add(b, (struct str){ text, (size_t)len }, false);
}

void
csv_end(struct buf *b)
{
	if (b->n > 0 && b->p[b->n - 1] == ',')
		b->n--;
	buf_adds(b, "\r\n");
}
