/* Whether a domain's mail server and a mailbox's are one's. */
#include "daemon/net/mx.h"

#include "tests/tap.h"

static const struct { const char *host, *imap; bool want; } rows[] = {
	{ "mx1.example.net", "imap.example.net", true },
	{ "example.net", "imap.example.net", true },
	{ "mx.deep.example.net", "imap.example.net", true },
	{ "mx.example.org", "imap.example.net", false },
	{ "notexample.net", "imap.example.net", false },
	{ "example-com.mail.protection.outlook.com", "outlook.office365.com", true },
	{ "example-com.a-v1.mx.microsoft", "outlook.office365.com", true },
	{ "aspmx.l.google.com", "imap.gmail.com", true },
	{ "alt2.aspmx.l.google.com", "outlook.office365.com", false },
	{ "in1-smtp.messagingengine.com", "imap.fastmail.com", true },
	{ "evilgoogle.com", "imap.gmail.com", false },
	{ "localhost", "localhost", true },
	{ "a", "b", false },
	{ "mx.com", "com", false },
	{ "", "imap.example.net", false },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(mx_leads_to(str_c(rows[i].host), str_c(rows[i].imap)), rows[i].want,
		    "%s, %s", rows[i].host, rows[i].imap);
	return tap_done();
}
