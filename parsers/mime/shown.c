/* shown: see shown.h.  Trusts nothing: an ID is bytes to look for. */
#include "parsers/mime/shown.h"

#include "parsers/mime/parttext.h"

void
shown_page(struct shown *s, const struct part *p)
{
	if (s->n < SHOWN_PAGES)
		s->pages[s->n++] = p;
}

static bool
has_named(const struct attachments *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].content_id.n > 0)
			return true;
	return false;
}

/* As it is, or as a URL has it (RFC 2392); some pages leave "cid:" out. */
static bool
is_named(struct arena *a, struct str page, struct str id)
{
	size_t at = str_chr(id, '@', 0);

	return str_find(page, id, 0) != SIZE_MAX || (at != SIZE_MAX && str_find(page,
	    str_printf(a, "%.*s%%40%.*s", STR_ARG(str_sub(id, 0, at)),
	    STR_ARG(str_sub(id, at + 1, id.n))), 0) != SIZE_MAX);
}

void
shown_mark(const struct shown *s, size_t max, struct attachments *l)
{
	struct str pages[SHOWN_PAGES];
	struct arena *a;

	if (s->n == 0 || !has_named(l))
		return;
	a = arena_new();
	for (size_t i = 0; i < s->n; i++)
		pages[i] = parttext_bytes(a, s->pages[i], max);
	for (size_t i = 0; i < l->n; i++) {
		struct attachment *at = &l->v[i];
		for (size_t k = 0; k < s->n && !at->is_shown && at->content_id.n > 0; k++)
			at->is_shown = is_named(a, pages[k], at->content_id);
	}
	arena_free(a);
}
