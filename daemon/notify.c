/*
 * notify: see notify.h.  Customers of one notice share one mail, so that they
 * see each other as in any mail thread; each agent gets their own, because its
 * Reply-To proves who answers.
 */
#include "daemon/notify.h"

#include <string.h>

#include "daemon/clock.h"
#include "daemon/entry.h"
#include "daemon/log.h"
#include "daemon/outbox.h"
#include "daemon/views.h"

enum {
	RECIPIENTS_MAX = 200,
	ORIGINAL_MAX = 2 * 1024 * 1024,	/* larger ones are only listed: each agent has a copy */
};

struct recipient {
	struct address		 address;
	const struct agent	*agent;		/* NULL: customer, or an outsider */
	bool			 is_customer;
};

struct recipients {
	struct recipient	 v[RECIPIENTS_MAX];
	size_t			 n;
};

static void
add(struct recipients *rs, struct recipient r)
{
	for (size_t i = 0; i < rs->n; i++)
		if (str_ieq(rs->v[i].address.addr, r.address.addr))
			return;
	if (rs->n < RECIPIENTS_MAX && compose_address_ok(r.address.addr))
		rs->v[rs->n++] = r;
}

static void
add_agent(struct recipients *rs, const struct agent *ag)
{
	if (ag != NULL && ag->addresses.n > 0)
		add(rs, (struct recipient){ .agent = ag,
		    .address = { .name = ag->full_name, .addr = ag->addresses.v[0] } });
}

static size_t
add_team(const struct conf *conf, struct recipients *rs, struct str team)
{
	size_t before = rs->n;

	for (size_t i = 0; i < conf->n_agents && team.n > 0; i++)
		if (str_eq(conf->agents[i].team, team))
			add_agent(rs, &conf->agents[i]);
	return rs->n - before;
}

static size_t
add_role(const struct conf *conf, struct recipients *rs, enum role_agent role)
{
	size_t before = rs->n;

	for (size_t i = 0; i < conf->n_agents; i++)
		if (conf->agents[i].role == role)
			add_agent(rs, &conf->agents[i]);
	return rs->n - before;
}

static void
who_requester(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)w;
	if (ev->ticket != NULL && ev->ticket->requester_address.addr.n > 0)
		add(rs, (struct recipient){ .is_customer = true,
		    .address = ev->ticket->requester_address });
}

static void
who_participants(const struct work *w, const struct event *ev, struct recipients *rs)
{
	who_requester(w, ev, rs);
	for (size_t i = 0; ev->ticket != NULL && i < ev->ticket->participants.n; i++)
		add(rs, (struct recipient){ .is_customer = true,
		    .address = ev->ticket->participants.v[i] });
}

static void
who_leads(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(w->conf, rs, AGENT_LEAD) == 0)
		add_role(w->conf, rs, AGENT_ADMIN);
}

static void
who_admins(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	add_role(w->conf, rs, AGENT_ADMIN);
}

static void
who_team(const struct work *w, const struct event *ev, struct recipients *rs)
{
	if (ev->ticket == NULL || add_team(w->conf, rs, ev->ticket->team) == 0)
		who_leads(w, ev, rs);
}

/* Somebody must see it: the assignee, else the team, else the leads. */
static void
who_assignee(const struct work *w, const struct event *ev, struct recipients *rs)
{
	const struct agent *ag = ev->ticket == NULL || ev->ticket->assignee.n == 0 ?
	    NULL : conf_agent(w->conf, ev->ticket->assignee);

	if (ag != NULL)
		add_agent(rs, ag);
	else
		who_team(w, ev, rs);
}

static const struct {
	const char	*name;
	void		(*resolve)(const struct work *, const struct event *,
			    struct recipients *);
} who_table[] = {
	{ "requester", who_requester }, { "participants", who_participants },
	{ "assignee", who_assignee }, { "team", who_team }, { "leads", who_leads },
	{ "admins", who_admins },
};

static void
resolve(const struct work *w, const struct event *ev, struct str who,
    struct recipients *rs)
{
	for (size_t i = 0; i < sizeof(who_table) / sizeof(who_table[0]); i++)
		if (str_eq(who, str_c(who_table[i].name))) {
			who_table[i].resolve(w, ev, rs);
			return;
		}
	if (str_starts(who, STR("team:")))
		add_team(w->conf, rs, str_sub(who, 5, who.n));
	else if (str_starts(who, STR("agent:")))
		add_agent(rs, conf_agent(w->conf, str_sub(who, 6, who.n)));
	else
		add(rs, (struct recipient){ .address = { .addr = who } });
}

/* Local parts behind which nobody reads: an answer would only come back. */
static const char *const nobody[] = {
	"mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply",
	"donotreply", "do-not-reply", "bounce", "bounces", "listserv", "majordomo",
};

