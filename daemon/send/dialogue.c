/* dialogue: see dialogue.h. */
#include "daemon/send/dialogue.h"

#include <string.h>

void
on_command(struct dialogue *d, struct str line)
{
	static const struct { struct str verb; enum stage stage; } rows[] = {
		{ STR("MAIL FROM:"), STAGE_MAIL }, { STR("RCPT TO:"), STAGE_RCPT },
		{ STR("DATA"), STAGE_DATA },
	};

	d->is_over |= str_starts(line, STR("QUIT"));
	if (d->stage >= STAGE_BODY || d->is_over)
		return;
	d->code = 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_starts(line, rows[i].verb))
			d->stage = rows[i].stage;
}

static void
keep_text(struct dialogue *d, struct str s)
{
	size_t room = sizeof(d->text) - d->n;

	s = str_sub(s, 0, room);
	if (s.n > 0)
		memcpy(d->text + d->n, s.p, s.n);
	d->n += s.n;
}

/* "550-5.1.1 no such", "550 user": one reply of code 550. */
void
on_reply(struct dialogue *d, struct str line)
{
	uint64_t code;

	line = str_trim(line);
	if (d->is_over || line.n < 3 || !str_u64(str_sub(line, 0, 3), &code))
		return;
	if (d->more) {
		keep_text(d, STR(" "));
		keep_text(d, str_sub(line, 4, SIZE_MAX));
	} else {
		d->n = 0;
		keep_text(d, line);
	}
	d->more = line.n > 3 && line.p[3] == '-';
	if (!d->more)
		d->code = (uint32_t)code;
}

/* Codes that speak of the login, not of the mail: an admin can mend it. */
bool
is_about_us(uint32_t code)
{
	return code == 530 || code == 534 || code == 535 || code == 538;
}

/* One line of UTF-8, whatever the server wrote. */
struct str
clean(struct arena *a, struct str s)
{
	bool utf8;
	struct buf b;

	s = str_utf8_cut(s, REPLY_MAX);
	utf8 = str_is_utf8(s);
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_addc(&b, c < ' ' || c == 0x7f ? ' ' : c > 0x7f && !utf8 ? '?' : (char)c);
	}
	return str_trim(buf_str(&b));
}
