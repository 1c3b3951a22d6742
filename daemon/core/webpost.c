/*
 * webpost: see webpost.h.  All of a request is a stranger's: it names a form by its path, and
 * who sends it is known by cookies and tokens alone.
 */
#include "daemon/core/webpost.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/core/mailin.h"
#include "daemon/core/session.h"
#include "daemon/core/webenter.h"
#include "daemon/core/webmail.h"
#include "daemon/core/websign.h"
#include "daemon/core/webwait.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "sql.h"

enum {
	FORM_MAX = 64			/* letters of a form's number */
};

const struct web_form webpost_forms[] = {
	/* Who somebody is. */
	{ "/sign-in", WEB_ANYBODY, "address", websign_ask },
	{ "/in/$", WEB_ANYBODY, "code, by another browser", webenter_by_link },
	{ "/sign-out", WEB_SIGNED_IN, "everywhere, or not", webenter_leave },
	{ "/t/#/$/code", WEB_ANYBODY, "none: it asks for a code", websign_ask_code },
	{ "/t/#/$/confirm", WEB_ANYBODY, "code", webenter_by_code },
	/* Customers, signed in or with a ticket's link and its code. */
	{ "/t/#/$/reply", WEB_CUSTOMER, "text, file …", webmail_reply },
	{ "/t/#/$/close", WEB_CUSTOMER, "text, or not", webmail_order },
	{ "/t/#/$/reopen", WEB_CUSTOMER, "text", webmail_order },
	{ "/t/#/$/severity", WEB_CUSTOMER, "severity", webmail_order },
	{ "/requests/new", WEB_CUSTOMER, "mailbox, subject, text, field.NAME …, file …",
	    webmail_new },
	{ "/requests/#/reply", WEB_CUSTOMER, "text, file …", webmail_reply },
	{ "/requests/#/close", WEB_CUSTOMER, "text, or not", webmail_order },
	{ "/requests/#/reopen", WEB_CUSTOMER, "text", webmail_order },
	{ "/requests/#/severity", WEB_CUSTOMER, "severity", webmail_order },
	/* Engineers: lines of commands and a text, as in a mail of theirs. */
	{ "/tickets/new", WEB_AGENT, "mailbox, requester, subject, text, do …, file …",
	    webmail_agent_new },
	{ "/tickets/#/reply", WEB_AGENT, "text, do …, file …", webmail_agent_reply },
	{ "/tickets/#/note", WEB_AGENT, "text, do …, file …", webmail_agent_note },
	{ "/tickets/#/do", WEB_AGENT, "verb and value, or do …: \"VERB VALUE\"; text, or not",
	    webmail_agent_do },
	{ NULL },
};

const char *const webpost_said[] = {
	"mailed",		/* if the address is known, a link, or a code, was mailed there */
	"code",			/* that code is wrong */
	"late",			/* the link or code is too old */
	"spent",		/* … was used */
	"tries",		/* … had too many wrong codes: ask for another */
	"again",		/* the form was too old, or from elsewhere: send it again */
	"sign-in",		/* nobody is signed in any more */
	"refused",		/* they may not do that, or there is no such ticket */
	"empty",		/* something that is wanted was not filled in */
	"large",		/* too large for a mail */
	"many",			/* too much in an hour or a day */
	"busy",			/* the database is away: later */
	"done",			/* it was read */
	"waiting",		/* it was stored, and is being read */
	"out",			/* signed out */
	NULL,
};

/* --- what a request has --- */

/* One piece of a path: a number, a token, or the word itself. */
static bool
fits(struct web_post *p, struct str want, struct str is)
{
	if (str_eq(want, STR("#")))
		return is.n > 0 && is.n <= 18 && str_i64(is, &p->ticket) && p->ticket > 0;
	if (str_eq(want, STR("$"))) {
		p->token = is;
		return is.n > 0 && is.n <= 128;
	}
	return str_eq(want, is);
}

static bool
is_path(struct web_post *p, const char *pattern)
{
	struct str want = str_c(pattern), is = p->req->path, a, b;

	p->ticket = 0;
	p->token = STR_NONE;
	while (want.n > 0 && is.n > 0) {
		str_split(&want, '/', &a);
		str_split(&is, '/', &b);
		if (!fits(p, a, b))
			return false;
	}
	return want.n == 0 && is.n == 0;
}

