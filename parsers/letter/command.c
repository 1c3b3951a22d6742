/*
 * Trusts nothing of the text it cuts; whether its writer may give commands is
 * the daemon's question.  Never looks behind the leading block, so that a '#'
 * line in prose or in a quote stays prose.
 *
 * Blank lines inside the block do not end it: mail clients put them between
 * paragraphs, and a command taken for text would be mailed to the customer.
 */
#include "parsers/letter/command.h"

#include "parsers/base/limits.h"
#include "parsers/base/nearest.h"
#include "parsers/letter/damage.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

struct piece {				/* of a line: what may be a command */
	struct str	line;		/* trimmed */
	struct str	word;		/* folded; empty: it is none */
	struct str	said;
	bool		is_spaced;	/* "# take" */
	bool		is_capital;
	const struct command_word *known;
};

struct cut {				/* a text while its block is cut off */
	struct arena			*a;
	const struct command_words	*words;
	struct str			 text, rest;
	const char			*line_end;	/* of the last line, as it was written */
	struct str			 below;		/* what stands below that */
	struct command_block		*out;
};

const struct command_word *
command_find(const struct command_words *words, struct str word)
{
	size_t lo = 0, hi = words->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = str_cmp(words->v[mid].word, word);

		if (order == 0)
			return &words->v[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* Bytes up to the first Unicode space, or behind the first ':'. */
static size_t
word_length(struct str s)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		if (fold_is_space(c) && !hashmark_is_unseen(c))
			break;
		if (c == ':' || c == 0xff1a)
			return i + n;
	}
	return i;
}

static struct str
after_blanks(struct str s)
{
	size_t n;

	while (s.n > 0) {
		uint32_t c = fold_char(s, &n);

		if (!fold_is_space(c) && !hashmark_is_unseen(c))
			break;
		s = str_sub(s, n, s.n);
	}
	return s;
}

/* One that people see. */
static bool
has_blank(struct str s)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);

		if (fold_is_space(c) && !hashmark_is_unseen(c))
			return true;
	}
	return false;
}

/* A letter, of any script. */
static bool
begins_word(struct str word)
{
	return word.n > 0 && ((word.p[0] >= 'a' && word.p[0] <= 'z') ||
	    ((unsigned char)word.p[0] >= 0x80 && str_utf8_len(word) > 0));
}

static struct piece
look(struct arena *a, const struct command_words *words, struct str line)
{
	struct piece p = { .line = fold_trim(line) };
	size_t mark = hashmark(p.line), n;
	struct str after = str_sub(p.line, mark, p.line.n), s = after_blanks(after);

	if (mark == 0 || s.n == 0)
		return p;
	n = word_length(s);
	p.word = damage_word(a, str_sub(s, 0, n));
	if (!begins_word(p.word)) {
		p.word = STR_NONE;
		return p;
	}
	p.said = fold_trim(after_blanks(str_sub(s, n, s.n)));
	p.is_spaced = has_blank(str_sub(after, 0, after.n - s.n));
	p.is_capital = s.p[0] >= 'A' && s.p[0] <= 'Z';
	p.known = command_find(words, p.word);
	return p;
}

const struct command_word *
command_of_line(struct arena *a, const struct command_words *words, struct str line)
{
	return hashmark(line) == 0 ? NULL : look(a, words, line).known;
}

/* "# Steps to take" is a title, "# severity high" a command. */
static bool
is_title(const struct piece *p)
{
	if (!p->is_spaced)
		return false;
	if (p->known == NULL)
		return true;
	if (p->known->takes == COMMAND_NOTHING)
		return p->said.n > 0;
	return (p->is_capital && p->said.n > 0) ||
	    (p->known->takes != COMMAND_PERHAPS && p->said.n == 0);
}

static bool
is_command(const struct piece *p)
{
	return p->word.n > 0 && !is_title(p);
}

/* Slips of a short word are many a hashtag. */
static size_t
slips(struct str word)
{
	return word.n < 4 ? 0 : word.n < 6 ? 1 : 2;
}

/* A slip of a known word, with a value where that one takes one. */
static bool
is_near(const struct command_words *words, const struct piece *p)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct command_word *w = &words->v[i];

		if (str_eq(w->word, w->name) && nearest_is(p->word, w->word, slips(p->word)) &&
		    (w->takes == COMMAND_PERHAPS ||
		    (w->takes == COMMAND_NOTHING) == (p->said.n == 0)))
			return true;
	}
	return false;
}

/* Whether the '<BR>' in the line ends it: behind it nothing of a text value follows. */
static bool
ends_at_break(struct arena *a, const struct command_words *words, struct str line, size_t at,
    size_t end)
{
	struct str behind = after_blanks(str_sub(line, end, line.n));
	struct piece p = look(a, words, str_sub(line, 0, at));

	return p.line.n == 0 || (p.word.n > 0 && (behind.n == 0 || behind.p[0] == '#' ||
	    str_istarts(behind, STR("<br")) || p.known == NULL ||
	    p.known->takes != COMMAND_TEXT));
}

