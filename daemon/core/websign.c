/* websign: see websign.h.  An address is a stranger's text, and mailed to is only what we have. */
#include "daemon/core/websign.h"

#include "daemon/core/session.h"
#include "daemon/out/signinmail.h"
#include "daemon/out/tally.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/reach.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"
#include "sql.h"

enum {
	LINK_MINUTES = 15,
	AT_ONCE = 16,			/* mails of one transaction */
	TYPED_MAX = 254,
	PROGRAM_MAX = 300,
	ANYWHERE = 3			/* times what one network may ask for an address: nobody is */
					/* kept out by one who asks too often in their name */
};

/* An address of the next hop's, or its network: a phone has many of one /64. */
struct str
websign_network(struct arena *a, struct str address)
{
	size_t end = 0, colons = 0;

	if (str_chr(address, ':', 0) == SIZE_MAX || str_chr(address, '.', 0) != SIZE_MAX)
		return str_dup(a, str_utf8_cut(address, 64));
	while (end < address.n && (address.p[end] != ':' || ++colons < 4))
		end++;
	return str_printf(a, "%.*s::/64", STR_ARG(str_sub(address, 0, end)));
}

struct str
websign_program(const struct web_post *p)
{
	return str_utf8_cut(p->req->program, PROGRAM_MAX);
}

/* What knows this browser again, its own or a new one. */
static struct str
browser_cookie(struct web_post *p)
{
	struct str cookie = web_is_secret(p->req->code) ? p->req->code : web_secret(p->a);

	webform_cookie(p, WEB_COOKIE_CODE, cookie, p->c->conf->portal.session);
	return cookie;
}

static int
failed(struct web_post *p, struct work *w)
{
	p->e = w->err;
	work_rollback(w);
	return -1;
}

/* --- asking --- */

/* Letters of an address, so far; whether there is such a person is nobody's business. */
static bool
is_address(struct str s)
{
	return s.n > 2 && s.n <= TYPED_MAX && address_is_safe(s);
}

/* `typed` waits to be looked at.  Of a ticket's link it is known whose it is. */
static int
ask(struct web_post *p, struct str typed, const struct web_person *of)
{
	struct web_hashed browser = web_hashed(browser_cookie(p));
	struct str network = websign_network(p->a, p->req->address);
	struct work w;
	int64_t n;

	work_begin(&w, &p->c->state, p->c->db, p->a);
	if (tally_count(&w, TALLY_SIGN_IN_NETWORK, network, &n) == -1)
		return failed(p, &w);
	if (n >= w.conf->portal.mails_per_hour_network) {
		p->said = "many";
		return work_rollback(&w);
	}
	tally_add(&w, TALLY_SIGN_IN_NETWORK, network, 1);
	sql_web_proof_ask(w.db, &(struct sql_web_proof_ask_in){ .browser = web_bytes(&browser),
	    .typed = typed, .network = network, .program = websign_program(p), .now = w.now,
	    .expires_at = w.now + (int64_t)LINK_MINUTES * 60 * SECOND_US,
	    .contact = of == NULL ? 0 : of->contact, .ticket = of == NULL ? 0 : p->ticket });
	if (work_commit(&w) == -1)
		return failed(p, &w);
	p->c->sign_wait = true;
	p->said = "mailed";
	return 0;
}

int
websign_ask(struct web_post *p)
{
	struct str typed = domain_key(p->a, str_trim(webform_field(p, STR("address"))));

	p->location = STR("/sign-in");
	if (!is_address(typed)) {
		p->said = "empty";
		return 0;
	}
	return ask(p, typed, NULL);
}

/* Where the page of the link is. */
static struct str
link_page(const struct web_post *p)
{
	return str_printf(p->a, "/t/%lld/%.*s", (long long)p->ticket, STR_ARG(p->token));
}

int
websign_link(struct web_post *p, struct web_person *who)
{
	bool ended;

	p->location = link_page(p);
	return web_link_find(p->c->db, p->a, p->c->conf, p->ticket, p->token, p->req->code,
	    clock_now(), who, &ended, &p->e);
}

int
websign_ask_code(struct web_post *p)
{
	struct web_person who;
	int found = websign_link(p, &who);

	return found != 1 ? found : ask(p, who.address, &who);
}

/* --- what was asked --- */

struct wish {				/* one of them, and whose it turned out to be */
	struct sql_web_proof_waiting_row row;
	struct sql_web_contact	 asked;
	struct sign_in		 mail;
	int64_t			 contact;
};

/* The address as it is in agents.conf: what was typed may only look like it. */
static bool
is_agents(struct work *w, struct wish *v)
{
	const struct agent *ag = agents_by_address(&w->conf->agents, v->row.typed);

	if (ag == NULL || v->row.ticket != 0 || !w->conf->portal.agents)
		return false;
	for (size_t i = 0; i < ag->addresses.n; i++)
		if (str_eq(ag->addresses.v[i], v->row.typed))
			v->mail.to = (struct address){ ag->full_name, ag->addresses.v[i] };
	v->mail.agent = ag;
	return v->mail.to.addr.n > 0;
}

