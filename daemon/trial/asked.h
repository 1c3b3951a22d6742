/*
 * asked: a statement that is asked of the rows in memory (store.h), and the rows that answer
 * it.
 */
#ifndef DAEMON_TRIAL_ASKED_H
#define DAEMON_TRIAL_ASKED_H

#include "daemon/trial/record.h"
#include "sql.h"

enum store_table {
	STORE_RAW, STORE_CONTACT, STORE_TICKET, STORE_FIELD, STORE_PARTICIPANT, STORE_ENTRY,
	STORE_CHANGE, STORE_CYCLE, STORE_ALARM, STORE_OUTBOX, STORE_DELIVERY, STORE_TALLY,
	STORE_ROTATION, STORE_TOLD, STORE_SCHEDULE, STORE_RULE_TOLD, STORE_GROUPED,
	STORE_TABLES
};

enum { STORE_SEQUENCES = 16 };

struct sequence {
	struct str	name;
	int64_t		last;
};

struct tables {
	struct arena	*a;
	struct rows	 v[STORE_TABLES];
	struct sequence	 sequences[STORE_SEQUENCES];
};

struct asked {
	struct tables			*all;
	const struct sql_statement	*s;
	const void			*in;
	struct record			 q;	/* what it is given, by name */
	struct arena			*a;	/* of the answer */
	struct db_rows			*rows;
};

struct answering {			/* a row; the last one has no name */
	const char	*name;		/* of the statement */
	void		(*answer)(struct asked *);
};

struct rows	*asked_rows(const struct asked *, enum store_table);
/* A row of the answer, zeros. */
void		*asked_add(struct asked *);
/* A parameter of the statement. */
int64_t		 asked_int(const struct asked *, const char *name);
struct str	 asked_text(const struct asked *, const char *name);
/* The next number; those that were taken stay so. */
int64_t		 asked_number(struct asked *, struct str sequence);
struct sequence	*asked_sequence(struct tables *, struct str name);
/* A new row of what the statement is given. */
struct record	*asked_put(struct asked *, enum store_table);
/* The same over the row of which `key` is what the parameter `of` says. */
void		 asked_change(struct asked *, enum store_table, const char *key, const char *of);
/* Gives the rows of the ticket that is asked for, as they stand. */
void		 asked_of_ticket(struct asked *, enum store_table);
/* Its row of that name, address …; NULL. */
struct record	*asked_keyed(struct asked *, enum store_table, const char *key);

#endif
