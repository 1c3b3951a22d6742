/*
 * Who gets a mail of an event, in how many drafts, and why somebody must not: what is
 * stored of it.  notify CONNINFO; test_desk.py runs it.
 */
#include "daemon/out/notify.h"

#include "daemon/out/digest.h"
#include "tests/db/desk.h"
#include "tests/tap.h"

/* A line a draft, "N" when it is personal; a line each that was not sent. */
#define QUERY	"select case when o.entry is null then 'not ' || (e.data->>'template') else" \
	"    case when o.personal then 'N ' else '' end || e.subject end || ':'," \
	"    coalesce(e.data->>'why' || ': ' || (e.data->>'to')," \
	"	(select string_agg(d.recipient, ' ' order by d.id) from docket.delivery d" \
	"	  where d.entry = e.id))" \
	"  from docket.entry e left join docket.outbox o on o.entry = e.id" \
	" where e.ticket = 7 order by e.id"
/* An automatic mail to this address, so many minutes ago. */
#define MAILED	"insert into docket.tally select 'person', '%2$s', t, 1, 1, t + '1 hour'" \
	"  from (select '2026-06-01 06:00Z'::timestamptz - interval '%1$d min') m(t)"

/* So many to people of a domain, or for mails of a network. */
#define ENOUGH	"insert into docket.tally select '%2$s', '%3$s', t, 1, %1$d," \
	"    t + '1 hour' from (select '2026-06-01 05:30Z'::timestamptz) m(t)"

#define AUTO	"automatic mail is never answered automatically"
#define ASKS	"the mail asks for no automatic answer"
#define OWN	"that is an address of docket's own"
#define NOBODY	"nobody reads that address"
#define HOUR	"that address had its automatic mails of this hour"
#define TEXT	"the same text of theirs was answered within the hour: it may be a robot's"
#define ORIGIN	"mails from that network had their automatic answers of this hour"
#define DOMAIN	"people of that domain had their automatic mails of this hour"

enum { NO_LETTER = -1, BEFORE = 3, TO = 3 };

struct before {
	int		 minutes;
	const char	*to;
};

