/*
 * affected: which projects run a version that has the fault of a ticket, by what engineers said
 * (#found-in, #not-in, #fixed-in), the tree of branches (policy/lineage.h) and what projects run
 * (ticket/runs.h): with the release that mends it there, who is told of it, and what has been
 * done about it: the ticket's children of that project, and who was told.
 *
 * Whom word of a fault goes to: the addresses of the project's `advise`; without, those who
 * asked something on its tickets within a year, the last ones first, as far as they are its
 * people for sure: by its `domains` and `contacts`.  Who is left out is there with the reason.
 */
#ifndef DAEMON_REPORT_AFFECTED_H
#define DAEMON_REPORT_AFFECTED_H

#include "daemon/policy/lineage.h"
#include "daemon/ticket/work.h"
#include "parsers/head/address.h"

enum { AFFECTED_PEOPLE = 5 };		/* that are told of a project without `advise` */

struct affected_place {
	const struct product	*product;	/* NULL: products.conf has it no more */
	struct str		 name;		/* its name */
	struct str		 environment;
	struct str		 version;
	int64_t			 since;
	enum verdict		 verdict;
	struct str		 why;
	struct str		 fix;		/* the nearest release that mends it; empty: none */
};

struct affected_person {
	struct address	 who;
	const char	*why_not;	/* no mail goes there; NULL: it may */
};

struct affected_child {
	int64_t		id;
	struct str	subject;
	struct str	status, category;
	bool		is_told;	/* it was opened to tell them of the fault */
	struct str	author;		/* of what people said there last; empty: nothing yet */
	int64_t		at;
	struct str	text;
};

struct affected_told {
	struct str	template, author;
	int64_t		child;		/* 0: it was erased */
	int64_t		people;
	int64_t		at, due_at;	/* ordered; when its mail could go */
};

struct affected_project {
	struct str			 key;
	const struct project		*project;	/* NULL: projects.conf has it no more */
	struct affected_place		*places;	/* the affected first */
	size_t				 n;
	size_t				 of[VERDICTS];	/* so many of them */
	struct affected_person		*people;
	size_t				 n_people;
	struct affected_child		*children;
	size_t				 n_children;
	struct affected_told		*told;
	size_t				 n_told;
};

struct affected {
	struct affected_project	*v;	/* by their keys */
	size_t			 n;
	bool			 is_said;	/* something was said of versions */
};

/* Asks the database, and changes nothing.  0, or -1 with w->err. */
int	affected_load(struct work *, int64_t ticket, struct affected *out);
/* One that is affected, or may be with `unknown`. */
bool	affected_is_concerned(const struct affected_project *, bool unknown);
/* How many of them get mail. */
size_t	affected_reached(const struct affected_project *);

#endif
