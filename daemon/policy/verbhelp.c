/* verbhelp: see verbhelp.h. */
#include "daemon/policy/verbhelp.h"

#include "parsers/base/array.h"

static const struct verb_help rows[VERBS] = {
	[VERB_SET] = { "version 2.4.1", "The field is one of fields.conf." },
	[VERB_STATUS] = { "waiting", "Which status may follow is told when another is asked for." },
	[VERB_HOLD] = { "fri 17:00", "While a ticket waits its clocks pause, as its SLA says." },
	[VERB_WAIT] = { NULL, "While a ticket waits its clocks pause, as its SLA says." },
	[VERB_TAKE] = { NULL, "Whoever had it before has it no more." },
	[VERB_ASSIGN] = { "ana", "The name is the short one of agents.conf." },
	[VERB_SEVERITY] = { "high", "What is promised changes with it, from the ticket's beginning." },
	[VERB_VERSION] = { "2.4.1", NULL },
	[VERB_RUNS] = { "2.4.1 env=prod since=2026-10-01", "Of the ticket's project. A day that is over goes into "
	    "the history, one to come is a plan; a ticket's version never lowers what runs by "
	    "itself." },
	[VERB_FOUND_IN] = { "2.4.1", "Versions of products.conf, several with blanks between. "
	    "What was found before stays; -2.4.1 takes back what was said of one." },
	[VERB_NOT_IN] = { "2.3.0", "Versions of products.conf, several with blanks between; "
	    "-2.3.0 takes back what was said of one." },
	[VERB_FIXED_IN] = { "2.4.3", "What is mended on one branch is not mended on another, unless a "
	    "release there contains it; -2.4.3 takes back what was said of one." },
	[VERB_SLA] = { "gold", "The policy is one of sla.conf." },
	[VERB_TAG] = { "+vip -new", NULL },
	[VERB_CC] = { "kim@example.org", "Several stand with commas between; at most 20." },
	[VERB_TEAM] = { "night", "The team is one of teams.conf, else one that agents.conf names." },
	[VERB_TYPE] = { "task", "The type is one of types.conf; fields that it lacks are kept." },
	[VERB_SUBJECT] = { "Printer on the second floor", NULL },
	[VERB_PROJECT] = { "ACME", "The key is one of projects.conf." },
	[VERB_START] = { "mon 9:00", "Times are those of your own zone; a day that is over will do, too." },
	[VERB_DUE] = { "fri 17:00", "Times are those of your own zone." },
	[VERB_SNOOZE] = { "+2d", "Times are those of your own zone." },
	[VERB_UNDO] = { NULL, "Status, type, people, fields, versions, tags, days and relations, of "
	    "one mail; once more, of the one before. What went out stays out." },
	[VERB_UNCC] = { "kim@example.org", NULL },
	[VERB_REQUESTER] = { "kim@example.org", NULL },
	[VERB_BLOCKS] = { "12", "Until this one is done, that one waits." },
	[VERB_BLOCKED_BY] = { "12", "Until that one is done, this one waits." },
	[VERB_UNBLOCK] = { "12", NULL },
	[VERB_PARENT] = { "12", NULL },
	[VERB_LINK] = { "12", "Neither waits for the other." },
	[VERB_UNLINK] = { "12", NULL },
	[VERB_MERGE] = { "12", "People, files and what is written later go to #12; this one is closed." },
	[VERB_RETRY_ADDRESS] = { "kim@example.org", NULL },
	[VERB_ACCEPT] = { NULL, "The number tells of several which." },
	[VERB_SPLIT] = { NULL, "Alone, as an answer to its notice, or with the number that #history "
	    "tells. Who wrote it asks there, and clocks run from when it came." },
	[VERB_SPAM] = { NULL, "It gets the tag spam. What its sender writes later on it waits for a "
	    "decision; #reopen opens it again, takes the tag off and starts its clocks." },
	[VERB_TIMER] = { "start", "A start on another ticket stops the timer that runs, and books its "
	    "time there; after a pause it goes on. stop books the time, with what else stands "
	    "there as its text; stop 17:30, or stop at and an instant, up to then. keep says that it "
	    "runs on, drop that nothing is booked. stop #12 and the like are for one that "
	    "runs on another ticket." },
	[VERB_AWAY] = { "mon 9:00", "It needs no ticket. You are back by yourself then, and are told "
	    "what happened." },
	[VERB_TIME] = { "1h30m @yesterday 14:00 what was done", "90 is minutes, 1:30 and 1h30 are an "
	    "hour and a half. Behind it stand, in any order, @DAY with or without when it began, a "
	    "service of rates.conf, and nonbillable; then text, which customers may read; a dash "
	    "begins it, too. Without a day it ended when the mail came. -30m takes some of your own "
	    "off again, of the last first. Days and times are those of your zone, and lie behind you." },
	[VERB_APPROVE_TIME] = { "ana last month", "2026-10, 2026-W41 or last week are others, in the agent's "
	    "zone, once they are over. A lead does it for their teams, and not for themself; an admin for "
	    "everybody. It needs no ticket." },
	[VERB_UNAPPROVE_TIME] = { "ana 2026-10 Friday was booked twice", "It needs no ticket." },
	[VERB_FORCE] = { NULL, "It stands beside #time, in the same mail." },
	[VERB_ERASE] = { NULL, "The ticket's own number is asked for before anything is done. It stands "
	    "alone in its mail. Tickets that went into it go with it; mail in mailboxes, and "
	    "what was sent, stays with who has it." },
	[VERB_NEW] = { NULL, "The mail's subject is the ticket's, the lines beside #new are for it: "
	    "#requester says for whom it is. The text stays among engineers; with #public the "
	    "customer gets it. Write to your address for new tickets, or to the support address." },
	[VERB_SHOW] = { NULL, "Facts, people, fields and clocks. Nothing stops a clock, nothing "
	    "goes to the customer." },
	[VERB_HISTORY] = { NULL, "The newest first; what a mail cannot hold is counted." },
	[VERB_EXPLAIN] = { NULL, "The newest first: each rule that was asked, the test that decided and "
	    "what it saw, what it did. With a rule's name of that one alone. Kept for trace_keep." },
	[VERB_LIST] = { NULL, "Alone it tells which views there are, too (views.conf). Behind a "
	    "view's name it is narrowed: #list at-risk project=ACME severity=high,critical. It needs "
	    "no ticket." },
	[VERB_REPORT] = { "sla last month", "Of all projects; a month is 2026-10, october or last month, "
	    "in your zone, and the one that is now without it. It needs no ticket." },
	[VERB_TIMESHEET] = { "last month", "Net of corrections, by day and ticket; a month is 2026-10, october or "
	    "last month, in your zone, and the one that is now without it. For leads: #timesheet ana october. "
	    "It needs no ticket." },
	[VERB_HELP] = { "severity", "What your role may do with the ticket as it is, each with an "
	    "example. It needs no ticket." },
	[VERB_NOTE] = { NULL, "Agents get it, the customer does not." },
	[VERB_TEXT] = { "more", "The texts are templates/LANGUAGE/text/NAME.txt, in the customer's "
	    "language; names such as {{requester.name}} are filled in." },
	[VERB_PUBLIC] = { NULL, "What answers an engineer's note is a note, too, but for this." },
	[VERB_TICKET] = { "12", "Up to 200 tickets a mail, each done by itself; thanks, or --, ends it. "
	    "Your address is in each notice." },
	[VERB_TICKETS] = { NULL, "For customers of projects whose customer_commands name it. The "
	    "mail must be proven theirs, and the list goes to their own address alone." },
	[VERB_DRY_RUN] = { NULL, "It is told line by line, as if it had been done, with what rules "
	    "would do then." },
};

