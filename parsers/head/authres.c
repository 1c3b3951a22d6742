/*
 * Authentication-Results, RFC 8601 section 2.2.  Believes one field only: the
 * topmost, and that only under a trusted name; whatever stands below it, or
 * does not parse to its end, counts as not said.  Never combines two fields.
 */
#include "parsers/head/authres.h"

#include "parsers/head/exchange.h"
#include "parsers/head/headers.h"

/* A cursor over one field value. */
struct lex {
	struct str	in;
	bool		bad;
	bool		nameless;	/* Exchange's, which has domains among the results */
};

enum { COMMENT_DEPTH = 10 };

static void
skip(struct lex *l, size_t n)
{
	l->in = str_sub(l->in, n, l->in.n);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A comment, nested, with quoted pairs (RFC 5322 section 3.2.2). */
static void
skip_comment(struct lex *l)
{
	size_t depth = 0, i;

	for (i = 0; i < l->in.n; i++) {
		char c = l->in.p[i];

		if (c == '\\')
			i++;
		else if (c == '(' && ++depth > COMMENT_DEPTH)
			break;
		else if (c == ')' && --depth == 0) {
			skip(l, i + 1);
			return;
		}
	}
	l->bad = true;
	l->in = STR_NONE;
}

static void
skip_space(struct lex *l)
{
	while (l->in.n > 0) {
		if (is_blank(l->in.p[0]))
			skip(l, 1);
		else if (l->in.p[0] == '(')
			skip_comment(l);
		else
			return;
	}
}

static bool
take(struct lex *l, char c)
{
	skip_space(l);
	if (l->in.n == 0 || l->in.p[0] != c)
		return false;
	skip(l, 1);
	return true;
}

/* A token; `stop` lists the bytes that end it beside blanks and marks. */
static struct str
token(struct lex *l, const char *stop)
{
	struct str s;
	size_t n = 0;

	skip_space(l);
	while (n < l->in.n && !is_blank(l->in.p[n]) &&
	    str_chr(STR(";()\""), l->in.p[n], 0) == SIZE_MAX &&
	    str_chr(str_c(stop), l->in.p[n], 0) == SIZE_MAX)
		n++;
	s = str_sub(l->in, 0, n);
	skip(l, n);
	return s;
}

/* A quoted string without its quotes; pairs are resolved. */
static struct str
quoted(struct arena *a, struct lex *l)
{
	struct buf b;
	size_t i;

	buf_init(&b, a);
	for (i = 1; i < l->in.n && l->in.p[i] != '"'; i++) {
		if (l->in.p[i] == '\\' && i + 1 < l->in.n)
			i++;
		buf_addc(&b, l->in.p[i]);
	}
	if (i >= l->in.n)
		l->bad = true;
	skip(l, i + 1);
	return buf_str(&b);
}

static struct str
value(struct arena *a, struct lex *l)
{
	struct str s;

	skip_space(l);
	if (l->in.n > 0 && l->in.p[0] == '"') {
		s = quoted(a, l);
		/* "local part"@domain */
		if (l->in.n > 0 && l->in.p[0] == '@')
			s = str_printf(a, "%.*s%.*s", STR_ARG(s), STR_ARG(token(l, "")));
		return s;
	}
	return token(l, "");
}

/* One "method=result reason=… ptype.property=value …". */
struct result {
	struct str	method;		/* lower case, version dropped */
	struct str	value;		/* lower case */
	struct str	header_from;
};

static void
properties(struct arena *a, struct lex *l, struct result *r)
{
	for (;;) {
		struct str name, v;

		skip_space(l);
		if (l->in.n == 0 || l->in.p[0] == ';')
			return;
		name = token(l, "=");
		if (name.n == 0 || !take(l, '=')) {
			l->bad = true;
			return;
		}
		v = value(a, l);
		if (str_ieq(name, STR("header.from")) && r->header_from.n == 0)
			r->header_from = str_lower(a, v);
	}
}

static bool
is_at_end(struct lex *l)
{
	skip_space(l);
	return l->in.n == 0 || l->in.p[0] == ';';
}

static bool
next_result(struct arena *a, struct lex *l, struct result *r)
{
	*r = (struct result){ .method = STR_NONE };
	while (take(l, ';'))
		continue;
	skip_space(l);
	if (l->bad || l->in.n == 0)
		return false;
	r->method = str_lower(a, token(l, "=/"));
	if (take(l, '/'))
		(void)token(l, "=");
	if (str_eq(r->method, STR("none")) && l->in.n == 0)
		return false;
	if (l->nameless && r->method.n > 0 && is_at_end(l))
		return true;		/* "; example.onmicrosoft.com;" */
	if (r->method.n == 0 || !take(l, '=')) {
		l->bad = true;
		return false;
	}
	r->value = str_lower(a, token(l, ""));
	properties(a, l, r);
	return !l->bad;
}

/*
 * Of several results of one method: a dkim pass among failures is a pass (a
 * list's broken signature beside a good one).  spf and dmarc are said once; a
 * second one that differs makes the method unsaid.
 */
static void
merge(struct str *slot, struct str v, bool any_pass)
{
	if (slot->p == NULL || (any_pass && str_eq(v, STR("pass"))))
		*slot = v;
	else if (!any_pass && !str_eq(*slot, v))
		*slot = STR("permerror");
}

static void
read_results(struct arena *a, struct lex *l, struct authres *out)
{
	struct result r;

	while (next_result(a, l, &r)) {
		if (str_eq(r.method, STR("dmarc"))) {
			merge(&out->dmarc, r.value, false);
			merge(&out->dmarc_from, r.header_from.n > 0 ? r.header_from :
			    STR(""), false);
		} else if (str_eq(r.method, STR("spf"))) {
			merge(&out->spf, r.value, false);
		} else if (str_eq(r.method, STR("dkim"))) {
			merge(&out->dkim, r.value, true);
		}
	}
}

/*
 * An encoded word may not stand here (RFC 2047 section 5): somebody hopes that it
 * is decoded.  Neither may bytes that are brackets in one charset only.
 */
static bool
is_plain(struct str s)
{
	return str_find(s, STR("=?"), 0) == SIZE_MAX && str_chr(s, '\033', 0) == SIZE_MAX &&
	    str_is_utf8(s);
}

/* The topmost field's id, which *l then stands behind; *id is "" where it has none. */
static bool
open_field(struct arena *a, struct str block, struct lex *l, struct str *id)
{
	struct lex start;

	*l = (struct lex){ .in = headers_raw(block, STR("Authentication-Results")) };
	if (!is_plain(l->in))
		return false;
	skip_space(l);
	start = *l;
	*id = value(a, l);
	if (l->bad || id->n == 0)
		return false;
	/* "spf=pass": an id that has this sign stands in quotes (RFC 2045's token). */
	if (start.in.p[0] != '"' && str_chr(*id, '=', 0) != SIZE_MAX) {
		*l = start;
		l->nameless = true;
		*id = STR("");
	}
	return true;
}

/* authres-version, which must be 1 where it is given. */
static bool
is_version_1(struct lex *l)
{
	return is_at_end(l) || str_eq(token(l, ""), STR("1"));
}

void
authres_read(struct arena *a, struct str block, const struct strs *trusted,
    struct authres *out)
{
	struct lex l;
	struct str id;

	*out = (struct authres){ .dmarc = STR_NONE };
	if (!open_field(a, block, &l, &id))
		return;
	if (l.nameless)
		id = AUTHRES_EXCHANGE;
	else if (str_ieq(id, AUTHRES_EXCHANGE) || !is_version_1(&l))
		return;
	if (!strs_ihas(trusted, id))
		return;
	read_results(a, &l, out);
	if (l.bad || (l.nameless && !exchange_wrote_results(block)))
		*out = (struct authres){ .dmarc = str_eq(out->dmarc, STR("fail")) ?
		    out->dmarc : STR_NONE };	/* it takes away, and gives nothing */
	out->authserv_id = str_lower(a, id);
}

struct str
authres_id(struct arena *a, struct str block)
{
	struct lex l;
	struct str id;

	return !open_field(a, block, &l, &id) ? STR_NONE : l.nameless ? STR("") :
	    str_lower(a, id);
}
