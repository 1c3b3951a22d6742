/* rulestried: see rulestried.h. */
#include "daemon/ctl/rulestried.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/text.h"
#include "daemon/role/channel.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/away.h"
#include "daemon/trial/copy.h"
#include "daemon/trial/deed.h"
#include "daemon/trial/expect.h"
#include "parsers/base/array.h"

enum { HEAD = 10 };			/* columns of what stands before a line */

/* What of a ticket is told, in this order; fields follow. */
static const char *const told[] = {
	"subject", "project", "mailbox", "from", "type", "status", "assignee", "team", "tags", "sla",
};

static struct str
value_text(struct ctl *ctl, struct trial *tr, int64_t ticket, struct str name)
{
	struct strs v = trial_value(tr, ticket, name);

	return strs_join(ctl->a, &v, ", ");
}

static void
put(struct ctl *ctl, struct buf *b, const char *head, struct str line)
{
	text_hang(b, str_printf(ctl->a, "%-*s", HEAD, head), text_safe(ctl->a, line), CTL_WIDTH);
}

static void
put_value(struct ctl *ctl, struct buf *b, struct str name, struct str value)
{
	if (value.n > 0)
		put(ctl, b, "", str_printf(ctl->a, "%.*s: %.*s", STR_ARG(name), STR_ARG(value)));
}

static void
put_ticket(const struct tried *t, struct trial *tr, struct buf *b, int64_t id)
{
	const struct field_defs *fields = &t->ctl->conf->fields;

	put(t->ctl, b, "ticket", str_printf(t->ctl->a, "#%" PRId64, id));
	for (size_t i = 0; i < COUNT(told); i++)
		put_value(t->ctl, b, str_c(told[i]), value_text(t->ctl, tr, id, str_c(told[i])));
	for (size_t i = 0; i < fields->n; i++)
		put_value(t->ctl, b, fields->v[i].name,
		    value_text(t->ctl, tr, id, fields->v[i].name));
}

static void
put_traces(const struct tried *t, struct trial *tr, struct buf *b)
{
	const struct trial_trace *v;
	size_t n = trial_traces(tr, &v);

	for (size_t i = 0; i < n; i++) {
		put(t->ctl, b, "rule", str_printf(t->ctl->a, "%.*s (%s): %.*s",
		    STR_ARG(v[i].rule->name), event_word(v[i].event),
		    STR_ARG(expect_outcome(t->ctl->a, &v[i]))));
		for (size_t k = 0; k < v[i].refused.n; k++)
			put(t->ctl, b, "", v[i].refused.v[k]);
	}
	if (n == 0)
		put(t->ctl, b, "rule", STR("none is on what happened"));
}

/* Not folded: it is what goes out. */
static void
put_body(struct ctl *ctl, struct buf *b, struct str text)
{
	struct str rest = text_safe_lines(ctl->a, text), line;

	while (str_line(&rest, &line))
		buf_printf(b, "  | %.*s\n", STR_ARG(line));
}

static void
put_mails(const struct tried *t, struct trial *tr, struct buf *b)
{
	struct trial_mail *v;
	size_t n = trial_mails(tr, &v);

	for (size_t i = 0; i < n; i++) {
		put(t->ctl, b, "mail", str_printf(t->ctl->a, "%.*s to %.*s: %.*s%s",
		    STR_ARG(v[i].template), STR_ARG(strs_join(t->ctl->a, &v[i].to, ", ")),
		    STR_ARG(v[i].subject), v[i].withheld ? " (withheld)" : ""));
		if (t->full)
			put_body(t->ctl, b, v[i].text);
	}
	if (n == 0)
		put(t->ctl, b, "mail", STR("none goes out"));
}

static void
print_text(const struct tried *t, struct trial *tr)
{
	struct strs kept = trial_kept(tr);
	struct buf b;

	buf_init(&b, t->ctl->a);
	for (size_t i = 0; i < kept.n; i++)
		put(t->ctl, &b, "kept", str_printf(t->ctl->a, "for people: %.*s",
		    STR_ARG(kept.v[i])));
	for (size_t i = 0; i < trial_tickets(tr); i++)
		put_ticket(t, tr, &b, trial_number(tr, i));
	if (trial_tickets(tr) == 0)
		put(t->ctl, &b, "ticket", STR("none"));
	put_traces(t, tr, &b);
	put_mails(t, tr, &b);
	fputs(buf_str(&b).p, stdout);
}

static void
ticket_json(const struct tried *t, struct trial *tr, struct json *j, int64_t id)
{
	const struct field_defs *fields = &t->ctl->conf->fields;
	struct strs tags = trial_value(tr, id, STR("tags"));

	json_open_object(j, NULL);
	json_int(j, "id", id);
	for (size_t i = 0; i < COUNT(told); i++)
		if (!str_eq(str_c(told[i]), STR("tags")))
			json_str_or_null(j, told[i], value_text(t->ctl, tr, id, str_c(told[i])));
	json_strs(j, "tags", &tags);
	json_open_object(j, "fields");
	for (size_t i = 0; i < fields->n; i++)
		json_str_or_null(j, str_dup(t->ctl->a, fields->v[i].name).p,
		    value_text(t->ctl, tr, id, fields->v[i].name));
	json_close(j);
	json_close(j);
}

