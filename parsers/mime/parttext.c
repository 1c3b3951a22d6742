/* parttext: see parttext.h. */
#include "parsers/mime/parttext.h"

#include "parsers/text/charset.h"
#include "parsers/text/transfer.h"

struct str
parttext_bytes(struct arena *a, const struct part *p, size_t max)
{
	return transfer_decode(a, transfer_of_text(p->encoding, p->body), p->body, max + 1);
}

struct str
parttext_clean(struct arena *a, struct arena *scratch, const struct part *p,
    struct str charset, struct str bytes)
{
	return charset_clean(a, charset_text(scratch, param_raw(&p->type, STR("charset")),
	    charset, bytes));
}

struct str
parttext_read(struct arena *a, const struct part *p, struct str charset, size_t max, bool *cut)
{
	struct arena *scratch = arena_new();
	struct str bytes = parttext_bytes(scratch, p, max);
	struct str text = parttext_clean(a, scratch, p, charset, str_sub(bytes, 0, max));

	*cut |= bytes.n > max;
	arena_free(scratch);
	return text;
}
