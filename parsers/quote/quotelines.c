#include "parsers/quote/quotelines.h"

#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/quote/glue.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

enum {
	TITLE_BYTES = 60,
	MANY_DASHES = 5
};

static bool
is_dashes(const char *two)
{
	return two[0] == two[1] && str_chr(STR("-_=*"), two[0], 0) != SIZE_MAX;
}

/* At least two dashes at one side: "- Original" is an item of a list. */
static bool
is_dashed(struct str f)
{
	return f.n >= 2 && (is_dashes(f.p) || is_dashes(f.p + f.n - 2) ||
	    str_starts(f, STR("- -")) || str_ends(f, STR("- -")));
}

/* The bytes that s begins with of c. */
static size_t
run_of(struct str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

/*
 * Samsung's "-------- Original message --------From: Jo <jo@acme.example> Date: …":
 * the mark and the header block on one line.  Many dashes on both sides of a
 * title and an address behind them tell it in a language that we do not know.
 */
static bool
is_mark_with_block(struct str f)
{
	size_t before = run_of(f, '-'), at = str_find(f, STR("---"), before), after;
	struct str title, rest;

	if (before < 3 || at == SIZE_MAX || at > TITLE_BYTES)
		return false;
	title = fold_trim(str_sub(f, before, at - before));
	after = run_of(str_sub(f, at, f.n), '-');
	rest = str_sub(f, at + after, f.n);
	return title.n > 0 && str_chr(rest, ':', 0) != SIZE_MAX &&
	    (wordlist_has(title, quote_original) || (before >= MANY_DASHES &&
	    after >= MANY_DASHES && str_chr(rest, '@', 0) != SIZE_MAX &&
	    !wordlist_starts(title, quote_forwarded)));
}

bool
line_is_original_mark(struct str f)
{
	return is_dashed(f) && (is_mark_with_block(f) ||
	    wordlist_has(lines_strip(f, "-_=*> :"), quote_original));
}

/* "Jo Roe ---03/03/2025 10:12:13 AM---Hello", as Notes has it. */
static bool
is_notes_title(struct str f)
{
	size_t at = str_find(f, STR("---"), 0);

	return at != SIZE_MAX && at + 3 < f.n && f.p[at + 3] >= '0' && f.p[at + 3] <= '9' &&
	    str_find(f, STR("---"), at + 3) != SIZE_MAX;
}

bool
line_is_title(const struct line *l)
{
	struct str inner = lines_strip(l->f, "-_=*> :");

	return l->kind == LINE_TEXT && inner.n > 0 && (is_notes_title(l->f) ||
	    wordlist_has(inner, quote_original) ||
	    (is_dashed(l->f) && inner.n + 4 <= l->f.n && inner.n <= TITLE_BYTES));
}

/* A folded line for a look: emphasis goes, lines that nobody wraps stay out. */
static struct str
look_of(struct str raw, struct str folded)
{
	if (raw.n > LINE_LOOK)
		return STR_NONE;
	return fold_trim(lines_strip(fold_trim(folded), "*_"));
}

struct str
lines_look(struct arena *a, struct str raw)
{
	return look_of(raw, fold(a, raw));
}

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
	l->f = look_of(raw, folded);
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

struct str
lines_join(const struct lines *t, size_t from, size_t to)
{
	struct buf b;

	buf_init(&b, t->a);
	for (size_t i = from; i <= to; i++) {
		if (i > from && t->v[i].f.n > 0)
			buf_addc(&b, ' ');
		buf_add(&b, t->v[i].f);
	}
	return buf_str(&b);
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

bool
line_is_rule(const struct line *l)
{
	return l->kind == LINE_TEXT && fold_trim(l->raw).n >= 3 &&
	    lines_strip(fold_trim(l->raw), "_-=*#~ ").n == 0;
}
