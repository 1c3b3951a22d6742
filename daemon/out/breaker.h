/*
 * breaker: the limit of all automatic mail to customers together: a multiple of what is
 * usual in an hour, and never less than a floor.  Over it such mail is withheld, not lost:
 * its deliveries wait, and the admins are told once.  It closes by itself when the hour's
 * mail is down to the half: then what waits for people whom something proves goes out, and
 * the admins are asked about the rest, which the flood may have brought forth.  What
 * engineers write, and notices to them, never meet it.
 */
#ifndef DAEMON_OUT_BREAKER_H
#define DAEMON_OUT_BREAKER_H

#include "daemon/ticket/work.h"

/* Queues the question: the next work_run() is followed by breaker_learn(). */
void	breaker_ask(struct work *);
void	breaker_learn(struct work *);
/* `n` more automatic mails of this work, counted here: whether they may go. */
int	breaker_admits(struct work *, int64_t n, bool *admits);
/* When docket.breaker.look_at has come: closes it if it can be. */
int	breaker_look(struct work *);

#endif