static const struct row {
	const char	*name;
	const char	*to[TO];
	const char	*agent;		/* who did it; NULL: no agent */
	int		 kind;		/* of the letter */
	const char	*no_answer, *requester, *template;	/* NULL: jo, note */
	const char	*text;		/* the requester's */
	bool		 stranger;	/* nothing proves the requester */
	struct before	 before[BEFORE];
	int		 more;		/* the same again, in the same work */
	bool		 digest;	/* one is open, and is not sent */
	int		 hour;		/* auto_per_hour; 0: 2 */
	int		 domain;	/* mails to a.example this hour */
	int		 network;	/* and for those that came with this one */
	const char	*want;
} rows[] = {
	{ "the customer", { "requester" }, .kind = LETTER_HUMAN,
	    .want = "Help: jo@a.example" },
	{ "customers share one mail", { "participants" }, .kind = LETTER_HUMAN,
	    .want = "Help: jo@a.example kim@b.example" },
	{ "engineers that read alike share a draft", { "team" }, .kind = LETTER_HUMAN,
	    .want = "N Help: ana@desk.example bo@desk.example" },
	{ "another time zone is another draft", { "agent:ana", "agent:cy", "agent:bo" },
	    .kind = LETTER_HUMAN, .want = "N Help: ana@desk.example bo@desk.example\n"
	    "N Help: cy@desk.example" },
	{ "so is a template that names its reader", { "team" }, .kind = LETTER_HUMAN,
	    .template = "named", .want = "N for Ana Diaz: ana@desk.example\n"
	    "N for Bo Lund: bo@desk.example" },
	{ "nobody twice", { "assignee", "team", "ANA@desk.example" }, .kind = LETTER_HUMAN,
	    .want = "N Help: ana@desk.example bo@desk.example" },
	{ "engineers first", { "requester", "assignee" }, .kind = LETTER_HUMAN,
	    .want = "N Help: ana@desk.example\nHelp: jo@a.example" },
	{ "an outsider", { "boss@c.example" }, .kind = LETTER_HUMAN,
	    .want = "N Help: boss@c.example" },
	{ "an outsider reads by themselves", { "boss@c.example", "assignee" },
	    .kind = LETTER_HUMAN, .want = "N Help: boss@c.example\nN Help: ana@desk.example" },
	{ "the one who did it is not told", { "team" }, "ana", LETTER_HUMAN,
	    .want = "N Help: bo@desk.example" },
	{ "… though they were the only one", { "assignee" }, "ana", LETTER_HUMAN, .want = "" },
	{ "without a mail", { "requester" }, .kind = NO_LETTER, .want = "Help: jo@a.example" },
	{ "no answer to a machine", { "requester" }, .kind = LETTER_AUTO,
	    .want = "not note: " AUTO ": jo@a.example" },
	{ "… but the team is told", { "requester", "assignee" }, .kind = LETTER_AUTO,
	    .want = "N Help: ana@desk.example\nnot note: " AUTO ": jo@a.example" },
	{ "no answer where none is asked", { "requester" }, .kind = LETTER_HUMAN,
	    .no_answer = "Precedence: bulk", .want = "not note: " ASKS ": jo@a.example" },
	{ "what an engineer's program writes is no wish", { "requester" }, "ana",
	    LETTER_HUMAN, .no_answer = "Precedence: bulk", .want = "Help: jo@a.example" },
	{ "not to ourselves", { "requester" }, .kind = LETTER_HUMAN,
	    .requester = "Support@desk.example",
	    .want = "not note: " OWN ": Support@desk.example" },
	{ "not where nobody reads", { "participants" }, .kind = LETTER_HUMAN,
	    .requester = "mailer-daemon@a.example",
	    .want = "not note: " NOBODY ": mailer-daemon@a.example\nHelp: kim@b.example" },
	{ "one this hour: another", { "requester" }, .kind = LETTER_HUMAN,
	    .before = { { 59, "jo@a.example" } }, .want = "Help: jo@a.example" },
	{ "two this hour: no more", { "requester" }, .kind = LETTER_HUMAN,
	    .before = { { 1, "jo@a.example" }, { 59, "jo@a.example" } },
	    .want = "not note: " HOUR ": jo@a.example" },
	{ "an hour ago is not this hour", { "requester" }, .kind = LETTER_HUMAN,
	    .before = { { 1, "jo@a.example" }, { 60, "jo@a.example" } },
	    .want = "Help: jo@a.example" },
	{ "an address is the same in capitals", { "requester" }, .kind = LETTER_HUMAN,
	    .requester = "Jo@A.example",
	    .before = { { 1, "jo@a.example" }, { 2, "jo@a.example" } },
	    .want = "not note: " HOUR ": Jo@A.example" },
	{ "one has had enough, the other has not", { "participants" }, .kind = LETTER_HUMAN,
	    .before = { { 1, "jo@a.example" }, { 2, "jo@a.example" } },
	    .want = "not note: " HOUR ": jo@a.example\nHelp: kim@b.example" },
	{ "+detail is the same person", { "requester" }, .kind = LETTER_HUMAN,
	    .requester = "jo+93@a.example",
	    .before = { { 1, "jo@a.example" }, { 2, "jo@a.example" } },
	    .want = "not note: " HOUR ": jo+93@a.example" },
	{ "… and counts as them", { "participants" }, .kind = LETTER_HUMAN, .more = 2,
	    .requester = "kim+1@b.example", .want = "Help: kim+1@b.example kim@b.example\n"
	    "not note: " HOUR ": kim+1@b.example\nnot note: " HOUR ": kim@b.example\n"
	    "not note: " HOUR ": kim+1@b.example\nnot note: " HOUR ": kim@b.example" },
	{ "Gmail passes over dots", { "requester" }, .kind = LETTER_HUMAN,
	    .requester = "j.o+x@googlemail.com",
	    .before = { { 1, "jo@gmail.com" }, { 2, "jo@gmail.com" } },
	    .want = "not note: " HOUR ": j.o+x@googlemail.com" },
	{ "a domain's strangers had enough", { "requester" }, .kind = LETTER_HUMAN,
	    .stranger = true, .domain = 3, .want = "not note: " DOMAIN ": jo@a.example" },
	{ "… one more, who is told nothing of the mail", { "requester" }, .kind = LETTER_HUMAN,
	    .stranger = true, .domain = 2, .want = ": jo@a.example" },
	{ "… but not one who is known", { "participants" }, .kind = LETTER_HUMAN,
	    .domain = 3, .want = "Help: jo@a.example kim@b.example" },
	{ "a network's mails had enough", { "requester" }, .kind = LETTER_HUMAN,
	    .stranger = true, .network = 3, .want = "not note: " ORIGIN ": jo@a.example" },
	{ "… one more, and no more of this work", { "requester" }, .kind = LETTER_HUMAN,
	    .stranger = true, .network = 2, .more = 1,
	    .want = ": jo@a.example\nnot note: " ORIGIN ": jo@a.example" },
	{ "… but not one of its people who is known", { "requester" }, .kind = LETTER_HUMAN,
	    .network = 3, .want = "Help: jo@a.example" },
	{ "a robot says the same again", { "requester" }, .kind = LETTER_HUMAN,
	    .text = "Your number is 12.", .before = { { 1, "jo@a.example" } }, .hour = 9,
	    .more = 1, .want = "Help: jo@a.example\nnot note: " TEXT ": jo@a.example" },
	{ "… but a person may, at first", { "requester" }, .kind = LETTER_HUMAN,
	    .text = "Call me.", .hour = 9, .more = 1,
	    .want = "Help: jo@a.example\nHelp: jo@a.example" },
	{ "those of this work count", { "requester" }, .kind = LETTER_HUMAN, .more = 2,
	    .want = "Help: jo@a.example\nHelp: jo@a.example\nnot note: " HOUR
	    ": jo@a.example" },
	{ "what is not sent does not count", { "requester" }, .kind = LETTER_AUTO,
	    .more = 2, .want = "not note: " AUTO ": jo@a.example\nnot note: " AUTO
	    ": jo@a.example\nnot note: " AUTO ": jo@a.example" },
	{ "what an engineer writes is not counted", { "requester" }, "ana", LETTER_HUMAN,
	    .more = 2, .want = "Help: jo@a.example\nHelp: jo@a.example\nHelp: jo@a.example" },
	{ "nor what goes to engineers", { "assignee" }, .kind = LETTER_HUMAN, .more = 2,
	    .before = { { 1, "ana@desk.example" } },
	    .want = "N Help: ana@desk.example\nN Help: ana@desk.example\n"
	    "N Help: ana@desk.example" },
	{ "a digest takes what goes to engineers, not to customers",
	    { "requester", "assignee" }, .kind = LETTER_HUMAN, .digest = true,
	    .want = "Help: jo@a.example" },
};

