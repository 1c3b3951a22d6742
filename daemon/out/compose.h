/*
 * compose: outgoing mail as bytes.  The one place that writes
 * header fields: control bytes in any value are refused, addresses are checked
 * against the strict form (promises.md S6), bodies are quoted-printable or
 * base64 with CRLF.
 */
#ifndef DAEMON_OUT_COMPOSE_H
#define DAEMON_OUT_COMPOSE_H

#include "daemon/out/body.h"
#include "parsers/base/err.h"
#include "parsers/head/address.h"

struct mail_out {
	struct address		 from;		/* the support address */
	struct str		 reply_to;	/* address with the signed token; may be empty */
	struct addresses	 to;
	struct addresses	 cc;
	struct str		 subject;
	struct str		 message_id;	/* without <> */
	struct str		 in_reply_to;	/* without <>; may be empty */
	struct strs		 references;	/* oldest first */
	struct str		 thread_index;	/* for Outlook, base64; may be empty, so */
	struct str		 thread_topic;	/* … this */
	int64_t			 date;		/* us since 1970 */
	bool			 automatic;	/* RFC 3834: "auto-replied" */
	bool			 generated;	/* "auto-generated": notices, warnings */
	/*
	 * It goes to a server that offers SMTPUTF8: addresses stand in its header as they are
	 * (RFC 6532).  Else those that are no ASCII are named, and cannot be answered.
	 */
	bool			 utf8;
	int64_t			 ticket;	/* X-Docket-Ticket; 0: none */
	struct str		 project;	/* for engineers' filters; each may be empty */
	struct str		 reason;	/* the template's name */
	struct str		 severity;
	struct str		 text;		/* text/plain, UTF-8 */
	struct str		 html;		/* may be empty */
	struct mail_file	*files;		/* those that the HTML shows first */
	size_t			 n_files;
};

/* Process-wide; before the first compose_mail(). */
void	compose_init(void);
/* With files, the bytes up to them; the rest is compose_tail(). */
int	compose_mail(struct arena *a, const struct mail_out *, struct str *bytes,
	    struct err *);
void	compose_tail(struct arena *a, const struct mail_out *, struct tail *);

/*
 * The same in two steps, for a mail of which each reader gets a copy: its texts are encoded
 * once, and each copy's header fields go on top.  Where the texts have the mark each copy
 * has its proof (fill.h).
 */
int	compose_form(struct arena *a, const struct mail_out *, struct str mark,
	    struct body_form **, struct err *);
int	compose_copy(struct arena *a, const struct mail_out *, const struct body_form *,
	    const struct fill *, struct str *bytes, struct err *);

#endif
