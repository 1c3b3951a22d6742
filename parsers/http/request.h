/* request: a head as what is asked: everything that can be said of it without its body. */
#ifndef PARSERS_HTTP_REQUEST_H
#define PARSERS_HTTP_REQUEST_H

#include "parsers/http/form.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

struct http_request {
	enum http_method method;
	struct str	path;		/* as http_path() gives it */
	struct strs	query;		/* name, value, name, value … */
	uint64_t	length;		/* of the body */
	struct str	type;		/* Content-Type */
	struct str	cookies;	/* for http_cookie() */
	struct str	language;	/* Accept-Language; empty: none that could be one */
	struct str	address;	/* the client's: an IP address; or empty */
	struct str	origin, site;	/* Origin, Sec-Fetch-Site; or empty */
	struct str	match;		/* If-None-Match; or empty */
	struct str	agent;		/* User-Agent, the start of it; or empty */
	bool		expects;	/* Expect: 100-continue */
};

/* 0, or the status to answer with; *out is filled as far as it was read. */
int	http_request_read(struct arena *, const struct http_head *, const struct http_limits *,
	    struct http_request *out);

#endif
