/* statementclose: see statementclose.h. */
#include "daemon/ctl/statementclose.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "daemon/ctl/statementmail.h"
#include "daemon/render/text.h"
#include "daemon/report/statementleft.h"
#include "daemon/sys/clock.h"

struct closed {				/* what came of one */
	struct statement	 st;
	struct statement_files	 files;
	struct str		 to;		/* whom it was sent to; empty: nobody */
	struct strs		 left;		/* what is not in it */
	bool			 is_empty;	/* nothing to bill: there is none */
};

struct sum {				/* of one currency: two are never one total */
	struct str	currency;
	int64_t		total;
	int		digits;
};

struct sums {
	struct sum	*v;
	size_t		 n;
};

/* --- one ----------------------------------------------------------------------------- */

static bool
is_sent(const struct statement_ask *q, const struct project *p)
{
	return !q->no_send && (q->send || p->billing->sends);
}

static int
check(const struct statement_ask *q, const struct statement *st, int64_t now, struct err *e)
{
	const char *obstacle = is_sent(q, st->project) ? statement_mail_obstacle(st->project) : NULL;

	if (obstacle != NULL)
		return err_set(e, ERR_REFUSED, "%.*s cannot be sent its statement: %s",
		    STR_ARG(st->project->key), obstacle);
	if (st->until > now && !q->early)
		return err_set(e, ERR_REFUSED, "%s is not over for %.*s: it ends at %.*s; with --early it "
		    "is closed as far as it is, and what comes later is for a second statement",
		    st->month_text.p, STR_ARG(st->project->key),
		    STR_ARG(zone_text(st->a, st->zone, st->until)));
	return 0;
}

/* The rest of a transaction in which `st` was kept. */
static int
send_kept(struct statement_ask *q, struct work *w, struct closed *c, int64_t id)
{
	return !is_sent(q, c->st.project) ? 0 :
	    statement_mail(w, &c->st, id, &c->files, q->agent, &c->to);
}

static int
close_in(struct statement_ask *q, struct work *w, struct closed *c)
{
	struct statement *st = &c->st;
	struct statement_withouts without;
	int64_t id;

	statement_lock(w->db, st->project->key);
	if (work_run(w) == -1 ||
	    statement_reckon(st, q->core.worktimes, w->db, &without, &w->err) == -1 ||
	    statement_left(st, w->db, &without, &c->left, &w->err) == -1)
		return -1;
	c->is_empty = st->n == 0;
	if (c->is_empty)
		return 0;
	if (statement_promises(st, w->db, w->now, &w->err) == -1 ||
	    statement_keep(st, w->db, w->now, q->by, &c->files, &id, &w->err) == -1)
		return -1;
	return send_kept(q, w, c, id);
}

static int
close_one(struct statement_ask *q, struct arena *a, struct str project, struct closed *c,
    struct err *e)
{
	struct work w;

	*c = (struct closed){ .st = { .a = a, .conf = q->ctl->conf, .zones = q->core.zones } };
	work_begin(&w, &q->core, q->ctl->db, a);
	w.err = (struct err){ .kind = ERR_NONE };
	if (statement_begin(&c->st, project, q->months, &w.err) == 0 &&
	    check(q, &c->st, w.now, &w.err) == 0 && close_in(q, &w, c) == 0 &&
	    (c->is_empty ? work_rollback(&w) : work_commit(&w)) == 0)
		return 0;
	*e = w.err;
	work_rollback(&w);
	return -1;
}

/* --- what is told of it ------------------------------------------------------------------- */

static void
tell_left(struct statement_ask *q, const struct closed *c)
{
	for (size_t i = 0; i < c->left.n; i++) {
		struct buf b;

		buf_init(&b, q->ctl->a);
		text_hang(&b, STR("  not in it: "), text_safe(q->ctl->a, c->left.v[i]), CTL_WIDTH);
		fputs(buf_str(&b).p, stderr);
	}
}

static void
tell(struct statement_ask *q, const struct closed *c)
{
	const struct statement *st = &c->st;
	struct arena *a = q->ctl->a;

	if (c->is_empty)
		printf("%s %s: nothing to bill\n", text_safe(a, st->project->key).p,
		    st->month_text.p);
	else
		printf("%s %s: %s %s, %s (%s), %zu line%s%s%s\n", text_safe(a, st->project->key).p,
		    st->month_text.p, statement_is_credit(st) ? "credit" : "statement",
		    statement_number_text(a, st->number).p, statement_total(a, st->total, st->digits,
		    st->currency).p, figure_time(a, st->billed).p, st->n, st->n == 1 ? "" : "s",
		    c->to.n > 0 ? ", sent to " : "", text_safe(a, c->to).p);
	fflush(stdout);
	tell_left(q, c);
}