static bool
is_nobody(struct str address)
{
	struct str local = str_sub(address, 0, str_chr(address, '@', 0));

	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		if (str_ieq(local, str_c(nobody[i])))
			return true;
	return false;
}

/*
 * Why an automatic mail must not go to this customer, or NULL.  Raises the
 * count of the hour when it may.
 */
static int
suppressed(struct work *w, const struct event *ev, struct str address,
    const char **why)
{
	struct str folded = str_lower(w->a, address);
	struct auto_count *count;
	int h;

	*why = NULL;
	if (ev->letter != NULL && ev->letter->kind != LETTER_HUMAN)
		*why = "automatic mail is never answered automatically";
	else if (strs_has(&w->conf->letter.own_addresses, folded))
		*why = "that is an address of docket's own";
	else if (is_nobody(address))
		*why = "nobody reads that address";
	if (*why != NULL)
		return 0;
	if ((count = work_auto_count(w, folded)) == NULL) {
		h = db_queue(w->db, SQL_AUTO_COUNT, "sT", folded, w->now);
		if (work_run(w) == -1)
			return -1;
		count = work_add_auto_count(w, folded, db_i64(w->db, h, 0, 0));
	}
	if (count->n >= w->conf->auto_per_hour)
		*why = "that address had its automatic mails of this hour";
	else
		count->n++;
	return 0;
}

static int
record_suppressed(struct work *w, const struct event *ev, struct str template,
    struct str address, const char *why)
{
	struct entry en = { .kind = "rule", .author = STR("docket"),
	    .ticket = ev->ticket == NULL ? 0 : ev->ticket->id };

	entry_data(w, &en, "what", STR("mail not sent"));
	entry_data(w, &en, "template", template);
	entry_data(w, &en, "to", address);
	entry_data(w, &en, "why", str_c(why));
	return entry_add(w, &en);
}

static struct str
language_of(const struct work *w, const struct event *ev, bool is_customer)
{
	const struct mailbox *m = conf_mailbox(w->conf, ev->mailbox);
	const struct project *p = ev->ticket == NULL || !is_customer ? NULL :
	    conf_project(w->conf, ev->ticket->project);

	if (p != NULL && p->language.n > 0)
		return p->language;
	return m != NULL && m->language.n > 0 ? m->language : STR("en");
}

/* A header field's value is one line whatever a template or a subject holds. */
static struct str
one_line(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	s = str_utf8_cut(str_trim(s), LIMIT_SUBJECT - 100);
	for (size_t i = 0; i < s.n; i++)
		buf_addc(&b, (unsigned char)s.p[i] < ' ' || s.p[i] == 127 ? ' ' : s.p[i]);
	return buf_str(&b);
}

static struct str
sender_name(struct work *w, const struct event *ev, const struct mailbox *m,
    const struct recipient *to)
{
	struct str who = ev->agent != NULL ? ev->agent->full_name : ev->author.name;

	if ((to->is_customer && ev->agent == NULL) || who.n == 0 ||
	    (ev->agent != NULL && ev->agent == to->agent))
		return m->display_name;
	return str_printf(w->a, "%.*s (%.*s)", STR_ARG(one_line(w->a, who)),
	    STR_ARG(m->display_name));
}

static struct str
reply_address(struct work *w, const struct event *ev, const struct mailbox *m,
    const struct recipient *r)
{
	struct token token = { .purpose = TOKEN_REPLY, .agent = r->agent,
	    .expires = w->now + w->conf->token_lifetime * SECOND_US };

	if (ev->ticket == NULL || (r->agent == NULL && !r->is_customer))
		return m->address;
	token.ticket = ev->ticket->id;
	token.contact = r->is_customer ? ev->ticket->requester : 0;
	return token_address(w->a, w->core->keys, &token, m->address);
}

/* Customers see the thread that they know; agents one thread a ticket. */
static void
thread_headers(struct work *w, const struct event *ev, bool is_customer,
    struct mail_out *out)
{
	const struct ticket *t = ev->ticket;

	if (t == NULL)
		return;
	if (!is_customer) {
		out->in_reply_to = str_printf(w->a, "docket-ticket-%lld@%.*s",
		    (long long)t->id, STR_ARG(w->conf->message_id_domain));
		strs_add(w->a, &out->references, out->in_reply_to);
		return;
	}
	if (t->messages.n > 0)
		out->in_reply_to = t->messages.v[0];
	for (size_t i = t->messages.n; i-- > 0;)
		strs_add(w->a, &out->references, t->messages.v[i]);
}

static int
render(struct work *w, const struct template_text *tt, const struct view *view,
    struct mail_out *out)
{
	struct str subject;

