/* entry: see entry.h. */
#include "daemon/ticket/entry.h"

#include <assert.h>

static const char *const kind_words[ENTRY_KINDS] = {
	[ENTRY_MAIL_IN] = "mail-in", [ENTRY_MAIL_OUT] = "mail-out", [ENTRY_NOTE] = "note",
	[ENTRY_COMMAND] = "command", [ENTRY_CHANGE] = "change", [ENTRY_RULE] = "rule",
	[ENTRY_CLOCK] = "clock", [ENTRY_BOUNCE] = "bounce", [ENTRY_DUPLICATE] = "duplicate",
	[ENTRY_HELD] = "held", [ENTRY_QUARANTINE] = "quarantine",
};

const char *
entry_kind_word(enum entry_kind kind)
{
	assert(kind < ENTRY_KINDS);
	return kind_words[kind];
}

void
entry_data(struct work *w, struct entry *en, const char *name, struct str value)
{
	strs_add(w->a, &en->data, str_c(name));
	strs_add(w->a, &en->data, value);
}

int
entry_add(struct work *w, struct entry *en)
{
	if (en->id == 0 && (en->id = work_id(w, ID_ENTRY)) == 0)
		return -1;
	if (en->at == 0)
		en->at = w->now;
	db_queue(w->db, SQL_ENTRY_INSERT, "iITssttISsssSa",
	    en->id, en->ticket, en->at, str_c(entry_kind_word(en->kind)), en->author,
	    (int)en->by_agent, (int)en->is_public, en->raw, en->letter_kind,
	    en->subject, en->body, en->new_text, en->message_id, &en->data);
	if (en->ticket != 0 && en->message_id.n > 0)
		db_queue(w->db, SQL_MESSAGE_INSERT, "sii", en->message_id,
		    en->ticket, en->id);
	return 0;
}

void
entry_attachments(struct work *w, int64_t entry, const struct letter *l)
{
	for (size_t i = 0; i < l->n_attachments; i++)
		db_queue(w->db, SQL_ATTACHMENT_INSERT, "iissis", entry,
		    (int64_t)i, l->attachments[i].name, l->attachments[i].type,
		    (int64_t)l->attachments[i].size, l->attachments[i].sha256);
}
