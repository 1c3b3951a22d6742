/* Mailboxes and their servers. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "docket.conf", "poll = \"1m\"", "poll = \"0s\"", "docket.conf:@: poll" },
	{ "docket.conf", "port = 993", "port = 99300", "docket.conf:@: port is not a number" },
	{ "docket.conf", "port = 993", "port = 993.5", "docket.conf:@: port is not a number" },
	{ "docket.conf", "mailboxes = (", "mailboxes = ( ); other = (",
	  "docket.conf:@: there is no mailbox" },
	{ "docket.conf", "imap = {", "imap = 7; x = {", "docket.conf:@: imap is not a group" },
	{ "docket.conf", "host = \"imap.example.com\";", "", "imap lacks host" },
	{ "docket.conf", "tls = \"implicit\"", "tls = \"none\"",
	  "docket.conf:@: tls \"none\" is only for a server on this machine" },
	{ "docket.conf", "tls = \"implicit\"", "tls = \"ssl\"", "docket.conf:@: tls \"ssl\"" },
	{ "docket.conf", "host = \"imap.example.com\";",
	  "host = \"127.evil.example\"; tls = \"none\"; }; x = {",
	  "tls \"none\" is only for a server on this machine" },
	{ "docket.conf", "password_file = \"imap.password\";", "",
	  "user without password_file" },
	{ "docket.conf", "user = \"support@example.com\";", "", "imap lacks user" },
	{ "docket.conf", "address = \"support@example.com\"", "address = \"support\"",
	  "docket.conf:@: support is not a mail address" },
	{ "docket.conf", "address = \"support@example.com\"", "address = \"a@b.example\\r\\nX: y\"",
	  "docket.conf:@: a@b.example" },
	{ "docket.conf", "subject_tag = \"desk\"", "subject_tag = \"a desk]\"",
	  "docket.conf:@: subject_tag \"a desk]\" is not a name" },
	{ "docket.conf", "subject_tag = \"desk\"", "accent = \"red\"",
	  "docket.conf:@: red is no colour: six hexadecimal digits behind #" },
	{ "docket.conf", "subject_tag = \"desk\"", "accent = \"#fff;x:y\"",
	  "docket.conf:@: #fff;x:y is no colour" },
	{ "docket.conf", "subject_tag = \"desk\"", "accent = \"#0b5ff\"",
	  "docket.conf:@: #0b5ff is no colour" },
	{ "docket.conf", "project = \"WALK-IN\"", "project = \"WALKIN\"",
	  "docket.conf:@: there is no project WALKIN in projects.conf (did you mean WALK-IN?)" },
	{ "docket.conf", "language = \"en\"", "language = \"xx\"",
	  "docket.conf:@: there is no language xx in templates/" },
};

static const struct change accepted[] = {
	{ "docket.conf",
	  "host = \"imap.example.com\";\n\t\t\tport = 993;\n\t\t\ttls = \"implicit\";",
	  "host = \"127.0.0.1\"; tls = \"none\";", "" },
	{ "docket.conf", "subject_tag = \"desk\"", "accent = \"#0B5fff\"", "" },
};

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	return tap_done();
}
