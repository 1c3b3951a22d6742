/*
 * docketctl doctor: whether all that docket needs works now, a row a check: files, the
 * database and its disk, each server as docketd itself would use it, to a login and, of SMTP,
 * an envelope, what the DNS says of the domain, and who checks the last mails (their
 * headers are read).  Nothing is flagged, moved or sent.
 */
#include "daemon/ctl/doctoroauth.h"
#include "daemon/ctl/doctorportal.h"
#include "daemon/ctl/doctorproof.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "daemon/ctl/verbs.h"
#include "daemon/db/migrate.h"
#include "daemon/fetch/imap.h"
#include "daemon/fetch/tls.h"
#include "daemon/net/mx.h"
#include "daemon/render/text.h"
#include "daemon/send/lanes.h"
#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/ticket/detail.h"
#include "parsers/head/domain.h"

enum {
	SKEW_S = 5,			/* between the database's clock and ours */
	SECRET_DAYS = 365,		/* older ones are due to be changed */
	PASSWORD_BYTES = 4096,
	MEGABYTE = 1024 * 1024,
	ROOM_WARN_MB = 2048,
	ROOM_FAIL_MB = 200
};

static const char *const words[] = { "ok", "warn", "FAIL" };

static void
check_conf(struct doctor *d)
{
	struct ctl *ctl = d->ctl;
	struct conf_faults faults = { 0 };

	if (conf_load(ctl->a, ctl->conf_path, &ctl->conf, &faults) == 0)
		doctor_say(d, STR("configuration"), DOCTOR_OK, STR("loads; owners and modes are right"),
		    "");
	for (size_t i = 0; i < faults.lines.n; i++)
		doctor_say(d, STR("configuration"), DOCTOR_FAIL, faults.lines.v[i], "docketctl check");
}

/* --- files --- */

static void
check_secret(struct doctor *d, struct str path, size_t max)
{
	struct str text;
	struct stat st;
	struct err e;

	if (path.n == 0)
		return;
	if (file_secret_upto(d->ctl->a, path, max, &text, &e) == -1)
		doctor_say(d, STR("secret"), DOCTOR_FAIL, str_c(e.text),
		    "run it as docketd's user; chown and chmod 0600 the file");
	else if (stat(path.p, &st) == 0 &&
	    clock_now() / SECOND_US - st.st_mtime > (int64_t)SECRET_DAYS * 86400)
		doctor_say(d, STR("secret"), DOCTOR_WARN, str_printf(d->ctl->a, "%.*s is older than a "
		    "year", STR_ARG(path)), "change it at its server, and here");
}

static void
check_secrets(struct doctor *d)
{
	const struct conf *conf = d->ctl->conf;
	size_t before = d->n;

	check_secret(d, conf->token_key_file, PASSWORD_BYTES);
	check_secret(d, conf->alerting.smtp.password_file, PASSWORD_BYTES);
	check_secret(d, conf->alerting.webhook_secret_file, PASSWORD_BYTES);
	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];

		check_secret(d, m->imap.password_file, PASSWORD_BYTES);
		check_secret(d, m->smtp.password_file, PASSWORD_BYTES);
		check_secret(d, m->oauth.client_secret_file, PASSWORD_BYTES);
		check_secret(d, m->oauth.certificate_file, FILE_SECRET_LARGE);
		check_secret(d, m->oauth.key_file, FILE_SECRET_LARGE);
	}
	if (d->n == before)
		doctor_say(d, STR("secrets"), DOCTOR_OK, STR("readable by this user alone, none old"), "");
}

static void
check_alert(struct doctor *d)
{
	const struct conf *conf = d->ctl->conf;
	size_t admins = 0;

	for (size_t i = 0; i < conf->agents.n; i++)
		admins += conf->agents.v[i].role == AGENT_ADMIN;
	if (conf->alerting.to.n + conf->alerting.command.n +
	    conf->alerting.webhook.n + admins == 0)
		doctor_say(d, STR("alert"), DOCTOR_WARN, STR("nobody hears that mail waits"),
		    "give an agent the role admin, or set alert in docket.conf");
	else
		doctor_say(d, STR("alert"), DOCTOR_OK, STR("somebody hears that mail waits: "
		    "docketctl alert --test"), "");
}

/* --- the database --- */

