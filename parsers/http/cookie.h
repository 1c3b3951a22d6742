/* cookie: what a browser keeps for us (RFC 6265). */
#ifndef PARSERS_HTTP_COOKIE_H
#define PARSERS_HTTP_COOKIE_H

#include "parsers/base/str.h"

/*
 * The value of the cookie of this very name in a Cookie field.  Empty: it is not there, is not
 * made of letters, digits and - . _ ~ alone, or is there with two values, of which nobody
 * can tell whose the other is.
 */
struct str	http_cookie(struct str field, struct str name);

#endif
