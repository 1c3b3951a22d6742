/*
 * docketctl new: a ticket that people here open, as #new does by mail.  Its text, from
 * standard input, stays among engineers; rules run as on any new ticket, but that no
 * customer gets an acknowledgement of what they never wrote.
 */
#include "daemon/ctl/core.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/act/act.h"
#include "daemon/act/cc.h"
#include "daemon/intake/opening.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "sql.h"

enum { AGAIN = -1, TEXT_MAX = 1024 * 1024 };	/* AGAIN: as do.c's */

struct made {
	struct ctl		*ctl;
	struct opening		 opening;
	struct str		 text;
	const struct agent	*agent;
	struct core_state	 core;
	struct work		 w;
	struct ticket		*t;
};

/* --- what is asked --------------------------------------------------------- */

/* As #requester and #project take them, by the same checks. */
static int
check(struct made *m, enum verb_id id, const char *value)
{
	struct work w = { .core = &m->core, .conf = m->ctl->conf, .a = m->ctl->a };
	struct ticket none = { .mailbox = m->opening.mailbox };
	struct actor actor = { .door = DOOR_CTL, .agent = m->agent };
	struct order o = { .verb = verb_row(id), .value = str_c(value) };
	struct prospect p;
	struct why *why;

	none.project = opening_project(m->ctl->conf, &m->opening);
	ticket_begin(&none, conf_type(m->ctl->conf, none.project, none.mailbox));
	act_prospect(&p, &w, &none, &actor);
	if ((why = act_check(&p, &o)) != NULL)
		return ctl_fail(CTL_DATA, "%s", why_text(m->ctl->a, STR_NONE, why).p);
	if (id == VERB_PROJECT)
		m->opening.project = o.value;
	else
		requester_read(m->ctl->a, o.value, &m->opening.requester);
	return CTL_OK;
}

static int
ask_mailbox(struct made *m, const char *name)
{
	const struct mailboxes *all = &m->ctl->conf->mailboxes;

	if (name != NULL && mailboxes_find(all, str_c(name)) == NULL)
		return ctl_fail(CTL_DATA, "there is no mailbox %s in docket.conf", name);
	m->opening.mailbox = name != NULL ? str_c(name) : all->v[0].name;
	return CTL_OK;
}

static int
ask_subject(struct made *m, const char *subject)
{
	struct str s = str_trim(str_c(subject));

	if (s.n == 0 || s.n > LIMIT_COMMAND_LINE || !str_is_utf8(s) ||
	    str_chr(s, '\n', 0) != SIZE_MAX || str_chr(s, '\r', 0) != SIZE_MAX)
		return ctl_fail(CTL_DATA, "a subject is one line of text, of at most %d bytes",
		    LIMIT_COMMAND_LINE);
	m->opening.subject = s;
	return CTL_OK;
}

/* None is none: a subject may say it all. */
static int
read_text(struct made *m)
{
	struct err e;

	if (isatty(STDIN_FILENO))
		fprintf(stderr, "docketctl: the text, to its end (Ctrl-D):\n");
	if (file_read_all(m->ctl->a, STDIN_FILENO, TEXT_MAX, &m->text, &e) == -1)
		return ctl_err(&e);
	m->text = str_trim(m->text);
	return str_is_utf8(m->text) ? CTL_OK : ctl_fail(CTL_DATA, "the text is not UTF-8");
}

/* --- and done -------------------------------------------------------------- */

static int
store(struct made *m)
{
	struct entry en = { .kind = ENTRY_NOTE, .by_agent = m->agent != NULL,
	    .author = m->agent != NULL ? m->agent->name : STR("docketctl"),
	    .subject = m->opening.subject, .body = m->text, .new_text = m->text };
	struct event ev = { .kind = EVENT_CREATED, .mailbox = m->opening.mailbox, .agent = m->agent,
	    .entry_kind = ENTRY_NOTE, .text = m->text, .is_staffs = true };

	m->opening.at = en.at = ev.at = m->w.now;
	if ((m->t = opening_ticket(&m->w, &m->opening)) == NULL)
		return -1;
	en.ticket = m->t->id;
	if (entry_add(&m->w, &en) == -1)
		return -1;
	ev.ticket = m->t;
	ev.entry = en.id;
	if (m->agent != NULL)
		ev.author = (struct address){ .name = m->agent->full_name,
		    .addr = m->agent->addresses.n > 0 ? m->agent->addresses.v[0] : STR_NONE };
	if (rules_run(&m->w, &ev) == -1)
		return -1;
	sql_notify(m->w.db);
	return 0;
}

static int
transact_once(struct made *m)
{
	int status;

	work_begin(&m->w, &m->core, m->ctl->db, m->ctl->a);
	if (store(m) == 0 && work_commit(&m->w) == 0)
		return CTL_OK;
	status = m->w.err.kind == ERR_ASK ? AGAIN : ctl_err(&m->w.err);
	work_rollback(&m->w);
	return status;
}

static int
transact(struct made *m)
{
	int status = ctl_core_load(m->ctl, &m->core, true);

	if (status != CTL_OK)
		return status;
	while ((status = transact_once(m)) == AGAIN)
		ctl_core_ask(m->ctl, &m->core);
	return status;
}

static void
tell(struct made *m)
{
	struct json j;

	if (!m->ctl->json) {
		printf("Ticket %" PRId64 " is open.\n", m->t->id);
		return;
	}
	j = ctl_json_new(m->ctl);
	json_open_object(&j, NULL);
	json_int(&j, "ticket", m->t->id);
	json_close(&j);
	ctl_json_print(m->ctl, &j);
}

int
ctl_new(struct ctl *ctl, int argc, char **argv)
{
	struct made *m = ARENA_NEW(ctl->a, struct made);
	const char *as = NULL, *subject = NULL, *requester = NULL, *project = NULL, *mailbox = NULL;
	const struct ctl_option options[] = { { "--subject", &subject, NULL },
		{ "--requester", &requester, NULL }, { "--project", &project, NULL },
		{ "--mailbox", &mailbox, NULL }, { "--as", &as, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	if (n != 0 || subject == NULL)
		return ctl_usage(ctl, "say --subject; the text is read from standard input");
	m->ctl = ctl;
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_agent(ctl, as, &m->agent)) != CTL_OK ||
	    (status = ask_mailbox(m, mailbox)) != CTL_OK ||
	    (status = ask_subject(m, subject)) != CTL_OK ||
	    (status = ctl_core(ctl, &m->core, true)) != CTL_OK ||
	    (project != NULL && (status = check(m, VERB_PROJECT, project)) != CTL_OK) ||
	    (requester != NULL && (status = check(m, VERB_REQUESTER, requester)) != CTL_OK) ||
	    (status = read_text(m)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK ||
	    (status = transact(m)) != CTL_OK)
		return status;
	tell(m);
	return CTL_OK;
}
