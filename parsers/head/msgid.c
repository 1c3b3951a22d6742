/* RFC 5322 section 3.6.4, leniently.  Trusts nothing; linear. */
#include "parsers/head/msgid.h"

#include "parsers/base/limits.h"
#include "parsers/text/charset.h"

/* Clean UTF-8 without spaces and brackets that lost their other one, or STR_NONE. */
static struct str
clean(struct arena *a, struct str raw)
{
	struct str s = charset_line(a, charset_text(a, STR("windows-1252"), STR_NONE, raw));
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '<' && s.p[i] != '>')
			buf_addc(&b, s.p[i]);
	s = buf_str(&b);
	return s.n > LIMIT_MSGID ? STR_NONE : s;
}

/* The next "<…>"; a '<' inside starts it anew.  False at the end. */
static bool
next(struct str *rest, struct str *id)
{
	size_t from = str_chr(*rest, '<', 0), i;

	if (from == SIZE_MAX)
		return false;
	for (i = ++from; i < rest->n && rest->p[i] != '>'; i++)
		if (rest->p[i] == '<')
			from = i + 1;
	if (i == rest->n)
		return false;
	*id = str_sub(*rest, from, i - from);
	*rest = str_sub(*rest, i + 1, rest->n);
	return true;
}

/* Programs forget the brackets: words with an '@' and no others are IDs. */
static void
bare_list(struct arena *a, struct str raw, struct strs *out)
{
	struct str rest = charset_line(a, charset_text(a, STR("windows-1252"), STR_NONE, raw));
	struct str word;
	struct strs ids = { 0 };

	while (str_split(&rest, ' ', &word)) {
		size_t at = str_chr(word, '@', 0);

		if (word.n == 0)
			continue;
		if (at == SIZE_MAX || at == 0 || at + 1 == word.n)
			return;
		strs_add(a, &ids, word);
	}
	for (size_t i = 0; i < ids.n; i++)
		if ((word = clean(a, ids.v[i])).n > 0)
			strs_add(a, out, word);
}

void
msgid_list(struct arena *a, struct str raw, struct strs *out)
{
	struct str rest = raw, id;

	if (str_chr(raw, '>', 0) == SIZE_MAX)
		bare_list(a, raw, out);
	while (next(&rest, &id))
		if ((id = clean(a, id)).n > 0)
			strs_add(a, out, id);
}

struct str
msgid_one(struct arena *a, struct str raw)
{
	struct str rest = raw, id;

	if (next(&rest, &id))
		return clean(a, id);
	id = str_trim(raw);
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] == ' ' || id.p[i] == '\t')
			return STR_NONE;
	return clean(a, id);
}
