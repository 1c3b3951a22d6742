/*
 * condition: what is wrong for longer than one mail, a row of docket.condition each.  Who
 * finds it so raises it, again and again as long as it lasts, and clears it when it is
 * well; status, metrics and whoever tells the admins read the rows (sql/README.md says how).
 *
 * Both queue statements on `db`, for the transaction of what showed it.
 */
#ifndef DAEMON_TICKET_CONDITION_H
#define DAEMON_TICKET_CONDITION_H

#include "daemon/db/db.h"

enum condition_kind {			/* each at most once a mailbox */
	CONDITION_QUEUE_STOPPED,	/* its server takes no mail, or not ours: all waits */
	CONDITION_QUEUE_PAUSED,		/* people stopped it */
	CONDITION_MAILBOX_SILENT,	/* it is not read */
	CONDITION_TOKEN_DEAD,		/* its login was revoked or has ended */
	CONDITION_SERVER_REFUSING,	/* its IMAP server says no to each try */
	CONDITION_QUEUE_STUCK,		/* its mail is due and does not go: nothing says why */
	/* Of docket itself, with an empty mailbox: */
	CONDITION_WARNING_LATE,		/* SLA warnings are due and nobody tells them */
	CONDITION_NOTHING_STORED,	/* the database has no place for this month */
	CONDITION_CORE_GONE,		/* nobody works */
	CONDITION_RELOAD_REFUSED,	/* the files have faults: the policy before goes on */
	CONDITION_RULES_LOOP,		/* they changed one ticket too often, or each other */
	CONDITION_RULES_MAIL,		/* they sent too much to one address */
	CONDITION_RULES_SELF,		/* a mail of theirs would come back to us */
	CONDITION_RULE_OFF,		/* one is off: its pattern goes over the limits */
	CONDITION_DATABASE_AWAY,	/* never a row: the role alert knows it alone */
	CONDITION_KINDS
};

struct finding {
	enum condition_kind	kind;
	struct str		mailbox;
	struct str		text;		/* what is wrong, one line, as its server says */
	struct str		mend;		/* what people can do: "let the login send as …" */
	int64_t			retry_at;	/* us: docket tries by itself; 0: it does not */
	int64_t			times;		/* it was found so; 0 is once */
};

void	condition_raise(struct db *, const struct finding *, int64_t now);
/* Nothing happens where it was not raised. */
void	condition_clear(struct db *, enum condition_kind, struct str mailbox, int64_t now);
/* As in the table: "queue-stopped". */
struct str	condition_word(enum condition_kind);
/* The docketctl command that shows more of one of that word: "docketctl queue". */
const char	*condition_command(struct str word);

#endif
