/*
 * answer: where a reader's mails to a ticket go, with their proof: the token, or in a
 * draft the mark that each copy fills in (draft.h).  A mailbox whose addresses take no
 * details has it in the subject.
 */
#ifndef DAEMON_OUT_ANSWER_H
#define DAEMON_OUT_ANSWER_H

#include "daemon/out/facts.h"

enum { ANSWER_LINK = 1750 };		/* octets of a link, at most: some programs cut longer ones */

/* An answer to the event's ticket; the plain address where it proves nobody. */
struct str	answer_address(struct work *, const struct event *, const struct reader *,
		    bool is_customer);
/* " [+PROOF]" for the subject of a notice whose Reply-To cannot have it; or empty. */
struct str	answer_subject(struct work *, const struct event *, const struct reader *);
/* One of the reader's own addresses (personal.h); empty: there is none. */
struct str	answer_personal(struct work *, const struct reader *, enum token_purpose);
/* Where its author says of the event's unproven mail that it is theirs; the link does it. */
struct str	answer_confirm_address(struct work *, const struct event *,
		    const struct reader *);
struct str	answer_confirm_link(struct work *, const struct event *, const struct reader *);
struct str	answer_confirm_code(struct work *, const struct event *, const struct reader *);
/*
 * A link that opens such a mail, with this body.  Of a verb: the mere mail does it, whatever
 * becomes of the body, where the mailbox has room for that; empty: an answer.
 */
struct str	answer_link(struct work *, const struct event *, const struct reader *,
		    struct str verb, struct str body);

/* Opens an answer to a ticket that a list names, with the reader's proof.  Empty: neither is there. */
struct str	answer_ticket_link(struct work *, const struct mailbox *, const struct agent *,
		    int64_t ticket, struct str subject);

#endif
