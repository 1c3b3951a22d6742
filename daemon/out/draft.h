/*
 * draft: a mail that waits to go out, as docket.outbox keeps it: what compose_mail()
 * makes its bytes of, so that the same draft is the same mail whenever it is tried.
 *
 * Of a personal one each reader gets a copy of their own: its Message-ID (an engineer's
 * proof is in it, too), To and Reply-To differ, and where its text has the draft's mark stands the proof of who
 * reads it.  The mark is the random part of its Message-ID, hexadecimal: nothing that
 * is escaped or encoded, and known to nobody before the text was written.
 */
#ifndef DAEMON_OUT_DRAFT_H
#define DAEMON_OUT_DRAFT_H

#include "daemon/out/compose.h"
#include "daemon/ticket/withdrawn.h"

struct draft {
	struct mail_out	 mail;		/* a personal one's without to and cc */
	bool		 is_personal;
	bool		 proves;	/* each copy, who reads it: an agent */
};

struct copy {				/* of a draft, for one delivery */
	int64_t		 delivery;
	struct str	 address;	/* as it is shown */
	const struct withdrawn	*withdrawn;	/* of the draft's ticket; NULL: none */
};

struct composed {
	struct str	 bytes;
	struct tail	 tail;		/* what stands behind them */
};

/* For a new draft.  Nobody can guess it: a bounce that names it is about this mail. */
struct str	draft_message_id(struct arena *, int64_t ticket, struct str domain);
/* Empty: the Message-ID is none of docket's. */
struct str	draft_mark(struct str message_id);
/* What stands for each reader's proof of this kind (fill.h) in a personal draft. */
struct str	draft_detail(struct arena *, struct str message_id, struct str kind);
/* A copy's own Message-ID, and back: that of another mail stays as it is. */
struct str	draft_copy_id(struct arena *, struct str message_id, int64_t delivery);
struct str	draft_of_copy(struct arena *, struct str message_id);
/* The delivery that a copy's Message-ID names; 0: it is no copy's. */
int64_t		draft_delivery(struct str message_id);
/* What all its copies share; borrows the draft. */
int	draft_form(struct arena *, const struct draft *, struct body_form **, struct err *);
/*
 * The mail for one delivery, by the agents and keys of now: an address that is no
 * agent's any more proves nothing.
 */
int	draft_compose(struct arena *, const struct core_state *, const struct draft *,
	    const struct body_form *, const struct copy *, struct composed *, struct err *);

#endif
