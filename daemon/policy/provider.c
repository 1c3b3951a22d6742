/* provider: see provider.h. */
#include "daemon/policy/provider.h"

#include "daemon/policy/mailbox.h"

enum { MB = 1000 * 1000 };

const struct provider providers[] = {
	/* No provider is named. */
	{ "other", SENDER_AUTO, SENDER_AUTO, 0, 3, 0 },
	/* "432 4.3.2 Concurrent connections limit exceeded"; 35 MB until an admin raises it. */
	{ "microsoft365", SENDER_AUTO, SENDER_NEVER, 30, 3, 35 * MB },
	/* It puts the login's address for any other; 2,000 mails a day. */
	{ "gmail", SENDER_AUTO, SENDER_NEVER, 0, 3, 25 * MB },
	/* 14 a second outside the sandbox, until Amazon raises it; 50,000 a day. */
	{ "ses", SENDER_NEVER, SENDER_AUTO, 14 * 60, 5, 40 * MB },
	{ "fastmail", SENDER_AUTO, SENDER_AUTO, 0, 3, 70 * MB },
	/* Its own defaults: message_size_limit, and half of the connections to one client. */
	{ "postfix", SENDER_AUTO, SENDER_AUTO, 0, 20, 10240000 },
	{ NULL, 0, 0, 0, 0, 0 },
};

const char *const provider_names[] = {
	"other", "microsoft365", "gmail", "ses", "fastmail", "postfix", NULL
};
