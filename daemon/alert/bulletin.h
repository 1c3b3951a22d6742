/*
 * bulletin: what the admins are told at once: all that is wrong, and what is well again;
 * and its text by the template "alert".
 */
#ifndef DAEMON_ALERT_BULLETIN_H
#define DAEMON_ALERT_BULLETIN_H

#include "daemon/policy/conf.h"

struct trouble {			/* a row of docket.condition, or what is like one */
	struct str	kind;		/* "queue-stopped" */
	struct str	mailbox;	/* empty: it is about no single one */
	struct str	text;		/* from outside, perhaps: shown as one safe line */
	struct str	mend;
	int64_t		since;		/* us */
	int64_t		until;		/* us: well since then */
	int64_t		count;
	int64_t		retry_at;	/* us; 0: docket does not try by itself */
	bool		is_new;		/* nobody was told of it yet */
};

struct troubles {
	struct trouble	*v;
	size_t		 n;
};

struct bulletin {			/* lives in an arena */
	int64_t		at;
	struct troubles	open;
	struct troubles	well;
	bool		is_due;		/* it is to be told now */
	bool		is_test;	/* nothing is wrong: docketctl alert --test */
};

struct bulletin_text {
	struct str	subject;
	struct str	text;
};

void		 troubles_add(struct arena *, struct troubles *, const struct trouble *);
const struct trouble	*troubles_find(const struct troubles *, struct str kind,
			    struct str mailbox);	/* or NULL */
/* "queue-stopped core-gone", each once. */
struct str	 troubles_kinds(struct arena *, const struct troubles *);
/* For that engineer; NULL: for anybody, in the language of the first mailbox.  -1: *e. */
int		 bulletin_write(struct arena *, const struct conf *, const struct bulletin *,
		    const struct agent *, struct bulletin_text *out, struct err *e);

#endif
