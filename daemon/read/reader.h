/* reader: the session with the database, opened when it is wanted and opened anew. */
#ifndef DAEMON_READ_READER_H
#define DAEMON_READ_READER_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"

struct reader {
	const struct conf	*conf;
	struct db		*db;		/* NULL: it is away */
	int64_t			 again;		/* ms, clock_mono(): not to be tried before */
};

/* NULL: the database is away. */
struct db	*reader_db(struct reader *);
/* After an error: whether the session is of use still. */
void		 reader_failed(struct reader *, const struct err *);

#endif
