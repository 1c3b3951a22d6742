/*
 * facts: an event as templates see it: the names that docket-rules(5) lists.
 */
#ifndef DAEMON_OUT_FACTS_H
#define DAEMON_OUT_FACTS_H

#include "daemon/out/parcel.h"
#include "daemon/ticket/event.h"
#include "parsers/text/template.h"

struct reader {				/* for whom the mail is written */
	struct address		 address;
	struct str		 language;
	struct str		 timezone;	/* instants are shown in it */
	const struct agent	*agent;		/* NULL: a customer */
	struct str		 reply_to;	/* for the ready-made actions */
	const struct mailbox	*mailbox;	/* that writes to them */
	struct str		 draft;		/* its Message-ID, where proofs are marks; or empty */
	/* Nothing says that what came in their name is theirs: they get none of it back. */
	bool			 is_stranger;
	const struct parcel	*parcel;	/* files that go with it; NULL: none */
};

/* In which the reader is told when: their own, else that of the project's calendar. */
const struct zone	*facts_zone(const struct work *, const struct event *,
			    const struct reader *);
struct view	*facts_event(struct work *, const struct event *, const struct reader *);

#endif
