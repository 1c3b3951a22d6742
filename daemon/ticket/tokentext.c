/*
 * tokentext: see tokentext.h.  The text is a stranger's, and may be all signs: no more
 * than a span of it is looked at for one.
 */
#include "daemon/ticket/tokentext.h"

#include "daemon/ticket/detail.h"
#include "parsers/base/array.h"

enum {
	FLAT_MAX = 96,			/* bytes of one in running text */
	SPAN_MAX = 1024,		/* of one that lines were broken in */
	TAG_MAX = 100			/* of a tag of HTML that breaks it */
};

/* How many octets at `at` make the sign before a detail: that, or what a link has. */
static size_t
sign_at(struct str s, size_t at)
{
	struct str here = str_sub(s, at, SIZE_MAX);

	return detail_is_sign(s.p[at]) ? 1 : str_istarts(here, STR("%2b")) ? 3 : 0;
}

/* Where the next sign may be, from `at` on; the text's end: nowhere. */
static size_t
sign_from(struct str s, size_t at)
{
	while (at < s.n && !detail_is_sign(s.p[at]) && s.p[at] != '%' && s.p[at] != '/')
		at++;
	return at;
}

static bool
is_code(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
}

/* "n.", "a.resolve.": how long what says the purpose is. */
static size_t
kind_at(struct str s)
{
	size_t n = 2;

	if (s.n < 2 || s.p[1] != '.' || str_chr(STR("aAcCnNqQ"), s.p[0], 0) == SIZE_MAX)
		return 0;
	if ((s.p[0] | 0x20) != 'a')
		return n;
	while (n < s.n && n < 2 + TOKEN_VERB_MAX && (is_code(s.p[n]) || s.p[n] == '-'))
		n++;
	return n < s.n && s.p[n] == '.' ? n + 1 : 0;
}

/* How long the token is that begins here; 0: none does. */
static size_t
token_at(struct str s, size_t at)
{
	size_t end = at + kind_at(str_sub(s, at, SIZE_MAX));

	while (end < s.n && is_code(s.p[end]))
		end++;
	return end > at && token_is_shaped(str_sub(s, at, end - at)) ? end - at : 0;
}

struct found {				/* a token in running text */
	size_t		size;		/* of all of it, from its sign on */
	struct str	detail;
	char		flat[FLAT_MAX];	/* of one that lines were broken in */
};

/*
 * What a program put where it broke a line: the line's end, what marks the next one as a
 * quote, a tag of HTML.  How long that is; 0: no line was broken here.
 */
static size_t
gap_at(struct str s, size_t at)
{
	bool broken = false;
	size_t i = at;

	while (i < s.n) {
		size_t tag = s.p[i] == '<' ? str_chr(str_sub(s, i, TAG_MAX + 1), '>', 0) :
		    SIZE_MAX;

		if (s.p[i] == '\n' || s.p[i] == '\r')
			broken = true;
		else if (tag != SIZE_MAX)
			broken = (i += tag) > 0;
		else if (broken && str_starts(str_sub(s, i, 4), STR("&gt;")))
			i += 3;
		else if (!(broken && str_chr(STR(" \t>|"), s.p[i], 0) != SIZE_MAX) &&
		    !(s.p[i] == ' ' && i + 1 < s.n && (s.p[i + 1] == '\n' || s.p[i + 1] == '\r')))
			break;
		i++;
	}
	return broken ? i - at : 0;
}

static bool
is_whole(struct str flat, struct found *f)
{
	size_t sign = flat.n == 0 ? 0 : sign_at(flat, 0);

	f->detail = str_sub(flat, sign, SIZE_MAX);
	return sign > 0 && flat.n > sign && token_at(flat, sign) == flat.n - sign;
}

/* The same, with lines broken in it.  Signs may be many: no more is looked at for one. */
static bool
find_broken(struct str text, size_t at, struct found *f)
{
	struct str s = str_sub(text, at, SPAN_MAX);
	size_t n = 0, gap, i = 0;

	for (; i < s.n && n < FLAT_MAX; i += gap > 0 ? gap : 1) {
		gap = gap_at(s, i);
		if (gap > 0 && is_whole((struct str){ f->flat, n }, f))
			break;
		if (gap > 0)
			continue;
		if (!is_code(s.p[i]) && str_chr(STR(".-+%"), s.p[i], 0) == SIZE_MAX)
			break;
		f->flat[n++] = s.p[i];
	}
	f->size = i;
	return is_whole((struct str){ f->flat, n }, f);
}

/* Whether one begins with the sign at `at`. */
static bool
find_at(struct str s, size_t at, struct found *f)
{
	size_t sign = sign_at(s, at), size = sign == 0 ? 0 : token_at(s, at + sign);

	if (size == 0)
		return find_broken(s, at, f);
	f->size = sign + size;
	f->detail = str_sub(s, at + sign, size);
	return true;
}

/* --- links of the portal: /t/NUMBER/TOKEN, /in/TOKEN, plain or within another link --- */

