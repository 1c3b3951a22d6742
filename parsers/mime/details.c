/* details: see details.h.  Costs a pass over the texts, decoded once more. */
#include "parsers/mime/details.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/mime/parttype.h"
#include "parsers/text/transfer.h"

enum {
	TEXTS = 4,			/* limits.text_bytes, of all parts together */
	LENGTH_MIN = 30, LENGTH_MAX = 64,
	VERB_MAX = 16			/* of what stands before it: "a.VERB." */
};

/* How the sign is written: as such, in links and links within links, in HTML. */
static const struct str signs[] = {
	{ "+", 1 }, { "-", 1 }, { "%2B", 3 }, { "%252B", 5 }, { "&#43;", 5 }, { "&#x2B;", 6 },
	{ "&plus;", 6 },
};

static bool
is_base32(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
}

/* Where the next sign may be, from `at` on. */
static size_t
sign_from(struct str s, size_t at)
{
	while (at < s.n && s.p[at] != '+' && s.p[at] != '-' && s.p[at] != '%' &&
	    s.p[at] != '&')
		at++;
	return at;
}

static size_t
sign_at(struct str s, size_t at)
{
	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_istarts(str_sub(s, at, signs[i].n), signs[i]))
			return signs[i].n;
	return 0;
}

/* "n.", "a.take.": how long what says the purpose is. */
static size_t
kind_size(struct str s)
{
	size_t n = 2;

	if (s.n < 2 || s.p[1] != '.' || str_chr(STR("aAcCnNqQ"), s.p[0], 0) == SIZE_MAX)
		return 0;
	if ((s.p[0] | 0x20) != 'a')
		return n;
	while (n < s.n && n < 2 + VERB_MAX && (is_base32(s.p[n]) || s.p[n] == '-'))
		n++;
	return n < s.n && s.p[n] == '.' ? n + 1 : 0;
}

static void
find_in(struct arena *a, struct str s, struct strs *out)
{
	for (size_t at = 0; out->n < DETAILS_MAX && (at = sign_from(s, at)) < s.n;) {
		size_t from = at + sign_at(s, at), code = from, end;
		struct str detail;

		end = code += kind_size(str_sub(s, from, 2 + VERB_MAX + 1));
		while (end < s.n && end - code <= LENGTH_MAX && is_base32(s.p[end]))
			end++;
		detail = str_sub(s, from, end - from);
		if (from > at && end - code >= LENGTH_MIN && end - code <= LENGTH_MAX) {
			detail = str_printf(a, "+%.*s", STR_ARG(detail));
			if (!strs_has(out, detail))
				strs_add(a, out, detail);
		}
		at = end - code >= LENGTH_MIN ? end : at + 1;
	}
}

/* What is in it, people and their programs read. */
static bool
is_read(const struct part *p)
{
	return !p->has_parts && (p->type.head.n == 0 || part_is_message(p) ||
	    str_starts(p->type.head, STR("text/")) ||
	    str_starts(p->type.head, STR("multipart/")));
}

static bool
is_file(const struct part *p)
{
	return part_is_message(p) || str_istarts(p->disposition, STR("attachment"));
}

void
details_find(struct arena *a, const struct limits *limits, const struct scan *scan,
    struct strs *out, struct strs *files)
{
	size_t left = limits->text_bytes * TEXTS;

	for (size_t i = 0; i < scan->n_parts && left > 0; i++) {
		const struct part *p = &scan->parts[i];
		enum transfer transfer = transfer_of_text(p->encoding, p->body);
		struct str text = p->body;

		if (!is_read(p))
			continue;
		if (transfer != TRANSFER_PLAIN)
			text = transfer_decode(a, transfer, text, left);
		text = str_sub(text, 0, left);
		left -= text.n;
		find_in(a, text, out);
		if (is_file(p))
			find_in(a, text, files);
	}
}