static void
check_state(struct doctor *d)
{
	struct ctl *ctl = d->ctl;
	struct sql_status_counts h = sql_status_counts(ctl->db, clock_now());
	struct sql_condition_list list = sql_condition_list(ctl->db);
	struct sql_condition_list_row c;
	struct sql_status_counts_row n;
	struct err e;

	if (db_run(ctl->db, &e) == -1) {
		doctor_say(d, STR("rights"), DOCTOR_FAIL, str_c(e.text), "docketctl migrate");
		return;
	}
	sql_status_counts_row(ctl->db, h, 0, &n);
	doctor_say(d, STR("docketd"), n.daemons > 0 ? DOCTOR_OK : DOCTOR_FAIL, n.daemons > 0 ?
	    STR("runs") : STR("is not running"), "systemctl start docketd");
	doctor_say(d, STR("months"), n.partitions_until > clock_now() ? DOCTOR_OK : DOCTOR_FAIL,
	    n.partitions_until > clock_now() ? STR("mail can be stored") :
	    STR("nothing can be stored this month"), "docketd's log says why");
	for (size_t i = 0; sql_condition_list_row(ctl->db, list, i, &c); i++)
		doctor_say(d, str_dup(ctl->a, c.mailbox.n > 0 ? c.mailbox : c.kind), DOCTOR_FAIL,
		    str_printf(ctl->a, "%.*s since %s: %.*s", STR_ARG(c.kind),
		    text_time(ctl->a, c.since).p, STR_ARG(c.text)),
		    c.mend.n > 0 ? str_dup(ctl->a, c.mend).p : "docketctl status");
}

static void
check_clock(struct doctor *d, int64_t at)
{
	int64_t skew = (at - clock_now()) / SECOND_US;

	doctor_say(d, STR("clock"), skew > SKEW_S || skew < -SKEW_S ? DOCTOR_WARN : DOCTOR_OK,
	    str_printf(d->ctl->a, "the database's is %" PRId64 " s from ours", skew),
	    "let both machines take their time from NTP");
}

/* The room of its disk, which SQL does not tell, where it lies here. */
static void
check_disk(struct doctor *d, const struct sql_doctor_database_row *row)
{
	struct arena *a = d->ctl->a;
	int64_t size = row->size / MEGABYTE, room;
	enum verdict_kind kind;
	struct statvfs fs;

	if (row->folder.n == 0 || statvfs(str_dup(a, row->folder).p, &fs) == -1) {
		doctor_say(d, STR("disk"), DOCTOR_OK, str_printf(a, "the database has %" PRId64 " MB; the "
		    "room of its disk is not to be seen from here", size), "");
		return;
	}
	room = (int64_t)(fs.f_bavail * fs.f_frsize) / MEGABYTE;
	kind = room < ROOM_FAIL_MB ? DOCTOR_FAIL : room < ROOM_WARN_MB || room < size / 4 ?
	    DOCTOR_WARN : DOCTOR_OK;
	doctor_say(d, STR("disk"), kind, str_printf(a, "the database has %" PRId64 " MB, its disk room "
	    "for %" PRId64 " MB more", size, room), "make room on it before PostgreSQL stops");
}

static void
check_versions(struct doctor *d, const struct sql_doctor_database_row *row)
{
	struct arena *a = d->ctl->a;

	if (row->others.n > 0)
		doctor_say(d, STR("version"), DOCTOR_WARN, str_printf(a, "this is docketctl/"
		    DOCKET_VERSION ", and %.*s runs", STR_ARG(row->others)), "systemctl restart docketd");
	else
		doctor_say(d, STR("version"), DOCTOR_OK, str_printf(a, DOCKET_VERSION ", schema %" PRId64,
		    row->schema), "");
}

static void
check_server(struct doctor *d)
{
	struct sql_doctor_database h = sql_doctor_database(d->ctl->db, STR(DOCKET_VERSION));
	struct sql_doctor_database_row row;
	struct err e;

	if (db_run(d->ctl->db, &e) == -1)
		return;			/* the next one tells */
	sql_doctor_database_row(d->ctl->db, h, 0, &row);
	check_versions(d, &row);
	check_disk(d, &row);
	check_clock(d, row.at);
}

static void
check_database(struct doctor *d)
{
	struct ctl *ctl = d->ctl;
	struct err e;

	if (db_open(ctl->conf->database.p, false, &ctl->db, &e) == -1) {
		doctor_say(d, STR("database"), DOCTOR_FAIL, str_c(e.text),
		    "start PostgreSQL; look at `database` in docket.conf");
		return;
	}
	if (db_check_schema(ctl->db, &e) == -1) {
		doctor_say(d, STR("database"), DOCTOR_FAIL, str_c(e.text), "docketctl migrate");
		return;
	}
	doctor_say(d, STR("database"), DOCTOR_OK, STR("reachable, with its schema"), "");
	check_server(d);
	check_state(d);
}

/* --- servers --- */

static struct str
server_name(struct arena *a, const char *what, struct str who)
{
	return str_printf(a, "%s %.*s", what, STR_ARG(who));
}

