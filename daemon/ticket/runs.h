/*
 * runs: which version of a product each project runs in which environment, since when, and
 * who says so: the one writer of docket.run, a history, and of docket.run_doubt, what people
 * are asked about.  What runs is what the history has for an instant; a row of a later one is
 * an upgrade that is planned.
 *
 * What a ticket says (its field `version`) never lowers what runs: that is a doubt, until
 * somebody decides.
 */
#ifndef DAEMON_TICKET_RUNS_H
#define DAEMON_TICKET_RUNS_H

#include "daemon/ticket/work.h"

enum run_source { RUN_HEADER, RUN_BODY, RUN_AGENT, RUN_RULE, RUN_IMPORT, RUN_SOURCES };

struct run {
	struct str	project;
	struct str	product;	/* of products.conf */
	struct str	environment;	/* one of the product's */
	struct str	version;	/* as products.conf has it, else as written */
	struct str	key;		/* sorts as the product's versions do; empty: unknown there */
	int64_t		since;		/* us */
	enum run_source	source;
	struct str	author;
	bool		is_decided;	/* somebody says what runs; else it is a ticket's version */
	bool		is_known;	/* of a ticket's: the catalogue has it, and its writer is known */
};

struct running {			/* what a project runs somewhere, or will */
	struct str	product;
	struct str	environment;
	struct str	version;
	struct str	key;
	int64_t		since;
	struct str	source;
	bool		is_planned;	/* since then it will */
};

struct run_list {
	struct str	 project;	/* whose they are */
	struct running	*v;
	size_t		 n;
};

struct run_doubt {			/* of a ticket; version empty: none */
	struct str	product;
	struct str	environment;
	struct str	version;	/* that the ticket says */
	struct str	runs;		/* what ran when it was asked; empty: nothing is known */
	int64_t		since;
};

enum run_verdict {
	RUN_SAME,			/* it is known */
	RUN_NEW,			/* the first of there, or higher than what runs */
	RUN_LOWER,			/* people are asked */
	RUN_UNSURE			/* likewise: no catalogue has it, or nobody knows who says so */
};

const char		*run_source_word(enum run_source);
/* What a ticket's version comes to where `now` runs; NULL: nothing is known to. */
enum run_verdict	 runs_judge(const struct running *now, const struct run *);
/* The one that runs there; NULL: none is known. */
const struct running	*runs_find(const struct run_list *, struct str product,
			    struct str environment);

/* All of a project, when nobody else can add to it until the commit.  A round trip.  0, -1. */
int	runs_load(struct work *, struct str project, struct run_list *out);
/*
 * Queues its row; of what was decided, too, that nobody is asked any more.  What a ticket says
 * goes through runs_tell() (runsaid.h).
 */
void	runs_store(struct work *, int64_t ticket, const struct run *);
/* What runs there is right: nobody is asked any more. */
void	runs_keep(struct work *, const struct run *);

/* As ticket_last_entry gives it. */
void	run_doubt_read(struct arena *, const struct strs *row, struct run_doubt *);

#endif
