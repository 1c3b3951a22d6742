/* view: see view.h. */
#include "parsers/text/view.h"

#include <string.h>

#include "parsers/base/array.h"

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
	parent->v = array_grow(a, parent->v, parent->n, sizeof(parent->v[0]));
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