/* --- who, and whether it is theirs --- */

/* By the link of the path, else by the session.  1; 0 with p->said; -1. */
static int
find_person(struct web_post *p)
{
	bool by_link = str_starts(str_c(p->form->path), STR("/t/")), ended;
	int found;

	p->cookie = by_link ? p->req->code : p->req->session;
	found = by_link ? web_link_find(p->c->db, p->a, p->c->conf, p->ticket, p->token,
	    p->req->code, clock_now(), &p->who, &ended, &p->e) : web_session_find(p->c->db, p->a,
	    p->c->conf, p->req->session, clock_now(), &p->who, &p->e);
	if (found != 1) {
		p->said = "sign-in";
		if (!by_link)
			p->location = STR("/sign-in");
		return found == -1 ? -1 : 0;
	}
	if (!p->who.may_write || (p->form->who == WEB_AGENT && p->who.agent == NULL) ||
	    (p->form->who == WEB_CUSTOMER && p->who.agent != NULL)) {
		p->said = "refused";
		return 0;
	}
	return 1;
}

/* 1: it is theirs and new; 0 with the answer; -1. */
static int
check_form(struct web_post *p)
{
	struct str number = webform_field(p, STR("form"));
	struct sql_web_form_find_row row;
	struct sql_web_form_find h;

	if (!web_csrf_is(p->cookie, webform_field(p, STR("csrf"))) || number.n == 0 ||
	    number.n > FORM_MAX) {
		p->said = "again";
		return 0;
	}
	webenter_seen(p);
	h = sql_web_form_find(p->c->db, webform_hash(p));
	if (db_run(p->c->db, &p->e) == -1)
		return -1;
	if (!sql_web_form_find_row(p->c->db, h, 0, &row))
		return 1;
	p->location = str_dup(p->a, row.location);
	p->said = "done";
	return 0;
}

/* --- answers --- */

static struct page_answer
answer_of(struct web_post *p)
{
	struct str location = p->location.n > 0 ? p->location : webform_back(p);

	return (struct page_answer){ .id = p->req->id, .status = 303,
	    .location = webwait_said(p->a, location, p->said), .cookies = p->cookies };
}

/* The answer lives as long as it waits. */
static void
wait_for(struct core *c, struct web_post *p)
{
	struct web_wait v = { .a = p->a, .raw = p->raw, .is_new = p->ticket == 0,
	    .is_agents = p->who.agent != NULL, .answer = answer_of(p) };

	webwait_add(c, &v);
}

/* --- a request --- */

static int
run(struct web_post *p)
{
	int may;

	for (p->form = webpost_forms; p->form->path != NULL; p->form++)
		if (is_path(p, p->form->path))
			break;
	if (p->form->path == NULL) {
		p->form = NULL;
		p->said = "refused";
		return 0;
	}
	if (p->form->who != WEB_ANYBODY) {
		if ((may = find_person(p)) != 1 || (may = check_form(p)) != 1)
			return may;
	}
	return p->form->run(p);
}

static void
take(struct core *c, struct arena *a, const struct page_request *req, bool *waits)
{
	struct web_post p = { .c = c, .a = a, .req = req };
	struct page_answer answer;

	if (!c->conf->portal.on || c->db == NULL || c->stop_at != 0 || !core_can_store(c)) {
		p.said = "busy";
	} else if (run(&p) == -1) {
		p.said = "busy";
		core_failed(c, &p.e, "form of the portal not taken");
	} else if (p.raw != 0) {
		wait_for(c, &p);
		core_take_pending(c);
		*waits = true;
		return;
	}
	answer = answer_of(&p);
	webwait_send(c, &answer);
}

void
webpost_take(void *self, const struct message *m)
{
	struct core *c = self;
	struct arena *a;
	struct page_request req;
	bool waits = false;

	if (m->type != MSG_POST)
		return;
	a = arena_new();
	if (page_request_unpack(a, str_dup(a, m->body), &req) == -1)
		log_error("web sent a request that makes no sense");
	else
		take(c, a, &req, &waits);
	if (!waits)
		arena_free(a);
}