static struct ticket *
make_ticket(struct work *w, const struct row *row)
{
	struct ticket *t = ARENA_NEW(w->a, struct ticket);

	*t = (struct ticket){ .id = 7, .subject = STR("Help"), .project = STR("ACME"),
	    .mailbox = STR("support"), .assignee = STR("ana"), .team = STR("first"),
	    .requester_known = !row->stranger, .requester_address = { .addr =
	    str_c(row->requester == NULL ? "jo@a.example" : row->requester) } };
	t->participants = (struct addresses){ ARENA_NEW(w->a, struct address), 1 };
	t->participants.v[0].addr = STR("kim@b.example");
	return t;
}

static void
send_row(struct desk *d, const struct row *row)
{
	struct letter letter = { .kind = (enum letter_kind)row->kind };
	struct strs to = { 0 };
	struct event ev;
	struct work w;

	d->conf->auto_per_hour = row->hour > 0 ? row->hour : 2;
	desk_begin(d, &w);
	if (row->digest)
		digest_open(&w);
	ev = (struct event){ .kind = EVENT_CREATED, .ticket = make_ticket(&w, row),
	    .mailbox = STR("support"), .at = w.now, .entry_kind = ENTRY_MAIL_IN,
	    .letter = row->kind == NO_LETTER ? NULL : &letter,
	    .agent = row->agent == NULL ? NULL :
	    agents_find(&d->conf->agents, str_c(row->agent)) };
	if (row->text != NULL) {
		letter.reply_text = str_c(row->text);
		ev.author = ev.ticket->requester_address;
	}
	letter.network = row->network > 0 ? STR("192.0.2.0/24") : STR_NONE;
	letter.no_answer = row->no_answer == NULL ? STR_NONE : str_c(row->no_answer);
	for (size_t i = 0; i < TO && row->to[i] != NULL; i++)
		strs_add(w.a, &to, str_c(row->to[i]));
	for (int i = 0; i <= row->more; i++)
		desk_must(&w, notify_send(&w, &ev, str_c(row->template == NULL ? "note" :
		    row->template), &to), "send");
	desk_commit(&w);
}

