/* enriched: see enriched.h.  Trusts nothing: commands need not nest, or end. */
#include "parsers/markup/enriched.h"

#include "parsers/base/array.h"
#include "parsers/markup/htmlwriter.h"

enum { COMMAND_MAX = 60 };		/* RFC 1896: names of up to 60 characters */

struct reader {
	struct htmlwriter	w;
	struct str		rest;
	bool			old;
	unsigned		params;		/* open ones: what is in them is no text */
};

enum effect {
	EFFECT_PARAM,			/* nothing of it is text */
	EFFECT_EXCERPT,			/* a quote */
	EFFECT_PRE,			/* spaces and line ends count */
	EFFECT_BLOCK,			/* on lines of its own */
	EFFECT_LINE,			/* a line ends */
	EFFECT_LESS			/* a '<' */
};

/* What is not here changes the look only. */
static const struct {
	struct str	name;
	enum effect	effect;
	bool		old;		/* means it in richtext only */
} commands[] = {
	{ { "param", 5 }, EFFECT_PARAM, false }, { { "comment", 7 }, EFFECT_PARAM, true },
	{ { "excerpt", 7 }, EFFECT_EXCERPT, false }, { { "nofill", 6 }, EFFECT_PRE, false },
	{ { "verbatim", 8 }, EFFECT_PRE, false }, { { "center", 6 }, EFFECT_BLOCK, false },
	{ { "flushleft", 9 }, EFFECT_BLOCK, false }, { { "flushright", 10 }, EFFECT_BLOCK, false },
	{ { "flushboth", 9 }, EFFECT_BLOCK, false }, { { "paraindent", 10 }, EFFECT_BLOCK, false },
	{ { "paragraph", 9 }, EFFECT_BLOCK, true }, { { "heading", 7 }, EFFECT_BLOCK, true },
	{ { "footing", 7 }, EFFECT_BLOCK, true }, { { "nl", 2 }, EFFECT_LINE, true },
	{ { "np", 2 }, EFFECT_LINE, true }, { { "lt", 2 }, EFFECT_LESS, true },
};

static void
write_text(struct reader *r, struct str text)
{
	if (r->params == 0)
		htmlwriter_text(&r->w, text);
}

static void
open_command(struct reader *r, enum effect effect)
{
	switch (effect) {
	case EFFECT_PARAM:
		r->params++;
		break;
	case EFFECT_EXCERPT:
		htmlwriter_quote(&r->w);
		break;
	case EFFECT_PRE:
		r->w.pre = true;
		break;
	case EFFECT_BLOCK:
		htmlwriter_lines(&r->w, 1);
		break;
	case EFFECT_LINE:
		htmlwriter_break(&r->w);
		break;
	case EFFECT_LESS:
		write_text(r, STR("<"));
		break;
	}
}

static void
close_command(struct reader *r, enum effect effect)
{
	switch (effect) {
	case EFFECT_PARAM:
		r->params -= r->params > 0;
		break;
	case EFFECT_EXCERPT:
		r->w.quotes -= r->w.quotes > 0;
		htmlwriter_lines(&r->w, 1);
		break;
	case EFFECT_PRE:
		r->w.pre = false;
		break;
	case EFFECT_BLOCK:
		htmlwriter_lines(&r->w, 1);
		break;
	case EFFECT_LINE:
	case EFFECT_LESS:
		break;
	}
}

/* At '<'.  What is no command is text. */
static void
take_command(struct reader *r)
{
	size_t end = str_chr(str_sub(r->rest, 0, COMMAND_MAX + 3), '>', 0);
	bool closes = str_starts(r->rest, STR("</"));
	struct str name;

	if (!r->old && str_starts(r->rest, STR("<<"))) {
		write_text(r, STR("<"));
		r->rest = str_sub(r->rest, 2, r->rest.n);
		return;
	}
	if (end == SIZE_MAX) {
		write_text(r, STR("<"));
		r->rest = str_sub(r->rest, 1, r->rest.n);
		return;
	}
	name = str_sub(r->rest, 1 + closes, end - 1 - closes);
	r->rest = str_sub(r->rest, end + 1, r->rest.n);
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (!str_ieq(name, commands[i].name) || (commands[i].old && !r->old))
			continue;
		if (closes)
			close_command(r, commands[i].effect);
		else
			open_command(r, commands[i].effect);
	}
}

/* RFC 1896 section 3: one line end is a space, of several one goes. */
static void
take_lines(struct reader *r)
{
	size_t n = 0;

	while (n < r->rest.n && r->rest.p[n] == '\n')
		n++;
	r->rest = str_sub(r->rest, n, r->rest.n);
	if (r->params > 0)
		return;
	if (r->w.pre)
		for (; n > 0; n--)
			htmlwriter_text(&r->w, STR("\n"));
	else if (n == 1 || r->old)
		r->w.space = true;
	else
		for (; n > 1; n--)
			htmlwriter_break(&r->w);
}

struct str
enriched_text(struct arena *a, struct str text, bool old, size_t max)
{
	struct reader r = { .rest = text, .old = old };

	htmlwriter_init(&r.w, a, max);
	while (r.rest.n > 0 && !htmlwriter_is_full(&r.w)) {
		size_t n = 0;

		while (n < r.rest.n && r.rest.p[n] != '<' && r.rest.p[n] != '\n')
			n++;
		write_text(&r, str_sub(r.rest, 0, n));
		r.rest = str_sub(r.rest, n, r.rest.n);
		if (r.rest.n > 0 && r.rest.p[0] == '<')
			take_command(&r);
		else if (r.rest.n > 0)
			take_lines(&r);
	}
	return str_utf8_cut(str_trim(htmlwriter_str(&r.w)), max);
}