static void
tell_json(struct json *j, struct arena *a, const struct closed *c)
{
	const struct statement *st = &c->st;

	json_open_object(j, NULL);
	json_str(j, "project", st->project->key);
	json_str(j, "month", st->month_text);
	json_str_or_null(j, "statement", c->is_empty ? STR_NONE :
	    statement_number_text(a, st->number));
	json_str_or_null(j, "credits", statement_is_credit(st) ?
	    statement_number_text(a, st->credits) : STR_NONE);
	json_str(j, "currency", st->currency);
	json_str(j, "total", statement_plain(st, st->total));
	json_int(j, "billed_seconds", st->billed);
	json_int(j, "lines", (int64_t)st->n);
	json_str_or_null(j, "sent_to", c->to);
	json_strs(j, "left", &c->left);
	json_close(j);
}

static void
add_sum(struct arena *a, struct sums *sums, const struct statement *st)
{
	for (size_t i = 0; i < sums->n; i++)
		if (str_eq(sums->v[i].currency, st->currency)) {
			sums->v[i].total += st->total;
			return;
		}
	sums->v[sums->n++] = (struct sum){ str_dup(a, st->currency), st->total, st->digits };
}

/* --- close ------------------------------------------------------------------------------------ */

struct round {				/* of close over its projects */
	struct json	json;
	struct sums	sums;
	size_t		at, n;
	int		status;
};

static int
put(struct statement_ask *q, const struct closed *c)
{
	return q->dir == NULL ? CTL_OK : statement_put(q, &c->st, &c->files, STATEMENT_FILES);
}

static void
close_next(struct statement_ask *q, struct round *r, struct str project)
{
	struct arena *a = arena_new();
	struct closed c;
	struct err e;
	int status = CTL_OK;

	if (q->all)
		fprintf(stderr, "[%zu/%zu] %s\n", ++r->at, r->n, text_safe(a, project).p);
	if (close_one(q, a, project, &c, &e) == -1) {
		r->status = ctl_err(&e);
		arena_free(a);
		return;
	}
	if (!c.is_empty) {
		add_sum(q->ctl->a, &r->sums, &c.st);
		status = put(q, &c);
	}
	if (q->ctl->json)
		tell_json(&r->json, a, &c);
	else
		tell(q, &c);
	r->status = status != CTL_OK ? status : r->status;
	arena_free(a);
}

/* Those with time that counts about then; who has no billing is told. */
static int
all_projects(struct statement_ask *q, struct strs *out)
{
	const int64_t day = 24 * 3600LL * 1000000;
	struct ctl *ctl = q->ctl;
	struct sql_statement_projects h = sql_statement_projects(ctl->db,
	    month_start(zone_utc(), q->months) - day, month_start(zone_utc(), q->months + 1) + day);
	struct sql_statement_projects_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	for (size_t i = 0; sql_statement_projects_row(ctl->db, h, i, &row); i++) {
		const struct project *p = projects_find(&ctl->conf->projects, row.project);

		if (p != NULL && p->billing != NULL)
			strs_add(ctl->a, out, str_dup(ctl->a, row.project));
		else
			fprintf(stderr, "%s has time about that month, and %s\n",
			    text_safe(ctl->a, row.project).p, p == NULL ?
			    "is no project of the configuration" : "no billing: it is left out");
	}
	return CTL_OK;
}

static void
print_sums(struct statement_ask *q, const struct sums *sums)
{
	for (size_t i = 0; i < sums->n; i++)
		printf("All in %.*s: %s\n", STR_ARG(sums->v[i].currency), statement_total(q->ctl->a,
		    sums->v[i].total, sums->v[i].digits, sums->v[i].currency).p);
}

/* Mail comes in meanwhile: it has half of the time. */
static void
rest(int64_t begun)
{
	poll(NULL, 0, (int)(clock_mono() - begun));
}

int
statement_close(struct statement_ask *q)
{
	struct ctl *ctl = q->ctl;
	struct strs projects = { 0 };
	struct round r = { .status = CTL_OK };
	int status;

	if (q->all ? q->n_words != 0 : q->n_words != 1)
		return ctl_usage(ctl, "close takes the key of one project, or --all");
	if (q->send && q->no_send)
		return ctl_usage(ctl, "--send and --no-send are opposites");
	if ((status = statement_read_month(q)) != CTL_OK ||
	    (status = statement_open(q, true)) != CTL_OK)
		return status;
	if (!q->all)
		strs_add(ctl->a, &projects, str_c(q->words[0]));
	else if ((status = all_projects(q, &projects)) != CTL_OK)
		return status;
	r.n = projects.n;
	r.sums.v = ARENA_ARRAY(ctl->a, projects.n, struct sum);
	r.json = ctl_json_new(ctl);
	json_open_array(&r.json, NULL);
	for (size_t i = 0; i < projects.n; i++) {
		int64_t begun = clock_mono();

		close_next(q, &r, projects.v[i]);
		if (i + 1 < projects.n)
			rest(begun);
	}
	json_close(&r.json);
	if (ctl->json)
		ctl_json_print(ctl, &r.json);
	else if (q->all)
		print_sums(q, &r.sums);
	return r.status;
}

/* --- credit ---------------------------------------------------------------------------------- */

