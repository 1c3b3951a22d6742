/* upload: see upload.h. */
#include "daemon/send/upload.h"

#include <string.h>

static bool
are_lines(struct str bytes, char *last)
{
	for (size_t i = 0; i < bytes.n; i++) {
		char c = bytes.p[i];

		if (c == '\0' || (c == '\n') != (*last == '\r'))
			return false;
		*last = c;
	}
	return true;
}

bool
upload_is_lines(struct str bytes)
{
	char last = '\n';

	return bytes.n > 0 && are_lines(bytes, &last) && last == '\n';
}

void
upload_begin(struct upload *u, const struct smtp_mail *m)
{
	*u = (struct upload){ .mail = m, .bytes = m->bytes, .last = '\n' };
}

uint64_t
upload_size(const struct upload *u)
{
	return u->mail->bytes.n + u->mail->rest;
}

/* The next piece, which is good until the one after it. */
static int
next_piece(struct upload *u)
{
	const struct smtp_mail *m = u->mail;

	if (m->more(m->self, u->rest, &u->bytes) == -1 || u->bytes.n == 0 ||
	    u->bytes.n > m->rest - u->rest || !are_lines(u->bytes, &u->last))
		return -1;
	u->at = 0;
	u->rest += u->bytes.n;
	return u->rest == m->rest && u->last != '\n' ? -1 : 0;
}

bool
upload_read(struct upload *u, char *p, size_t n, size_t *got)
{
	struct str part;

	*got = 0;
	if (u->at == u->bytes.n && u->rest < u->mail->rest && next_piece(u) == -1) {
		u->is_starved = true;
		return false;
	}
	part = str_sub(u->bytes, u->at, n);
	if (part.n > 0)
		memcpy(p, part.p, part.n);
	u->at += part.n;
	*got = part.n;
	return true;
}

bool
upload_is_done(const struct upload *u)
{
	return u->at == u->bytes.n && u->rest == u->mail->rest;
}
