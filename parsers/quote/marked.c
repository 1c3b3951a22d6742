/*
 * Programs lay the same words out otherwise in text and in HTML: letters and
 * digits are compared.  Cuts only what the signature holds whole.
 */
#include "parsers/quote/marked.h"

#include "parsers/base/reason.h"
#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"

enum {
	MARKED_LINES = 24,
	FIRST_BYTES = 3,
	MARKED_BYTES = 4096
};

/* Letters and digits only. */
static struct str
squeeze(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	s = fold(a, s);
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		    (unsigned char)s.p[i] >= 0x80)
			buf_addc(&b, s.p[i]);
	return buf_str(&b);
}

/* The end of the writer's text: what stands above history or a signature. */
static size_t
text_end(const struct lines *t)
{
	size_t end = 0;

	for (size_t i = 0; i < t->n && t->v[i].kind != LINE_INTRO && t->v[i].kind != LINE_GONE; i++)
		if (t->v[i].kind == LINE_TEXT)
			end = i + 1;
	return end;
}

void
lines_cut_marked(struct lines *t, struct str signature)
{
	struct str all = squeeze(t->a, str_sub(signature, 0, MARKED_BYTES));
	size_t end = text_end(t), at = end, i = end;
	bool whole = false;

	if (all.n == 0)
		return;
	for (size_t n = 0; !whole && i-- > 0 && n < MARKED_LINES && t->v[i].kind != LINE_QUOTE; n++) {
		struct str s = squeeze(t->a, str_sub(t->v[i].raw, 0, MARKED_BYTES));

		if (s.n > 0 && str_find(all, s, 0) == SIZE_MAX)
			break;
		if (t->v[i].kind == LINE_TEXT)
			at = i;
		/* The signature's first line: what stands above is the writer's. */
		whole = s.n >= FIRST_BYTES && str_starts(all, s);
	}
	if (!whole || !lines_text_before(t, at))
		return;
	reason_add(t->a, t->why, "signature", "line %zu, the HTML marks it as one", at + 1);
	for (; at < end; at++)
		t->v[at].kind = LINE_SIGNATURE;
}
