/* csv: see csv.h. */
#include "parsers/text/csv.h"

static struct str
skip(struct str s, size_t n)
{
	return str_sub(s, n, s.n);
}

/* Behind the opening quote of *s up to the one that ends it; SIZE_MAX: none does. */
static size_t
quoted_end(struct str s)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] != '"')
			continue;
		if (i + 1 < s.n && s.p[i + 1] == '"')
			i++;
		else
			return i;
	}
	return SIZE_MAX;
}

/* Two quotes are one. */
static struct str
unquoted(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		buf_addc(&b, s.p[i]);
		if (s.p[i] == '"')
			i++;
	}
	return buf_str(&b);
}

static size_t
plain_end(struct str s, char sep)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != sep && s.p[n] != '\n')
		n++;
	return n;
}

static size_t
count(struct str s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

/* One field off *rest, up to what ends it. */
static struct str
take_field(struct arena *a, struct str *rest, char sep, size_t *lines, bool *torn)
{
	size_t end = rest->n > 0 && rest->p[0] == '"' ? quoted_end(*rest) : 0, n;
	struct str out;

	if (end != 0 && end != SIZE_MAX) {
		out = unquoted(a, str_sub(*rest, 1, end - 1));
		*lines += count(str_sub(*rest, 0, end), '\n');
		*rest = skip(*rest, end + 1);
		*rest = skip(*rest, plain_end(*rest, sep));	/* blanks, or what makes no sense */
		return out;
	}
	*torn |= end == SIZE_MAX;
	n = plain_end(*rest, sep);
	out = str_trim(str_sub(*rest, 0, n));
	*rest = skip(*rest, n);
	return str_dup(a, out);
}

bool
csv_row(struct arena *a, struct str *rest, char sep, struct strs *fields, size_t *lines, bool *torn)
{
	*fields = (struct strs){ 0 };
	*lines = 1;
	*torn = false;
	if (rest->n == 0)
		return false;
	for (;;) {
		struct str one = take_field(a, rest, sep, lines, torn);
		bool more = rest->n > 0 && rest->p[0] == sep;

		if (fields->n < CSV_FIELDS)
			strs_add(a, fields, one);
		*rest = skip(*rest, rest->n > 0);
		if (!more)
			return true;
	}
}

char
csv_separator(struct str text)
{
	static const char signs[] = ",;\t";
	struct str line = str_sub(text, 0, str_chr(text, '\n', 0));
	char best = ',';

	for (size_t i = 0; signs[i] != '\0'; i++)
		if (count(line, signs[i]) > count(line, best))
			best = signs[i];
	return best;
}
