/*
 * imapbody: the bodies of mails that an answer brings, as their bytes come: at
 * most as many, and as large together, as was asked for.  Until the answer is
 * over a body is known only by the key under which it will be listed.
 */
#ifndef DAEMON_FETCH_IMAPBODY_H
#define DAEMON_FETCH_IMAPBODY_H

#include "parsers/base/str.h"

struct imapbody;

struct imapbodies {			/* { 0 }: none is expected */
	struct buf	*all;		/* one after the other; borrowed */
	size_t		 left;		/* bytes that may still come */
	struct imapbody	*v;
	size_t		 n;
	size_t		 max;
};

void		imapbodies_expect(struct imapbodies *, struct buf *all, size_t max, size_t bytes);
void		imapbodies_done(struct imapbodies *);	/* none is expected any more */
/* False: more than was asked for. */
bool		imapbodies_add(struct imapbodies *, const void *key, struct str bytes);
/* Empty: an empty mail. */
struct str	imapbodies_find(const struct imapbodies *, const void *key);

#endif
