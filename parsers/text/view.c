/* view: see view.h. */
#include "parsers/text/view.h"

#include <string.h>

struct view *
view_object(struct arena *a)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = VIEW_OBJECT;
	return v;
}

struct view *
view_list(struct arena *a)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = VIEW_LIST;
	return v;
}

struct view *
view_add(struct arena *a, struct view *parent, struct str name, struct view *child)
{
	/* Full exactly at the powers of two, so no capacity is kept. */
	if ((parent->n & (parent->n - 1)) == 0) {
		struct view **v = ARENA_ARRAY(a, parent->n == 0 ? 1 : parent->n * 2,
		    struct view *);

		if (parent->n > 0)
			memcpy(v, parent->v, parent->n * sizeof(struct view *));
		parent->v = v;
	}
	child->name = name;
	parent->v[parent->n++] = child;
	return child;
}

static struct view *
add_value(struct arena *a, struct view *parent, const char *name, struct str s,
    enum view_kind kind)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = kind;
	v->text = s;
	return view_add(a, parent, str_c(name), v);
}

struct view *
view_text(struct arena *a, struct view *parent, const char *name, struct str text)
{
	return add_value(a, parent, name, text, VIEW_TEXT);
}

struct view *
view_html(struct arena *a, struct view *parent, const char *name, struct str html)
{
	return add_value(a, parent, name, html, VIEW_HTML);
}
