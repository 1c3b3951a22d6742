/* viewset: see viewset.h. */
#include "daemon/policy/viewset.h"

#include "parsers/base/array.h"

enum { SHOWN_MAX = 40 };		/* of what somebody wrote, in a fault */

struct setting {
	struct str	word;
	struct strs	values;
};

struct settings {
	struct setting	*v;
	size_t		 n;
};

/* What libconfig takes for a name, and dots between such. */
static bool
is_word(struct str s)
{
	bool begun = false;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = (s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z');

		if (!letter && !(begun && s.p[i] != '\0' &&
		    str_chr(STR("0123456789-_."), s.p[i], 0) != SIZE_MAX))
			return false;
		begun = letter || s.p[i] != '.';
	}
	return begun;
}

static bool
is_one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return str_is_utf8(s);
}

static struct setting *
setting_of(struct arena *a, struct settings *all, struct str word)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].word, word))
			return &all->v[i];
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct setting){ .word = word };
	return &all->v[all->n++];
}

/* "project=ACME,BETA" */
static int
add(struct arena *a, struct settings *all, struct str set, struct str *fault)
{
	size_t at = str_chr(set, '=', 0);
	struct str word = str_trim(str_sub(set, 0, at)), rest, value;
	struct setting *s;

	if (at == SIZE_MAX || !is_word(word) || !is_one_line(set)) {
		*fault = str_printf(a, "\"%.*s\" is no condition: write WORD=VALUE, as project=ACME",
		    STR_ARG(str_utf8_cut(set, SHOWN_MAX)));
		return -1;
	}
	s = setting_of(a, all, word);
	rest = str_sub(set, at + 1, SIZE_MAX);
	do {
		at = str_chr(rest, ',', 0);
		value = str_trim(str_sub(rest, 0, at));
		strs_add(a, &s->values, value);
		rest = at == SIZE_MAX ? STR_NONE : str_sub(rest, at + 1, SIZE_MAX);
	} while (at != SIZE_MAX);
	return 0;
}

static void
put_quoted(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '"');
}

/* `field = { module = "web"; };` */
static void
put(struct buf *b, const struct setting *s)
{
	struct str rest = s->word, part;
	size_t depth = 0;

	for (; str_chr(rest, '.', 0) != SIZE_MAX && str_split(&rest, '.', &part); depth++)
		buf_printf(b, "%.*s = { ", STR_ARG(part));
	buf_printf(b, "%.*s = ", STR_ARG(rest));
	if (s->values.n > 1)
		buf_adds(b, "[ ");
	for (size_t i = 0; i < s->values.n; i++) {
		if (i > 0)
			buf_adds(b, ", ");
		put_quoted(b, s->values.v[i]);
	}
	buf_adds(b, s->values.n > 1 ? " ]; " : "; ");
	while (depth-- > 0)
		buf_adds(b, "}; ");
}

/* Without where in a file it stands, for there is none. */
static struct str
said(struct str line)
{
	size_t at = str_find(line, STR(": "), 0);

	return at == SIZE_MAX ? line : str_sub(line, at + 2, SIZE_MAX);
}

struct strs
viewset_split(struct arena *a, struct str line)
{
	struct strs out = { 0 };
	struct str rest = str_trim(line), word;

	while (rest.n > 0) {
		if (!str_split(&rest, ' ', &word)) {
			word = rest;
			rest = STR_NONE;
		}
		if (out.n > 0 && str_chr(word, '=', 0) == SIZE_MAX)
			out.v[out.n - 1] = str_printf(a, "%.*s %.*s",
			    STR_ARG(out.v[out.n - 1]), STR_ARG(word));
		else if (word.n > 0)
			strs_add(a, &out, word);
	}
	return out;
}

int
viewset_read(struct arena *a, const struct conf *conf, const struct strs *sets,
    struct condition *out, struct str *fault)
{
	struct conf_faults faults = { 0 };
	struct settings all = { 0 };
	struct buf b;

	*out = (struct condition){ 0 };
	buf_init(&b, a);
	for (size_t i = 0; i < sets->n; i++)
		if (add(a, &all, sets->v[i], fault) == -1)
			return -1;
	for (size_t i = 0; i < all.n; i++)
		put(&b, &all.v[i]);
	if (all.n == 0 || conf_condition(a, conf, "set", buf_str(&b), true, out, &faults) == 0)
		return 0;
	*fault = said(faults.lines.v[0]);
	return -1;
}
