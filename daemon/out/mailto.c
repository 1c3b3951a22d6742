/* mailto: see mailto.h. */
#include "daemon/out/mailto.h"

#include "parsers/base/array.h"

/* RFC 6068: what is not unreserved is percent-encoded. */
static void
percent(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';

		if (plain || c == '@')
			buf_addc(b, s.p[i]);
		else
			buf_add(b, (struct str){ (const char[]){ '%', hex[c >> 4],
			    hex[c & 0xf] }, 3 });
	}
}

struct str
mailto_link(struct arena *a, struct str address, struct str subject, struct str body)
{
	const struct { const char *name; struct str value; } v[] = {
		{ "?subject=", subject }, { "&body=", body },
	};
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "mailto:");
	percent(&b, address);
	for (size_t i = 0; i < COUNT(v); i++)
		if (v[i].value.n > 0) {
			buf_adds(&b, v[i].name);
			percent(&b, v[i].value);
		}
	return buf_str(&b);
}
