/* bearer: see bearer.h. */
#include "daemon/oauth/bearer.h"

#include <string.h>

#include "daemon/oauth/answer.h"
#include "daemon/oauth/object.h"
#include "parsers/base/base64.h"

enum { CHALLENGE_BYTES = 4096 };

size_t
bearer_size(struct str user, struct str host, struct str token)
{
	return (3 * user.n + host.n + token.n + 96) * 4 / 3 + 64;
}

/* No copy of a secret stays behind: it never grows, and is wiped. */
static struct buf
plain_new(struct arena *a, size_t n)
{
	struct buf b = { .a = a, .cap = n };

	b.p = arena_alloc(a, n);
	return b;
}

static void
put_plain(struct buf *b, struct buf *plain)
{
	base64_add(b, (struct str){ plain->p, plain->n });
	explicit_bzero(plain->p, plain->cap);
}

void
bearer_put_xoauth2(struct buf *b, struct str user, struct str token)
{
	struct buf plain = plain_new(b->a, user.n + token.n + 64);

	buf_adds(&plain, "user=");
	buf_add(&plain, user);
	buf_adds(&plain, "\001auth=Bearer ");
	buf_add(&plain, token);
	buf_adds(&plain, "\001\001");
	put_plain(b, &plain);
}

/* RFC 5801, 4: '=' and ',' of a name. */
static void
put_name(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '=')
			buf_adds(b, "=3D");
		else if (s.p[i] == ',')
			buf_adds(b, "=2C");
		else
			buf_addc(b, s.p[i]);
}

void
bearer_put_oauthbearer(struct buf *b, struct str user, struct str host, uint16_t port,
    struct str token)
{
	struct buf plain = plain_new(b->a, 3 * user.n + host.n + token.n + 96);

	buf_adds(&plain, "n,a=");
	put_name(&plain, user);
	buf_adds(&plain, ",\001host=");
	buf_add(&plain, host);
	buf_printf(&plain, "\001port=%u\001auth=Bearer ", (unsigned)port);
	buf_add(&plain, token);
	buf_adds(&plain, "\001\001");
	put_plain(b, &plain);
}

struct str
bearer_challenge(struct arena *a, struct str base64)
{
	static const char *const names[] = { "status", "scope", "schemes", "openid-configuration" };
	struct object o;
	struct str text;
	struct buf b;

	if (base64_read(a, str_trim(base64), CHALLENGE_BYTES, &text) == -1)
		return STR_NONE;
	if (object_read(a, text, &o) == -1)
		return answer_line(a, text);
	buf_init(&b, a);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct str v = object_get(&o, names[i]);

		if (v.n > 0)
			buf_printf(&b, "%s%s %.*s", b.n > 0 ? ", " : "", names[i], STR_ARG(v));
	}
	return answer_line(a, buf_str(&b));
}
