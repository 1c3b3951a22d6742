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
		out->end = (size_t)(line.p + line.n - text.p);
		if (out->n == LIMIT_COMMANDS || line.n > LIMIT_COMMAND_LINE)
			out->too_many = true;
		else
			add_line(a, out, line);
	}
	out->rest = literal(a, at);
}
