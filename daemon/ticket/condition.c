/* condition: see condition.h. */
#include "daemon/ticket/condition.h"

#include "sql.h"

static const struct {
	const char	*word;
	const char	*command;	/* shows more */
} rows[CONDITION_KINDS] = {
	[CONDITION_QUEUE_STOPPED] = { "queue-stopped", "docketctl queue" },
	[CONDITION_QUEUE_PAUSED] = { "queue-paused", "docketctl queue" },
	[CONDITION_MAILBOX_SILENT] = { "mailbox-silent", "docketctl status" },
	[CONDITION_TOKEN_DEAD] = { "token-dead", "docketctl status" },
	[CONDITION_SERVER_REFUSING] = { "server-refusing", "docketctl status" },
	[CONDITION_QUEUE_STUCK] = { "queue-stuck", "docketctl queue" },
	[CONDITION_WARNING_LATE] = { "warning-late", "docketctl status" },
	[CONDITION_NOTHING_STORED] = { "nothing-stored", "docketctl status" },
	[CONDITION_CORE_GONE] = { "core-gone", "journalctl -u docketd" },
	[CONDITION_RELOAD_REFUSED] = { "reload-refused", "docketctl check" },
	[CONDITION_RULES_LOOP] = { "rules-loop", "docketctl explain" },
	[CONDITION_RULES_MAIL] = { "rules-mail", "docketctl explain" },
	[CONDITION_RULES_SELF] = { "rules-self", "docketctl check" },
	[CONDITION_RULE_OFF] = { "rule-off", "docketctl check" },
	[CONDITION_DATABASE_AWAY] = { "database-away", "docketctl check" },
};

struct str
condition_word(enum condition_kind kind)
{
	return str_c(rows[kind].word);
}

const char *
condition_command(struct str word)
{
	for (size_t i = 0; i < CONDITION_KINDS; i++)
		if (str_eq(word, str_c(rows[i].word)))
			return rows[i].command;
	return "docketctl status";
}

void
condition_raise(struct db *db, const struct finding *c, int64_t now)
{
	sql_condition_raise(db, &(struct sql_condition_raise_in){ .kind = condition_word(c->kind),
	    .mailbox = c->mailbox, .now = now, .text = c->text, .mend = c->mend,
	    .retry_at = c->retry_at, .times = c->times == 0 ? 1 : c->times });
}

void
condition_clear(struct db *db, enum condition_kind kind, struct str mailbox, int64_t now)
{
	sql_condition_clear(db, condition_word(kind), mailbox, now);
}