/* --entry 12,13 and what stands behind it. */
static int
read_entries(struct statement_ask *q, struct numbers *out)
{
	struct str rest = str_c(q->entry), one;

	if (q->entry == NULL)
		return q->n_words == 1 ? CTL_OK : ctl_usage(q->ctl, "credit takes the number of one "
		    "statement");
	for (int i = 1; i < q->n_words; i++)
		rest = str_printf(q->ctl->a, "%.*s,%s", STR_ARG(rest), q->words[i]);
	while (rest.n > 0) {
		int64_t n;

		if (!str_split(&rest, ',', &one)) {
			one = rest;
			rest = STR_NONE;
		}
		if (!str_i64(str_trim(one), &n) || n < 1)
			return ctl_usage(q->ctl, "--entry: '%.*s' is no entry's number", STR_ARG(one));
		numbers_add(q->ctl->a, out, n);
	}
	return CTL_OK;
}

static int
credit_in(struct statement_ask *q, struct work *w, struct closed *c, const struct kept *k,
    const struct numbers *entries)
{
	struct str why = str_trim(str_c(q->why));
	int64_t id;

	statement_lock(w->db, k->project);
	if (work_run(w) == -1 || statement_credit(&c->st, w->db, k, entries, why, w->now, q->by,
	    &c->files, &id, &w->err) == -1)
		return -1;
	return send_kept(q, w, c, id);
}

static int
credit(struct statement_ask *q, struct closed *c, const struct kept *k,
    const struct numbers *entries, struct err *e)
{
	struct work w;

	*c = (struct closed){ .st = { .a = q->ctl->a, .conf = q->ctl->conf,
	    .zones = q->core.zones } };
	work_begin(&w, &q->core, q->ctl->db, q->ctl->a);
	if (statement_begin(&c->st, k->project, k->month, &w.err) == 0 &&
	    credit_in(q, &w, c, k, entries) == 0 && work_commit(&w) == 0)
		return 0;
	*e = w.err;
	work_rollback(&w);
	return -1;
}

static int
tell_one(struct statement_ask *q, const struct closed *c)
{
	struct json j;

	if (!q->ctl->json) {
		tell(q, c);
		return CTL_OK;
	}
	j = ctl_json_new(q->ctl);
	tell_json(&j, q->ctl->a, c);
	ctl_json_print(q->ctl, &j);
	return CTL_OK;
}

int
statement_take_back(struct statement_ask *q)
{
	struct numbers entries = { 0 };
	struct closed c;
	struct kept k;
	struct err e;
	int status;

	if (q->why == NULL || str_trim(str_c(q->why)).n == 0)
		return ctl_usage(q->ctl, "say --why: the customer reads it");
	if (!str_is_text(str_c(q->why)))
		return ctl_fail(CTL_DATA, "--why is no text in UTF-8");
	if ((status = read_entries(q, &entries)) != CTL_OK ||
	    (status = statement_open(q, true)) != CTL_OK ||
	    (status = statement_find(q, &k)) != CTL_OK)
		return status;
	if (credit(q, &c, &k, &entries, &e) == -1)
		return ctl_err(&e);
	tell_one(q, &c);
	return put(q, &c);
}

/* --- send --------------------------------------------------------------------------------------- */

/* What the mail and its files say: all of it is kept. */
static void
as_kept(struct statement *st, const struct kept *k)
{
	st->number = k->number;
	st->credits = k->credits;
	st->reason = k->reason;
	st->currency = k->currency;
	st->digits = k->digits;
	st->total = k->total;
	st->raw = k->raw;
	st->billed = k->billed;
}

static int
send_in(struct statement_ask *q, struct work *w, struct closed *c, const struct kept *k)
{
	const char *obstacle;

	if (statement_begin(&c->st, k->project, k->month, &w->err) == -1)
		return -1;
	if ((obstacle = statement_mail_obstacle(c->st.project)) != NULL)
		return err_set(&w->err, ERR_REFUSED, "%.*s cannot be sent its statement: %s",
		    STR_ARG(k->project), obstacle);
	as_kept(&c->st, k);
	return work_run(w) == -1 || statement_files(w->a, w->db, k, &c->files, &w->err) == -1 ? -1 :
	    statement_mail(w, &c->st, k->id, &c->files, q->agent, &c->to);
}

int
statement_send(struct statement_ask *q)
{
	struct closed c = { .st = { .a = q->ctl->a } };
	struct work w;
	struct kept k;
	int status;

	if (q->n_words != 1)
		return ctl_usage(q->ctl, "send takes the number of one statement");
	if ((status = statement_open(q, true)) != CTL_OK || (status = statement_find(q, &k)) != CTL_OK)
		return status;
	c.st.conf = q->ctl->conf;
	c.st.zones = q->core.zones;
	work_begin(&w, &q->core, q->ctl->db, q->ctl->a);
	if (send_in(q, &w, &c, &k) == -1 || work_commit(&w) == -1) {
		status = ctl_err(&w.err);
		work_rollback(&w);
		return status;
	}
	printf("Statement %s goes to %s.\n", q->words[0], text_safe(q->ctl->a, c.to).p);
	return CTL_OK;
}
