/*
 * tail: what stands behind the texts of a mail with files: the files, encoded, and the
 * ends of the multiparts around them.  It is never in memory as a whole: the send role
 * asks for it piece by piece, and what of a file is in a piece is read from the database.
 */
#ifndef DAEMON_OUT_TAIL_H
#define DAEMON_OUT_TAIL_H

#include "daemon/db/db.h"
#include "daemon/role/channel.h"

struct mail_file {			/* of a mail that goes out */
	struct str	name;		/* for show */
	struct str	type;		/* as the one who sent it said; may be nonsense */
	struct str	content_id;	/* without <>: the HTML shows it; empty: attached */
	uint64_t	size;
	struct str	sha256;		/* of docket.blob; empty: it could not be kept */
	struct str	bytes;		/* it is no blob, but these */
	bool		is_plain;	/* attach_is_plain() */
};

struct tail_part {
	struct str	text;		/* as it is; or … */
	struct str	sha256;		/* … this blob, */
	uint64_t	size;		/* so large, */
	bool		is_plain;	/* as it is too */
	uint64_t	at;		/* where it begins in the tail */
	uint64_t	n;		/* octets there */
};

struct tail {
	struct tail_part	*v;
	size_t			 n;
	uint64_t		 size;		/* octets; 0: there is none */
};

/* How much of a mail a file takes. */
uint64_t	tail_cost(uint64_t size, bool is_plain);
/* Its parts, in order.  What they are made of is borrowed. */
void		tail_text(struct arena *, struct tail *, struct str);
void		tail_blob(struct arena *, struct tail *, const struct mail_file *);
/* The octets from `at` on, some of them; lives in `a`.  -1: they cannot be had. */
int		tail_read(struct arena *a, struct db *, const struct tail *, uint64_t at,
		    struct str *out, struct err *);

/* The tails of what the send role has. */
struct tails;
struct tails	*tails_new(void);
/* A copy, until tails_drop(). */
void		 tails_add(struct tails *, int64_t delivery, const struct tail *);
void		 tails_drop(struct tails *, int64_t delivery);
void		 tails_clear(struct tails *);
/* Send asks for the octets from `at` on; false: of no tail that it has. */
bool		 tails_want(struct tails *, int64_t delivery, uint64_t at);
/*
 * Answers what was asked, a piece each; without a database (NULL), or when it fails, by
 * an empty one: the mail is tried again later.
 */
int		 tails_feed(struct tails *, struct db *, struct channel *send, struct err *);

#endif
