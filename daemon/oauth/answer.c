/* answer: see answer.h. */
#include "daemon/oauth/answer.h"

#include "daemon/oauth/object.h"

enum {
	LIFE_MIN = 1,
	LIFE_MAX = 30 * 86400,
	INTERVAL_MAX = 300,
	LINE_BYTES = 300
};

bool
answer_is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	return s.n > 0 && s.n <= ANSWER_TOKEN_BYTES;
}

struct str
answer_line(struct arena *a, struct str s)
{
	bool utf8 = str_is_utf8(s), blank = false;
	struct buf b;

	/* What an error has behind its first line is numbers of its server's log. */
	s = str_sub(str_trim(s), 0, str_chr(str_trim(s), '\r', 0));
	s = utf8 ? str_utf8_cut(s, LINE_BYTES) : str_sub(s, 0, LINE_BYTES);
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_blank = c <= ' ' || c == 0x7f;

		if (is_blank && !blank)
			buf_addc(&b, ' ');
		else if (!is_blank)
			buf_addc(&b, c > 0x7f && !utf8 ? '?' : (char)c);
		blank = is_blank;
	}
	return str_trim(buf_str(&b));
}

static int64_t
within(int64_t n, int64_t least, int64_t most)
{
	return n < least ? least : n > most ? most : n;
}

static struct str
token_of(const struct object *o, const char *name)
{
	struct str s = object_get(o, name);

	return answer_is_token(s) ? s : STR_NONE;
}

int
answer_read(struct arena *a, struct str body, struct answer *out)
{
	struct object o;
	struct str url;

	*out = (struct answer){ 0 };
	if (object_read(a, body, &o) == -1)
		return -1;
	url = object_get(&o, "verification_uri");
	if (url.n == 0)
		url = object_get(&o, "verification_url");	/* Google's name for it */
	out->access_token = token_of(&o, "access_token");
	out->expires_in = within(object_int(&o, "expires_in", ANSWER_LIFE), LIFE_MIN, LIFE_MAX);
	out->refresh_token = token_of(&o, "refresh_token");
	out->scope = answer_line(a, object_get(&o, "scope"));
	out->error = answer_line(a, object_get(&o, "error"));
	out->description = answer_line(a, object_get(&o, "error_description"));
	out->device_code = token_of(&o, "device_code");
	out->user_code = answer_line(a, object_get(&o, "user_code"));
	out->url = answer_line(a, url);
	out->interval = within(object_int(&o, "interval", ANSWER_INTERVAL), 1, INTERVAL_MAX);
	return out->access_token.n > 0 || out->error.n > 0 || out->device_code.n > 0 ? 0 : -1;
}
