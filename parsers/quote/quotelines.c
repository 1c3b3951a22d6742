#include "parsers/quote/quotelines.h"

#include "parsers/base/limits.h"
#include "parsers/quote/glue.h"
#include "parsers/quote/lines.h"
#include "parsers/text/fold.h"

/*
 * A line that begins with the '>' of an address above it is no quote, nor is
 * GroupWise's ">>> Jo 3/3/2025 10:12 AM >>>".
 */
static enum line_kind
kind_of(struct str line, bool in_address)
{
	if (line.n == 0)
		return LINE_BLANK;
	return line.p[0] == '>' && !in_address && !(str_starts(line, STR(">>> ")) &&
	    str_ends(line, STR(" >>>"))) ? LINE_QUOTE : LINE_TEXT;
}

/* An address may go on below: "<", "Jo < jo@acme", "<mailto:Jo"; not "if a < b". */
static bool
opens_address(const struct line *l, bool in_address)
{
	size_t open = SIZE_MAX;

	if (l->kind != LINE_TEXT)
		return l->kind == LINE_BLANK && in_address;
	for (size_t at = 0; (at = str_chr(l->f, '<', at)) != SIZE_MAX; at++)
		open = at;
	if (open == SIZE_MAX || str_chr(l->f, '>', open) != SIZE_MAX)
		return in_address && str_istarts(l->f, STR("mailto:"));
	return open + 1 == l->f.n || l->f.p[open + 1] != ' ' ||
	    str_chr(l->f, '@', open) != SIZE_MAX;
}

static void
make_room(struct lines *t)
{
	struct line *v;

	if (t->n < t->room)
		return;
	t->room += t->room / 2 + 4;
	v = ARENA_ARRAY(t->a, t->room, struct line);
	memcpy(v, t->v, t->n * sizeof(*v));
	t->v = v;
}

static void
add_line(struct lines *t, struct str raw, struct str folded, bool *in_address)
{
	struct line *l;

	make_room(t);
	l = &t->v[t->n++];
	l->raw = raw;
	l->f = lines_look_of(raw, folded);
	l->kind = kind_of(fold_trim(raw), *in_address);
	*in_address = opens_address(l, *in_address);
}

/*
 * mbox writes a line "From …" as ">From …": alone, with neither a quote beside
 * it nor one announced above, it is the writer's.
 */
static bool
is_mbox_text(const struct lines *t, size_t i)
{
	return str_starts(t->v[i].raw, STR(">From ")) &&
	    (i == 0 || (t->v[i - 1].kind != LINE_QUOTE &&
	    !str_ends(t->v[i - 1].f, STR(":")))) &&
	    (i + 1 == t->n || t->v[i + 1].kind != LINE_QUOTE);
}

/* Room for the lines of `in`; those that two share grow by halves. */
static size_t
count_lines(struct str in)
{
	size_t n = 1;

	for (size_t at = 0; n < LIMIT_LINES && (at = str_chr(in, '\n', at)) != SIZE_MAX; at++)
		n++;
	return n;
}

void
lines_split(struct lines *t, struct str in)
{
	struct str rest = in, line, look, folded;
	bool in_address = false;

	t->folded = look = fold(t->a, in);
	t->room = count_lines(in);
	t->v = ARENA_ARRAY(t->a, t->room, struct line);
	for (size_t n = 1; rest.n > 0; n++) {
		bool shared = false;

		if (n < LIMIT_LINES) {
			str_line(&rest, &line);
			/* A last line of nothing but marks that fold to nothing. */
			if (!str_line(&look, &folded))
				folded = STR_NONE;
		} else {		/* all beyond is one, in which nothing is cut */
			line = rest;
			rest = folded = STR_NONE;
		}
		for (size_t at; (at = glue_at(t->a, line, t->answers)) > 0; shared = true) {
			struct str before = str_sub(line, 0, at);

			add_line(t, before, fold(t->a, before), &in_address);
			t->v[t->n - 1].shared = shared;
			line = str_sub(line, at, line.n);
			folded = fold(t->a, line);
		}
		add_line(t, line, folded, &in_address);
		t->v[t->n - 1].shared = shared;
		if (n == LIMIT_LINES)
			t->v[t->n - 1].kind = LINE_TEXT;
	}
	for (size_t i = 0; i < t->n; i++)
		if (is_mbox_text(t, i))
			t->v[i].kind = LINE_TEXT;
}

size_t
lines_next(const struct lines *t, size_t i)
{
	while (i < t->n && (t->v[i].kind == LINE_BLANK || t->v[i].kind == LINE_GONE))
		i++;
	return i;
}

bool
lines_text_before(const struct lines *t, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (t->v[i].kind == LINE_TEXT)
			return true;
	return false;
}
