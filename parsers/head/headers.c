#include "parsers/head/headers.h"

#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/rawheader.h"
#include "parsers/text/charset.h"
#include "parsers/text/words.h"

const struct header *
headers_next(const struct headers *h, struct str name, size_t *at)
{
	for (; *at < h->n; ++*at)
		if (str_ieq(h->v[*at].name, name))
			return &h->v[(*at)++];
	return NULL;
}

struct str
headers_get(const struct headers *h, struct str name)
{
	size_t at = 0;
	const struct header *f = headers_next(h, name, &at);

	return f == NULL ? STR_NONE : str_trim(f->value);
}

bool
headers_has(const struct headers *h, struct str name)
{
	size_t at = 0;

	return headers_next(h, name, &at) != NULL;
}

/*
 * Fields that programs read (RFC 5322 section 3.6, RFC 2045, 2369, 3834, 8601):
 * no encoded word may stand in them (RFC 2047 section 5), and one that does is not
 * taken for what it would say.  From and the like are not among them: their names
 * are for people, and address.h reads the raw field.
 */
static const char *const structured[] = {
	"Authentication-Results", "ARC-Authentication-Results", "ARC-Message-Signature",
	"ARC-Seal", "DKIM-Signature", "Received", "Received-SPF", "Return-Path",
	"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Failed-Recipients",
	"Message-ID", "In-Reply-To", "References", "Resent-Message-ID", "Date", "Resent-Date",
	"Auto-Submitted", "Precedence", "X-Precedence", "X-Auto-Response-Suppress", "X-Loop",
	"List-Post", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Unsubscribe-Post",
	"List-Owner", "List-Archive", "MIME-Version", "Content-Type",
	"Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "Content-Location",
	NULL
};

static size_t
count_fields(struct str block)
{
	struct rawheader h;
	size_t n = 0;

	while (rawheader_next(&block, &h))
		n += h.name.n > 0;
	return n;
}

void
headers_read(struct arena *a, struct str block, struct str charset, struct headers *out)
{
	struct rawheader h;

	*out = (struct headers){ ARENA_ARRAY(a, count_fields(block), struct header), 0 };
	while (rawheader_next(&block, &h)) {
		if (h.name.n == 0)
			continue;
		out->v[out->n++] = (struct header){ str_dup(a, h.name),
		    str_find(h.value, STR("=?"), 0) != SIZE_MAX &&
		    wordlist_ihas(h.name, structured) ?
		    charset_line(a, charset_text(a, STR_NONE, charset, h.value)) :
		    words_decode(a, h.value, charset) };
	}
}

struct str
headers_raw(struct str block, struct str name)
{
	struct rawheader h;

	while (rawheader_next(&block, &h))
		if (str_ieq(h.name, name))
			return h.value;
	return STR_NONE;
}

struct str
headers_summary(struct arena *a, struct str raw, struct str charset)
{
	static const struct str wanted[] = {
		{ "From", 4 }, { "Date", 4 }, { "To", 2 }, { "Cc", 2 }, { "Subject", 7 },
	};
	struct rawheader h;
	struct buf b;

	buf_init(&b, a);
	for (raw = rawheader_start(raw); rawheader_next(&raw, &h);)
		for (size_t i = 0; i < COUNT(wanted); i++)
			if (str_ieq(h.name, wanted[i]))
				buf_printf(&b, "%.*s: %.*s\n", STR_ARG(wanted[i]),
				    STR_ARG(words_decode(a, h.value, charset)));
	return buf_str(&b);
}
