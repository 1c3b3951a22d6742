/*
 * Only a block that is complete is taken off; what stands around it stays.
 * Each line is looked at twice at most.
 */
#include "parsers/mime/armour.h"

#define BEGIN_SIGNED	STR("-----BEGIN PGP SIGNED MESSAGE-----")
#define BEGIN_SIGNATURE	STR("-----BEGIN PGP SIGNATURE-----")
#define END_SIGNATURE	STR("-----END PGP SIGNATURE-----")

/* Cuts *rest behind the next line that is `mark`; *before is what stands above it. */
static bool
cut_at(struct str *rest, struct str mark, struct str *before)
{
	struct str s = *rest;
	size_t at = 0, end;

	while ((at = str_find(s, mark, at)) != SIZE_MAX) {
		end = str_chr(s, '\n', at);
		if (end == SIZE_MAX)
			end = s.n;
		if ((at == 0 || s.p[at - 1] == '\n') &&
		    str_trim(str_sub(s, at + mark.n, end - at - mark.n)).n == 0) {
			*before = str_sub(s, 0, at);
			*rest = str_sub(s, end + 1, s.n);
			return true;
		}
		at += mark.n;
	}
	return false;
}

/* "Hash: SHA256" and its like, up to the empty line. */
static void
skip_armour_header(struct str *text)
{
	struct str rest = *text, line;

	while (str_line(&rest, &line)) {
		if (str_trim(line).n == 0)
			*text = rest;
		if (str_find(line, STR(": "), 0) == SIZE_MAX)
			return;
	}
}

static void
add_unescaped(struct buf *b, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		buf_add(b, str_starts(line, STR("- ")) ? str_sub(line, 2, line.n) : line);
		buf_addc(b, '\n');
	}
}

struct str
armour_text(struct arena *a, struct str text)
{
	struct str rest = text, before, body, signature;
	struct buf b = { .p = NULL };

	while (cut_at(&rest, BEGIN_SIGNED, &before)) {
		struct str start = str_sub(text, (size_t)(before.p - text.p), text.n);

		if (!cut_at(&rest, BEGIN_SIGNATURE, &body) ||
		    !cut_at(&rest, END_SIGNATURE, &signature)) {
			rest = start;
			break;
		}
		if (b.p == NULL)
			buf_init(&b, a);
		buf_add(&b, before);
		skip_armour_header(&body);
		add_unescaped(&b, body);
	}
	if (b.p == NULL)
		return text;
	buf_add(&b, rest);
	return buf_str(&b);
}
