/* affectedmail: see affectedmail.h. */
#include "daemon/ctl/affectedmail.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/ctl/affectedprint.h"
#include "daemon/ctl/core.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { AGAIN = -1 };			/* as do.c's */

#define HOUR_US	(3600LL * SECOND_US)

struct sums {				/* projects */
	size_t	told, before, nobody;
};

int
affected_mail_check(const struct affected_mailing *m)
{
	const struct templates *all = &m->ctl->conf->templates;
	struct strs names = { 0 };

	if (m->order.agent != NULL && m->order.agent->role == AGENT_AGENT)
		return ctl_fail(CTL_DATA, "affected --mail is for leads and admins");
	if (templates_find(all, m->order.template, STR("en")) == NULL) {
		for (size_t i = 0; i < all->n; i++)
			if (str_eq(all->v[i].language, STR("en")))
				strs_add(m->ctl->a, &names, all->v[i].name);
		return ctl_no_such(m->ctl, "template", m->order.template.p, &names);
	}
	if (m->rate > m->ctl->conf->breaker_floor)
		fprintf(stderr, "docketctl: %" PRId64 " an hour is more than automatic mail is let "
		    "go without a question (breaker_floor, %" PRId64 "): providers may slow it "
		    "down\n", m->rate, m->ctl->conf->breaker_floor);
	return CTL_OK;
}

/* --- one project --- */

/* What its mail tells: lives in `a`. */
static struct advised
facts_of(const struct affected_mailing *m, struct arena *a, const struct affected_project *p)
{
	struct advised out = { .project = p->project, .advice = { .text = m->text } };
	struct address *people = ARENA_ARRAY(a, p->n_people, struct address);

	for (size_t i = 0; i < p->n_people; i++)
		if (p->people[i].why_not == NULL)
			people[out.n++] = p->people[i].who;
	out.people = people;
	out.advice.v = ARENA_ARRAY(a, p->n, struct advice_place);
	for (size_t i = 0; i < p->n; i++) {
		const struct affected_place *l = &p->places[i];

		if (l->verdict != VERDICT_AFFECTED &&
		    (l->verdict != VERDICT_UNKNOWN || !m->unknown))
			continue;
		out.advice.v[out.advice.n++] = (struct advice_place){
		    .product = l->product == NULL ? l->name : l->product->label,
		    .environment = l->environment, .version = l->version, .fix = l->fix,
		    .is_unknown = l->verdict == VERDICT_UNKNOWN };
	}
	return out;
}

static int
once(struct affected_mailing *m, struct arena *a, struct advised *to)
{
	struct work w;
	int status;

	work_begin(&w, m->core, m->ctl->db, a);
	if (advise_project(&w, &m->order, to) == 0 && work_commit(&w) == 0)
		return CTL_OK;
	status = w.err.kind == ERR_ASK ? AGAIN : ctl_err(&w.err);
	work_rollback(&w);
	return status;
}

static struct str
names_of(struct arena *a, const struct advised *to)
{
	struct strs v = { 0 };

	for (size_t i = 0; i < to->n; i++)
		strs_add(a, &v, text_safe(a, to->people[i].addr));
	return strs_join(a, &v, ", ");
}

static void
tell(const struct affected_mailing *m, const struct advised *to, struct json *j)
{
	struct arena *a = m->ctl->a;
	struct buf b;

	if (m->ctl->json) {
		json_open_object(j, NULL);
		json_str(j, "project", to->project->key);
		json_int(j, "ticket", to->child);
		json_bool(j, "told_before", to->is_before);
		json_str_or_null(j, "due_at", to->is_before ? STR_NONE :
		    clock_rfc3339(a, to->due_at));
		json_str(j, "to", names_of(a, to));
		json_close(j);
		return;
	}
	buf_init(&b, a);
	text_hang(&b, str_printf(a, "%.*s: ", STR_ARG(text_safe(a, to->project->key))),
	    to->is_before ? str_printf(a, "was told, see #%" PRId64, to->child) :
	    str_printf(a, "#%" PRId64 ", %s, to %.*s", to->child, text_time(a, to->due_at).p,
	    STR_ARG(names_of(a, to))), CTL_WIDTH);
	fputs(buf_str(&b).p, stdout);
	fflush(stdout);
}

