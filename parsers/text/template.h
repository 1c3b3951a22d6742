/*
 * template: logic-less templates ({{name}}, {{a.b}}, {{#list}}, {{^unset}},
 * {{> partial}}, {{! comment}}; the Mustache language without lambdas).
 * A value is never scanned again.  In HTML it is always escaped, but for one
 * case: {{{name}}} of a value that the program made as HTML (view_html()); in JSON,
 * without exception.
 */
#ifndef PARSERS_TEXT_TEMPLATE_H
#define PARSERS_TEXT_TEMPLATE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"
#include "parsers/text/view.h"

enum template_escape {			/* how a value stands in the text */
	TEMPLATE_PLAIN,
	TEMPLATE_HTML,			/* & < > " and ' */
	TEMPLATE_JSON			/* within the quotes of a string */
};

struct template;			/* a source that was read once */

enum piece_kind { PIECE_TEXT, PIECE_VALUE, PIECE_RAW, PIECE_OPEN, PIECE_INVERTED,
	PIECE_CLOSE, PIECE_PARTIAL };

struct piece {				/* a piece of a template, for those who look through it */
	enum piece_kind	kind;
	struct str	s;		/* text, or name */
	struct str	indent;		/* partial: before each of its lines */
	size_t		end;		/* open: index of its close */
	size_t		line;
};

struct partial {			/* what {{> name}} puts in */
	struct str	name;
	struct str	source;
	const struct template	*parsed;	/* of it; NULL: it is read at each use */
};

struct partials {			/* the first of a name holds */
	struct partial	*v;
	size_t		 n;
};

/*
 * 0, or -1 with "line N: …" in *e, of the source or of a partial in it.  Refuses
 * partials that take each other in, whatever the values would be.
 */
int	template_check(struct str source, const struct partials *, struct err *e);
/* *out lives in `a` and borrows the source.  -1: as template_check() says. */
int	template_parse(struct arena *a, struct str source, const struct template **out,
	    struct err *e);
/* Its pieces, in order: how many. */
size_t	template_pieces(const struct template *, const struct piece **out);
/*
 * Renders.  A name or partial that is missing is empty.  Partials may take each other in, as long as the values end it.
 */
int	template_run(struct arena *a, const struct template *, const struct partials *,
	    const struct view *, enum template_escape, struct str *out, struct err *e);
/* Both, for what is rendered once. */
int	template_render(struct arena *a, struct str source, const struct partials *,
	    const struct view *, enum template_escape, struct str *out, struct err *e);

#endif
