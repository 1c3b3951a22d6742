/* ways: see ways.h. */
#include "daemon/alert/ways.h"

#include "daemon/alert/hook.h"
#include "daemon/alert/runner.h"
#include "daemon/out/draft.h"
#include "daemon/send/lanes.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/condition.h"

/* Well below the 45 seconds after which a silent role is replaced. */
static const struct smtp_times times = { .connect = 10000, .answer = 15000, .end = 15000, .whole = 30000 };

struct server {
	const struct endpoint	*endpoint;
	const struct mailbox	*mailbox;	/* NULL: the group's own */
	struct str		 from;
	struct str		 password;
	bool			 is_down;	/* of the bulletin at hand */
};

enum way_kind { WAY_PERSON, WAY_PROGRAM, WAY_HOOK };

struct way {
	enum way_kind		 kind;
	struct str		 to;		/* as people are told of it */
	const struct agent	*reader;	/* in whose time and language; or NULL */
	bool			 owed;
};

struct ways {
	const struct conf	*conf;
	struct server		*servers;	/* in the order in which they are tried */
	size_t			 n_servers;
	struct way		*v;
	size_t			 n;
	struct runner		*runner;	/* NULL: there is no program */
	struct hook		*hook;		/* NULL: there is none */
	bool			 is_broken;
};

/* What one bulletin's ways have in common. */
struct telling {
	struct ways		*w;
	struct arena		*a;
	const struct bulletin	*bulletin;
	void			(*alive)(void *);
	void			*arg;
};

/* --- who, and by which server --- */

static void
add_way(struct ways *w, enum way_kind kind, struct str to, const struct agent *reader)
{
	w->v[w->n++] = (struct way){ .kind = kind, .to = to, .reader = reader };
}

/* What is no person's reads as the first one does. */
static const struct agent *
common_reader(const struct ways *w)
{
	return w->n > 0 ? w->v[0].reader : NULL;
}

static void
add_people(struct ways *w)
{
	const struct strs *to = &w->conf->alerting.to;
	const struct agents *all = &w->conf->agents;

	for (size_t i = 0; i < to->n; i++)
		add_way(w, WAY_PERSON, to->v[i], agents_by_address(all, to->v[i]));
	for (size_t i = 0; to->n == 0 && i < all->n; i++)
		if (all->v[i].role == AGENT_ADMIN && all->v[i].addresses.n > 0)
			add_way(w, WAY_PERSON, all->v[i].addresses.v[0], &all->v[i]);
}

static int
add_hook(struct ways *w, struct arena *a, struct strs *readable, struct err *e)
{
	if (hook_new(a, &w->conf->alerting, readable, &w->hook, e) == -1)
		return -1;
	if (w->hook != NULL)
		add_way(w, WAY_HOOK, hook_name(w->hook), common_reader(w));
	return 0;
}

static int
add_server(struct ways *w, struct arena *a, struct server s, struct strs *readable,
    struct err *e)
{
	const struct endpoint *ep = s.endpoint;

	if (ep->password_file.n > 0 && file_secret(a, ep->password_file, &s.password, e) == -1)
		return -1;
	if (ep->ca_file.n > 0)
		strs_add(a, readable, ep->ca_file);
	w->servers[w->n_servers++] = s;
	return 0;
}

static int
add_servers(struct ways *w, struct arena *a, struct strs *readable, struct err *e)
{
	const struct alerting *al = &w->conf->alerting;
	const struct mailboxes *all = &w->conf->mailboxes;
	struct str from = al->from.n > 0 ? al->from :
	    str_chr(al->smtp.user, '@', 0) != SIZE_MAX ? al->smtp.user : all->v[0].address;

	if (al->has_smtp && add_server(w, a, (struct server){ .endpoint = &al->smtp,
	    .from = from }, readable, e) == -1)
		return -1;
	for (size_t i = 0; i < all->n; i++)
		if (add_server(w, a, (struct server){ .endpoint = &all->v[i].smtp,
		    .mailbox = &all->v[i], .from = all->v[i].address }, readable, e) == -1)
			return -1;
	return 0;
}

struct ways *
ways_new(struct arena *a, const struct conf *conf, struct strs *readable, struct err *e)
{
	const struct alerting *al = &conf->alerting;
	struct ways *w = ARENA_NEW(a, struct ways);

	w->conf = conf;
	w->v = ARENA_ARRAY(a, al->to.n + conf->agents.n + 2, struct way);
	w->servers = ARENA_ARRAY(a, conf->mailboxes.n + 1, struct server);
	add_people(w);
	if (al->command.n > 0) {
		if ((w->runner = runner_new(a, al->command, e)) == NULL)
			return NULL;
		add_way(w, WAY_PROGRAM, al->command, common_reader(w));
	}
	return add_hook(w, a, readable, e) == -1 || add_servers(w, a, readable, e) == -1 ?
	    NULL : w;
}

size_t
ways_count(const struct ways *w)
{
	return w->n;
}

bool
ways_are_owed(const struct ways *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].owed)
			return true;
	return false;
}

void
ways_forgive(struct ways *w)
{
	for (size_t i = 0; i < w->n; i++)
		w->v[i].owed = false;
}

bool
ways_are_broken(const struct ways *w)
{
	return w->is_broken;
}

/* --- by mail --- */

static int
compose(const struct telling *t, const struct way *way, const struct server *s,
    struct str *bytes, struct err *e)
{
	struct address to = { STR_NONE, way->to };
	struct bulletin_text text;
	struct mail_out m = { .from = { STR("docket"), s->from }, .to = { &to, 1 },
	    .message_id = draft_message_id(t->a, 0, t->w->conf->message_id_domain),
	    .date = t->bulletin->at, .generated = true };

