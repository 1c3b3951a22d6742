/*
 * category: what a ticket's status means to docket, whatever people call it.
 * The one table of the words; until types of tickets have statuses of their own,
 * a status is its category's word.
 */
#ifndef DAEMON_SLA_CATEGORY_H
#define DAEMON_SLA_CATEGORY_H

#include "parsers/base/str.h"

enum category {
	CATEGORY_NEW,			/* nobody has answered */
	CATEGORY_OPEN,			/* to work on */
	CATEGORY_WAITING,		/* for the customer */
	CATEGORY_ON_HOLD,		/* for somebody else */
	CATEGORY_RESOLVED,
	CATEGORY_CLOSED,
	CATEGORIES
};

extern const char *const	category_words[CATEGORIES + 1];	/* ends in NULL */

struct str	category_word(enum category);
int		category_find(struct str status);		/* -1: none */
bool		category_is(struct str status, enum category);
bool		category_is_done(struct str status);		/* its clocks have ended */
/* The words of those that a clock can run or pause in. */
struct strs	category_undone(struct arena *);
/* "new, open, …": for help and faults. */
struct str	category_list(struct arena *a);

#endif
