/*
 * pool: core's side of the parse workers.  A raw mail goes to a worker and comes
 * back as a letter, with what the rules' patterns found in it; a worker that is
 * past its deadline is killed (by the supervisor) and what it was reading is given
 * up, a worker that dies has its mail tried once more.  The mails behind it go to
 * another worker.  The bytes of attachments stay in the worker: who lacks some has the
 * mail read once more for them.
 *
 * Nobody waits here: a job is handed over, and pool_work() says when one is done.
 */
#ifndef DAEMON_PARSE_POOL_H
#define DAEMON_PARSE_POOL_H

#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"
#include "parsers/letter/letter.h"

enum { POOL_WORKERS = 32 };

enum job_state { JOB_WAITING, JOB_SENT, JOB_DONE };

enum job_stage {
	JOB_READING,			/* raw becomes a letter */
	JOB_MATCHING,			/* the same worker tries the letter's patterns */
	JOB_ASKING,			/* what is still OPEN is asked, one by one */
	JOB_FETCHING			/* the bytes of files */
};

struct file {				/* of a mail, whose bytes are wanted */
	struct str	 sha256;	/* hex */
	uint64_t	 size;		/* as the letter says */
	char		*bytes;		/* NULL: none came */
	size_t		 n;
	bool		 whole;		/* all are there and have this hash */
};

/* One mail to be read, or patterns to be tried.  The owner keeps it until it is JOB_DONE. */
struct job {
	struct str	 raw;
	struct arena	*a;		/* where the letter goes */
	struct letter	 letter;	/* when done; quarantine is set when given up */
	enum job_state	 state;
	enum job_stage	 stage;
	int		 tries;		/* of this stage, or of the pattern that is asked */
	int64_t		 spent;		/* ms on patterns */
	struct str	 marks;		/* patterns that its worker leaves out (patience.h) */
	struct file	*files;		/* of JOB_FETCHING */
	size_t		 n_files;
	uint64_t	 id;		/* the pool's */
	struct job	*next;
};

struct pool;
struct patience;			/* daemon/parse/patience.h */

/* `control` is where MSG_KILL_PARSER goes. */
struct pool	*pool_new(struct arena *a, const struct conf *, struct channel *control);
/* Its patience with patterns. */
const struct patience	*pool_patience(const struct pool *);
/* A worker's new channel, which replaces the old one. */
void		 pool_add_worker(struct pool *, uint32_t index, int fd);
/* Its raw is read. */
void		 pool_submit(struct pool *, struct job *);
/*
 * letter.matches are tried, before all that waits; none is OPEN when it is done.  The
 * texts live until then.
 */
void		 pool_ask(struct pool *, struct job *);
/*
 * raw is read once more for the bytes of job.files, which live in the job's arena.
 * Whatever becomes of it, the letter stays; what is not whole is not there.
 */
void		 pool_fetch(struct pool *, struct job *);
/* Fills fds for poll(); at most POOL_WORKERS. */
struct pollfd;
size_t		 pool_poll(const struct pool *, struct pollfd *fds);
/* Moves bytes, takes answers, minds deadlines.  True when a job got done. */
bool		 pool_work(struct pool *);
/* Milliseconds until the next deadline, -1: none. */
int		 pool_timeout(const struct pool *);

#endif