const struct verb_help *
verb_help_of(const struct verb *v)
{
	return &rows[verb_id(v)];
}

static const char page_head[] =
	".Dd November 30, 2026\n.Dt DOCKET-COMMANDS 7\n.Os docket\n"
	".Sh NAME\n.Nm docket-commands\n.Nd what engineers order by mail\n"
	".Sh DESCRIPTION\n"
	"The first lines of an engineer's answer to a notice may be commands, each on a line of\n"
	"its own that begins with #.\n"
	"They are cut off, and what stands below goes to the customer, or with\n.Ic #note\n"
	"to other engineers.\n"
	"All is done or nothing: a mail with one line that cannot be done changes nothing and\n"
	"is sent to nobody; its writer is told why, what would do, and a line to copy.\n"
	"A line of text that begins with # is written\n.Ql \\e# .\n"
	".Pp\n"
	"The same words without # are what\n.Xr docketctl 8\n.Cm do\ntakes, and the\n.Ic do\n"
	"of\n.Xr docket-rules 5 .\n"
	"What became of the lines is told as\n.Ic transcript\nof\n.Xr docket.conf 5\nsays.\n"
	".Sh MANY TICKETS IN ONE MAIL\n"
	"A mail to one's control address, which each notice names and\n.Xr docketctl 8\n"
	".Cm agent address\nprints, holds orders for up to 200 tickets:\n"
	".Bd -literal -offset indent\n"
	"#ticket 12\n#take\n#severity high\n\n#ticket 13\n#resolve\n#public\n"
	"It is mended in 2.4.1.\n\n#ticket 14\n#note\nWaits for a part.\n--\n.Ed\n"
	".Pp\n"
	"Each ticket is done by itself, and all of its lines or none.\n"
	"One mail tells what became of every line.\n"
	"A text is kept below\n.Ic #note ,\nsent below\n.Ic #public\nor\n.Ic #text ;\n"
	"any other is told back, and nothing of its ticket is done.\n"
	"Above the first ticket may stand what needs none, such as\n.Ic #list ;\n"
	".Ic #dry-run\nthere is one of the whole mail.\n"
	"A line\n.Ql --\nends the orders, and so does\n.Ql thanks\nwhere a command may stand.\n"
	"After more than five lines that are not understood nothing more is read.\n"
	"Commands that want a young proof are asked once more for the mail as a whole.\n"
	"Files of such a mail are kept with it, and go to no ticket.\n"
	"Where DMARC proves engineers, such a mail may go to the support address, too.\n"
	".Sh COMMANDS\n.Bl -tag -width Ds\n";
