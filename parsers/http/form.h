/* form: what a browser sends of a form, in either of its two codings. */
#ifndef PARSERS_HTTP_FORM_H
#define PARSERS_HTTP_FORM_H

#include "parsers/http/head.h"

struct http_file {
	struct str	field;		/* of the form */
	struct str	name;		/* without a path, one clean line; may be empty */
	struct str	type;		/* as the browser says: "text/plain"; may be empty */
	struct str	bytes;		/* of the body */
};

struct http_form {
	struct strs		 pairs;	/* name, value, name, value … */
	struct http_file	*files;	/* a file that was not chosen is none */
	size_t			 n_files;
};

/* By its Content-Type.  0, or the status to answer with: 400, 413, 415. */
int	http_form(struct arena *, struct str type, struct str body, const struct http_limits *,
	    struct http_form *out);
/* multipart.c: the body of multipart/form-data with this boundary. */
int	http_multipart(struct arena *, struct str boundary, struct str body,
	    const struct http_limits *, struct http_form *out);

#endif
