/*
 * send: the role that speaks SMTP (daemon/role/role.h says what its doors are).
 */
#ifndef DAEMON_SEND_SEND_H
#define DAEMON_SEND_SEND_H

struct channel;
struct conf;

int	send_run(const struct conf *, struct channel *control);
/* By hand: "mailbox from to" and a mail on standard input. */
int	send_alone(const struct conf *);

#endif
