/* passage: see passage.h.  Linear in the text, whatever stands in it. */
#include "parsers/letter/passage.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/letter/damage.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

enum { END_MAX = 24 };			/* octets of a line that ends the orders */

static const struct str ends[] = {
	STR("thanks"), STR("thank you"), STR("danke"), STR("merci"), STR("gracias"),
	STR("obrigado"), STR("obrigada"), STR("grazie"), STR("quit"), STR("stop"),
};
static const struct str mark = STR("--");

struct walk {				/* over the text's lines */
	struct arena			*a;
	const struct passage_words	*words;
	struct str			 text, rest;
	struct str			 line;	/* of it, what was not walked yet */
	bool				 is_open;	/* something of the line is left */
	size_t				 most;
	struct passages			*out;
	bool				 in_text;	/* of somebody's own words */
};

/* The next line, or what a literal "<BR>" makes one; no line is looked through twice. */
static bool
next_line(struct walk *k, struct str *line)
{
	size_t at, end;

	if (!k->is_open && !str_line(&k->rest, &k->line))
		return false;
	at = damage_break(k->line, &end);
	k->is_open = at != SIZE_MAX;
	*line = str_sub(k->line, 0, at);
	if (k->is_open)
		k->line = str_sub(k->line, end, SIZE_MAX);
	return true;
}

/* All that was not walked yet. */
static struct str
ahead(const struct walk *k)
{
	struct str from = k->is_open ? k->line : k->rest;

	return from.n == 0 && !k->is_open ? STR_NONE :
	    str_sub(k->text, (size_t)(from.p - k->text.p), SIZE_MAX);
}

/* "Thanks!": without what a keyboard or people put behind it. */
static bool
is_end(const struct walk *k, struct str line)
{
	struct str s = fold_trim(line);

	if (str_eq(s, mark))
		return true;
	if (k->in_text || s.n == 0 || s.n > END_MAX)
		return false;
	while (s.n > 0 && str_chr(STR("!.,"), s.p[s.n - 1], 0) != SIZE_MAX)
		s.n--;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (fold_eq(s, ends[i]))
			return true;
	return false;
}

static bool
begins_text(const struct passage_words *words, struct str name)
{
	for (size_t i = 0; i < words->n_texts; i++)
		if (str_eq(name, words->texts[i]))
			return true;
	return false;
}

static void
add(struct passages *out, struct arena *a, struct passage s)
{
	out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
	out->v[out->n++] = s;
}

/* What stands above this line belongs to the passage before it. */
static void
close_at(struct walk *k, const char *p)
{
	struct passage *s = &k->out->v[k->out->n - 1];

	if (k->out->wanted <= k->most && s->text.n > 0)
		s->text.n = (size_t)(p - s->text.p);
}

static void
begin(struct walk *k, struct str line)
{
	struct command_block block;

	close_at(k, line.p);
	k->in_text = false;
	if (k->out->wanted++ >= k->most)
		return;
	command_parse(k->a, k->words->words, str_sub(line, 0, LIMIT_COMMAND_LINE), &block);
	add(k->out, k->a, (struct passage){ .line = fold_trim(line),
	    .value = block.n > 0 ? block.v[0].arg : STR_NONE, .text = ahead(k) });
}

/* What is not read is not lost unseen. */
static void
look_below(struct walk *k)
{
	struct str line;

	while (k->out->below.n == 0 && next_line(k, &line))
		if (command_of_line(k->a, k->words->words, line) != NULL)
			k->out->below = fold_trim(line);
}

void
passages_find(struct arena *a, const struct passage_words *words, struct str text, size_t most,
    struct passages *out)
{
	struct walk k = { .a = a, .words = words, .text = text, .rest = text, .most = most,
	    .out = out };
	const struct command_word *known;
	struct str line;

	*out = (struct passages){ .n = 0 };
	add(out, a, (struct passage){ .text = text });
	while (next_line(&k, &line)) {
		if (is_end(&k, line)) {
			close_at(&k, line.p);
			out->end = fold_trim(line);
			look_below(&k);
			return;
		}
		if (hashmark(line) == 0 ||
		    (known = command_of_line(a, words->words, line)) == NULL)
			continue;
		if (str_eq(known->name, words->head))
			begin(&k, line);
		else
			k.in_text = k.in_text || begins_text(words, known->name);
	}
}
