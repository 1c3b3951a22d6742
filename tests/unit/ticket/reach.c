/* What a failure says of the address, by what servers answer. */
#include "daemon/ticket/reach.h"

#include "tests/tap.h"

static const struct {
	const char	*status, *words;
	enum reach_fate	 want;
} rows[] = {
	{ "5.1.1", "550 5.1.1 User unknown", REACH_DEAD },
	{ "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", REACH_DEAD },
	{ "5.2.1", "550 5.2.1 The email account that you tried to reach is disabled", REACH_DEAD },
	{ "5.4.1", "550 5.4.1 Recipient address rejected: Access denied", REACH_DEAD },
	{ "5.4.310", "DNS domain does not exist", REACH_DEAD },
	{ "5.0.0", "550 No such user here", REACH_DEAD },
	{ "", "550 No such user here", REACH_DEAD },
	{ "5.0.0", "554 mailbox is full", REACH_PASSING },
	{ "5.2.2", "552-5.2.2 The recipient's inbox is out of storage space", REACH_PASSING },
	{ "4.4.7", "delivery time expired", REACH_PASSING },
	{ "4.0.0", "No such user here, perhaps", REACH_PASSING },
	{ "5.7.1", "550 5.7.1 message content rejected", REACH_REFUSED },
	{ "5.3.4", "552 5.3.4 Message size exceeds fixed limit", REACH_REFUSED },
	{ "5.1.11", "something new", REACH_REFUSED },
	{ "", "", REACH_REFUSED },
	{ "5.0.0", "554 transaction failed", REACH_REFUSED },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int((int)reach_fate(a, str_c(rows[i].status), str_c(rows[i].words)),
		    (int)rows[i].want, "%s %s", rows[i].status, rows[i].words);
	arena_free(a);
	return tap_done();
}
