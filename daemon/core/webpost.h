/*
 * webpost: what is written in the portal: a form's POST, checked here and nowhere else, and
 * answered, one row of a table a form (webpost_forms).
 *
 * A form has its own number (`form`, a random one that the page made) and the value that only
 * its reader's pages have (`csrf`, web_csrf()).  One that comes twice is done once and gets the
 * same answer.  What a person writes is composed as a mail of theirs, stored as one that waits
 * (raw.state = 'pending') and read as any other: cage, rules, clocks.  The answer waits until it
 * was, some seconds at most, so that the page that follows shows it.
 *
 * Fields of all forms but WEB_ANYBODY's: csrf, form; back (a path of ours, where its sender goes
 * afterwards; else as the row says).  What went wrong is told by the page that the form's
 * `back` names, with ?said=WORD: `said` lists the words.
 */
#ifndef DAEMON_CORE_WEBPOST_H
#define DAEMON_CORE_WEBPOST_H

#include "daemon/core/webform.h"

struct message;

extern const struct web_form webpost_forms[];	/* ends in a path that is NULL */

/* What `?said=` can be: a page says it in words. */
extern const char *const webpost_said[];	/* ends in NULL */

/* MSG_POST: `self` is core, as the loop has a peer. */
void	webpost_take(void *self, const struct message *);

#endif
