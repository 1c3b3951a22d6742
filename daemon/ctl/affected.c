/*
 * docketctl affected N: who runs what has the fault of a ticket; with --mail, each of them is
 * told (affectedmail.h).
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <string.h>

#include "daemon/ctl/affectedmail.h"
#include "daemon/ctl/affectedprint.h"
#include "daemon/ctl/core.h"
#include "daemon/ctl/erased.h"
#include "daemon/render/text.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"

enum { TEXT_MAX = 64 * 1024, RATE_MAX = 100000 };

struct asked {
	int64_t		 number;
	const char	*as, *mail, *text, *subject, *rate;
	bool		 dry, unknown, csv;
	struct core_state core;
	struct affected	 found;
	struct str	 of;			/* the ticket's subject */
	struct affected_mailing	mailing;
};

/* --- what is asked --- */

/* "60/h", "60" */
static int
read_rate(struct ctl *ctl, const char *text, int64_t *rate)
{
	struct str s = str_c(text);

	if (str_ends(s, STR("/h")))
		s.n -= 2;
	*rate = ctl_number(str_dup(ctl->a, s).p);
	return *rate >= 1 && *rate <= RATE_MAX ? CTL_OK : ctl_usage(ctl, "--rate: '%s' is no "
	    "number of mails an hour, such as 60/h", text);
}

static int
read_text(struct ctl *ctl, const char *path, struct str *out)
{
	struct err e;
	struct buf b;

	if (file_read(ctl->a, path, TEXT_MAX, out, &e) == -1)
		return ctl_err(&e);
	if (!str_is_utf8(*out))
		return ctl_fail(CTL_DATA, "%s: it is not UTF-8", path);
	buf_init(&b, ctl->a);
	for (size_t i = 0; i < out->n; i++) {
		unsigned char c = (unsigned char)out->p[i];

		if ((c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 127)
			return ctl_fail(CTL_DATA, "%s: it has control characters", path);
		if (c != '\r')
			buf_addc(&b, (char)c);
	}
	*out = str_trim(buf_str(&b));
	return CTL_OK;
}

static int
read_subject(const char *subject, struct str *out)
{
	*out = str_trim(str_c(subject));
	for (size_t i = 0; i < out->n; i++)
		if ((unsigned char)out->p[i] < ' ' || out->p[i] == 127)
			out->n = 0;
	return out->n > 0 && out->n <= LIMIT_COMMAND_LINE && str_is_utf8(*out) ? CTL_OK :
	    ctl_fail(CTL_DATA, "a subject is one line of text, of at most %d bytes",
	    LIMIT_COMMAND_LINE);
}

/* Of a list --as says the form; of mails, in whose name. */
static int
read_form(struct ctl *ctl, struct asked *k)
{
	const char *as = k->as == NULL ? "text" : k->as;

	if (k->dry || k->unknown || k->text != NULL || k->subject != NULL || k->rate != NULL)
		return ctl_usage(ctl, "say --mail TEMPLATE, too");
	k->csv = strcmp(as, "csv") == 0;
	ctl->json = ctl->json || strcmp(as, "json") == 0;
	return k->csv || strcmp(as, "json") == 0 || strcmp(as, "text") == 0 ? CTL_OK :
	    ctl_usage(ctl, "--as: '%s' is none of text, json and csv", as);
}

static int
read_mailing(struct ctl *ctl, struct asked *k)
{
	struct affected_mailing *m = &k->mailing;
	int status;

	*m = (struct affected_mailing){ .ctl = ctl, .core = &k->core, .dry = k->dry,
	    .unknown = k->unknown, .rate = ctl->conf->advice_per_hour,
	    .order = { .ticket = k->number, .template = str_c(k->mail) } };
	if ((status = ctl_agent(ctl, k->as, &m->order.agent)) != CTL_OK ||
	    (k->rate != NULL && (status = read_rate(ctl, k->rate, &m->rate)) != CTL_OK) ||
	    (k->text != NULL && (status = read_text(ctl, k->text, &m->text)) != CTL_OK) ||
	    (k->subject != NULL &&
	    (status = read_subject(k->subject, &m->order.subject)) != CTL_OK))
		return status;
	return affected_mail_check(m);
}

/* --- and found --- */

static int
no_ticket(struct ctl *ctl, const struct asked *k)
{
	struct str gone = STR_NONE;
	struct err e;

	if (ctl_erased(ctl, k->number, &gone, &e) == -1)
		return ctl_err(&e);
	return gone.n > 0 ? ctl_fail(CTL_FAILED, "%s", gone.p) :
	    ctl_fail(CTL_FAILED, "there is no ticket %" PRId64, k->number);
}

static int
find_ticket(struct ctl *ctl, struct asked *k)
{
	struct sql_advice_ticket h = sql_advice_ticket(ctl->db, k->number);
	struct sql_advice_ticket_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_advice_ticket_row(ctl->db, h, 0, &row))
		return no_ticket(ctl, k);
	k->of = str_dup(ctl->a, row.subject);
	k->mailing.order.mailbox = str_dup(ctl->a, row.mailbox);
	return CTL_OK;
}

static int
find_affected(struct ctl *ctl, struct asked *k)
{
	struct work w;
	int status = CTL_OK;

	work_begin(&w, &k->core, ctl->db, ctl->a);
	if (affected_load(&w, k->number, &k->found) == -1)
		status = ctl_err(&w.err);
	work_rollback(&w);
	if (status == CTL_OK && !k->found.is_said)
		return ctl_fail(CTL_DATA, "nobody said which versions have the fault of #%" PRId64
		    ": docketctl do %" PRId64 " found-in VERSION", k->number, k->number);
	return status;
}

static int
answer(struct ctl *ctl, struct asked *k)
{
	if (k->mail != NULL)
		return affected_mail(&k->mailing, &k->found);
	if (k->csv)
		affected_print_csv(ctl, &k->found);
	else if (ctl->json)
		affected_print_json(ctl, k->number, &k->found);
	else
		affected_print_text(ctl, k->number, k->of, &k->found);
	return CTL_OK;
}

int
ctl_affected(struct ctl *ctl, int argc, char **argv)
{
	struct asked *k = ARENA_NEW(ctl->a, struct asked);
	const struct ctl_option options[] = { { "--as", &k->as, NULL },
		{ "--mail", &k->mail, NULL }, { "--dry-run", NULL, &k->dry },
		{ "--to-unknown", NULL, &k->unknown }, { "--text", &k->text, NULL },
		{ "--subject", &k->subject, NULL }, { "--rate", &k->rate, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	bool writes;

	if ((status = ctl_only_ticket(ctl, n, argv, &k->number)) != CTL_OK ||
	    (k->mail == NULL && (status = read_form(ctl, k)) != CTL_OK) ||
	    (status = ctl_conf(ctl)) != CTL_OK ||
	    (k->mail != NULL && (status = read_mailing(ctl, k)) != CTL_OK))
		return status;
	writes = k->mail != NULL && !k->dry;
	if ((status = ctl_core(ctl, &k->core, k->mail != NULL)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK ||
	    (status = ctl_core_load(ctl, &k->core, writes)) != CTL_OK ||
	    (status = find_ticket(ctl, k)) != CTL_OK ||
	    (status = find_affected(ctl, k)) != CTL_OK)
		return status;
	return answer(ctl, k);
}
