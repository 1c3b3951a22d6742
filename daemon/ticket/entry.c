/* entry: see entry.h. */
#include "daemon/ticket/entry.h"

#include "parsers/base/names.h"
#include "sql.h"

static const char *const kind_words[ENTRY_KINDS] = {
	[ENTRY_MAIL_IN] = "mail-in", [ENTRY_MAIL_OUT] = "mail-out", [ENTRY_NOTE] = "note",
	[ENTRY_COMMAND] = "command", [ENTRY_CHANGE] = "change", [ENTRY_RULE] = "rule",
	[ENTRY_CLOCK] = "clock", [ENTRY_BOUNCE] = "bounce", [ENTRY_DUPLICATE] = "duplicate",
	[ENTRY_HELD] = "held", [ENTRY_QUARANTINE] = "quarantine",
	[ENTRY_WEBHOOK] = "webhook",
};

static const char *const use_words[ATTACH_USES] = {
	[ATTACH_FILE] = "file", [ATTACH_SHOWN] = "shown", [ATTACH_DECORATION] = "decoration",
	[ATTACH_PROOF] = "proof",
};

const char *
entry_kind_word(enum entry_kind kind)
{
	return NAMES_WORD(kind_words, kind);
}

int
entry_kind_find(struct str word)
{
	return NAMES_FIND(kind_words, word);
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
	sql_entry_insert(w->db, &(struct sql_entry_insert_in){
	    .id = en->id, .ticket = en->ticket, .at = en->at,
	    .kind = str_c(entry_kind_word(en->kind)), .author = en->author,
	    .by_agent = en->by_agent, .public = en->is_public, .raw = en->raw,
	    .letter_kind = en->letter_kind, .subject = en->subject, .body = en->body,
	    .new_text = en->new_text, .message_id = en->message_id, .data = en->data });
	if (en->kind == ENTRY_QUARANTINE)
		sql_raw_quarantine(w->db, en->raw);
	return 0;
}

void
entry_attachments(struct work *w, int64_t entry, const struct letter *l)
{
	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];

		sql_attachment_insert(w->db, &(struct sql_attachment_insert_in){
		    .entry = entry, .n = (int64_t)i, .name = attach_label(w->a, at),
		    .type = at->type, .size = (int64_t)at->size, .sha256 = at->sha256,
		    .use = str_c(use_words[at->use]), .plain = at->is_plain });
	}
}
