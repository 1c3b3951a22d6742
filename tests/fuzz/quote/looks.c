/*
 * The looks at single lines that quote.c takes one after the other, each with what
 * it may mark.  The first line is the signature that the HTML marks.
 */
#include "parsers/quote/afterword.h"
#include "parsers/quote/banner.h"
#include "parsers/quote/device.h"
#include "parsers/quote/folded.h"
#include "parsers/quote/glue.h"
#include "parsers/quote/initials.h"
#include "parsers/quote/kept.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/marked.h"
#include "parsers/quote/nobody.h"
#include "parsers/quote/own.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/replyabove.h"
#include "parsers/quote/tail.h"
#include "tests/fuzz/fuzz.h"

/* Lines that are of another kind than in `was` are now of this one. */
static void
check_kinds(const struct lines *t, enum line_kind *was, enum line_kind now)
{
	for (size_t i = 0; i < t->n; i++) {
		assert(t->v[i].kind == was[i] || t->v[i].kind == now);
		was[i] = t->v[i].kind;
	}
}

static void
check_line(struct arena *a, const struct lines *t, size_t i)
{
	const struct line *l = &t->v[i];
	size_t at = glue_at(a, l->raw, t->answers);

	assert(at == 0 || at < l->raw.n);
	assert(!device_is_line(l) || l->kind == LINE_TEXT);
	assert(!line_is_afterword(l) || l->kind == LINE_TEXT);
	assert(!replyabove_is_line(l, false) || replyabove_is_line(l, true));
	assert(!replyabove_is_line(l, true) || l->kind == LINE_TEXT);
	(void)nobody_is_named(l->f);
	(void)nobody_in_small(t, i, i);
}

static void
check_kept(struct arena *a, const struct lines *t, struct str in)
{
	struct str text = kept_text(t), signature = kept_signature(t);
	struct folded f;
	size_t left;

	assert(text.n + signature.n <= in.n + t->n);
	assert(kept_commands(t, in, in.n) <= text.n && kept_commands(t, in, 0) == 0);
	assert(kept_count_cut(t, false) + kept_count_cut(t, true) <= t->n);
	folded_find(a, in, text, &f);
	assert(f.gone <= f.n);
	(void)folded_text(a, &f, "- ", 8, &left);
	assert(left <= f.gone);
	folded_find(a, in, in, &f);
	assert(f.gone == 0);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct lines t = { .a = a, .answers = in.n % 2 == 0 };
	struct str signature = fuzz_line(&in);
	enum line_kind *was;

	lines_split(&t, in);
	was = ARENA_ARRAY(a, t.n + 1, enum line_kind);
	for (size_t i = 0; i < t.n; i++) {
		was[i] = t.v[i].kind;
		check_line(a, &t, i);
	}
	lines_cut_banner(&t);
	check_kinds(&t, was, LINE_BANNER);
	lines_mark_initials(&t);
	lines_join_wrapped(&t);
	check_kinds(&t, was, LINE_QUOTE);
	assert(lines_afterword(&t) <= t.n);
	lines_cut_marked(&t, signature);
	check_kinds(&t, was, LINE_SIGNATURE);
	lines_cut_own(&t);
	check_kinds(&t, was, LINE_GONE);
	check_kept(a, &t, in);
}
