/* scgi: a request as a web server hands it over: a netstring of names and values. */
#ifndef PARSERS_HTTP_SCGI_H
#define PARSERS_HTTP_SCGI_H

#include "parsers/http/head.h"

/*
 * Reads the head that `in` begins with.  0: *n octets of it were, with the comma, and the
 * body follows; -1: more must come first; else the status to answer with.  Slices of `in`.
 */
int	scgi_read(struct str in, const struct http_limits *, struct http_head *out, size_t *n);

#endif