/* What is left of a line behind a break is not searched for its end once more. */
static bool
rest_of_line(struct cut *c, struct str *line)
{
	if (c->rest.n == 0)
		return false;
	if (c->line_end == NULL || c->rest.p > c->line_end) {
		if (!str_line(&c->rest, line))
			return false;
		c->line_end = line->p + line->n;
		c->below = c->rest;
		return true;
	}
	*line = (struct str){ c->rest.p, (size_t)(c->line_end - c->rest.p) };
	c->rest = c->below;
	return true;
}

/* The next line, or what a literal "<BR>" makes one. */
static bool
next_line(struct cut *c, struct str *line)
{
	size_t at, end;

	if (!rest_of_line(c, line))
		return false;
	at = damage_break(*line, &end);
	if (at != SIZE_MAX && ends_at_break(c->a, c->words, *line, at, end)) {
		const char *to = c->text.p + c->text.n;

		c->rest = (struct str){ line->p + end, (size_t)(to - line->p) - end };
		line->n = at;
	}
	return true;
}

/* Whether the value may go on with `next`, by what stands behind that: no other text. */
static bool
may_go_on(struct str next, struct str rest)
{
	struct str line;

	return !str_line(&rest, &line) || fold_trim(line).n == 0 || hashmark(line) > 0 ||
	    damage_is_full(next, line);
}

static struct str
joined(struct arena *a, struct str s, struct str next)
{
	return str_printf(a, "%.*s %.*s", STR_ARG(s), STR_ARG(next));
}

/*
 * A program breaks long lines: what follows belongs to the value when it can be nothing
 * else.  Where it may be text as well, people are asked.
 */
static void
join_wrapped(struct cut *c, const struct piece *p, struct command_line *out)
{
	struct str rest = c->rest, last = p->line, next;

	if (p->known == NULL || p->known->takes == COMMAND_NOTHING)
		return;
	while (str_line(&rest, &next) && hashmark(next) == 0 && damage_is_full(last, next)) {
		next = fold_trim(next);
		if (!damage_goes_on(last, next) || !may_go_on(next, rest)) {
			out->doubt = COMMAND_WRAPPED;
			return;
		}
		if (out->line.n + 1 + next.n > LIMIT_COMMAND_LINE) {
			c->out->too_many = true;
			return;
		}
		out->said = joined(c->a, out->said, next);
		out->line = joined(c->a, out->line, next);
		c->out->end = (size_t)(next.p + next.n - c->text.p);
		c->rest = rest;
		last = next;
	}
}

static void
add_line(struct cut *c, const struct piece *p)
{
	struct command_line *l = &c->out->v[c->out->n++];

	*l = (struct command_line){ .name = p->known != NULL ? p->known->name : p->word,
	    .said = p->said, .line = str_dup(c->a, p->line), .is_known = p->known != NULL };
	if (p->is_spaced && p->is_capital)
		l->doubt = COMMAND_TITLE;
	join_wrapped(c, p, l);
	l->said = str_dup(c->a, l->said);
	l->arg = p->known != NULL && p->known->takes == COMMAND_TEXT ? l->said :
	    damage_value(c->a, l->said);
}

static struct str
literal(struct arena *a, struct str rest)
{
	rest = fold_trim(rest);
	return str_dup(a, str_starts(rest, STR("\\#")) ? str_sub(rest, 1, rest.n) : rest);
}

/* Whether the block has begun with this line, or an earlier one. */
static bool
begins(const struct cut *c, const struct piece *p, bool is_first)
{
	return p->known != NULL || (is_first && is_near(c->words, p));
}

/* "#urgnet 12" and nothing else is nobody's text; "#bug in the pump" may be. */
static bool
is_all(const struct command_block *out, struct str rest)
{
	return out->n == 1 && fold_trim(rest).n == 0 &&
	    str_chr(out->v[0].said, ' ', 0) == SIZE_MAX;
}

void
command_parse(struct arena *a, const struct command_words *words, struct str text,
    struct command_block *out)
{
	struct cut c = { .a = a, .words = words, .text = text, .rest = text, .out = out };
	struct str at = text, line;
	bool has_begun = false;

	*out = (struct command_block){ .rest = STR_NONE };
	if (hashmark(text) > 0 || str_istarts(text, STR("<br")))
		out->v = ARENA_ARRAY(a, LIMIT_COMMANDS, struct command_line);
	while (out->v != NULL && next_line(&c, &line)) {
		struct piece p = look(a, words, line);

		if (p.line.n > 0 && !is_command(&p))
			break;
		if (p.line.n == 0) {
			at = c.rest;
			continue;
		}
		has_begun = has_begun || begins(&c, &p, out->n == 0);
		out->end = (size_t)(p.line.p + p.line.n - text.p);
		if (out->n == LIMIT_COMMANDS || p.line.n > LIMIT_COMMAND_LINE)
			out->too_many = true;
		else
			add_line(&c, &p);
		at = c.rest;
	}
	if (!has_begun && !is_all(out, at)) {
		*out = (struct command_block){ .v = out->v };
		at = text;
	}
	out->rest = literal(a, at);
}
