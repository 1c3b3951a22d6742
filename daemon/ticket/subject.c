/* subject: see subject.h. */
#include "daemon/ticket/subject.h"

#include "daemon/ticket/tokentext.h"
#include "parsers/quote/forward.h"

enum { TAG_MAX = 200 };		/* bytes; what is longer is none */

static bool
is_number(struct str s)
{
	int64_t n;

	return s.n > 0 && str_i64(s, &n);
}

static bool
is_ours(const struct conf *conf, struct str tag)
{
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		if (str_ieq(conf->mailboxes.v[i].subject_tag, tag))
			return true;
	return false;
}

/* Bytes of the tag that s starts with, "[desk #12]"; 0: of none.  Anybody's without conf. */
static size_t
tag_at(const struct conf *conf, struct str s)
{
	struct str near = str_sub(s, 0, TAG_MAX);
	size_t end, mark;

	if (!str_starts(near, STR("[")) || (end = str_chr(near, ']', 0)) == SIZE_MAX ||
	    (mark = str_chr(near, '#', 0)) > end ||
	    !is_number(str_sub(s, mark + 1, end - mark - 1)))
		return 0;
	return conf == NULL || is_ours(conf, str_trim(str_sub(s, 1, mark - 1))) ? end + 1 : 0;
}

static bool
has_tag(const struct conf *conf, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (tag_at(conf, str_sub(s, i, s.n)) > 0)
			return true;
	return false;
}

static struct str
untagged(struct arena *a, const struct conf *conf, struct str s)
{
	size_t tag;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if ((tag = tag_at(conf, str_sub(s, i, s.n))) > 0)
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
	s = untagged(a, NULL, s);
	while (forward_is_reply_subject(a, s) || forward_is_subject(a, s))
		s = behind_colon(s);
	return s;
}

bool
subject_is_same(struct arena *a, struct str subject, struct str of_ticket)
{
	return str_ieq(bare(a, subject), bare(a, of_ticket));
}

struct str
subject_of_new(struct arena *a, const struct conf *conf, struct str subject)
{
	struct str s;

	if (!has_tag(conf, subject))
		return subject;
	s = untagged(a, conf, subject);
	while (forward_is_reply_subject(a, s))
		s = behind_colon(s);
	return s;
}

/* Where a token stood between brackets, they go with it. */
static struct str
without_tokens(struct arena *a, struct str s)
{
	size_t n = 0, at;
	struct buf b;

	s = token_blank(a, s, &n);
	if (n == 0)
		return s;
	buf_init(&b, a);
	while ((at = str_find(s, STR("[]"), 0)) != SIZE_MAX) {
		buf_add(&b, str_sub(s, 0, at));
		s = str_sub(s, at + 2, SIZE_MAX);
	}
	buf_add(&b, s);
	return buf_str(&b);
}

struct str
subject_to_answer(struct arena *a, const struct conf *conf, struct str subject)
{
	struct str s = untagged(a, conf, without_tokens(a, subject));

	while (forward_is_reply_subject(a, s))
		s = behind_colon(s);
	return s;
}
