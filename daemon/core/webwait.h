/*
 * webwait: who sent a form of which a mail was made, and waits until it is read: the page that
 * follows shows it then.
 */
#ifndef DAEMON_CORE_WEBWAIT_H
#define DAEMON_CORE_WEBWAIT_H

#include "daemon/role/message.h"

struct core;

struct web_wait {
	struct arena	*a;		/* of the answer; freed with it */
	int64_t		 raw;
	int64_t		 until;		/* ms */
	bool		 is_new;	/* it makes a ticket: there the sender goes */
	bool		 is_agents;
	struct page_answer answer;
	struct web_wait	*next;
};

void	webwait_add(struct core *, const struct web_wait *);
/* The mail was stored: who sent it is answered.  `ticket`: 0: on none. */
void	webwait_stored(struct core *, int64_t raw, int64_t ticket);
/* Answers those whose mail takes long; ms until the next would be, at most `ms`. */
int	webwait_late(struct core *, int ms);
/* As the loop has a peer: `self` is core.  Gone: nobody waits for an answer any more. */
struct channel;
void	webwait_came(void *self, struct channel *web);
void	webwait_gone(void *self);

/* At once; to nobody where web is gone. */
void		webwait_send(struct core *, const struct page_answer *);
/* "…?said=WORD"; NULL: nothing is said. */
struct str	webwait_said(struct arena *, struct str location, const char *word);

#endif
