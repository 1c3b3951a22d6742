/* What IMAP servers say that refuse, and what mends it. */
#include "daemon/fetch/refusal.h"

#include <string.h>

#include "tests/tap.h"

/* As providers say it, in the sentence of imap.c. */
static const struct { const char *said, *mend; } rows[] = {
	{ "imap.gmail.com: the login of a@b is refused (Invalid "
	    "credentials (Failure))", "check user and password_file" },
	{ "the login is refused (Application-specific password required: https://x)",
	    "make an app password" },
	{ "[ALERT] Please log in via your web browser: https://x (Failure)",
	    "log in at the provider" },
	{ "[WEBALERT https://x] Web login required.", "log in at the provider" },
	{ "[ALERT] Your account is not enabled for IMAP use.", "switch IMAP on" },
	{ "User is authenticated but not connected.", "switch IMAP on" },
	{ "LOGIN failed.", "check user and password_file" },
	{ "it accepts no connection now: * BYE [ALERT] Too many simultaneous connections. (Failure)",
	    "end other mail programs" },
	{ "[OVERQUOTA] Account exceeded command or bandwidth limits.", "end other mail programs" },
	{ "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
	    "end other mail programs" },
	{ "Temporary authentication failure.", "goes on by itself" },
	{ "Plaintext authentication disallowed", "set tls" },
	{ "the folder cannot be selected: NO Mailbox doesn't exist: Nowhere", "check folder" },
	{ "the folder cannot be selected: Permission denied", "check folder" },
	{ "* BYE [CONTACTADMIN] disabled", "log in at the provider" },
	{ "it accepts no connection now: * BYE", "goes on by itself" },
	{ "\xc3\x96 \xff what", "look at what the server says" },
	{ "", "look at what the server says" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *mend = refusal_mend(a, str_c(rows[i].said));

		tap_ok(strstr(mend, rows[i].mend) != NULL, "\"%s\": %s", rows[i].said, mend);
	}
	arena_free(a);
	return tap_done();
}
