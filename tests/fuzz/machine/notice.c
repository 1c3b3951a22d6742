/*
 * The subject, then the text of a mail from a mail server.  A bounce has a
 * status of RFC 3463's form, and one that is late is not of class 5.
 */
#include "parsers/base/limits.h"
#include "parsers/machine/notice.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"
#include "tests/letters.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text = in, subject = STR_NONE;
	struct address from = { STR_NONE, STR("mailer-daemon@mx.example") };
	struct header failed = { STR("X-MLServer"), STR("fml") };
	struct report report = { .type = STR_NONE };
	struct letter l = { .from = { &from, 1 }, .headers = { &failed, in.n & 1 } };
	struct bounce b = { .is_delayed = false };
	struct machine_mail mail;
	struct notice notice;

	str_line(&text, &subject);
	l.text = text;
	l.reasons.wanted = true;
	subject = fold(a, subject);
	mail = letter_mail(&l, &report);
	notice_read(a, &mail, subject, &notice);
	assert(notice.text.n + notice.returned.n <= text.n);
	b.is_delayed = notice_is_delay(&notice, subject);
	notice_fill(a, &notice, &mail, &b, &l.reasons);
	assert(str_eq(smtp_status_in(b.status), b.status));
	assert(!b.is_delayed || b.status.p[0] != '5');
	assert(b.recipient.n <= LIMIT_ADDRESS && b.diagnostic.n <= LIMIT_DIAGNOSTIC);
	assert(b.original_id.n <= LIMIT_MSGID && l.reasons.n <= LIMIT_REASONS);
}
