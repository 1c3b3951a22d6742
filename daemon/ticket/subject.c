/* subject: see subject.h. */
#include "daemon/ticket/subject.h"

#include "parsers/quote/forward.h"

static bool
is_number(struct str s)
{
	int64_t n;

	return s.n > 0 && str_i64(s, &n);
}

/* Bytes of the tag that s starts with, "[desk #12]"; 0: of none. */
static size_t
tag_at(struct str s)
{
	size_t end = str_chr(s, ']', 0), mark = str_chr(s, '#', 0);

	if (s.n == 0 || s.p[0] != '[' || end == SIZE_MAX || mark > end ||
	    !is_number(str_sub(s, mark + 1, end - mark - 1)))
		return 0;
	return end + 1;
}

static struct str
untagged(struct arena *a, struct str s)
{
	size_t tag;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if ((tag = tag_at(str_sub(s, i, s.n))) > 0)
			i += tag - 1;
		else if (s.p[i] != ' ' && s.p[i] != '\t')
			buf_addc(&b, s.p[i]);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_addc(&b, ' ');
	}
	return str_trim(buf_str(&b));
}

/* Behind the first colon, also a wide one. */
static struct str
behind_colon(struct str s)
{
	static const struct str wide = { "\xef\xbc\x9a", 3 };
	size_t colon = str_chr(s, ':', 0), other = str_find(s, wide, 0);

	if (other < colon)
		return str_trim(str_sub(s, other + wide.n, s.n));
	return colon == SIZE_MAX ? STR_NONE : str_trim(str_sub(s, colon + 1, s.n));
}

/* Without what mail programs put before it. */
static struct str
bare(struct arena *a, struct str s)
{
	s = untagged(a, s);
	while (forward_is_reply_subject(a, s) || forward_is_subject(a, s))
		s = behind_colon(s);
	return s;
}

bool
subject_is_same(struct arena *a, struct str subject, struct str of_ticket)
{
	return str_ieq(bare(a, subject), bare(a, of_ticket));
}