/* "/", or as it is in a link that another carries. */
static size_t
slash_at(struct str s)
{
	static const struct str slashes[] = { STR("/"), STR("%2f"), STR("%252f") };

	for (size_t i = 0; i < COUNT(slashes); i++)
		if (str_istarts(s, slashes[i]))
			return slashes[i].n;
	return 0;
}

static bool
take_slash(struct str *s)
{
	size_t n = slash_at(*s);

	*s = str_sub(*s, n, SIZE_MAX);
	return n > 0;
}

/* What stands behind the path is a token of a link, whole; else it is empty. */
static struct str
link_token(struct str path)
{
	static const struct str ticket = STR("t"), in = STR("in");
	bool is_ticket;
	size_t n = 0;

	if (!take_slash(&path))
		return STR_NONE;
	is_ticket = str_istarts(path, ticket);
	if (!is_ticket && !str_istarts(path, in))
		return STR_NONE;
	path = str_sub(path, is_ticket ? ticket.n : in.n, SIZE_MAX);
	if (!take_slash(&path))
		return STR_NONE;
	while (is_ticket && n < path.n && path.p[n] >= '0' && path.p[n] <= '9')
		n++;
	path = str_sub(path, n, SIZE_MAX);
	if (is_ticket && (n == 0 || !take_slash(&path)))
		return STR_NONE;
	for (size_t i = 0; i < path.n; i++)
		if (!is_code(path.p[i]))
			return STR_NONE;
	return path.n == (is_ticket ? TOKEN_LINK_LETTERS : TOKEN_IN_LETTERS) ? path : STR_NONE;
}

/* Whether one begins with the slash at `at`. */
static bool
find_link(struct str text, size_t at, struct found *f)
{
	struct str s = str_sub(text, at, SPAN_MAX);
	size_t n = slash_at(s), gap, i = 0;

	/* Most slashes begin none, whatever was broken behind them. */
	if (n == 0 || (n < s.n && gap_at(s, n) == 0 && str_chr(STR("tTiI"), s.p[n], 0) == SIZE_MAX))
		return false;
	for (n = 0; i < s.n && n < FLAT_MAX; i += gap > 0 ? gap : 1) {
		char c = s.p[i];

		gap = gap_at(s, i);
		if ((gap > 0 || slash_at(str_sub(s, i, 5)) > 0) &&
		    link_token((struct str){ f->flat, n }).n > 0)
			break;
		if (gap > 0)
			continue;
		if (!is_code(c) && str_chr(STR("/%0189"), c, 0) == SIZE_MAX)
			break;
		f->flat[n++] = c;
	}
	f->size = i;
	f->detail = link_token((struct str){ f->flat, n });
	return f->detail.n > 0;
}

struct keeper {				/* whose tokens may stay */
	const struct token_keys	*keys;
	const struct conf	*conf;
	const struct agent	*agent;
	struct str		 link;	/* … and the link that we put there */
};

static bool
is_kept(const struct keeper *k, struct str detail)
{
	struct token t;

	if (k != NULL && k->link.n > 0 && str_eq(k->link, detail))
		return true;
	return k != NULL && k->agent != NULL && token_judge(k->keys, k->conf, detail, 0, &t) == TOKEN_GOOD &&
	    t.agent == k->agent;
}

static struct str
blank(struct arena *a, const struct keeper *k, struct str text, size_t *n)
{
	struct found f;
	size_t from = 0;
	struct buf b;

	buf_init(&b, a);
	for (size_t at = 0; (at = sign_from(text, at)) < text.n; at++) {
		if (!find_link(text, at, &f) && !find_at(text, at, &f))
			continue;
		if (is_kept(k, f.detail))
			continue;
		buf_add(&b, str_sub(text, from, at - from));
		from = at + f.size;
		at = from - 1;
		++*n;
	}
	if (from == 0)
		return text;
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

struct str
token_blank(struct arena *a, struct str text, size_t *n)
{
	return blank(a, NULL, text, n);
}

struct str
token_blank_but(struct arena *a, struct str text, struct str link, size_t *n)
{
	const struct keeper k = { .link = link };

	return blank(a, &k, text, n);
}

struct str
token_blank_others(struct arena *a, const struct token_keys *keys, const struct conf *conf,
    const struct agent *agent, struct str text, size_t *n)
{
	const struct keeper k = { .keys = keys, .conf = conf, .agent = agent };

	return blank(a, agent == NULL ? NULL : &k, text, n);
}

bool
token_find(const struct token_keys *keys, const struct conf *conf, struct str text,
    int64_t now, size_t *at, struct token *out)
{
	struct found f;

	for (; (*at = sign_from(text, *at)) < text.n; ++*at) {
		if (!find_at(text, *at, &f))
			continue;
		*at += f.size;
		if (token_judge(keys, conf, f.detail, now, out) == TOKEN_GOOD) {
			out->verb = str_ieq(out->verb, TOKEN_VERB_CONFIRM) ?
			    TOKEN_VERB_CONFIRM : STR_NONE;	/* its text may be gone */
			return true;
		}
		--*at;
	}
	return false;
}
