/*
 * body: what stands below a mail's header: its texts and files.  The one place of daemon/
 * that uses GMime.  Names and types of files come from strangers: a name is one line for
 * people to read, and a type that is none, or that a program would obey (multipart/…,
 * message/partial), is application/octet-stream.
 */
#ifndef DAEMON_OUT_BODY_H
#define DAEMON_OUT_BODY_H

#include "daemon/out/fill.h"
#include "daemon/out/tail.h"

struct body {
	struct str		 message_id;	/* the boundaries are made of it */
	struct str		 text;
	struct str		 html;		/* may be empty */
	struct mail_file	*files;		/* those that the HTML shows first */
	size_t			 n_files;
};

/* Process-wide. */
void	body_init(void);
struct body_form;
/*
 * Up to where the first file begins: what all copies share is encoded.  Lives in `a`, borrows
 * the texts; an empty mark: there is none.  NULL: it may not go out, which is our bug.
 */
struct body_form	*body_form(struct arena *a, const struct body *, struct str mark);
/* With this reader's proof for each mark (fill.h); NULL: none.  -1: as above. */
int	body_put(struct buf *, const struct body_form *, const struct fill *);
size_t	body_size(const struct body_form *);		/* about */
/* What follows. */
void	body_tail(struct arena *, const struct body *, struct tail *);

#endif
