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
#include "parsers/text/fold.h"

enum { NAME_MAX_BYTES = 40 };		/* longer names are near to nothing */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes up to the first Unicode space. */
static size_t
word_length(struct str s)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n)
		if (fold_is_space(fold_char(str_sub(s, i, s.n), &n)))
			break;
	return i;
}

/* `line` is trimmed. */
static bool
is_command(struct str line)
{
	return line.n >= 2 && line.p[0] == '#' && is_letter(line.p[1]);
}

static void
add_line(struct arena *a, struct command_block *out, struct str line)
{
	struct command_line *c = &out->v[out->n++];
	size_t n = word_length(line);
	struct str name = str_sub(line, 1, n - 1);

	if (str_ends(name, STR(":")))
		name.n--;
	c->name = str_lower(a, name);
	c->arg = str_dup(a, fold_trim(str_sub(line, n, line.n)));
	c->line = str_dup(a, line);
}

static struct str
literal(struct arena *a, struct str rest)
{
	rest = fold_trim(rest);
	return str_dup(a, str_starts(rest, STR("\\#")) ? str_sub(rest, 1, rest.n) : rest);
}

void
command_parse(struct arena *a, struct str text, struct command_block *out)
{
	struct str rest = text, at = text, line;

	*out = (struct command_block){
		.v = ARENA_ARRAY(a, LIMIT_COMMANDS, struct command_line),
	};
	while (str_line(&rest, &line)) {
		line = fold_trim(line);
		if (line.n > 0 && !is_command(line))
			break;
		at = rest;
		if (line.n == 0)
			continue;
		if (out->n == LIMIT_COMMANDS || line.n > LIMIT_COMMAND_LINE)
			out->too_many = true;
		else
			add_line(a, out, line);
	}
	out->rest = literal(a, at);
}

static size_t
min3(size_t a, size_t b, size_t c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* Insertions, deletions, replacements and swaps of neighbours. */
static size_t
distance(struct str a, struct str b)
{
	size_t rows[3][NAME_MAX_BYTES + 1] = { { 0 } };
	size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;

	for (size_t j = 0; j <= b.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			now[j] = min3(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

struct str
command_nearest(struct str name, const struct strs *names)
{
	size_t best = name.n / 3 > 2 ? name.n / 3 : 2;
	struct str nearest = STR_NONE;

	if (name.n > NAME_MAX_BYTES)
		return STR_NONE;
	for (size_t i = 0; i < names->n; i++) {
		size_t d;

		if (names->v[i].n > NAME_MAX_BYTES)
			continue;
		d = distance(name, names->v[i]);
		/* Nothing in common is not near. */
		if (d < name.n && (d < best || (d == best && nearest.n == 0))) {
			best = d;
			nearest = names->v[i];
		}
	}
	return nearest;
}
