/* pictures: see pictures.h.  What stands in the HTML was escaped before; so is a name. */
#include "daemon/out/pictures.h"

#include "parsers/base/array.h"

static struct str
escaped(struct arena *a, struct str s)
{
	static const char *const entity[256] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;",
	};
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (entity[(unsigned char)s.p[i]] != NULL)
			buf_adds(&b, entity[(unsigned char)s.p[i]]);
		else
			buf_addc(&b, s.p[i]);
	return buf_str(&b);
}

/* The first mark of it, or an empty one at the end. */
static struct str
mark_of(struct arena *a, struct str html, const struct attachment *at, size_t *where)
{
	const struct { const char *before; struct str name; const char *behind; } marks[] = {
		{ "[cid:", at->content_id, "]" }, { "[image: ", at->name, "]" },
		{ "[", at->name, "]" }, { "&lt;", at->name, "&gt;" },
	};

	for (size_t i = 0; i < COUNT(marks); i++) {
		struct str mark = str_printf(a, "%s%.*s%s", marks[i].before,
		    STR_ARG(escaped(a, marks[i].name)), marks[i].behind);

		if (marks[i].name.n > 0 && (*where = str_find(html, mark, 0)) != SIZE_MAX)
			return mark;
	}
	*where = html.n;
	return STR_NONE;
}

static struct str
place(struct arena *a, struct str html, const struct attachment *at, struct str id)
{
	size_t where;
	struct str mark = mark_of(a, html, at, &where);
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, str_sub(html, 0, where));
	buf_printf(&b, "%s<img src=\"cid:%.*s\" alt=\"%.*s\" "
	    "style=\"max-width:100%%;height:auto\">%s", mark.n == 0 ? "<p>" : "", STR_ARG(id),
	    STR_ARG(escaped(a, at->name)), mark.n == 0 ? "</p>\n" : "");
	buf_add(&b, str_sub(html, where + mark.n, SIZE_MAX));
	return buf_str(&b);
}

struct str
pictures_place(struct arena *a, struct str html, const struct letter *l,
    const struct parcel *p)
{
	for (size_t i = 0; i < p->pictures.n; i++)
		html = place(a, html, &l->attachments[p->pictures.v[i]], p->v[i].content_id);
	return html;
}
