/*
 * statement: what is billed to a project for a month, as it is printed and kept: lines by
 * ticket, their totals, the contract's prepaid hours and how promises were kept.  The total is
 * the sum of the lines, each of which was rounded once.  It is no invoice: it knows no tax.
 *
 * Who fills in the lines is statementreckon.h's (a month anew) or statementkeep.h's (a credit).
 */
#ifndef DAEMON_REPORT_STATEMENT_H
#define DAEMON_REPORT_STATEMENT_H

#include "daemon/report/compliance.h"
#include "daemon/report/figures.h"
#include "parsers/field/numbers.h"

struct billed_line {
	int64_t		entry;		/* docket.time_entry; 0: of none of its own */
	int64_t		number;		/* the ticket's */
	int64_t		at;		/* us: when the work began */
	struct str	agent, service, text;
	int64_t		raw, billed;	/* s */
	int64_t		prepaid;	/* s of `billed` that the contract has paid */
	int64_t		rate;		/* 1/10,000 of the currency's unit an hour */
	int64_t		amount;		/* of what is not prepaid, in the smallest unit */
	bool		late;		/* it was told when its month was closed */
	bool		billable;
	struct str	why;		/* which rate, surcharge and rounding made it */
};

struct billed_ticket {			/* its lines stand together */
	int64_t		number;
	struct str	subject;	/* as the customer knows it; empty: it was erased */
	size_t		first, n;	/* of the lines */
	int64_t		raw, billed, amount;
};

struct prepaid {			/* s of the contract's hours */
	bool		 is_any;
	int64_t		 since, until;	/* us: work between them is drawn from it */
	int64_t		 before, used;
};

struct statement_number {
	int64_t		year, n;	/* 0, 0: none, it is a draft */
};

struct statement {
	struct arena		*a;		/* of all of it */
	const struct conf	*conf;
	struct zones		*zones;
	const struct project	*project;	/* of today's configuration, with `billing` */
	struct str		 currency;
	int			 digits;
	int64_t			 month;
	struct str		 month_text;	/* "2026-10" */
	struct str		 zone_name;	/* of the project's calendar */
	const struct zone	*zone;
	int64_t			 since, until;	/* us: of the month there */
	struct str		 language;	/* the project's */

	struct statement_number	 number;
	struct statement_number	 credits;	/* the one that it takes back */
	struct str		 reason;	/* … why */
	int64_t			 closed_at;
	struct str		 closed_by;

	struct billed_line	*lines;
	size_t			 n;
	struct billed_ticket	*tickets;
	size_t			 n_tickets;
	struct numbers		 entries;	/* that it bills: those of lines, and corrections in them */
	int64_t			 raw, billed, total;
	int64_t			 apart;		/* of the lines above one multiplication */
	struct prepaid		 prepaid;
	struct compliance	*kept;		/* how promises were kept; NULL: it does not tell */
};

/*
 * Of that project and month; a, conf and zones are set.  -1: ERR_REFUSED, it cannot be billed,
 * and the text says what would let it.
 */
int		statement_begin(struct statement *, struct str project, int64_t month,
		    struct err *);
bool		statement_is_draft(const struct statement *);
bool		statement_is_credit(const struct statement *);
/* "2026-17", "draft"; and back. */
struct str	statement_number_text(struct arena *, struct statement_number);
bool		statement_number_read(struct str, struct statement_number *);
/* Room for one more; zeroed. */
struct billed_line	*statement_line(struct statement *);
/* By ticket and time, with subtotals and totals; asks the tickets' subjects. */
int		statement_sum(struct statement *, struct db *, struct err *);
/* What the contract has left before this one (0: before the next). */
int		statement_prepaid(struct statement *, struct db *, int64_t before, struct err *);
/* The lines draw from it, the oldest work first, and cost what is left of their amount. */
void		statement_draw(struct statement *);
/* How the promises of its month were kept so far. */
int		statement_promises(struct statement *, struct db *, int64_t now, struct err *);

/* For who writes it. */
struct str	statement_money(const struct statement *, int64_t amount);	/* in its language */
struct str	statement_plain(const struct statement *, int64_t amount);	/* with a '.' */
struct str	statement_day(const struct statement *, int64_t us);	/* "2026-10-05" */
/* An engineer's whole name; of who is gone, the short one. */
struct str	statement_who(const struct statement *, const struct billed_line *);
struct str	statement_service(const struct statement *, const struct billed_line *);
/* amount * part / whole, rounded half-even; `whole` is not 0. */
int64_t		statement_share(int64_t amount, int64_t part, int64_t whole);

#endif
