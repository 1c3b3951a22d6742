/*
 * weblogin: who somebody is in the portal: by the cookie of a session, or by the link of one
 * ticket.  Looking reads alone, so that the role `read` can: what ends a session, and when it
 * was seen last, is core's (core/websession.h).
 *
 * Neither the keys of tokens nor anything else of ours is wanted for it: what is looked up is
 * the SHA-256 of what the browser shows, and the value that a form carries is made of the
 * cookie itself.
 */
#ifndef DAEMON_TICKET_WEBLOGIN_H
#define DAEMON_TICKET_WEBLOGIN_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "daemon/ticket/tokenkeys.h"
#include "parsers/base/sha256.h"

/*
 * The cookies.  WEB_COOKIE is a session.  WEB_COOKIE_CODE knows a browser again: it is set when
 * a link or a code is asked for; with a ticket's link it is who typed its code, and writes.
 */
#define WEB_COOKIE	PORTAL_COOKIE
#define WEB_COOKIE_CODE	PORTAL_COOKIE_CODE

enum {
	WEB_SECRET = 32,		/* bytes of a cookie, and of a mailed link */
	WEB_LINK_DAYS = 30,		/* a ticket's link is good so long after its end */
	WEB_WRONG_MAX = 5		/* codes that may be typed for one mail */
};

struct web_person {
	const struct agent	*agent;		/* NULL: a customer */
	int64_t			 contact;	/* 0: an agent */
	struct str		 address;	/* where their link or code went */
	struct str		 name;
	struct str		 project;	/* the contact's; an agent's: empty */
	struct str		 language;	/* that they read: theirs, their project's; may be empty */
	bool			 whole_project;	/* a customer who sees colleagues' tickets */
	int64_t			 only_ticket;	/* by a ticket's link: reads this one alone; 0 */
	bool			 may_write;
	int64_t			 session;	/* docket.web_session; 0: by a link */
	int64_t			 seen_at;	/* us: of the session */
};

/*
 * Whose session it is.  1; 0: it is none, has ended, or is nobody's any more: an agent who is
 * not in agents.conf with that address, a contact who has it no more, a portal without them.
 */
int	web_session_find(struct db *, struct arena *, const struct conf *, struct str cookie,
	    int64_t now, struct web_person *out, struct err *);
/*
 * Who comes by /t/TICKET/TOKEN, `code` being WEB_COOKIE_CODE's value.  1; 0: it leads nowhere:
 * forged, revoked, its ticket's requester is another.  *ended: so long after its ticket's end.
 * out->only_ticket is where that ticket went when it was merged into another of theirs.
 */
int	web_link_find(struct db *, struct arena *, const struct conf *, int64_t ticket,
	    struct str token, struct str code, int64_t now, struct web_person *out, bool *ended,
	    struct err *);

enum web_proof_state {
	WEB_PROOF_NONE,			/* forged, or long ago */
	WEB_PROOF_GOOD,			/* by this browser: one button */
	WEB_PROOF_CODE,			/* by another: it must type the code, too */
	WEB_PROOF_LATE, WEB_PROOF_SPENT, WEB_PROOF_WRONG	/* too many wrong codes */
};

/* How /in/TOKEN stands for the browser with this WEB_COOKIE_CODE.  Spends nothing.  0 or -1. */
int	web_proof_look(struct db *, struct str token, struct str code, int64_t now,
	    enum web_proof_state *, struct err *);

/*
 * What a form of this cookie's owner carries as `csrf`: of the session, of the code's cookie
 * where there is none.  An empty cookie: empty.
 */
struct str	web_csrf(struct arena *, struct str cookie);
/* Empty never agrees. */
bool		web_csrf_is(struct str cookie, struct str value);

/* A new cookie or link: 256 random bits.  Lives in `a`. */
struct str	web_secret(struct arena *);
bool		web_is_secret(struct str);
/* By what the tables know it. */
void		web_hash(struct str secret, unsigned char out[SHA256_BYTES]);
struct web_hashed {
	unsigned char	v[SHA256_BYTES];
};
struct web_hashed	web_hashed(struct str secret);
struct str		web_bytes(const struct web_hashed *);	/* borrowed */
/*
 * The link of a mail to sign in, of its draft's mark (out/draft.h): whoever reads the outbox
 * cannot make it.
 */
struct str	web_in_token(struct arena *, const struct token_keys *, struct str mark);
/* The token of a ticket's link, the same for all its mails while `serial` is. */
struct str	web_link_token(struct arena *, const struct token_keys *, int64_t ticket,
		    int64_t contact, int64_t serial);
/* The code of the mail with that link: eight digits, "1234 5678"; core alone can. */
struct str	web_code(struct arena *, const struct token_keys *, const unsigned char token[SHA256_BYTES]);
/* Any of our keys may have made it: people type it with blanks and dashes. */
bool		web_code_is(const struct token_keys *, const unsigned char token[SHA256_BYTES],
		    struct str typed);

#endif
