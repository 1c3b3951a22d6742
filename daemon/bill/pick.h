/*
 * pick: which rate and which surcharge hold for an entry, and when: it is split where another
 * one begins.
 */
#ifndef DAEMON_BILL_PICK_H
#define DAEMON_BILL_PICK_H

#include "daemon/bill/bill.h"

/* What may hold for a project at all, the most specific first, the highest surcharge first. */
struct picker {
	const struct bill_terms	*terms;
	const struct rate	**rates;
	size_t			 n_rates;
	const struct surcharge	**surcharges;
	const struct zone	**zones;	/* of the surcharges' calendars */
	size_t			 n_surcharges;
};

struct rate_piece {
	int64_t			 at, worked;	/* us, where it begins first; s, of all of it */
	const struct rate	*rate;
	const struct surcharge	*surcharge;	/* or NULL */
};

struct rate_pieces {
	struct rate_piece	*v;
	size_t		 n;
};

/* Lives in `a`, borrows the terms. */
void		picker_init(struct arena *a, const struct bill_terms *, struct picker *);
/* The service that an entry is billed as: its own, else the project's; or empty. */
struct str	pick_service(const struct bill_terms *, const struct bill_entry *);
/* Day of an instant in the project's zone, since 1970. */
int32_t		pick_day(const struct zone *, int64_t us);
/*
 * The pieces of an entry that is billed, each with its rate; their times add up to the entry's.
 * -1, ERR_CONF: part of it has no rate, or two that are as specific.
 */
int		pick_pieces(struct arena *a, const struct picker *, const struct bill_entry *,
		    struct rate_pieces *out, struct err *);
/* Why a rate is not even looked at for this entry: "is for project ACME"; empty: it may hold. */
struct str	pick_refusal(struct arena *a, const struct bill_terms *, const struct bill_entry *,
		    const struct rate *);
/* Why a surcharge never holds for that project; empty: it may. */
struct str	pick_surcharge_refusal(struct arena *a, const struct bill_terms *,
		    const struct surcharge *);

#endif