static int
tell_project(struct affected_mailing *m, const struct affected_project *p, struct sums *sums,
    struct json *j)
{
	struct arena *a = arena_new();
	struct advised to = facts_of(m, a, p);
	int status;

	while ((status = once(m, a, &to)) == AGAIN)
		ctl_core_ask(m->ctl, m->core);
	if (status == CTL_OK) {
		tell(m, &to, j);
		*(to.is_before ? &sums->before : &sums->told) += 1;
	}
	arena_free(a);
	return status;
}

/* --- what would be --- */

static bool
was_told(const struct affected_mailing *m, const struct affected_project *p)
{
	for (size_t i = 0; i < p->n_told; i++)
		if (str_eq(p->told[i].template, m->order.template))
			return true;
	return false;
}

static void
print_addresses(struct arena *a, const char *name, const struct addresses *v)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < v->n; i++)
		strs_add(a, &out, v->v[i].name.n == 0 ? text_safe(a, v->v[i].addr) :
		    str_printf(a, "%.*s <%.*s>", STR_ARG(text_safe(a, v->v[i].name)),
		    STR_ARG(text_safe(a, v->v[i].addr))));
	if (out.n > 0)
		printf("%s: %s\n", name, strs_join(a, &out, ", ").p);
}

static int
print_first(struct affected_mailing *m, const struct advised *to)
{
	struct arena *a = m->ctl->a;
	struct mail_out mail;
	struct work w;
	int status = CTL_OK;
	struct addresses all = { ARENA_ARRAY(a, to->n, struct address), to->n };

	for (size_t i = 0; i < to->n; i++)
		all.v[i] = to->people[i];
	work_begin(&w, m->core, m->ctl->db, a);
	if (advise_preview(&w, &m->order, to, &mail) == -1)
		status = ctl_err(&w.err);
	work_rollback(&w);
	if (status != CTL_OK)
		return status;
	printf("\nThe first of them (#0 stands for the number of its ticket):\n\n");
	print_addresses(a, "From", &(struct addresses){ &mail.from, 1 });
	print_addresses(a, "To", &(struct addresses){ all.v, 1 });
	print_addresses(a, "Cc", &(struct addresses){ all.v + 1, all.n - 1 });
	printf("Subject: %s\n\n%s\n", text_safe(a, mail.subject).p,
	    text_safe_lines(a, mail.text).p);
	return CTL_OK;
}

static void
print_would(const struct affected_mailing *m, const struct advised *to)
{
	struct arena *a = m->ctl->a;
	struct buf b, what;

	buf_init(&b, a);
	buf_init(&what, a);
	for (size_t i = 0; i < to->advice.n; i++)
		buf_printf(&what, "; %.*s %.*s (%.*s)", STR_ARG(text_safe(a, to->advice.v[i].product)),
		    STR_ARG(text_safe(a, to->advice.v[i].version)),
		    STR_ARG(text_safe(a, to->advice.v[i].environment)));
	text_hang(&b, str_printf(a, "%.*s: ", STR_ARG(text_safe(a, to->project->key))),
	    str_printf(a, "to %.*s%.*s", STR_ARG(names_of(a, to)), STR_ARG(buf_str(&what))),
	    CTL_WIDTH);
	fputs(buf_str(&b).p, stdout);
}

static int
dry_run(struct affected_mailing *m, const struct affected *all, struct sums *sums,
    struct json *j)
{
	struct advised first = { .n = 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct affected_project *p = &all->v[i];
		struct advised to;