static void
test_row(struct desk *d, const struct row *row)
{
	desk_clear(d);
	for (size_t i = 0; i < BEFORE && row->before[i].to != NULL; i++)
		desk_ask(d, str_printf(d->a, MAILED, row->before[i].minutes,
		    row->before[i].to).p);
	if (row->domain > 0)
		desk_ask(d, str_printf(d->a, ENOUGH, row->domain, "domain", "a.example").p);
	if (row->network > 0)
		desk_ask(d, str_printf(d->a, ENOUGH, row->network, "network",
		    "192.0.2.0/24").p);
	send_row(d, row);
	tap_str(desk_ask(d, QUERY), str_c(row->want), "%s", row->name);
}

/* Theirs is refused: they are told, though they did it and are nobody's assignee. */
static void
test_agent(struct desk *d)
{
	static const struct row plain = { .kind = NO_LETTER };
	const struct agent *cy = agents_find(&d->conf->agents, STR("cy"));
	struct event ev;
	struct work w;

	desk_clear(d);
	desk_begin(d, &w);
	ev = (struct event){ .kind = EVENT_AGENT_REPLIED, .ticket = make_ticket(&w, &plain),
	    .mailbox = STR("support"), .agent = cy, .at = w.now };
	desk_must(&w, notify_agent(&w, &ev, STR("note"), cy), "to an agent");
	desk_commit(&w);
	tap_str(desk_ask(d, QUERY), STR("N Help: cy@desk.example"), "an answer to one agent");
}

/* Asked before a mail is carried to a customer as well. */
static void
test_obstacle(const struct desk *d)
{
	struct letter letter = { .kind = LETTER_HUMAN, .no_answer = STR("Precedence: bulk") };
	struct event ev = { .letter = &letter, .agent = &d->conf->agents.v[0] };

	tap_ok(notify_obstacle(d->conf, &ev, STR("jo@a.example")) == NULL,
	    "an engineer's program asks for no answer: no obstacle");
	ev.agent = NULL;
	tap_str(str_c(notify_obstacle(d->conf, &ev, STR("jo@a.example"))), STR(ASKS),
	    "a customer's: one");
}

int
main(int argc, char **argv)
{
	struct desk d;

	desk_open(&d, argc == 2 ? argv[1] : "");
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&d, &rows[i]);
	test_agent(&d);
	test_obstacle(&d);
	desk_close(&d);
	return tap_done();
}