static bool
is_contacts(struct work *w, struct wish *v)
{
	struct sql_web_contact_row row;

	if (!w->conf->portal.customers || !sql_web_contact_row(w->db, v->asked, 0, &row) ||
	    (v->row.contact != 0 && v->row.contact != row.contact))
		return false;
	v->contact = row.contact;
	v->mail.project = str_dup(w->a, row.project);
	v->mail.to = (struct address){ str_dup(w->a, row.name), str_dup(w->a, row.address) };
	return true;
}

static int
find_wishes(struct work *w, struct wish *v, size_t *n)
{
	struct sql_web_proof_waiting h = sql_web_proof_waiting(w->db, AT_ONCE);

	if (work_run(w) == -1)
		return -1;
	for (*n = 0; *n < AT_ONCE && sql_web_proof_waiting_row(w->db, h, *n, &v[*n].row); ++*n) {
		v[*n].row.typed = str_dup(w->a, v[*n].row.typed);
		v[*n].row.network = str_dup(w->a, v[*n].row.network);
		v[*n].row.program = str_dup(w->a, v[*n].row.program);
	}
	if (*n == 0)
		return 0;
	for (size_t i = 0; i < *n; i++) {
		v[i].asked = sql_web_contact(w->db, v[i].row.typed);
		reach_want(w, v[i].row.typed);
	}
	reach_ask(w);
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; i < *n; i++)		/* before anything else runs */
		if (!is_agents(w, &v[i]))
			is_contacts(w, &v[i]);
	reach_learn(w);
	return 0;
}

/* 1: it may be mailed; 0: not now, or there is nobody. */
static int
may_mail(struct work *w, const struct wish *v)
{
	struct str to = v->mail.to.addr, person, pair;
	const struct reach *against;
	int64_t n, all, most = w->conf->portal.mails_per_hour;

	if (to.n == 0)
		return 0;
	person = address_person(w->a, to);
	pair = str_printf(w->a, "%.*s %.*s", STR_ARG(person), STR_ARG(v->row.network));
	if (reach_find(w, to, &against) == -1 || tally_count(w, TALLY_SIGN_IN, pair, &n) == -1 ||
	    tally_count(w, TALLY_SIGN_IN_ADDRESS, person, &all) == -1)
		return -1;
	if (reach_is_off(w, against) || n >= most || all >= ANYWHERE * most) {
		log_info("sign-in not mailed", { "address", LOG_S(to) },
		    { "network", LOG_S(v->row.network) }, { "why", LOG_C(reach_is_off(w, against) ?
		    "mail comes back from there" : "asked too often in this hour") });
		return 0;
	}
	tally_add(w, TALLY_SIGN_IN, pair, 1);
	tally_add(w, TALLY_SIGN_IN_ADDRESS, person, 1);
	return 1;
}

static int
mail_wish(struct work *w, struct wish *v)
{
	struct sql_web_proof_known_in known = { .id = v->row.id, .contact = v->row.contact };
	struct web_hashed token;
	int may = may_mail(w, v);

	if (may == -1)
		return -1;
	v->mail.ticket = v->row.ticket;
	v->mail.network = v->row.network;
	v->mail.program = v->row.program;
	v->mail.until = v->row.expires_at;
	if (may == 1) {
		if (signinmail_send(w, &v->mail, token.v) == -1)
			return -1;
		known.token = web_bytes(&token);
		known.agent = v->mail.agent == NULL ? STR_NONE : v->mail.agent->name;
		known.contact = v->contact;
		known.address = v->mail.to.addr;
		log_info("sign-in mailed", { "address", LOG_S(known.address) },
		    { "network", LOG_S(v->row.network) }, { "ticket", LOG_I(v->row.ticket) });
	}
	sql_web_proof_known(w->db, &known);
	return 0;
}

static int
step(struct work *w, size_t *n)
{
	struct wish *v = ARENA_ARRAY(w->a, AT_ONCE, struct wish);

	if (find_wishes(w, v, n) == -1)
		return -1;
	for (size_t i = 0; i < *n; i++)
		if (mail_wish(w, &v[i]) == -1)
			return -1;
	return 0;
}

void
websign_step(struct core *c)
{
	struct work w;
	size_t n = 0;

	if (!c->conf->portal.on || !c->sign_wait || c->db == NULL || core_is_held(c) ||
	    c->stop_at != 0)
		return;
	work_begin(&w, &c->state, c->db, c->batch);
	if (step(&w, &n) == -1 || work_commit(&w) == -1) {
		core_failed(c, &w.err, "sign-in not mailed");
		c->sign_wait = core_is_held(c);		/* else with the next look */
	} else {
		c->sign_wait = n == AT_ONCE;
		if (w.deliveries > 0)
			c->next_delivery = 1;
	}
	arena_reset(c->batch);
}
