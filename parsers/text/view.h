/* view: the values that a template is filled with, as a tree of names. */
#ifndef PARSERS_TEXT_VIEW_H
#define PARSERS_TEXT_VIEW_H

#include "parsers/base/str.h"

enum view_kind { VIEW_TEXT, VIEW_HTML, VIEW_OBJECT, VIEW_LIST };

struct view {
	struct str	 name;		/* of this value in its object */
	enum view_kind	 kind;
	struct str	 text;		/* VIEW_TEXT, VIEW_HTML: empty is false */
	struct view	**v;		/* VIEW_OBJECT, VIEW_LIST */
	size_t		 n;
};

struct view	*view_object(struct arena *a);
struct view	*view_list(struct arena *a);
/* Adds to an object (name) or list (name is STR_NONE); returns what was added. */
struct view	*view_add(struct arena *a, struct view *parent, struct str name,
		    struct view *child);
struct view	*view_text(struct arena *a, struct view *parent, const char *name,
		    struct str text);
/* Ready-made HTML that {{{name}}} may put in as it is: ours, never a sender's. */
struct view	*view_html(struct arena *a, struct view *parent, const char *name,
		    struct str html);

#endif
