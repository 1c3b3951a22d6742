/*
 * webpost: what is written in the portal: a form's POST, checked here and nowhere else, and
 * answered, one row of a table a form (webpost_forms).
 *
 * A form has its own number (`form`, a random one that the page made) and the value that only
 * its reader's pages have (`csrf`, web_csrf()).  One that comes twice is done once and gets the
 * same answer.  What a person writes is composed as a mail of theirs, stored as one that waits
 * (raw.state = 'pending') and read as any other: cage, rules, clocks.  The answer waits until it
 * was, some seconds at most, so that the page that follows shows it.
 */
#ifndef DAEMON_CORE_WEBPOST_H
#define DAEMON_CORE_WEBPOST_H

#include "parsers/base/str.h"

struct core;
struct message;

enum web_who {				/* who may send a form */
	WEB_ANYBODY,			/* who is nobody yet: no csrf */
	WEB_CUSTOMER,			/* of the ticket in the path: its requester, a colleague of
					   a whole project, who has its link and typed its code */
	WEB_AGENT,
	WEB_SIGNED_IN			/* either of them */
};

/*
 * Fields of all forms but WEB_ANYBODY's: csrf, form; back (a path of ours, where its sender goes
 * afterwards; else as the row says).  What went wrong is told by the page that the form's
 * `back` names, with ?said=WORD: `said` lists the words.
 */
struct web_form {
	const char	*path;		/* "/sign-in", "/t/#/$/reply": # a number, $ a token */
	enum web_who	 who;
	const char	*fields;	/* that it has, for people who read the table */
	bool		 is_mail;	/* a mail is made of it */
};

extern const struct web_form webpost_forms[];	/* ends in a path that is NULL */

/* What `?said=` can be: a page says it in words. */
extern const char *const webpost_said[];	/* ends in NULL */

/* MSG_POST of the role web. */
void	webpost_take(struct core *, const struct message *);
/* A mail that a form made was stored: who sent it is answered.  `ticket`: 0: on none. */
void	webpost_stored(struct core *, int64_t raw, int64_t ticket);
/* Answers those whose mail takes long; ms until the next would. */
int		webpost_late(struct core *);
/* Web was started anew: nobody waits for an answer any more. */
void	webpost_gone(struct core *);

#endif
