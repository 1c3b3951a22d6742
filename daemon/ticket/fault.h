/*
 * fault: in which versions engineers found a ticket's fault, found none, or mended it.  One
 * statement a version of a product, the last word of it; what follows for other versions is
 * policy/lineage.h's.
 */
#ifndef DAEMON_TICKET_FAULT_H
#define DAEMON_TICKET_FAULT_H

#include "daemon/policy/lineage.h"

struct fault {
	enum said_what	what;
	struct str	product;
	struct str	version;	/* as products.conf has it */
};

struct faults {				/* in the order in which they were said */
	struct fault	*v;
	size_t		 n;
};

struct change;				/* plan.h */
struct work;

enum { FAULTS_MOST = 200 };		/* of a ticket: each lock reads them */

/* "found widget 2.4.1" each, as ticket_last_entry gives them. */
void		 faults_read(struct arena *, const struct strs *rows, struct faults *);
struct faults	 faults_copy(struct arena *, const struct faults *);
/* What is said of that version; NULL: nothing. */
const struct fault	*faults_find(const struct faults *, struct str product, struct str version);
/* In memory alone, in the place of what was said of it. */
void		 faults_put(struct arena *, struct faults *, const struct fault *);
void		 faults_drop(struct faults *, struct str product, struct str version);
/* Those of a product, for lineage_verdict(). */
size_t		 faults_said(struct arena *, const struct faults *, struct str product,
		    struct said **out);
/* "2.4.1, 2.4.2": of the ones of which that is said; of several products with their names. */
struct str	 faults_text(struct arena *, const struct faults *, enum said_what);

/* "found in widget 2.4.1", as histories have it, and back.  NULL is the empty text. */
struct str	 fault_text(struct arena *, const struct fault *);
bool		 fault_parse(struct str, struct fault *);

/* Queues the row of a change. */
void		 fault_store(struct work *, int64_t ticket, const struct change *);

#endif
