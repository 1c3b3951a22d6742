/*
 * loaded: configurations that were in force, kept with the texts of their files: what
 * docketctl diff compares with the files that lie there now.
 */
#ifndef DAEMON_TICKET_LOADED_H
#define DAEMON_TICKET_LOADED_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"

/* It is in force from now on.  In transactions of its own; safe to do again. */
int	loaded_note(struct db *, struct arena *a, const struct conf *, struct err *e);
/* The files of the one in force last, in `a`; n 0: none was yet.  *at: us, since when. */
int	loaded_last(struct db *, struct arena *a, struct conf_files *out, struct str *fingerprint,
	    int64_t *at, struct err *e);

#endif
