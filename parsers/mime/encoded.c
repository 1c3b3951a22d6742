/* encoded: see encoded.h.  Trusts nothing: what comes out is scanned as any mail is. */
#include "parsers/mime/encoded.h"

#include "parsers/text/transfer.h"

struct str
encoded_entity(struct arena *a, const struct part *p)
{
	struct str boundary = str_rtrim(param_raw(&p->type, STR("boundary")));
	struct str body = transfer_decode(a, transfer_of(p->encoding), p->body, SIZE_MAX);
	struct buf b;

	buf_init(&b, a);
	buf_reserve(&b, body.n + boundary.n + p->type.head.n + 64);
	buf_printf(&b, "Content-Type: %.*s; boundary=\"%.*s\"\n\n", STR_ARG(p->type.head),
	    STR_ARG(boundary));
	buf_add(&b, body);
	return buf_str(&b);
}
