/* shown: see shown.h.  Trusts nothing: an ID is bytes to look for. */
#include "parsers/mime/shown.h"

#include "parsers/markup/html.h"
#include "parsers/mime/parttext.h"

enum {
	IMAGES_MAX = 200,		/* of the pages, that are looked at */
	IMAGE_BYTES = 2048		/* of a tag */
};

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

struct str
shown_place(struct arena *a, size_t file)
{
	return str_printf(a, "docketpicture%zuhere", file);
}

/* The places of the files that this tag shows. */
static void
put_places(struct buf *b, struct str tag, const struct attachments *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].content_id.n > 0 && is_named(b->a, tag, l->v[i].content_id)) {
			buf_addc(b, ' ');
			buf_add(b, shown_place(b->a, i));
			buf_addc(b, ' ');
		}
}

static void
put_page(struct buf *b, struct str page, const struct attachments *l, size_t *images)
{
	size_t at;

	while (*images < IMAGES_MAX && (at = str_ifind(page, STR("<img"), 0)) != SIZE_MAX) {
		struct str tag = str_sub(page, at, IMAGE_BYTES);

		buf_add(b, str_sub(page, 0, at));
		tag = str_sub(tag, 0, str_chr(tag, '>', 0));
		put_places(b, tag, l);
		buf_add(b, str_sub(page, at, 4));
		page = str_sub(page, at + 4, SIZE_MAX);
		++*images;
	}
	buf_add(b, page);
}

struct str
shown_text(struct arena *a, const struct shown *s, struct str charset, size_t max,
    const struct attachments *l)
{
	struct arena *scratch;
	size_t images = 0;
	struct buf b, out;
	bool cut = false;

	buf_init(&out, a);
	if (s->n == 0 || !has_named(l))
		return STR_NONE;
	scratch = arena_new();
	for (size_t i = 0; i < s->n; i++) {
		buf_init(&b, scratch);
		put_page(&b, parttext_read(scratch, s->pages[i], charset, max, &cut), l,
		    &images);
		buf_add(&out, html_text(scratch, buf_str(&b), max));
		buf_addc(&out, '\n');
	}
	arena_free(scratch);
	return buf_str(&out);
}
