/*
 * Header lines, a blank line, then text; a line "%%" parts text, delivery
 * status, returned mail, complaint and calendar.  A field "From" may say who
 * writes.  Whatever comes in, a bounce has a status.
 */
#include "parsers/base/limits.h"
#include "parsers/head/headers.h"
#include "parsers/machine/machine.h"
#include "tests/fuzz/fuzz.h"
#include "tests/letters.h"

static struct str
part(struct str *rest)
{
	size_t at = str_find(*rest, STR("\n%%\n"), 0);
	struct str s = str_sub(*rest, 0, at);

	*rest = at == SIZE_MAX ? STR_NONE : str_sub(*rest, at + 4, rest->n);
	return s;
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct letter l = { .message_id = STR_NONE };
	struct report r = { .type = STR_NONE };
	struct header headers[16];
	struct address from = { STR_NONE, STR("mailer-daemon@example.com") };
	struct str line, name;

	l.headers.v = headers;
	while (l.headers.n < 16 && str_line(&in, &line) && line.n > 0)
		if (str_split(&line, ':', &name))
			headers[l.headers.n++] = (struct header){ name, line };
	l.text = part(&in);
	r.status = part(&in);
	r.original = part(&in);
	r.feedback = part(&in);
	r.calendar = in;
	if (r.status.n > 0)
		r.type = STR("delivery-status");
	l.subject = l.headers.n > 0 ? headers[0].value : STR_NONE;
	if (headers_has(&l.headers, STR("From")))
		from.addr = headers_get(&l.headers, STR("From"));
	l.from.v = &from;
	l.from.n = l.headers.n & 1;
	letter_classify(a, &r, &l);
	assert(l.kind < LETTER_KINDS);
	assert((l.kind == LETTER_BOUNCE) == (l.bounce.status.n > 0));
	assert(l.kind != LETTER_BOUNCE || l.bounce.recipient.n <= LIMIT_ADDRESS);
}
