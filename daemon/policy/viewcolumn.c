/* viewcolumn: see viewcolumn.h. */
#include "daemon/policy/viewcolumn.h"

#include "daemon/policy/wording.h"
#include "parsers/base/array.h"

static const struct view_column rows[VIEW_COLUMNS] = {
	[SHOWN_NUMBER] = { SHOWN_NUMBER, "number", HOLDS_NUMBER, .sorts = true,
	    .is_public = true, .about = "of the ticket" },
	[SHOWN_SUBJECT] = { SHOWN_SUBJECT, "subject", HOLDS_TEXT, .sorts = true,
	    .is_public = true, .gives = true, .about = "what it is about" },
	[SHOWN_STATUS] = { SHOWN_STATUS, "status", HOLDS_TEXT, true, true, true,
	    .about = "a status of its type" },
	[SHOWN_CATEGORY] = { SHOWN_CATEGORY, "category", HOLDS_TEXT, true, true, true,
	    .about = "what its status means: new, open, waiting, on-hold, resolved, closed" },
	[SHOWN_PROJECT] = { SHOWN_PROJECT, "project", HOLDS_TEXT, true, true, true, true,
	    "its key" },
	[SHOWN_SEVERITY] = { SHOWN_SEVERITY, "severity", HOLDS_TEXT, true, true, true,
	    .about = "sorts as fields.conf orders it, the lowest first" },
	[SHOWN_VERSION] = { SHOWN_VERSION, "version", HOLDS_TEXT, true, true, true, true,
	    "sorts as versions do" },
	[SHOWN_PRODUCT] = { SHOWN_PRODUCT, "product", HOLDS_TEXT, true, true, true, true,
	    "the field product" },
	[SHOWN_TYPE] = { SHOWN_TYPE, "type", HOLDS_TEXT, true, true, true,
	    .about = "of types.conf" },
	[SHOWN_ASSIGNEE] = { SHOWN_ASSIGNEE, "assignee", HOLDS_TEXT, true, true,
	    .about = "the engineer who has it" },
	[SHOWN_TEAM] = { SHOWN_TEAM, "team", HOLDS_TEXT, true, true,
	    .about = "whose it is" },
	[SHOWN_WHO] = { SHOWN_WHO, "who", HOLDS_TEXT, true, true, .gives = true,
	    .about = "the engineer, else the team" },
	[SHOWN_REQUESTER] = { SHOWN_REQUESTER, "requester", HOLDS_TEXT, true, true, true,
	    true, "the customer for whom it is" },
	[SHOWN_DUE] = { SHOWN_DUE, "due", HOLDS_AT, .sorts = true, .is_public = true,
	    .about = "when its next clock or its #due is due, whichever comes first" },
	[SHOWN_START] = { SHOWN_START, "start", HOLDS_AT, .sorts = true,
	    .about = "when work begins: #start, else when it came" },
	[SHOWN_RISK] = { SHOWN_RISK, "risk", HOLDS_TEXT, true, true,
	    .about = "late, at-risk (due within a day), or nothing" },
	[SHOWN_CREATED] = { SHOWN_CREATED, "created", HOLDS_AT, .sorts = true,
	    .is_public = true, .about = "when it came" },
	[SHOWN_UPDATED] = { SHOWN_UPDATED, "updated", HOLDS_AT, .sorts = true,
	    .is_public = true, .about = "when a mail or a change was last" },
	[SHOWN_RESOLVED] = { SHOWN_RESOLVED, "resolved", HOLDS_AT, .sorts = true,
	    .is_public = true, .about = "when it was resolved" },
	[SHOWN_AGE] = { SHOWN_AGE, "age", HOLDS_SPAN, .sorts = true, .is_public = true,
	    .about = "time since it came" },
	[SHOWN_IDLE] = { SHOWN_IDLE, "idle", HOLDS_SPAN, .sorts = true,
	    .about = "time since a mail or a change" },
	[SHOWN_WAITING] = { SHOWN_WAITING, "waiting", HOLDS_SPAN, .sorts = true,
	    .about = "how long the customer has waited for a word of ours" },
	[SHOWN_HELD] = { SHOWN_HELD, "held", HOLDS_NUMBER, .sorts = true,
	    .about = "mails on it that wait for a decision" },
	[SHOWN_TAGS] = { SHOWN_TAGS, "tags", HOLDS_TEXT, .gives = true, .about = "its tags" },
	[SHOWN_PARENT] = { SHOWN_PARENT, "parent", HOLDS_NUMBER, true, true,
	    .about = "the ticket that it is a part of" },
	[SHOWN_TIME] = { SHOWN_TIME, "time", HOLDS_SPAN, .sorts = true,
	    .about = "booked on it" },
	[SHOWN_BLOCKED_BY] = { SHOWN_BLOCKED_BY, "blocked-by", HOLDS_TEXT,
	    .about = "tickets that it waits for" },
	[SHOWN_MAILBOX] = { SHOWN_MAILBOX, "mailbox", HOLDS_TEXT, true, true,
	    .about = "by which it came" },
	[SHOWN_FIELD] = { SHOWN_FIELD, "field.", HOLDS_TEXT, true, true, .gives = true,
	    .about = "NAME: a field of fields.conf, in its order" },
};

const struct view_column *
view_column_row(enum view_column_id id)
{
	return &rows[id];
}

const struct view_column *
view_column_find(struct str word, struct str *field)
{
	*field = STR_NONE;
	for (size_t i = 0; i < SHOWN_FIELD; i++)
		if (str_eq(word, str_c(rows[i].word)))
			return &rows[i];
	if (!str_starts(word, STR("field.")) || word.n == STR("field.").n)
		return NULL;
	*field = str_sub(word, STR("field.").n, word.n - STR("field.").n);
	return &rows[SHOWN_FIELD];
}

struct strs
view_column_words(struct arena *a, bool grouping, bool sorting)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < VIEW_COLUMNS; i++)
		if ((!grouping || rows[i].groups) && (!sorting || rows[i].sorts))
			strs_add(a, &out, i == SHOWN_FIELD ? STR("field.NAME") :
			    str_c(rows[i].word));
	return out;
}

struct str
view_column_title(const struct view_column *c, struct str field, struct str language)
{
	return field.n > 0 ? field : wording(WORDING_COLUMN, str_c(c->word), language);
}
