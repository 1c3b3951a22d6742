/*
 * docketctl check: would docketd run with this configuration?
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/calendar/zone.h"
#include "daemon/db/migrate.h"
#include "daemon/policy/weburl.h"
#include "daemon/render/text.h"
#include "daemon/send/webpost.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/refit.h"
#include "daemon/ticket/token.h"
#include "parsers/base/array.h"

#define HOLIDAYS_AHEAD	((int64_t)92 * 86400 * SECOND_US)	/* three months */

struct check {
	const char	*name;
	struct strs	 faults;
	struct strs	 warnings;		/* docketd runs with these */
	struct str	 well;			/* what is told without faults */
};

/* Each fills `faults` or `well`, and `warnings`; the status of the first that fails counts. */
struct check_row {
	const char	*name;
	void		(*run)(struct ctl *, struct check *);
	enum ctl_exit	 status;
	bool		 needs_conf;
	bool		 needs_db;
};

/* A folder of an older release: its mails go out all the same. */
static void
check_templates(struct ctl *ctl, struct check *c)
{
	const struct templates *all = &ctl->conf->templates;
	struct str shipped = templates_shipped(ctl->a);

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].is_shipped)
			strs_add(ctl->a, &c->warnings, str_printf(ctl->a, "there is no templates/"
			    "%.*s/%.*s.txt: the one in %.*stemplates is used; copy it to change it",
			    STR_ARG(all->v[i].language), STR_ARG(all->v[i].name),
			    STR_ARG(shipped)));
}

static void
check_conf(struct ctl *ctl, struct check *c)
{
	struct conf_faults faults = { 0 };

	if (conf_check(ctl->a, ctl->conf_path, &ctl->conf, &faults) == -1) {
		c->faults = faults.lines;
		c->warnings = faults.hints;
		return;
	}
	check_templates(ctl, c);
	for (size_t i = 0; i < faults.hints.n; i++)
		strs_add(ctl->a, &c->warnings, faults.hints.v[i]);
	c->well = str_printf(ctl->a, "mailboxes: %zu, agents: %zu, projects: %zu, rules:"
	    " %zu, templates: %zu", ctl->conf->mailboxes.n, ctl->conf->agents.n,
	    ctl->conf->projects.n, ctl->conf->rules.n, ctl->conf->templates.n);
}

/* A holiday that a file does not name yet is a working day to the clocks. */
static void
check_holidays(struct ctl *ctl, struct check *c)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < ctl->conf->calendars.n; i++) {
		const struct calendar *cal = &ctl->conf->calendars.v[i];
		int64_t end = ((int64_t)cal->ics_until + 1) * 86400 * SECOND_US;

		if (cal->ics.n == 0 || end - now > HOLIDAYS_AHEAD)
			continue;
		strs_add(ctl->a, &c->warnings, str_printf(ctl->a, "calendar %.*s: the last"
		    " holiday in %.*s is %.10s%s: put a newer file in its place and reload"
		    " docketd", STR_ARG(cal->name), STR_ARG(cal->ics), zone_format(ctl->a,
		    STR("UTC"), end - SECOND_US).p, end < now ? ", which is past" : ""));
	}
	c->well = str_printf(ctl->a, "calendars: %zu", ctl->conf->calendars.n);
}

static void
check_secret(struct ctl *ctl, struct check *c, struct str path, struct str *text)
{
	struct err e;

	if (file_secret(ctl->a, path, text, &e) == -1)
		strs_add(ctl->a, &c->faults, str_dup(ctl->a, str_c(e.text)));
}

/* As the role send reads them. */
static void
check_webhook(struct ctl *ctl, struct check *c, const struct webhook *h)
{
	const struct str files[] = { h->secret_file, h->key_file };
	struct str text, url = STR_NONE;
	struct strs lines = { 0 };
	const char *why;
	struct err e;

	for (size_t i = 0; i < COUNT(files); i++)
		if (files[i].n > 0)
			check_secret(ctl, c, files[i], &text);
	if (h->url_file.n > 0)
		check_secret(ctl, c, h->url_file, &url);
	if (url.n > 0 && (why = weburl_obstacle(url)) != NULL)
		strs_add(ctl->a, &c->faults, str_printf(ctl->a, "%.*s: %s", STR_ARG(h->url_file), why));
	if (webpost_headers(ctl->a, h->headers_file, &lines, &e) == -1)
		strs_add(ctl->a, &c->faults, str_dup(ctl->a, str_c(e.text)));
}

