/*
 * Trusts nothing: one pass over the value, no recursion.  A value without
 * quotes runs to the next ';', because names with spaces are often written so.
 */
#include "parsers/head/param.h"

#include "parsers/text/charset.h"
#include "parsers/text/words.h"

enum { PARAMS_MAX = 64 };

/* A quoted-string at in[*at] == '"'; its text is added to b. */
static void
read_quoted(struct str in, size_t *at, struct buf *b)
{
	for (++*at; *at < in.n && in.p[*at] != '"'; ++*at) {
		/* Windows paths: only what must be escaped is taken as escaped. */
		if (in.p[*at] == '\\' && *at + 1 < in.n &&
		    (in.p[*at + 1] == '"' || in.p[*at + 1] == '\\'))
			++*at;
		if (in.p[*at] != '\r' && in.p[*at] != '\n')
			buf_addc(b, in.p[*at]);
	}
	if (*at < in.n)
		++*at;
}

/* A comment at in[*at] == '(': skipped, nesting counted. */
static void
skip_comment(struct str in, size_t *at)
{
	size_t depth = 0;

	for (; *at < in.n; ++*at) {
		if (in.p[*at] == '(')
			depth++;
		else if (in.p[*at] == ')' && --depth == 0) {
			++*at;
			return;
		} else if (in.p[*at] == '\\' && *at + 1 < in.n)
			++*at;
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
skip_spaces(struct str in, size_t *at)
{
	while (*at < in.n && is_space(in.p[*at]))
		++*at;
}

/* Up to the next ';', which is passed. */
static struct str
read_value(struct arena *a, struct str in, size_t *at)
{
	struct buf b;

	buf_init(&b, a);
	skip_spaces(in, at);
	if (*at < in.n && in.p[*at] == '"') {
		read_quoted(in, at, &b);
		*at = str_chr(in, ';', *at);
	} else {
		size_t end = str_chr(in, ';', *at);

		buf_add(&b, str_trim(str_sub(in, *at, end == SIZE_MAX ? in.n : end - *at)));
		*at = end;
	}
	*at = *at == SIZE_MAX ? in.n : *at + 1;
	return buf_str(&b);
}

/* "type/sub" and what stands before the first ';', comments taken out. */
static struct str
read_head(struct arena *a, struct str in, size_t *at)
{
	struct buf b;

	buf_init(&b, a);
	while (*at < in.n && in.p[*at] != ';') {
		if (in.p[*at] == '(')
			skip_comment(in, at);
		else if (is_space(in.p[*at]))
			++*at;
		else
			buf_addc(&b, in.p[(*at)++]);
	}
	if (*at < in.n)
		++*at;
	return str_lower(a, buf_str(&b));
}

static void
add(struct arena *a, struct params *out, struct str name, struct str value)
{
	if (out->v == NULL)
		out->v = ARENA_ARRAY(a, PARAMS_MAX, struct param);
	if (out->n < PARAMS_MAX)
		out->v[out->n++] = (struct param){ name, value };
}

void
param_parse(struct arena *a, struct str in, struct params *out)
{
	size_t at = 0;

	*out = (struct params){ .n = 0 };
	out->head = read_head(a, in, &at);
	while (at < in.n && out->n < PARAMS_MAX) {
		size_t from;
		struct str name;

		skip_spaces(in, &at);
		from = at;
		while (at < in.n && in.p[at] != '=' && in.p[at] != ';')
			at++;
		name = str_trim(str_sub(in, from, at - from));
		if (at >= in.n)
			break;
		if (in.p[at++] == '=')
			add(a, out, name, read_value(a, in, &at));
	}
}

struct str
param_raw(const struct params *ps, struct str name)
{
	for (size_t i = 0; i < ps->n; i++)
		if (str_ieq(ps->v[i].name, name))
			return ps->v[i].value;
	return STR_NONE;
}

size_t
param_count(const struct params *ps, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < ps->n; i++)
		n += str_ieq(ps->v[i].name, name);
	return n;
}

/* "filename*", "filename*1", "filename*1*": what follows the name and '*'. */
static bool
piece_of(struct param p, struct str name, struct str *rest)
{
	if (p.name.n <= name.n || !str_istarts(p.name, name) || p.name.p[name.n] != '*')
		return false;
	*rest = str_sub(p.name, name.n + 1, p.name.n);
	return true;
}

bool
param_is_split(const struct params *ps, struct str name)
{
	struct str rest;

	for (size_t i = 0; i < ps->n; i++)
		if (piece_of(ps->v[i], name, &rest))
			return true;
	return false;
}

static void
add_percent(struct buf *b, struct str s)
{
	int byte;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && (byte = str_hex(s, i + 1)) >= 0) {
			buf_addc(b, (char)byte);
			i += 2;
		} else
			buf_addc(b, s.p[i]);
	}
}

/* charset'language'bytes, RFC 2231 section 4. */
static struct str
cut_charset(struct str *value)
{
	size_t one = str_chr(*value, '\'', 0), two;
	struct str charset;

	if (one == SIZE_MAX || (two = str_chr(*value, '\'', one + 1)) == SIZE_MAX)
		return STR_NONE;
	charset = str_sub(*value, 0, one);
	*value = str_sub(*value, two + 1, value->n);
	return charset;
}

/* The piece with that number ("0", "0*"; first also ""), or NULL. */
static const struct param *
find_piece(const struct params *ps, struct str name, uint64_t number, bool *encoded)
{
	for (size_t i = 0; i < ps->n; i++) {
		struct str rest;
		uint64_t n = 0;

		if (!piece_of(ps->v[i], name, &rest))
			continue;
		*encoded = rest.n == 0 || str_ends(rest, STR("*"));
		if (rest.n > 0 && *encoded)
			rest.n--;
		if ((rest.n == 0 || str_u64(rest, &n)) && n == number)
			return &ps->v[i];
	}
	return NULL;
}

static struct str
join_pieces(struct arena *a, const struct params *ps, struct str name, struct str charset)
{
	const struct param *p;
	struct str given = STR_NONE;
	struct buf b;
	bool encoded, any = false;

	buf_init(&b, a);
	for (uint64_t i = 0; i < PARAMS_MAX; i++) {
		struct str value;

		if ((p = find_piece(ps, name, i, &encoded)) == NULL)
			break;
		value = p->value;
		if (encoded && i == 0)
			given = cut_charset(&value);
		if (encoded)
			add_percent(&b, value);
		else
			buf_add(&b, value);
		any |= encoded;
	}
	/* Some write encoded words into the pieces. */
	return any ? charset_text(a, given, charset, buf_str(&b)) :
	    words_decode(a, buf_str(&b), charset);
}

struct str
param_text(struct arena *a, const struct params *ps, struct str name, struct str charset)
{
	struct str text = STR_NONE;

	if (param_is_split(ps, name))
		text = join_pieces(a, ps, name, charset);
	if (text.n == 0)
		text = words_decode(a, param_raw(ps, name), charset);
	return charset_line(a, text);
}
