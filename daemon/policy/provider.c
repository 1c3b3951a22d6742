/* provider: see provider.h. */
#include "daemon/policy/provider.h"

#include "daemon/policy/mailbox.h"

enum { MB = 1000 * 1000 };

const struct provider providers[] = {
	/* No provider is named. */
	{ "other", SENDER_AUTO, SENDER_AUTO, 0, 3, 0, false },
	/* "432 4.3.2 Concurrent connections limit exceeded"; 35 MB until an admin raises it. */
	{ "microsoft365", SENDER_AUTO, SENDER_NEVER, 30, 3, 35 * MB, false },
	/* It puts the login's address for any other; 2,000 mails a day. */
	{ "gmail", SENDER_AUTO, SENDER_NEVER, 0, 3, 25 * MB, false },
	/* 14 a second outside the sandbox, until Amazon raises it; 50,000 a day. */
	{ "ses", SENDER_NEVER, SENDER_AUTO, 14 * 60, 5, 40 * MB, true },
	{ "fastmail", SENDER_AUTO, SENDER_AUTO, 0, 3, 70 * MB, false },
	/* Its own defaults: message_size_limit, and half of the connections to one client. */
	{ "postfix", SENDER_AUTO, SENDER_AUTO, 0, 20, 10240000, false },
	{ NULL, 0, 0, 0, 0, 0, false },
};

const char *const provider_names[] = {
	"other", "microsoft365", "gmail", "ses", "fastmail", "postfix", NULL
};
