/*
 * sender: what a mail's sender tells before anything else is read: the null
 * sender, a mail server's address or name, one that nobody answers, a person's name.
 */
#ifndef PARSERS_MACHINE_SENDER_H
#define PARSERS_MACHINE_SENDER_H

#include "parsers/machine/mail.h"

struct sender {
	bool	is_null;		/* RFC 5321 section 4.5.5: Return-Path, or From, is <> */
	bool	is_daemon;		/* by its address or its name */
	bool	is_postmaster;		/* by address alone, behind which people sit too */
	bool	is_no_reply;
	bool	is_program;		/* its address or name speaks of mail programs */
	bool	is_nowhere;		/* From holds no address at all */
	bool	is_person;		/* it has a name that speaks of none */
};

/* `closely`: is_program and is_person too, which many words are looked for. */
void	sender_read(struct arena *a, const struct machine_mail *, bool closely,
	    struct sender *out);

#endif
