/*
 * said: what was said in a request, as its customer reads it: who, when, the text, what it
 * quotes folded away, and its files to be fetched.
 */
#ifndef DAEMON_PAGE_SAID_H
#define DAEMON_PAGE_SAID_H

#include "daemon/page/visit.h"
#include "sql.h"

struct said {
	int64_t			 ticket;
	struct sql_page_entries	 entries;	/* the newest first */
	struct sql_page_files	 files;
};

/* Queues the questions: up to `most` messages from `since` on, before that one. */
void	said_ask(struct visit *, struct said *, int64_t since, int64_t before, int64_t most);
/* After their run: how many of the newest a page holds; all of one are one. */
size_t	said_fits(struct visit *, const struct said *);
/* Of so many, before which one there are more; 0: there are none. */
int64_t	said_before(struct visit *, const struct said *, size_t n);
/* So many of the newest, the oldest of them first.  `whole`: all of their text. */
void	said_put(struct visit *, const struct said *, size_t n, bool whole);

/* A person's name for another: an address is nobody's name. */
struct str	said_name(const struct visit *, struct str name);

#endif