		if (!affected_is_concerned(p, m->unknown) || affected_reached(p) == 0)
			continue;
		to = facts_of(m, m->ctl->a, p);
		to.is_before = was_told(m, p);
		if (m->ctl->json) {
			to.child = p->n_told > 0 ? p->told[0].child : 0;
			to.due_at = 0;
			tell(m, &to, j);
		} else if (to.is_before)
			printf("%s: was told\n", text_safe(m->ctl->a, p->key).p);
		else
			print_would(m, &to);
		*(to.is_before ? &sums->before : &sums->told) += 1;
		if (first.n == 0 && !to.is_before)
			first = to;
	}
	return first.n == 0 || m->ctl->json ? CTL_OK : print_first(m, &first);
}

/* --- all of them --- */

/* Nobody wants a flood made worse; and the mail of people who are in one is not read. */
static int
look_at_breaker(struct affected_mailing *m)
{
	struct sql_advice_breaker h = sql_advice_breaker(m->ctl->db);
	struct sql_advice_breaker_row row;
	struct err e;

	if (db_run(m->ctl->db, &e) == -1)
		return ctl_err(&e);
	return m->dry || !sql_advice_breaker_row(m->ctl->db, h, 0, &row) ? CTL_OK :
	    ctl_fail(CTL_FAILED, "automatic mail to customers is withheld since %s, and nobody was "
	    "told: look at docketctl breaker first", text_time(m->ctl->a, row.since).p);
}

/* Whom no mail reaches is told to who ordered it: nobody is left out unseen. */
static void
name_left_out(const struct affected_mailing *m, const struct affected *all, struct sums *sums)
{
	struct arena *a = m->ctl->a;

	for (size_t i = 0; i < all->n; i++) {
		const struct affected_project *p = &all->v[i];

		if (!affected_is_concerned(p, m->unknown))
			continue;
		sums->nobody += affected_reached(p) == 0;
		if (p->n_people == 0)
			fprintf(stderr, "docketctl: %s: %s\n", text_safe(a, p->key).p,
			    p->project == NULL ? "projects.conf has it no more: nobody is told" :
			    "nobody is known there who could be told: advise in projects.conf "
			    "names somebody");
		for (size_t k = 0; k < p->n_people; k++)
			if (p->people[k].why_not != NULL)
				fprintf(stderr, "docketctl: %s: %s is left out: %s\n",
				    text_safe(a, p->key).p,
				    text_safe(a, p->people[k].who.addr).p,
				    p->people[k].why_not);
	}
}

static void
print_sums(const struct affected_mailing *m, const struct sums *sums)
{
	struct arena *a = m->ctl->a;
	int64_t last = sums->told == 0 ? 0 : (int64_t)(sums->told - 1) * m->order.interval;

	printf("%zu project%s %s, %zu told before, %zu not reached.", sums->told,
	    sums->told == 1 ? "" : "s", m->dry ? "would be told" : "told", sums->before, sums->nobody);
	if (last > 0)
		printf("  %" PRId64 " an hour: the last goes after %s or later.", m->rate,
		    duration_text(a, last / SECOND_US, DURATION_SHORT).p);
	printf("\n%s", m->dry ? "Nothing of this was done: --dry-run.\n" : "");
}

int
affected_mail(struct affected_mailing *m, const struct affected *all)
{
	struct json j = ctl_json_new(m->ctl);
	struct sums sums = { 0 };
	int status;

	m->order.interval = HOUR_US / m->rate;
	if ((status = look_at_breaker(m)) != CTL_OK)
		return status;
	name_left_out(m, all, &sums);
	json_open_array(&j, NULL);
	if (m->dry)
		status = dry_run(m, all, &sums, &j);
	for (size_t i = 0; !m->dry && status == CTL_OK && i < all->n; i++)
		if (affected_is_concerned(&all->v[i], m->unknown) && affected_reached(&all->v[i]) > 0)
			status = tell_project(m, &all->v[i], &sums, &j);
	json_close(&j);
	if (m->ctl->json)
		ctl_json_print(m->ctl, &j);
	else
		print_sums(m, &sums);
	return status != CTL_OK ? status : sums.nobody > 0 ? CTL_FAILED : CTL_OK;
}
