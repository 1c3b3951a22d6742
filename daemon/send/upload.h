/*
 * upload: the octets of one mail on their way to a server: those at hand, then piece by
 * piece those that are asked for when they are to go out.  Lets nothing pass that is not
 * lines ended by CRLF: bare CR or LF would let a mail end early for one server and not for
 * another.
 */
#ifndef DAEMON_SEND_UPLOAD_H
#define DAEMON_SEND_UPLOAD_H

#include "daemon/send/smtp.h"

struct upload {
	const struct smtp_mail	*mail;		/* borrowed */
	struct str		 bytes;		/* the piece at hand */
	size_t			 at;		/* where what is not handed over begins */
	uint64_t		 rest;		/* octets of the rest that came */
	char			 last;		/* octet of the piece before */
	bool			 is_starved;	/* no more of it came */
};

/* Whether these are whole lines. */
bool		upload_is_lines(struct str bytes);
void		upload_begin(struct upload *, const struct smtp_mail *);
/* All of it, in octets. */
uint64_t	upload_size(const struct upload *);
/* At most n octets to p, 0 after the last; false: it is starved. */
bool		upload_read(struct upload *, char *p, size_t n, size_t *got);
/* All of it was handed over. */
bool		upload_is_done(const struct upload *);

#endif
