/* serverurl: see serverurl.h. */
#include "daemon/send/serverurl.h"

#include <stdio.h>
#include <string.h>

static bool
is_host(struct str s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789.:-_";

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || strchr(allowed, s.p[i]) == NULL)
			return false;
	return s.n > 0 && s.n < SERVERURL_MAX / 3;
}

void
serverurl_write(char *url, const struct endpoint *ep, struct str helo)
{
	bool v6 = str_chr(ep->host, ':', 0) != SIZE_MAX;

	url[0] = '\0';
	if (is_host(ep->host))
		snprintf(url, SERVERURL_MAX, "%s://%s%.*s%s:%u/%.*s",
		    ep->tls == TLS_IMPLICIT ? "smtps" : "smtp", v6 ? "[" : "",
		    STR_ARG(ep->host), v6 ? "]" : "", (unsigned)ep->port,
		    STR_ARG(is_host(helo) ? helo : STR_NONE));
}
