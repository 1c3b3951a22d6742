/*
 * One mail a person for all the warnings of a work: who gets a list, of what, in which
 * order and language, and when.  digest CONNINFO; test_desk.py runs it.
 */
#include "daemon/out/digest.h"

#include "tests/db/desk.h"
#include "tests/tap.h"

#define QUERY	"select coalesce(e.ticket, 0), d.recipient, to_char(d.due_at, 'HH24:MI')," \
	"    e.subject || ' | ' || left(o.body, o.text_size)" \
	"  from docket.entry e join docket.outbox o on o.entry = e.id" \
	"  join docket.delivery d on d.entry = e.id order by e.id"

enum { SOME = 5 };

struct warning {
	const char	*to;		/* agent's name, or an address; NULL: no more */
	int64_t		 ticket;
	const char	*point;
	int		 minutes;	/* until it is due */
	const char	*severity;	/* NULL: low */
	const char	*mailbox;	/* NULL: support */
};

static const struct {
	const char	*name;
	struct warning	 in[SOME];
	bool		 no_list;	/* there is no template for it */
	const char	*want;		/* ticket, reader, when, subject | text */
} rows[] = {
	{ "nothing to tell", { { 0 } }, false, "" },
	{ "one: the notice itself", { { "ana", 1, "75%", 30, 0, 0 } }, false,
	    "1 ana@desk.example 06:00 Ticket 1 | 75%" },
	{ "two to one person: a list, of no ticket",
	    { { "ana", 2, "75%", 30, 0, 0 }, { "ana", 1, "50%", 60, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 2 clocks | 2 75%;1 50%;" },
	{ "as they came, not by number or time", { { "ana", 3, "50%", 90, 0, 0 },
	    { "ana", 1, "breach", 5, 0, 0 }, { "ana", 2, "75%", 30, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 3 clocks | 3 50%;1 breach;2 75%;" },
	{ "those that are over are counted, one of this instant too",
	    { { "ana", 1, "breach", -1, 0, 0 }, { "ana", 2, "breach", 0, 0, 0 },
	    { "ana", 3, "75%", 1, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 3 clocks, 2 over | 1 breach;2 breach;3 75%;" },
	{ "to each their own", { { "ana", 1, "75%", 30, 0, 0 }, { "bo", 1, "75%", 30, 0, 0 },
	    { "ana", 2, "75%", 30, 0, 0 }, { "bo", 3, "75%", 30, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 2 clocks | 1 75%;2 75%;\n"
	    "0 bo@desk.example 06:00 2 clocks | 1 75%;3 75%;" },
	{ "a list for one, a notice for the other", { { "bo", 3, "75%", 30, 0, 0 },
	    { "ana", 1, "75%", 30, 0, 0 }, { "ana", 2, "75%", 30, 0, 0 } }, false,
	    "3 bo@desk.example 06:00 Ticket 3 | 75%\n"
	    "0 ana@desk.example 06:00 2 clocks | 1 75%;2 75%;" },
	{ "one ticket's two clocks are two", { { "ana", 1, "75%", 30, 0, 0 },
	    { "ana", 1, "breach", 0, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 2 clocks, 1 over | 1 75%;1 breach;" },
	{ "an address is the same in capitals", { { "jo@a.example", 1, "75%", 30, 0, 0 },
	    { "JO@A.example", 2, "75%", 30, 0, 0 } }, false,
	    "0 jo@a.example 06:00 2 clocks | 1 75%;2 75%;" },
	{ "who sleeps reads it at their hours", { { "cy", 1, "75%", 30, 0, 0 },
	    { "cy", 2, "75%", 30, 0, 0 } }, false,
	    "0 cy@desk.example 09:00 2 clocks | 1 75%;2 75%;" },
	{ "what wakes them is not put with what waits", { { "cy", 1, "75%", 30, 0, 0 },
	    { "cy", 2, "75%", 30, "critical", 0 }, { "cy", 3, "50%", 90, 0, 0 } }, false,
	    "0 cy@desk.example 09:00 2 clocks | 1 75%;3 50%;\n"
	    "2 cy@desk.example 06:00 Ticket 2 | 75%" },
	{ "in the language of the first one's mailbox", { { "ana", 1, "75%", 30, 0, "hilfe" },
	    { "ana", 2, "breach", -5, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 2 Uhren | 1 75%;2 breach;" },
	{ "a mailbox that is gone: the first, in English",
	    { { "ana", 1, "75%", 30, 0, "gone" }, { "ana", 2, "75%", 5, 0, 0 } }, false,
	    "0 ana@desk.example 06:00 2 clocks | 1 75%;2 75%;" },
	{ "without a template each by itself", { { "ana", 1, "75%", 30, 0, 0 },
	    { "ana", 2, "50%", 60, 0, 0 } }, true,
	    "1 ana@desk.example 06:00 Ticket 1 | 75%\n2 ana@desk.example 06:00 Ticket 2 | 50%" },
};

static struct recipient *
reader_of(struct work *w, const char *to)
{
	struct recipient *r = ARENA_NEW(w->a, struct recipient);

	r->agent = agents_find(&w->conf->agents, str_c(to));
	r->address.addr = r->agent == NULL ? str_c(to) : r->agent->addresses.v[0];
	return r;
}

static struct ticket *
ticket_of(struct work *w, const struct warning *in)
{
	struct ticket *t = ARENA_NEW(w->a, struct ticket);
	struct field_value *severity = ARENA_NEW(w->a, struct field_value);

	*severity = (struct field_value){ .name = STR("severity"),
	    .value = str_c(in->severity == NULL ? "low" : in->severity) };
	*t = (struct ticket){ .id = in->ticket, .project = STR("ACME"),
	    .subject = str_printf(w->a, "Ticket %lld", (long long)in->ticket),
	    .fields = { severity, 1 } };
	return t;
}

static void
add(struct work *w, const struct warning *in)
{
	struct event *ev = ARENA_NEW(w->a, struct event);

	*ev = (struct event){ .kind = EVENT_SLA_WARNING, .ticket = ticket_of(w, in),
	    .mailbox = str_c(in->mailbox == NULL ? "support" : in->mailbox), .at = w->now,
	    .entry_kind = ENTRY_CLOCK, .sla = { .point = str_c(in->point),
	    .due = w->now + in->minutes * DESK_MINUTE } };
	digest_add(w, &(struct notice){ ev, STR("note"), reader_of(w, in->to), 1 });
}

/* Without the lists' templates, which stand last. */
static void
send_all(struct desk *d, const struct warning *in, bool no_list)
{
	size_t all = d->conf->templates.n;
	struct work w;

	while (no_list && str_eq(d->conf->templates.v[d->conf->templates.n - 1].name,
	    STR("sla-digest")))
		d->conf->templates.n--;
	desk_begin(d, &w);
	digest_open(&w);
	for (size_t i = 0; i < SOME && in[i].to != NULL; i++)
		add(&w, &in[i]);
	desk_must(&w, digest_send(&w), "send");
	tap_ok(!digest_is_open(&w), "it is closed");
	desk_commit(&w);
	d->conf->templates.n = all;
}

int
main(int argc, char **argv)
{
	struct desk d;

	desk_open(&d, argc == 2 ? argv[1] : "");
	for (size_t i = 0; i < COUNT(rows); i++) {
		desk_clear(&d);
		send_all(&d, rows[i].in, rows[i].no_list);
		tap_str(desk_ask(&d, QUERY), str_c(rows[i].want), "%s", rows[i].name);
	}
	desk_close(&d);
	return tap_done();
}