	if (bulletin_write(t->a, t->w->conf, t->bulletin, way->reader, &text, e) == -1)
		return -1;
	m.subject = text.subject;
	m.text = text.text;
	return compose_mail(t->a, &m, bytes, e);
}

static void
send_by(const struct telling *t, const struct way *way, struct server *s,
    struct smtp_result *r)
{
	struct smtp_mail mail = { .from = s->from, .recipient = way->to };
	struct smtp *smtp;
	struct err e;

	*r = (struct smtp_result){ .outcome = SEND_TEMPORARY };
	if (compose(t, way, s, &mail.bytes, &e) == -1) {
		r->reply = str_dup(t->a, str_c(e.text));
		return;
	}
	smtp = smtp_new(s->endpoint, s->password, lanes_helo(s->from), &times, NULL);
	smtp_send(smtp, t->a, &mail, r);
	smtp_free(smtp);
	s->is_down = r->server_down || r->about_us;
	if (t->alive != NULL)
		t->alive(t->arg);
}

/* Where all of a mailbox's mail waits, this would wait too. */
static bool
is_closed(const struct bulletin *b, const struct server *s)
{
	return s->is_down || (s->mailbox != NULL &&
	    (troubles_find(&b->open, condition_word(CONDITION_QUEUE_STOPPED),
	    s->mailbox->name) != NULL || troubles_find(&b->open,
	    condition_word(CONDITION_QUEUE_PAUSED), s->mailbox->name) != NULL));
}

static struct str
server_name(struct arena *a, const struct server *s)
{
	return str_printf(a, "%.*s:%u", STR_ARG(s->endpoint->host), (unsigned)s->endpoint->port);
}

static void
report(const struct telling *t, struct way_reports *out, struct way_report r)
{
	out->v = array_grow(t->a, out->v, out->n, sizeof(*out->v));
	out->v[out->n++] = r;
}

/* Each server that may take it in turn; what is refused for good is not owed. */
static bool
tell_person(const struct telling *t, struct way *way, struct way_reports *out)
{
	struct smtp_result r = { .outcome = SEND_TEMPORARY };
	size_t tried = 0;

	for (size_t i = 0; i < t->w->n_servers && r.outcome != SEND_OK; i++) {
		struct server *s = &t->w->servers[i];

		if (is_closed(t->bulletin, s))
			continue;
		tried++;
		send_by(t, way, s, &r);
		report(t, out, (struct way_report){ .to = way->to, .by = server_name(t->a, s),
		    .ok = r.outcome == SEND_OK, .text = r.reply });
	}
	if (tried == 0)
		report(t, out, (struct way_report){ .to = way->to, .text = STR("no server: "
		    "the mail of each mailbox waits, and the group alert has no smtp") });
	way->owed = r.outcome != SEND_OK && r.outcome != SEND_PERMANENT;
	return r.outcome == SEND_OK;
}

/* --- by the program --- */

static bool
tell_program(const struct telling *t, struct way *way, struct way_reports *out)
{
	const struct ways *w = t->w;
	struct bulletin_text text;
	struct err e;
	int rc = bulletin_write(t->a, w->conf, t->bulletin, way->reader, &text, &e);

	if (rc == 0)
		rc = runner_run(w->runner, &text, troubles_kinds(t->a, &t->bulletin->open),
		    t->bulletin->open.n, &e);
	if (rc == -1 && e.kind == ERR_BUG)
		t->w->is_broken = true;
	way->owed = rc == -1;
	report(t, out, (struct way_report){ .to = way->to, .ok = rc == 0,
	    .text = rc == 0 ? STR("exit status 0") : str_dup(t->a, str_c(e.text)) });
	if (t->alive != NULL)
		t->alive(t->arg);
	return rc == 0;
}

/* --- by the webhook --- */

static bool
tell_hook(const struct telling *t, struct way *way, struct way_reports *out)
{
	enum send_outcome outcome = SEND_TEMPORARY;
	struct bulletin_text text;
	struct str reply;
	struct err e;

	if (bulletin_write(t->a, t->w->conf, t->bulletin, way->reader, &text, &e) == -1)
		reply = str_dup(t->a, str_c(e.text));
	else
		outcome = hook_call(t->w->hook, t->a, t->bulletin, &text, &reply);
	way->owed = outcome == SEND_TEMPORARY;
	report(t, out, (struct way_report){ .to = way->to, .ok = outcome == SEND_OK,
	    .text = reply });
	if (t->alive != NULL)
		t->alive(t->arg);
	return outcome == SEND_OK;
}

static bool	(*const tells[])(const struct telling *, struct way *, struct way_reports *) = {
	[WAY_PERSON] = tell_person, [WAY_PROGRAM] = tell_program, [WAY_HOOK] = tell_hook,
};

size_t
ways_tell(struct ways *w, struct arena *a, const struct bulletin *b, bool owed,
    void (*alive)(void *), void *arg, struct way_reports *out)
{
	const struct telling t = { w, a, b, alive, arg };
	size_t told = 0;

	*out = (struct way_reports){ 0 };
	for (size_t i = 0; i < w->n_servers; i++)
		w->servers[i].is_down = false;
	for (size_t i = 0; i < w->n; i++) {
		struct way *way = &w->v[i];

		if (owed && !way->owed)
			continue;
		told += tells[way->kind](&t, way, out);
	}
	return told;
}
