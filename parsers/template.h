/*
 * template: logic-less templates ({{name}}, {{a.b}}, {{#list}}, {{^unset}},
 * {{! comment}}; the Mustache language without lambdas and partials).
 * A value is never scanned again.  In HTML it is always escaped, but for one
 * case: {{{name}}} of a value that the program made as HTML (view_html()).
 */
#ifndef PARSERS_TEMPLATE_H
#define PARSERS_TEMPLATE_H

#include "parsers/err.h"
#include "parsers/str.h"

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

/* 0, or -1 with "line N: …" in *e. */
int	template_check(struct str source, struct err *e);
/* Renders; `html` escapes & < > " and '.  A missing name is empty. */
int	template_render(struct arena *a, struct str source, const struct view *,
	    bool html, struct str *out, struct err *e);

#endif