	if (template_render(w->a, tt->subject, view, false, &subject, &w->err) == -1 ||
	    template_render(w->a, tt->text, view, false, &out->text, &w->err) == -1)
		return -1;
	out->subject = one_line(w->a, subject);
	return tt->html.n == 0 ? 0 :
	    template_render(w->a, tt->html, view, true, &out->html, &w->err);
}

/* Engineers get the files that came with a mail: the whole mail, as it was. */
static struct str
original(const struct event *ev, const struct recipient *to)
{
	if (to->agent == NULL || ev->ticket == NULL || ev->letter == NULL ||
	    ev->raw.n > ORIGINAL_MAX || ev->text.n == 0)
		return STR_NONE;
	for (size_t i = 0; i < ev->letter->n_attachments; i++)
		if (!ev->letter->attachments[i].is_inline)
			return ev->raw;
	return STR_NONE;
}

/* One mail to `first`, the others in copy. */
static int
write_mail(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to, size_t n)
{
	const struct mailbox *m = conf_mailbox(w->conf, ev->mailbox);
	bool customers = to->is_customer, automatic = !customers || ev->agent == NULL;
	struct str language = language_of(w, ev, customers);
	const struct template_text *tt = conf_template(w->conf, template, language);
	struct outbox_mail om = { .is_public = customers, .what = template };
	struct reader reader = { .address = to->address, .language = language,
	    .agent = to->agent };

	if (m == NULL)		/* a ticket of a mailbox that is gone */
		m = &w->conf->mailboxes[0];
	if (tt == NULL)
		return err_set(&w->err, ERR_CONF, "there is no template %.*s",
		    STR_ARG(template));
	reader.timezone = to->agent != NULL ? to->agent->timezone : STR_NONE;
	om.mail.from = (struct address){ sender_name(w, ev, m, to), m->address };
	om.mail.reply_to = reader.reply_to = reply_address(w, ev, m, to);
	om.mail.to = (struct addresses){ ARENA_ARRAY(w->a, n, struct address), 1 };
	om.mail.to.v[0] = to->address;
	om.mail.cc = (struct addresses){ om.mail.to.v + 1, n - 1 };
	for (size_t i = 0; i < n; i++) {
		om.mail.to.v[i] = to[i].address;
		strs_add(w->a, &om.recipients, to[i].address.addr);
	}
	if (render(w, tt, views_event(w, ev, &reader), &om.mail) == -1)
		return -1;
	thread_headers(w, ev, customers, &om.mail);
	om.mail.original = original(ev, to);
	om.mail.date = w->now;
	om.mail.automatic = automatic && customers;
	om.mail.generated = automatic && !customers;
	om.mail.ticket = ev->ticket == NULL ? 0 : ev->ticket->id;
	om.ticket = om.mail.ticket;
	om.mailbox = m->name;
	om.envelope_from = automatic ? STR_NONE : m->address;
	om.author = ev->agent != NULL && !automatic ? ev->agent->name : STR("docket");
	if (outbox_add(w, &om) == -1)
		return -1;
	if (customers && ev->ticket != NULL)
		strs_prepend(w->a, &ev->ticket->messages, om.mail.message_id);
	return 0;
}

/* Customers that may have this mail stay in the list. */
static int
sift_customers(struct work *w, const struct event *ev, struct str template,
    struct recipient *v, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		const char *why = NULL;

		if (ev->agent == NULL &&
		    suppressed(w, ev, v[i].address.addr, &why) == -1)
			return -1;
		if (why == NULL)
			v[kept++] = v[i];
		else if (record_suppressed(w, ev, template, v[i].address.addr, why) == -1)
			return -1;
	}
	*n = kept;
	return 0;
}

int
notify_send(struct work *w, const struct event *ev, struct str template,
    const struct strs *to)
{
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct recipient *customers;
	size_t n = 0;

	for (size_t i = 0; i < to->n; i++)
		resolve(w, ev, to->v[i], all);
	customers = ARENA_ARRAY(w->a, all->n, struct recipient);
	for (size_t i = 0; i < all->n; i++) {
		struct recipient *r = &all->v[i];

		if (r->is_customer)
			customers[n++] = *r;
		else if ((r->agent == NULL || r->agent != ev->agent) &&
		    write_mail(w, ev, template, r, 1) == -1)
			return -1;
	}
	if (sift_customers(w, ev, template, customers, &n) == -1)
		return -1;
	return n == 0 ? 0 : write_mail(w, ev, template, customers, n);
}

int
notify_agent(struct work *w, const struct event *ev, struct str template,
    const struct agent *ag)
{
	struct recipients *one = ARENA_NEW(w->a, struct recipients);

	add_agent(one, ag);
	return one->n == 0 ? 0 : write_mail(w, ev, template, one->v, 1);
}
