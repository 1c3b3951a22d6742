/*
 * mailbox: the support addresses, with the servers where their mail is read and
 * sent.
 */
#ifndef DAEMON_POLICY_MAILBOX_H
#define DAEMON_POLICY_MAILBOX_H

#include "daemon/conf/part.h"
#include "daemon/policy/oauth.h"

enum tls_mode {
	TLS_IMPLICIT,			/* "implicit", 993 and 465 */
	TLS_STARTTLS,			/* "starttls", required */
	TLS_NONE			/* "none": loopback only */
};

struct endpoint {
	struct str	host;
	uint16_t	port;
	enum tls_mode	tls;
	struct str	user;		/* empty: no login */
	struct str	password_file;
	const struct oauth *oauth;	/* instead of a password; NULL: none */
	struct str	ca_file;	/* empty: the system's store */
	/* Of SMTP. */
	unsigned	provider;	/* of provider.h's table */
	int64_t		max_rate;	/* mails a minute; 0: as many as go */
	int64_t		max_connections;
	int64_t		timeout;	/* seconds, of an answer to a command */
	size_t		max_message;	/* bytes as it goes out; 0: no limit is known */
};

enum sender_use {			/* of an envelope sender that not every server takes */
	SENDER_AUTO,			/* where the server takes it */
	SENDER_ALWAYS,
	SENDER_NEVER
};

/* How mail to addresses that docket makes of the mailbox's own arrives there. */
enum addressing {
	ADDRESSING_PLUS,		/* address+DETAIL@domain */
	ADDRESSING_CATCHALL,		/* address-DETAIL@domain */
	ADDRESSING_NONE			/* not at all: proofs stand in subjects */
};

enum {					/* octets, with their tokens, of most tickets */
	ADDRESSING_ROOM = 51,		/* "+a.resolve." */
	ADDRESSING_LEAST = ADDRESSING_ROOM - 8	/* "+n.", without which no answer is proven */
};

enum mailbox_quote { QUOTE_NONE, QUOTE_LAST, QUOTE_ALL };

struct mailbox {
	struct str	name;		/* "support" */
	struct str	address;	/* support@example.com */
	int		addressing;	/* enum addressing */
	struct strs	aliases;	/* others that lead here, "@domain": all of it */
	struct str	display_name;	/* "Example Support" */
	struct str	project;	/* default project for strangers */
	struct str	type;		/* of what comes here; empty: as the project says */
	struct str	language;
	struct strs	signature;	/* lines below mail to customers */
	struct str	accent;		/* "#0b5fff", of the bar above its pages; may be empty */
	int		quote;		/* enum mailbox_quote */
	struct str	subject_tag;	/* "desk": [desk #12] */
	bool		has_imap;	/* else by docketctl deliver only */
	struct endpoint	imap;
	struct str	folder;		/* "INBOX" */
	struct str	done_folder;	/* move there after commit; empty: flag only */
	int64_t		poll;		/* seconds */
	int64_t		since;		/* first connect: that many seconds back */
	struct endpoint	smtp;
	bool		has_oauth;
	struct oauth	oauth;		/* of the logins that have no password_file */
	enum sender_use	null_sender;	/* "<>", of automatic mail */
	enum sender_use	return_path;	/* address+b-TOKEN, where bounces are to be known */
	size_t		 mail_max;	/* octets of a mail that goes out, as it goes */
};

struct mailboxes {
	struct mailbox	*v;
	size_t		 n;
};

extern const struct conf_part mailbox_part;	/* docket.conf's loads it */

/* A group of settings like a mailbox's smtp. */
void	endpoint_read_smtp(struct loader *, const struct node *, struct endpoint *out);
void	mailboxes_read(struct loader *, const struct node *list, struct mailboxes *);

/* Microsoft 365 has it: Exchange Online checks what comes in. */
bool	mailbox_is_exchange(const struct mailbox *);

/* Its address has room for what engineers do by button (ADDRESSING_ROOM). */
bool			 mailbox_has_buttons(const struct mailbox *);
const struct mailbox	*mailboxes_find(const struct mailboxes *, struct str name);
/* How the mailbox with this address is addressed; "+" where there is none. */
enum addressing		 mailboxes_addressing(const struct mailboxes *, struct str address);

#endif
