/*
 * dialogue: what was said between an SMTP server and us about one mail, as far
 * as the mail's fate hangs on it.  Pure.
 */
#ifndef DAEMON_SEND_DIALOGUE_H
#define DAEMON_SEND_DIALOGUE_H

#include "parsers/base/str.h"

enum { REPLY_MAX = 400 };		/* bytes of a reply that are kept */

enum stage {				/* how far the dialogue has come */
	STAGE_OPEN,			/* connecting, greeting, TLS, login */
	STAGE_MAIL,
	STAGE_RCPT,
	STAGE_DATA,
	STAGE_BODY,			/* the mail is on its way */
	STAGE_END			/* all of it was handed over */
};

struct dialogue {			/* of one mail */
	enum stage	stage;
	struct str	bytes;
	size_t		at;
	uint32_t	code;		/* answered to the last command; 0: nothing */
	char		text[REPLY_MAX];
	size_t		n;
	bool		more;		/* the reply's next line is to come */
	bool		is_over;	/* QUIT was said: nothing counts any more */
	bool		is_refused;	/* plain text beyond loopback */
};

void	on_command(struct dialogue *, struct str line);
void	on_reply(struct dialogue *, struct str line);
bool	is_about_us(uint32_t code);
struct str	clean(struct arena *, struct str);

#endif
