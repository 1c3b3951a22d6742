/* parttext: see parttext.h. */
#include "parsers/mime/parttext.h"

#include "parsers/text/charset.h"
#include "parsers/text/transfer.h"

enum { FOOTER_MAX = 8 * 1024 };

/* Whether the line is base64, or empty. */
static bool
is_encoded(struct str line)
{
	line = str_trim(line);
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='))
			return false;
	}
	return true;
}

/* Where what lists and gateways write below an encoded text begins: behind an empty line. */
static size_t
footer_of(struct str body)
{
	size_t at = str_find(body, STR("\n\n"), 0), crlf = str_find(body, STR("\n\r\n"), 0);
	struct str rest, line;
	bool is_text = false;

	at = at < crlf ? at : crlf;
	if (at == SIZE_MAX)
		return body.n;
	for (rest = str_sub(body, at, FOOTER_MAX); !is_text && str_line(&rest, &line);)
		is_text = !is_encoded(line);
	return is_text && body.n - at <= FOOTER_MAX ? at : body.n;
}

/* The text, and below it the footer, which somebody wrote too. */
static struct str
with_footer(struct arena *a, enum transfer transfer, struct str body, size_t max)
{
	size_t at = footer_of(body);
	struct str text = transfer_decode(a, transfer, str_sub(body, 0, at), max + 1);
	struct buf b;

	if (at == body.n || text.n > max)
		return text;
	buf_init(&b, a);
	buf_add(&b, text);
	buf_add(&b, str_sub(body, at, body.n));
	return buf_str(&b);
}

struct str
parttext_bytes(struct arena *a, const struct part *p, size_t max)
{
	enum transfer transfer = transfer_of_text(p->encoding, p->body);

	return transfer == TRANSFER_BASE64 ? with_footer(a, transfer, p->body, max) :
	    transfer_decode(a, transfer, p->body, max + 1);
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