/* Logged in, its folder selected. */
static void
check_folders(struct doctor *d, struct str name, const struct mailbox *m, struct imap *im)
{
	bool moves = m->done_folder.n > 0;
	struct err e;

	if (imap_folder(im).read_only)
		doctor_say(d, name, DOCTOR_FAIL, str_printf(d->ctl->a, "%.*s may only be read: what docketd "
		    "has stored cannot be flagged there", STR_ARG(m->folder)),
		    "give the login the right to change it");
	else if (moves && !imap_has_move(im))
		doctor_say(d, name, DOCTOR_WARN, STR("the server has neither MOVE nor UIDPLUS: what is moved "
		    "to done_folder stays in the folder too, marked as deleted"),
		    "leave done_folder out");
	else if (moves && imap_select(im, m->done_folder, &e) == -1)
		doctor_say(d, name, DOCTOR_WARN, str_c(e.text), "docketd makes done_folder, if it may");
	else
		doctor_say(d, name, DOCTOR_OK, str_printf(d->ctl->a, "TLS, login and folder are right; %s",
		    imap_has_idle(im) ? "new mail is told at once (IDLE)" :
		    "it has no IDLE: new mail is seen each poll"), "");
}

static void
check_imap(struct doctor *d, const struct mailbox *m)
{
	struct str name = server_name(d->ctl->a, "imap", m->name);
	struct imap *im = NULL;
	struct err e;

	if (imap_open(&m->imap, -1, &im, &e) == -1)
		doctor_say(d, name, DOCTOR_FAIL, str_c(e.text), m->imap.oauth != NULL &&
		    e.kind == ERR_CONF ? d->refused : "mend its imap group, or the server");
	else if (imap_select(im, m->folder, &e) == -1)
		/* Exchange takes the token and says so only here: "authenticated but not connected". */
		doctor_say(d, name, DOCTOR_FAIL, str_c(e.text), m->imap.oauth != NULL &&
		    str_ifind(str_c(e.text), STR("not connected"), 0) != SIZE_MAX ? d->refused :
		    "mend folder in its imap group");
	else {
		check_folders(d, name, m, im);
		doctor_proof(d, m, im);
	}
	imap_free(im);
}

static void
try_sender(struct doctor *d, struct str name, struct smtp *smtp, struct str from, bool *ok)
{
	struct smtp_result r;

	smtp_probe(smtp, d->ctl->a, from, STR_NONE, &r);
	if (r.outcome == SEND_OK)
		return;
	*ok = false;
	doctor_say(d, name, from.n == 0 && r.code >= 400 ? DOCTOR_WARN : DOCTOR_FAIL,
	    str_printf(d->ctl->a, "MAIL FROM:<%.*s>: %.*s", STR_ARG(from), STR_ARG(r.reply)),
	    from.n == 0 && r.code >= 400 ? "null_sender = \"never\" spares the try" :
	    r.about_login && r.token != 0 ? d->refused : r.mend.n > 0 ? r.mend.p :
	    "mend its smtp group, or the server");
}

/* What people answer to is support+… or support-…: its server may know that it leads nowhere. */
static void
try_detail(struct doctor *d, const struct mailbox *m, struct smtp *smtp)
{
	struct arena *a = d->ctl->a;
	static const char *const mends[] = {
		[ADDRESSING_PLUS] = "let the provider deliver address+anything to the mailbox: "
		    "answers come there",
		[ADDRESSING_CATCHALL] = "let the provider deliver address-anything to the "
		    "mailbox: answers come there",
	};
	enum addressing how = (enum addressing)m->addressing;
	struct str to = detail_join(a, how, m->address, STR("docket-doctor"));
	struct str name = server_name(a, "address", m->name);
	struct smtp_result r;

	if (how == ADDRESSING_NONE) {
		doctor_say(d, name, DOCTOR_OK, STR("not tried: with addressing = \"none\" "
		    "answers come to the address itself"), "");
		return;
	}
	smtp_probe(smtp, a, m->address, to, &r);
	if (r.outcome == SEND_OK)
		doctor_say(d, name, DOCTOR_OK, str_printf(a, "the SMTP server takes %.*s; where it is "
		    "delivered is seen when somebody answers", STR_ARG(to)), "");
	else
		doctor_say(d, name, r.code >= 500 ? DOCTOR_FAIL : DOCTOR_WARN, str_printf(a,
		    "RCPT TO:<%.*s>: %.*s", STR_ARG(to), STR_ARG(r.reply)),
		    mends[how]);
}

