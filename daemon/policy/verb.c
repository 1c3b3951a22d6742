/* verb: see verb.h. */
#include "daemon/policy/verb.h"

#include <assert.h>

#include "daemon/sla/category.h"

enum { PEOPLE = DOOR_MAIL | DOOR_CTL, ALL = PEOPLE | DOOR_RULE };

#define STATUS(word, category, text)						\
	{ (word), TAKES_NOTHING, NULL, PEOPLE, AGENT_AGENT, (category), NULL, 0, (text) }
#define FIELD(word, what, text)							\
	{ (word), TAKES_FIELD, (what), PEOPLE, AGENT_AGENT, -1, (word), 0, (text) }
#define OTHER(word, takes, what, doors, traits, text)				\
	{ (word), (takes), (what), (doors), AGENT_AGENT, -1, NULL, (traits), (text) }

static const struct verb rows[VERBS] = {
	[VERB_SET] = OTHER("set", TAKES_SETTING, "FIELD VALUE", ALL, 0,
	    "sets a field"),
	[VERB_STATUS] = OTHER("status", TAKES_STATUS, "STATUS", ALL, 0,
	    "sets the status"),
	[VERB_OPEN] = STATUS("open", CATEGORY_OPEN, "to work on"),
	[VERB_WAIT] = STATUS("wait", CATEGORY_WAITING, "waits for the customer"),
	[VERB_HOLD] = { "hold", TAKES_INSTANT, "[UNTIL]", ALL, AGENT_AGENT, CATEGORY_ON_HOLD,
	    NULL, 0, "waits for somebody else; until then, and is open again" },
	[VERB_RESOLVE] = STATUS("resolve", CATEGORY_RESOLVED, "is solved"),
	[VERB_CLOSE] = STATUS("close", CATEGORY_CLOSED, "is finished"),
	[VERB_REOPEN] = STATUS("reopen", CATEGORY_OPEN, "opens it again"),
	[VERB_TAKE] = OTHER("take", TAKES_NOTHING, NULL, PEOPLE, 0,
	    "assigns it to you"),
	[VERB_ASSIGN] = OTHER("assign", TAKES_ASSIGNEE, "NAME", ALL, 0,
	    "assigns it to an agent"),
	[VERB_TEAM] = OTHER("team", TAKES_TEAM, "NAME", ALL, 0,
	    "hands it over to a team; who has it and is of another, no more"),
	[VERB_UNASSIGN] = OTHER("unassign", TAKES_NOTHING, NULL, ALL, 0,
	    "takes the assignee off"),
	[VERB_SEVERITY] = FIELD("severity", "LEVEL", "sets the severity"),
	[VERB_VERSION] = FIELD("version", "VERSION", "sets the version"),
	[VERB_RUNS] = OTHER("runs", TAKES_RUNNING, "VERSION [env=E] [product=P] [since=DAY]", ALL, 0,
	    "says which version its project runs; keep: what is known is right"),
	[VERB_FOUND_IN] = OTHER("found-in", TAKES_VERSIONS, "VERSION [product=P]", PEOPLE, 0,
	    "the fault is in these versions, and in what came after them"),
	[VERB_NOT_IN] = OTHER("not-in", TAKES_VERSIONS, "VERSION [product=P]", PEOPLE, 0,
	    "the fault is not in these versions, nor in what came after them"),
	[VERB_FIXED_IN] = OTHER("fixed-in", TAKES_VERSIONS, "VERSION [product=P]", PEOPLE, 0,
	    "the fault is mended in these versions, and in what came after them"),
	[VERB_TYPE] = OTHER("type", TAKES_TYPE, "TYPE", ALL, 0,
	    "makes it a ticket of another type"),
	[VERB_SLA] = OTHER("sla", TAKES_SLA, "NAME", ALL, 0,
	    "puts it under another SLA policy"),
	[VERB_TAG] = OTHER("tag", TAKES_TAG, "+WORD -WORD", ALL, 0,
	    "adds tags, takes them off"),
	[VERB_SUBJECT] = OTHER("subject", TAKES_TEXT, "TEXT", ALL, 0,
	    "names it anew for people here; its mails keep their subject"),
	[VERB_PROJECT] = OTHER("project", TAKES_PROJECT, "KEY", ALL, 0,
	    "moves it into another project, under its SLA"),
	[VERB_START] = OTHER("start", TAKES_INSTANT, "WHEN", ALL, 0,
	    "when work on it begins, or began: for timelines; or none"),
	[VERB_DUE] = OTHER("due", TAKES_INSTANT, "WHEN", ALL, 0,
	    "by when you mean to be done, beside the SLA: who has it is reminded; or none"),
	[VERB_SNOOZE] = OTHER("snooze", TAKES_INSTANT, "UNTIL", ALL, 0,
	    "reminds you of it then, once; or none"),
	[VERB_UNDO] = OTHER("undo", TAKES_NOTHING, NULL, PEOPLE, 0,
	    "takes back what you did last to it, within a day"),
	[VERB_CC] = OTHER("cc", TAKES_ADDRESSES, "ADDRESS", ALL, VERB_GRAVE,
	    "lets somebody take part: they get the answers"),
	[VERB_UNCC] = OTHER("uncc", TAKES_ADDRESSES, "ADDRESS", ALL, VERB_GRAVE,
	    "somebody takes part no more"),
	[VERB_REQUESTER] = OTHER("requester", TAKES_ADDRESSES, "ADDRESS", PEOPLE,
	    VERB_GRAVE,
	    "says for whom it is; who it was for takes part no more"),
	[VERB_RETRY_ADDRESS] = OTHER("retry-address", TAKES_ADDRESSES, "ADDRESS", PEOPLE, 0,
	    "mail came back from there: automatic mail goes there again"),
	[VERB_BLOCKS] = OTHER("blocks", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "that ticket waits for this one"),
	[VERB_BLOCKED_BY] = OTHER("blocked-by", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "this ticket waits for that one"),
	[VERB_UNBLOCK] = OTHER("unblock", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "neither waits for the other any more"),
	[VERB_PARENT] = OTHER("parent", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "is a part of that ticket; none: of none"),
	[VERB_LINK] = OTHER("link", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "has to do with that ticket"),
	[VERB_UNLINK] = OTHER("unlink", TAKES_TICKETS, "NUMBER", PEOPLE, 0,
	    "has nothing to do with that ticket any more"),
	[VERB_MERGE] = OTHER("merge", TAKES_TICKETS, "NUMBER", PEOPLE, VERB_GRAVE,
	    "this ticket goes into that one, which stays"),
	[VERB_ACCEPT] = OTHER("accept", TAKES_HELD, "[NUMBER]", DOOR_MAIL, 0,
	    "takes the mail that waits as the customer's"),
	[VERB_ACCEPT_ALWAYS] = OTHER("accept-always", TAKES_HELD, "[NUMBER]", DOOR_MAIL, VERB_GRAVE,
	    "the same, and its address is the requester's from now on"),
	[VERB_SPLIT] = OTHER("split", TAKES_HELD, "[NUMBER]", PEOPLE, 0,
	    "makes a ticket of its own of a mail"),
	[VERB_SPAM] = OTHER("spam", TAKES_NOTHING, NULL, ALL, 0,
	    "closes it as spam: its sender gets no mail, and no clock counts"),
	[VERB_TIME] = OTHER("time", TAKES_TIME, "DURATION", PEOPLE, VERB_BOOKS,
	    "books time that you worked: 1h30m @yesterday 14:00 SERVICE nonbillable TEXT"),
	[VERB_FORCE] = OTHER("force", TAKES_NOTHING, NULL, DOOR_MAIL, 0,
	    "beside #time: that day really had more than 16 hours of work"),
	[VERB_TIMER] = OTHER("timer", TAKES_TIMER, "start|stop|pause [TEXT]", PEOPLE, VERB_BOOKS,
	    "time that you work on it, while you do; one timer at a time"),
	[VERB_APPROVE_TIME] = { "approve-time", TAKES_PERIOD, "AGENT MONTH", DOOR_MAIL,
	    AGENT_LEAD, -1, NULL, VERB_ALONE,
	    "approves an agent's time of a month or week: later entries count later" },
	[VERB_UNAPPROVE_TIME] = { "unapprove-time", TAKES_PERIOD, "AGENT MONTH REASON", DOOR_MAIL,
	    AGENT_LEAD, -1, NULL, VERB_ALONE,
	    "takes the approval back, with a reason; the agent is told" },
	[VERB_AWAY] = OTHER("away", TAKES_INSTANT, "UNTIL", DOOR_MAIL, VERB_ALONE,
	    "until then your team hears of your tickets, too; or none: you are back"),
	[VERB_ERASE] = { "erase", TAKES_TICKETS, "[NUMBER]", PEOPLE, AGENT_ADMIN, -1, NULL,
	    VERB_GRAVE, "erases it for good: texts, mails, files, people" },
	[VERB_NEW] = OTHER("new", TAKES_NOTHING, NULL, DOOR_MAIL, 0,
	    "opens a ticket, in a mail that belongs to none"),
	[VERB_SHOW] = OTHER("show", TAKES_NOTHING, NULL, DOOR_MAIL, VERB_ASKS,
	    "tells by mail what is known of the ticket"),
	[VERB_HISTORY] = OTHER("history", TAKES_NOTHING, NULL, DOOR_MAIL, VERB_ASKS,
	    "tells by mail what happened on the ticket"),
	[VERB_EXPLAIN] = OTHER("explain", TAKES_RULE, "[RULE]", DOOR_MAIL, VERB_ASKS,
	    "tells by mail what rules did with the ticket, and why others did not"),
	[VERB_LIST] = OTHER("list", TAKES_REPORT, "[VIEW]", DOOR_MAIL, VERB_ASKS | VERB_ALONE,
	    "tells by mail your open tickets, or what a view shows, with a table (CSV)"),
	[VERB_REPORT] = OTHER("report", TAKES_REPORT, "sla [MONTH]", DOOR_MAIL, VERB_ASKS | VERB_ALONE,
	    "tells by mail how promises were kept in a month, with a table (CSV)"),
	[VERB_TIMESHEET] = OTHER("timesheet", TAKES_REPORT, "[MONTH]", DOOR_MAIL, VERB_ASKS | VERB_ALONE,
	    "tells by mail what you worked in a month, with a table (CSV); a lead may name somebody before it"),
	[VERB_HELP] = OTHER("help", TAKES_COMMAND, "[COMMAND]", DOOR_MAIL,
	    VERB_ASKS | VERB_ALONE, "tells by mail what you can do now"),
	[VERB_NOTE] = OTHER("note", TAKES_NOTHING, NULL, DOOR_MAIL, 0,
	    "keeps the rest of the mail internal"),
	[VERB_TEXT] = OTHER("text", TAKES_CANNED, "NAME", DOOR_MAIL, 0,
	    "puts a canned answer above the rest of the mail"),
	[VERB_PUBLIC] = OTHER("public", TAKES_NOTHING, NULL, DOOR_MAIL, 0,
	    "sends the rest of the mail to the customer, though it answers a note"),
	[VERB_DRY_RUN] = OTHER("dry-run", TAKES_NOTHING, NULL, DOOR_MAIL, VERB_ALONE,
	    "tells what the mail would do; nothing of it is done or sent"),
	[VERB_TICKET] = OTHER("ticket", TAKES_TICKETS, "NUMBER", DOOR_MAIL, VERB_ALONE,
	    "says for which ticket the lines below it are, in a mail to your control address"),
	[VERB_TICKETS] = OTHER("tickets", TAKES_NOTHING, NULL, DOOR_MAIL, VERB_ASKS | VERB_ALONE,
	    "tells a customer by mail of their own tickets that are not closed"),
	[VERB_REMARK] = OTHER("note", TAKES_TEXT, "TEXT", DOOR_RULE, 0,
	    "writes a note for people here into its history"),
	[VERB_REPLY] = OTHER("reply", TAKES_TEXT, "TEMPLATE", DOOR_RULE, 0,
	    "answers its customers by a mail of the template, as far as automatic mail may"),
	[VERB_NOTIFY] = OTHER("notify", TAKES_PEOPLE, "WHOM", DOOR_RULE, 0, "sends a mail"),
	[VERB_WEBHOOK] = OTHER("webhook", TAKES_WEBHOOKS, "NAME", DOOR_RULE, 0,
	    "posts it to a webhook"),
	[VERB_DROP] = OTHER("drop", TAKES_NOTHING, NULL, DOOR_RULE, 0,
	    "no ticket comes of the mail, which is kept"),
	[VERB_KEEP] = OTHER("held", TAKES_NOTHING, NULL, DOOR_RULE, 0,
	    "the mail waits on its ticket until somebody decides"),
	[VERB_STOP] = OTHER("stop", TAKES_NOTHING, NULL, DOOR_RULE, 0,
	    "no later rule sees this event"),
};

const char *const verb_later[] = {
	"find", NULL
};

const struct verb *
verb_row(enum verb_id id)
{
	assert(id < VERBS);
	return &rows[id];
}

bool
verb_is_optional(const struct verb *v)
{
	return v->value != NULL && v->value[0] == '[';
}

bool
verb_is(const struct verb *v, enum verb_id id)
{
	return v == verb_row(id);
}

enum verb_id
verb_id(const struct verb *v)
{
	assert(v >= rows && v < rows + VERBS);
	return (enum verb_id)(v - rows);
}

const struct verb *
verb_find(enum verb_door door, struct str name)
{
	for (size_t i = 0; i < VERBS; i++)
		if ((rows[i].doors & door) != 0 && str_eq(name, str_c(rows[i].name)))
			return &rows[i];
	return NULL;
}

struct strs
verb_names(struct arena *a, enum verb_door door)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < VERBS; i++)
		if ((rows[i].doors & door) != 0)
			strs_add(a, &out, str_c(rows[i].name));
	return out;
}

bool
verb_has(const struct verb *v, enum verb_trait trait)
{
	return (v->traits & trait) != 0;
}

bool
verb_may(const struct verb *v, enum role_agent role)
{
	return role >= v->who;
}
