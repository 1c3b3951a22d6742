/* blot: see blot.h. */
#include "daemon/send/blot.h"

#include "parsers/base/json.h"

enum { WORD_MIN = 8, WHOLE_MIN = 4 };	/* shorter is no secret, and stands in any text */

static void
add(struct arena *a, struct strs *secrets, struct str s, size_t least)
{
	if (s.n >= least && !strs_has(secrets, s))
		strs_add(a, secrets, s);
}

void
blot_add(struct arena *a, struct strs *secrets, struct str secret)
{
	struct buf escaped;
	size_t from = 0;

	buf_init(&escaped, a);
	json_escape(&escaped, secret);
	add(a, secrets, secret, WHOLE_MIN);
	add(a, secrets, buf_str(&escaped), WHOLE_MIN);
	for (size_t i = 0; i <= secret.n; i++) {
		if (i < secret.n && str_chr(STR(" /?&=:,;"), secret.p[i], 0) == SIZE_MAX)
			continue;
		add(a, secrets, str_sub(secret, from, i - from), WORD_MIN);
		from = i + 1;
	}
}

static struct str
without(struct arena *a, struct str text, struct str secret)
{
	size_t at = str_find(text, secret, 0), from = 0;
	struct buf b;

	if (at == SIZE_MAX)
		return text;
	buf_init(&b, a);
	for (; at != SIZE_MAX; at = str_find(text, secret, from)) {
		buf_add(&b, str_sub(text, from, at - from));
		buf_adds(&b, "***");
		from = at + secret.n;
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

struct str
blot_out(struct arena *a, struct str text, const struct strs *secrets)
{
	for (size_t i = 0; i < secrets->n; i++)
		text = without(a, text, secrets->v[i]);
	return text;
}
