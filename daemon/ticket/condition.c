/* condition: see condition.h. */
#include "daemon/ticket/condition.h"

#include "sql.h"

static const char *const words[] = {
	[CONDITION_QUEUE_STOPPED] = "queue-stopped", [CONDITION_QUEUE_PAUSED] = "queue-paused",
	[CONDITION_MAILBOX_SILENT] = "mailbox-silent", [CONDITION_TOKEN_DEAD] = "token-dead",
	[CONDITION_SERVER_REFUSING] = "server-refusing",
};

struct str
condition_word(enum condition_kind kind)
{
	return str_c(words[kind]);
}

void
condition_raise(struct db *db, const struct finding *c, int64_t now)
{
	sql_condition_raise(db, &(struct sql_condition_raise_in){ .kind = condition_word(c->kind),
	    .mailbox = c->mailbox, .now = now, .text = c->text, .mend = c->mend,
	    .retry_at = c->retry_at });
}

void
condition_clear(struct db *db, enum condition_kind kind, struct str mailbox, int64_t now)
{
	sql_condition_clear(db, condition_word(kind), mailbox, now);
}
