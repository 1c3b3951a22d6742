/*
 * relation: what tickets are to each other.  A ticket knows its own as it is locked
 * (struct relations); before edges are added, a work knows all that could close a circle
 * (struct edges), and nobody else adds one until its commit.
 *
 * An edge says who holds whom back: a blocker the blocked one, a child its parent.
 */
#ifndef DAEMON_TICKET_RELATION_H
#define DAEMON_TICKET_RELATION_H

#include "daemon/ticket/work.h"
#include "parsers/field/numbers.h"

enum related_how {			/* what this ticket is to the other */
	RELATED_BLOCKED_BY, RELATED_BLOCKS, RELATED_PARENT, RELATED_CHILD, RELATED_LINK,
	RELATED_MERGED_INTO, RELATED_MERGED_FROM,
	RELATED_HOWS
};

enum { RELATED_MOST = 200 };		/* others that a ticket may have: each lock reads them */

struct related {			/* "blocked-by 7", "parent 3": its parent is #3 */
	enum related_how	 how;
	int64_t			 other;
	bool			 is_done;	/* as the other was read */
	struct str		 subject;
};

struct relations {
	struct related	*v;
	size_t		 n;
};

struct edge {				/* `from` holds `to` back */
	int64_t		 from;
	int64_t		 to;
	bool		 by_parent;	/* `to` is the parent of `from` */
};

struct edges {
	struct edge	*v;
	size_t		 n;
};

const char	*related_word(enum related_how);
int		related_find(struct str word);	/* -1: none */
/* The same seen from the other one. */
enum related_how	related_back(enum related_how);

/* As ticket_last_entry gives them. */
void		relations_read(struct arena *, const struct strs *rows, struct relations *);
struct relations	relations_copy(struct arena *, const struct relations *);
void		relations_add(struct arena *, struct relations *, const struct related *);
void		relations_drop(struct relations *, enum related_how, int64_t other);
const struct related	*relations_find(const struct relations *, enum related_how,
			    int64_t other);	/* or NULL */
/* The other of the first that is so; 0: there is none. */
int64_t		relations_first(const struct relations *, enum related_how);
/*
 * Those that are so and not done, as the work has them, for people: "#3, #7"; empty: none.
 */
struct str	relations_open(const struct work *, const struct relations *,
		    enum related_how);

/*
 * Reads what the tickets of the work hold back into w->edges, when nobody else can add
 * to it.  After their lock.  0, or -1 with w->err.
 */
int		edges_load(struct work *);
struct edges	edges_copy(struct arena *, const struct edges *);
/* No edge comes of a link. */
void		edges_add(struct arena *, struct edges *, enum related_how, int64_t ticket,
		    int64_t other);
void		edges_drop(struct edges *, enum related_how, int64_t ticket, int64_t other);
/*
 * The circle that this one would close, "#3 blocks #5 blocks #3"; empty: none.
 */
struct str	edges_circle(struct arena *, const struct edges *, enum related_how,
		    int64_t ticket, int64_t other);

struct relation_change {
	enum related_how	 how;
	int64_t			 other;
	bool			 ends;
	struct str		 author;
	bool			 by_agent;
	int64_t			 at;
	int64_t			 entry;		/* that tells it */
};

/* Queues the edge that is added or taken away; who waits no more is looked at by core. */
void		relation_store(struct work *, int64_t ticket, const struct relation_change *);
struct ticket;
/* So are those that it blocks when it is done now, or open again. */
void		relation_wake(struct work *, struct ticket *);

#endif
