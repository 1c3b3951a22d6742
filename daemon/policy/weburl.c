/* weburl: see weburl.h. */
#include "daemon/policy/weburl.h"

#define START	STR("https://")

/* Up to the path. */
static struct str
authority(struct str url)
{
	size_t end = START.n;

	while (end < url.n && url.p[end] != '/' && url.p[end] != '?' && url.p[end] != '#')
		end++;
	return str_sub(url, START.n, end - START.n);
}

const char *
weburl_obstacle(struct str url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || (unsigned char)url.p[i] >= 0x7f ||
		    url.p[i] == '\\')
			return "write it in ASCII, without blanks";
	if (!str_starts(url, START) || weburl_host(url).n == 0)
		return "write https://host/path: what is told must not be read on its way";
	if (str_chr(authority(url), '@', 0) != SIZE_MAX)
		return "a login goes into a file of header fields (headers_file; of alert "
		    "webhook_secret_file), as \"Authorization: …\"";
	return NULL;
}

struct str
weburl_host(struct str url)
{
	struct str host = authority(url);
	size_t end = host.n > 0 && host.p[0] == '[' ? str_chr(host, ']', 0) : SIZE_MAX;

	return end != SIZE_MAX ? str_sub(host, 0, end + 1) : str_sub(host, 0, str_chr(host, ':', 0));
}
