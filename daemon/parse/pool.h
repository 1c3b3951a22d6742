/*
 * pool: core's side of the parse workers.  A raw mail goes to a worker and
 * comes back as a letter; a worker that is past its deadline is killed (by the
 * supervisor) and what it was reading is given up, a worker that dies has its
 * mail tried once more.  The mails behind it go to another worker.
 */
#ifndef DAEMON_PARSE_POOL_H
#define DAEMON_PARSE_POOL_H

#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "parsers/letter/letter.h"

enum { POOL_WORKERS = 32 };

enum job_state { JOB_WAITING, JOB_SENT, JOB_DONE };

/* One mail to be read.  The owner keeps it until it is JOB_DONE. */
struct job {
	struct str	 raw;
	struct arena	*a;		/* where the letter goes */
	struct letter	 letter;	/* when done; quarantine is set when given up */
	enum job_state	 state;
	int		 tries;
	uint64_t	 id;		/* the pool's */
	struct job	*next;
};

struct pool;

/* `control` is where MSG_KILL_PARSER goes. */
struct pool	*pool_new(struct arena *a, const struct conf *, struct channel *control);
/* A worker's new channel, which replaces the old one. */
void		 pool_add_worker(struct pool *, uint32_t index, int fd);
void		 pool_submit(struct pool *, struct job *);
/* Fills fds for poll(); at most POOL_WORKERS. */
struct pollfd;
size_t		 pool_poll(const struct pool *, struct pollfd *);
/* Moves bytes, takes answers, minds deadlines.  True when a job got done. */
bool		 pool_work(struct pool *);
/* Milliseconds until the next deadline, -1: none. */
int		 pool_timeout(const struct pool *);
/*
 * conf->patterns.v[pattern] on `subject`, waiting for the answer: 1, 0, or -1
 * when the pattern went over its limits; *e is set (ERR_RETRY) when no worker
 * could be asked.  Captures live in `a`.
 */
int		 pool_match(struct pool *, struct arena *a, size_t pattern,
		    struct str subject, struct strs *captures, struct err *e);

#endif
