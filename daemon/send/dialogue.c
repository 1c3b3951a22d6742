/* dialogue: see dialogue.h. */
#include "daemon/send/dialogue.h"

#include <string.h>

#include "parsers/base/array.h"

void
dialogue_begin(struct dialogue *d)
{
	*d = (struct dialogue){ .offers_utf8 = d->offers_utf8 };
}

void
dialogue_command(struct dialogue *d, struct str line)
{
	static const struct { struct str verb; enum dialogue_stage stage; } rows[] = {
		{ STR("MAIL FROM:"), DIALOGUE_MAIL }, { STR("RCPT TO:"), DIALOGUE_RCPT },
		{ STR("DATA"), DIALOGUE_DATA },
	};

	d->is_over |= str_starts(line, STR("QUIT"));
	/* What a server says before TLS is not its word. */
	if (str_starts(line, STR("EHLO")))
		d->offers_utf8 = false;
	if (d->stage >= DIALOGUE_BODY || d->is_over)
		return;
	d->code = 0;
	for (size_t i = 0; i < COUNT(rows); i++)
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
dialogue_reply(struct dialogue *d, struct str line)
{
	uint64_t code;

	line = str_trim(line);
	if (d->is_over || line.n < 3 || !str_u64(str_sub(line, 0, 3), &code))
		return;
	d->offers_utf8 |= d->stage == DIALOGUE_OPEN && code == 250 &&
	    str_ieq(str_sub(line, 4, SIZE_MAX), STR("SMTPUTF8"));
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

void
dialogue_hand_over(struct dialogue *d, bool all)
{
	d->code = 0;
	d->stage = all ? DIALOGUE_END : DIALOGUE_BODY;
}

void
dialogue_end(struct dialogue *d)
{
	/* "250 ok" and "354 go ahead" are no answers to the mail. */
	if (d->stage != DIALOGUE_END && d->code < 400)
		d->code = 0;
}

enum send_outcome
dialogue_outcome(const struct dialogue *d, bool ok)
{
	if (ok && d->stage == DIALOGUE_END && d->code >= 250 && d->code <= 259)
		return SEND_OK;
	if (d->stage >= DIALOGUE_MAIL && d->code >= 500 && d->code <= 599)
		return SEND_PERMANENT;
	if (d->stage == DIALOGUE_END && (d->code < 400 || d->code > 599))
		return SEND_UNKNOWN;
	return SEND_TEMPORARY;
}

bool
dialogue_is_unbegun(const struct dialogue *d)
{
	return d->stage <= DIALOGUE_MAIL && (d->code == 0 || d->code == 421);
}

/* One line of UTF-8, whatever the server wrote. */
static struct str
clean(struct arena *a, struct str s)
{
	bool utf8;
	struct buf b;

	s = str_utf8_cut(s, DIALOGUE_REPLY_MAX);
	utf8 = str_is_utf8(s);
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_addc(&b, c < ' ' || c == 0x7f ? ' ' : c > 0x7f && !utf8 ? '?' : (char)c);
	}
	return str_trim(buf_str(&b));
}

struct str
dialogue_text(struct arena *a, const struct dialogue *d, const char *why)
{
	static const char *const what[] = {
		[DIALOGUE_OPEN] = "no connection", [DIALOGUE_MAIL] = "no answer to MAIL",
		[DIALOGUE_RCPT] = "no answer to RCPT", [DIALOGUE_DATA] = "no answer to DATA",
		[DIALOGUE_BODY] = "broke off in the mail",
		[DIALOGUE_END] = "no answer to the mail",
	};

	if (d->code != 0)
		return clean(a, (struct str){ d->text, d->n });
	return clean(a, str_printf(a, "%s: %s", what[d->stage], why));
}