/* `m`: whose it is, NULL: the alerts'. */
static void
check_smtp(struct doctor *d, struct str who, const struct endpoint *ep, struct str from,
    const struct mailbox *m)
{
	bool takes_null = m != NULL && m->null_sender != SENDER_NEVER;
	struct str name = server_name(d->ctl->a, "smtp", who), password = STR_NONE;
	bool ok = true;
	struct smtp *smtp;
	struct err e;

	if (ep->password_file.n > 0 &&
	    file_secret(d->ctl->a, ep->password_file, &password, &e) == -1)
		return;				/* it was told */
	smtp = smtp_new(ep, password, lanes_helo(from), NULL, NULL);
	try_sender(d, name, smtp, from, &ok);
	if (ok && takes_null)
		try_sender(d, name, smtp, STR_NONE, &ok);
	if (ok && m != NULL)
		try_detail(d, m, smtp);
	smtp_free(smtp);
	if (ok)
		doctor_say(d, name, DOCTOR_OK, STR("TLS, login and sender are right"), "");
}

static void
check_mx(struct doctor *d, const struct mailbox *m)
{
	struct arena *a = d->ctl->a;
	struct str domain = domain_ascii(a, lanes_helo(m->address)), name, first;
	struct strs hosts;
	struct err e;

	name = server_name(a, "mx", m->name);
	if (mx_find(a, domain, d->resolver, &hosts, &e) == -1) {
		doctor_say(d, name, DOCTOR_WARN, str_c(e.text), "look at the resolver; --dns asks another");
		return;
	}
	first = hosts.n > 0 ? hosts.v[0] : STR(".");
	if (str_eq(first, STR(".")))
		doctor_say(d, name, DOCTOR_FAIL, str_printf(a, "%.*s has no mail server in the DNS: nothing "
		    "can come", STR_ARG(domain)), "give the domain an MX record");
	else if (m->has_imap && !mx_leads_to(first, str_lower(a, m->imap.host)))
		doctor_say(d, name, DOCTOR_WARN, str_printf(a, "mail to %.*s goes to %.*s, and the mailbox is "
		    "at %.*s", STR_ARG(domain), STR_ARG(first), STR_ARG(m->imap.host)), "see that it "
		    "is passed on from there, headers whole");
	else
		doctor_say(d, name, DOCTOR_OK, str_printf(a, "mail to %.*s goes to %.*s", STR_ARG(domain),
		    STR_ARG(first)), "");
}

static void
check_servers(struct doctor *d)
{
	const struct conf *conf = d->ctl->conf;
	const struct alerting *al = &conf->alerting;
	struct err e;

	tls_init();
	if (smtp_init(&e) == -1)
		return;
	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];
		bool by_token = m->has_oauth && doctor_oauth(d, m);

		if (m->has_imap && (m->imap.oauth == NULL || by_token))
			check_imap(d, m);
		if (m->smtp.oauth == NULL || by_token)
			check_smtp(d, m->name, &m->smtp, m->address, m);
		check_mx(d, m);
	}
	if (al->has_smtp)
		check_smtp(d, STR("alert"), &al->smtp, al->from.n > 0 ? al->from :
		    conf->mailboxes.v[0].address, NULL);
}

/* In this order; what follows the first needs a configuration. */
static void	(*const checks[])(struct doctor *) = {
	check_conf, check_secrets, check_alert, check_database, doctor_portal, check_servers,
};

/* --- what came of it --- */

static void
print_text(struct doctor *d)
{
	struct arena *a = d->ctl->a;

	for (size_t i = 0; i < d->n; i++) {
		const struct finding_row *r = &d->v[i];
		struct buf b;

		printf("%-4s  %s\n", words[r->kind], text_safe(a, r->name).p);
		buf_init(&b, a);
		text_fold(&b, text_safe(a, r->what), 6, 80);
		if (r->mend.n > 0)
			text_fold(&b, str_printf(a, "-> %s", text_safe(a, r->mend).p), 6, 80);
		printf("%s", buf_str(&b).p);
	}
}

static void
print_json(struct doctor *d)
{
	struct json j = ctl_json_new(d->ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < d->n; i++) {
		json_open_object(&j, NULL);
		json_str(&j, "name", d->v[i].name);
		json_str(&j, "result", str_c(words[d->v[i].kind]));
		json_str(&j, "what", d->v[i].what);
		json_str(&j, "mend", d->v[i].mend);
		json_close(&j);
	}
	json_close(&j);
	ctl_json_print(d->ctl, &j);
}

int
ctl_doctor(struct ctl *ctl, int argc, char **argv)
{
	const char *dns = NULL;
	const struct ctl_option options[] = { { "--dns", &dns, NULL } };
	int status = CTL_OK, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	struct doctor d = { .ctl = ctl, .resolver = str_c(dns) };

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "it takes no arguments");
	for (size_t i = 0; i < COUNT(checks) && (i == 0 || ctl->conf != NULL); i++)
		checks[i](&d);
	if (ctl->json)
		print_json(&d);
	else
		print_text(&d);
	for (size_t i = 0; i < d.n; i++)
		if (d.v[i].kind == DOCTOR_FAIL)
			status = CTL_FAILED;
	return status;
}