static void
trace_json(const struct tried *t, struct json *j, const struct trial_trace *v)
{
	json_open_object(j, NULL);
	json_str(j, "rule", v->rule->name);
	json_str(j, "event", str_c(event_word(v->event)));
	json_bool(j, "fired", v->outcome == RULE_FIRED || v->outcome == RULE_UNCHANGED);
	json_str(j, "outcome", str_c(rule_outcome_words[v->outcome]));
	json_str(j, "why", expect_outcome(t->ctl->a, v));
	json_strs(j, "refused", &v->refused);
	json_close(j);
}

static void
mail_json(const struct tried *t, struct json *j, const struct trial_mail *m)
{
	json_open_object(j, NULL);
	json_strs(j, "to", &m->to);
	json_str(j, "template", m->template);
	json_str(j, "subject", m->subject);
	json_bool(j, "withheld", m->withheld);
	if (t->full)
		json_str(j, "text", m->text);
	json_close(j);
}

static void
print_json(const struct tried *t, struct trial *tr)
{
	struct json j = ctl_json_new(t->ctl);
	struct strs kept = trial_kept(tr);
	const struct trial_trace *traces;
	struct trial_mail *mails;
	size_t n;

	json_open_object(&j, NULL);
	json_strs(&j, "kept", &kept);
	json_open_array(&j, "tickets");
	for (size_t i = 0; i < trial_tickets(tr); i++)
		ticket_json(t, tr, &j, trial_number(tr, i));
	json_close(&j);
	json_open_array(&j, "rules");
	n = trial_traces(tr, &traces);
	for (size_t i = 0; i < n; i++)
		trace_json(t, &j, &traces[i]);
	json_close(&j);
	json_open_array(&j, "mails");
	n = trial_mails(tr, &mails);
	for (size_t i = 0; i < n; i++)
		mail_json(t, &j, &mails[i]);
	json_close(&j);
	json_close(&j);
	ctl_json_print(t->ctl, &j);
}

/* `e`: what kept it from being tried; NULL: nothing did. */
static int
tell(const struct tried *t, struct trial *tr, const struct err *e)
{
	int status = e == NULL ? CTL_OK : ctl_err(e);

	if (e == NULL && t->ctl->json)
		print_json(t, tr);
	else if (e == NULL)
		print_text(t, tr);
	trial_end(tr);
	return status;
}

int
tried_mail(const struct tried *t, const char *path)
{
	struct trial_letter letter = { 0 };
	struct trial *tr;
	struct err e;

	if (t->mailbox != NULL) {
		letter.mailbox = str_c(t->mailbox);
		if (mailboxes_find(&t->ctl->conf->mailboxes, letter.mailbox) == NULL)
			return ctl_fail(CTL_DATA, "there is no mailbox %s", t->mailbox);
	}
	if (t->by != NULL && (letter.by = agents_find(&t->ctl->conf->agents, str_c(t->by))) == NULL)
		return ctl_fail(CTL_DATA, "there is no agent %s", t->by);
	if (file_read(t->ctl->a, path, CHANNEL_MAX, &letter.raw, &e) == -1 ||
	    (tr = trial_begin(t->ctl->a, t->ctl->conf, clock_now(), &e)) == NULL)
		return ctl_err(&e);
	return tell(t, tr, trial_mail(tr, &letter, &e) == -1 ? &e : NULL);
}

/* The ticket as it is, and who is away, copied out of the database. */
static int
try_event(const struct tried *t, struct trial *tr, int64_t number, struct err *e)
{
	const struct case_step step = { .deed = CASE_EVENT, .event = str_c(t->event),
	    .by = t->by == NULL ? STR_NONE : str_c(t->by),
	    .body = t->text == NULL ? STR_NONE : str_c(t->text),
	    .clock = t->clock == NULL ? STR_NONE : str_c(t->clock),
	    .point = t->point == NULL ? STR_NONE : str_c(t->point) };

	return away_load(&tr->core, t->ctl->db, e) == -1 ||
	    copy_ticket(tr, t->ctl->db, number, e) == -1 ? -1 : deed_event(tr, &step, e);
}

int
tried_event(const struct tried *t)
{
	struct strs events = conf_names(t->ctl->a, event_words);
	int64_t number = t->ticket == NULL ? -1 : ctl_ticket(t->ticket);
	struct trial *tr;
	struct err e;
	int status;

	if (t->ticket == NULL || t->event == NULL)
		return ctl_usage(t->ctl, "--ticket and --event go together");
	if (number == -1)
		return ctl_usage(t->ctl, "'%s' is no ticket's number", t->ticket);
	if (!strs_has(&events, str_c(t->event)))
		return ctl_no_such(t->ctl, "event", t->event, &events);
	if ((status = ctl_db(t->ctl)) != CTL_OK)
		return status;
	if ((tr = trial_begin(t->ctl->a, t->ctl->conf, clock_now(), &e)) == NULL)
		return ctl_err(&e);
	return tell(t, tr, try_event(t, tr, number, &e) == -1 ? &e : NULL);
}