static const char page_tail[] =
	".El\n.Sh SEE ALSO\n.Xr docket-rules 5 ,\n.Xr docket-types 5 ,\n.Xr docket.conf 5 ,\n"
	".Xr docketctl 8\n";

/* "Sets the severity." */
static struct str
sentence(struct arena *a, const char *help)
{
	struct str s = str_dup(a, str_c(help));

	return str_printf(a, "%c%.*s.", s.p[0] >= 'a' && s.p[0] <= 'z' ? s.p[0] - 32 : s.p[0],
	    STR_ARG(str_sub(s, 1, s.n)));
}

static const char *
whose(const struct verb *v)
{
	static const char *const words[] = { NULL, "For leads and admins.", "For admins." };

	return words[v->who];
}

static struct str
doors(struct arena *a, const struct verb *v)
{
	static const struct { enum verb_door door; const char *word; } table[] = {
		{ DOOR_MAIL, "mail" }, { DOOR_CTL, "docketctl do" }, { DOOR_RULE, "rules" },
	};
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < COUNT(table); i++)
		if ((v->doors & table[i].door) != 0)
			buf_printf(&b, "%s%s", b.n > 0 ? ", " : "", table[i].word);
	return buf_str(&b);
}

struct str
verb_help_text(struct arena *a, const struct verb *v)
{
	const struct verb_help *about = verb_help_of(v);
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "#%s%s%s\n\n%.*s\n", v->name, v->value == NULL ? "" : " ",
	    v->value == NULL ? "" : v->value, STR_ARG(sentence(a, v->help)));
	if (about->more != NULL)
		buf_printf(&b, "%s\n", about->more);
	if (whose(v) != NULL)
		buf_printf(&b, "%s\n", whose(v));
	if (about->example != NULL)
		buf_printf(&b, "\n  #%s %s\n", v->name, about->example);
	buf_printf(&b, "\nBy: %.*s.\n", STR_ARG(doors(a, v)));
	return buf_str(&b);
}

static void
add_row(struct arena *a, struct buf *b, const struct verb *v)
{
	const struct verb_help *about = verb_help_of(v);

	buf_printf(b, ".It Ic #%s%s%s\n%.*s\n", v->name, v->value == NULL ? "" : " Ar ",
	    v->value == NULL ? "" : v->value, STR_ARG(sentence(a, v->help)));
	if (about->more != NULL)
		buf_printf(b, "%s\n", about->more);
	if (whose(v) != NULL)
		buf_printf(b, "%s\n", whose(v));
	if (about->example != NULL)
		buf_printf(b, "Example:\n.Ql #%s %s\n", v->name, about->example);
}

struct str
verb_help_page(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, page_head);
	for (size_t i = 0; i < VERBS; i++)
		if ((verb_row((enum verb_id)i)->doors & DOOR_MAIL) != 0)
			add_row(a, &b, verb_row((enum verb_id)i));
	buf_adds(&b, page_tail);
	return buf_str(&b);
}
