/*
 * parcel: which files of a mail that came in go with a mail that tells of it.  They go
 * with the mail that tells of their own, never with a later one: who comes later gets what
 * comes later.  What is no file (parsers/letter/uses.h) does not travel.
 *
 * A mailbox has a limit for the mail as a whole, encoded as it goes.  Of a customer's
 * files, those that do not fit stay where docketctl gets them; an engineer's mail with
 * more than that is refused before anything is done.
 */
#ifndef DAEMON_OUT_PARCEL_H
#define DAEMON_OUT_PARCEL_H

#include "daemon/db/db.h"
#include "daemon/out/tail.h"
#include "daemon/policy/mailbox.h"
#include "daemon/ticket/event.h"

struct parcel {
	int64_t			 entry;		/* docket.entry of the files; 0: none go */
	struct db_int8s		 files;		/* their numbers there, of the attached … */
	struct db_int8s		 pictures;	/* … and of those that its HTML shows */
	struct mail_file	*v;		/* all, the pictures first */
	size_t			 n;
};

/* What fits, or nothing when `ev` is not told by the mail that brought them. */
void		parcel_pack(struct work *, const struct event *, const struct mailbox *,
		    struct parcel *out);
/* Whether this attachment of the event's letter is in it. */
bool		parcel_has(const struct parcel *, size_t attachment);
/* For people and programs: somebody sends it, and it was not told before. */
bool		parcel_is_file(const struct attachment *);
/* Why an engineer's mail cannot go out with what is attached to it; false: it can. */
bool		parcel_refuses(struct work *, const struct letter *, const struct mailbox *,
		    struct told_line *why);
/* What the HTML calls a picture, without "cid:". */
struct str	parcel_content_id(struct arena *, int64_t entry, int64_t n);

#endif
