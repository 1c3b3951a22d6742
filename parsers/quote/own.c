/*
 * Who answers between the quoted lines sends them along as context, to the
 * customer too: a notice's facts, its help and the links that act in the
 * engineer's name are never that.  Told by structure, as templates differ: a
 * link whose text is a command, several commands on one line, a row with the
 * ticket's number with other rows below it.
 */
#include "parsers/quote/own.h"

#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"

enum {
	LABEL_BYTES = 40,
	HELP_COMMANDS = 3,
	FACT_ROWS = 3
};

/* "mailto:desk%2Btoken@acme.example?…&body=%23take", also wrapped before "body". */
static bool
is_link(struct str raw)
{
	return str_ifind(raw, STR("body=%23"), 0) != SIZE_MAX ||
	    (str_ifind(raw, STR("mailto:"), 0) != SIZE_MAX &&
	    str_ifind(raw, STR("%2B"), 0) != SIZE_MAX);
}

/*
 * A ready-made link, its label before it, on a line that is not quoted; a link in a
 * sentence is the writer's.
 */
static bool
is_action(struct str raw)
{
	size_t at = str_ifind(raw, STR("mailto:"), 0);

	return at != SIZE_MAX && at <= LABEL_BYTES &&
	    str_ifind(raw, STR("body=%23"), at) != SIZE_MAX;
}

/* "#take  #assign NAME  #severity LEVEL" */
static bool
is_help(struct str s)
{
	size_t commands = 0;

	for (size_t i = 0; i + 1 < s.n; i++)
		commands += s.p[i] == '#' && s.p[i + 1] >= 'a' && s.p[i + 1] <= 'z' &&
		    (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '|' || s.p[i - 1] == '>');
	return commands >= HELP_COMMANDS;
}

/* Where the value of "Label       value" begins, 0 when it is none. */
static size_t
value_at(struct str s)
{
	for (size_t i = 1; i + 1 < s.n && i < LABEL_BYTES; i++) {
		if (s.p[i] != '\t' && s.p[i] != '|' && (s.p[i] != ' ' || (s.p[i + 1] != ' ' &&
		    s.p[i + 1] != '\t' && s.p[i + 1] != '|')))
			continue;
		while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '|'))
			i++;
		return i < s.n ? i : 0;
	}
	return 0;
}

static struct str
inner(const struct line *l)
{
	return fold_trim(lines_strip(fold_trim(l->raw), "> |*"));
}

/* "Ticket       #17 Lamp" with more such rows right below. */
static bool
is_facts(const struct lines *t, size_t i, size_t end)
{
	struct str s = inner(&t->v[i]);
	size_t at = value_at(s), rows = 0;

	if (at == 0 || at + 1 >= s.n || s.p[at] != '#' || s.p[at + 1] < '0' || s.p[at + 1] > '9')
		return false;
	for (; i < end && rows < FACT_ROWS && value_at(inner(&t->v[i])) > 0; i++)
		rows++;
	return rows == FACT_ROWS;
}

static bool
is_own(const struct lines *t, size_t i, size_t end)
{
	return is_link(t->v[i].raw) || is_help(inner(&t->v[i])) || is_facts(t, i, end);
}

/* The block ends the notice: it reaches to the end of the quoted run. */
static void
cut_run(struct lines *t, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		if (!is_own(t, i, end))
			continue;
		while (i > from && lines_strip(inner(&t->v[i - 1]), "-_=").n == 0)
			i--;
		for (; i < end; i++)
			t->v[i].kind = LINE_GONE;
		t->has_quote = true;
	}
}

void
lines_cut_own(struct lines *t)
{
	for (size_t i = 0, end; i < t->n; i = end > i ? end : i + 1) {
		end = i;
		if (t->v[i].kind == LINE_TEXT && is_action(t->v[i].raw)) {
			t->v[i].kind = LINE_GONE;
			t->has_quote = true;
		}
		while (end < t->n && t->v[end].kind == LINE_QUOTE)
			end++;
		cut_run(t, i, end);
	}
}
