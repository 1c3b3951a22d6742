/*
 * http1: the part of HTTP/1.1 that a server on loopback needs, which answers one request a
 * connection.  What two readers could read in two ways is refused: line ends without CR,
 * folded fields, blanks before a colon, bodies in chunks, two lengths.
 */
#ifndef PARSERS_HTTP_HTTP1_H
#define PARSERS_HTTP_HTTP1_H

#include "parsers/http/head.h"

/* As scgi_read(); has no HTTP_ADDRESS. */
int	http1_read(struct str in, const struct http_limits *, struct http_head *out, size_t *n);

#endif