static void
check_secrets(struct ctl *ctl, struct check *c)
{
	const struct conf *conf = ctl->conf;
	struct token_keys *keys;
	struct str text = STR_NONE;
	struct err e;

	check_secret(ctl, c, conf->token_key_file, &text);
	if (c->faults.n == 0 && token_keys_parse(ctl->a, text, &keys, &e) == -1)
		strs_add(ctl->a, &c->faults, str_printf(ctl->a, "%.*s: %s",
		    STR_ARG(conf->token_key_file), e.text));
	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];

		if (m->has_imap && m->imap.password_file.n > 0)
			check_secret(ctl, c, m->imap.password_file, &text);
		if (m->smtp.password_file.n > 0)
			check_secret(ctl, c, m->smtp.password_file, &text);
	}
	if (conf->alerting.smtp.password_file.n > 0)
		check_secret(ctl, c, conf->alerting.smtp.password_file, &text);
	if (conf->alerting.webhook_secret_file.n > 0)
		check_secret(ctl, c, conf->alerting.webhook_secret_file, &text);
	for (size_t i = 0; i < conf->webhooks.n; i++)
		check_webhook(ctl, c, &conf->webhooks.v[i]);
	c->well = STR("keys and passwords are readable");
}

static void
check_database(struct ctl *ctl, struct check *c)
{
	struct err e;

	if (db_open(str_dup(ctl->a, ctl->conf->database).p, false, &ctl->db, &e) == -1)
		strs_add(ctl->a, &c->faults, str_dup(ctl->a, str_c(e.text)));
	c->well = STR("reachable");
}

static void
check_schema(struct ctl *ctl, struct check *c)
{
	struct err e;

	if (db_check_schema(ctl->db, &e) == -1)
		strs_add(ctl->a, &c->faults, str_dup(ctl->a, str_c(e.text)));
	c->well = str_printf(ctl->a, "version %zu", sql_n_migrations);
}

/* As a reload does. */
static void
check_tickets(struct ctl *ctl, struct check *c)
{
	struct err e;

	if (refit_lost(ctl->db, ctl->a, &ctl->conf->types, &c->faults, &e) == -1)
		strs_add(ctl->a, &c->faults, str_dup(ctl->a, str_c(e.text)));
	c->well = str_printf(ctl->a, "each has a status of its type; types: %zu",
	    ctl->conf->types.n);
}

static const struct check_row rows[] = {
	{ "configuration", check_conf, CTL_CONF, false, false },
	{ "holidays", check_holidays, CTL_CONF, true, false },
	{ "secrets", check_secrets, CTL_CONF, true, false },
	{ "database", check_database, CTL_UNAVAILABLE, true, false },
	{ "schema", check_schema, CTL_CONF, true, true },
	{ "tickets", check_tickets, CTL_CONF, true, true },
};

static void
print_text(struct ctl *ctl, const struct check *c)
{
	if (c->faults.n == 0)
		printf("%-14s %s\n", c->name, c->well.p);
	for (size_t i = 0; i < c->faults.n; i++)
		printf("%-14s %s\n", i == 0 ? c->name : "",
		    text_safe(ctl->a, c->faults.v[i]).p);
	for (size_t i = 0; i < c->warnings.n; i++)
		printf("%-14s warning: %s\n", "", text_safe(ctl->a, c->warnings.v[i]).p);
}

static void
add_json(struct json *j, const struct check *c)
{
	json_open_object(j, NULL);
	json_str(j, "name", str_c(c->name));
	json_bool(j, "ok", c->faults.n == 0);
	json_strs(j, "faults", &c->faults);
	json_strs(j, "warnings", &c->warnings);
	json_close(j);
}

static void
print_json(struct ctl *ctl, bool ok, const struct check *v, size_t n)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_bool(&j, "ok", ok);
	json_open_array(&j, "checks");
	for (size_t i = 0; i < n; i++)
		add_json(&j, &v[i]);
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

static bool
can_run(const struct ctl *ctl, const struct check_row *row)
{
	return (!row->needs_conf || ctl->conf != NULL) && (!row->needs_db || ctl->db != NULL);
}

int
ctl_check(struct ctl *ctl, int argc, char **argv)
{
	int n = ctl_options(ctl, argc, argv, NULL, 0);
	struct check done[COUNT(rows)];
	enum ctl_exit status = CTL_OK;
	size_t n_done = 0, warnings = 0;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct check *c = &done[n_done];

		if (!can_run(ctl, &rows[i]))
			continue;
		*c = (struct check){ .name = rows[i].name };
		rows[i].run(ctl, c);
		n_done++;
		if (c->faults.n > 0 && status == CTL_OK)
			status = rows[i].status;
		warnings += c->warnings.n;
		if (!ctl->json)
			print_text(ctl, c);
	}
	if (ctl->json)
		print_json(ctl, status == CTL_OK, done, n_done);
	else if (status == CTL_OK)
		puts(warnings == 0 ? "All is well." : "All is well but for the warnings.");
	return (int)status;
}
