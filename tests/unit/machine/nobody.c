#include "parsers/machine/nobody.h"

#include "tests/tap.h"

static const struct {
	const char	*addr;
	bool		 reads, replies;	/* nobody does */
} rows[] = {
	{ "ana@example.com", false, false },
	{ "MAILER-DAEMON@mx.example.com", true, false },
	{ "postmaster@example.com", true, false },
	{ "bounces@lists.example.com", true, false },
	{ "bounces-ana@example.com", false, false },
	{ "Majordomo@example.com", true, false },
	{ "no-reply@example.com", true, true },
	{ "NoReply@example.com", true, true },
	{ "noreply-orders@example.com", true, true },
	{ "do_not_reply@example.com", true, true },
	{ "reply@example.com", false, false },
	{ "ana@noreply.example.com", false, false },
	{ "postmaster", true, false },
	{ "", false, false },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_ok(nobody_reads(str_c(rows[i].addr)) == rows[i].reads, "'%s' is read",
		    rows[i].addr);
		tap_ok(nobody_replies(str_c(rows[i].addr)) == rows[i].replies, "'%s' replies",
		    rows[i].addr);
	}
	return tap_done();
}
