/*
 * docketctl statement: what is billed to a project for a month: reckoned, closed, shown, taken
 * back, sent.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/ctl/statementclose.h"
#include "daemon/ctl/statementshow.h"
#include "daemon/ctl/verbs.h"
#include "daemon/render/text.h"
#include "daemon/report/statementleft.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

/* --- make ------------------------------------------------------------------------- */

static int
tell_left(struct statement_ask *q, const struct statement *st,
    const struct statement_withouts *without)
{
	struct strs lines = { 0 };
	struct err e;

	if (statement_left(st, q->ctl->db, without, &lines, &e) == -1)
		return ctl_err(&e);
	fflush(stdout);
	if (lines.n > 0)
		fprintf(stderr, "Not in it:\n");
	for (size_t i = 0; i < lines.n; i++) {
		struct buf b;

		buf_init(&b, q->ctl->a);
		text_hang(&b, STR("- "), text_safe(q->ctl->a, lines.v[i]), CTL_WIDTH);
		fputs(buf_str(&b).p, stderr);
	}
	return CTL_OK;
}

static int
reckon(struct statement_ask *q, struct statement *st, struct statement_withouts *without)
{
	struct ctl *ctl = q->ctl;
	struct err e;

	if (statement_begin(st, str_c(q->words[0]), q->months, &e) == -1 ||
	    statement_reckon(st, q->core.worktimes, ctl->db, without, &e) == -1 ||
	    statement_promises(st, ctl->db, clock_now(), &e) == -1)
		return ctl_err(&e);
	return CTL_OK;
}

static int
make(struct statement_ask *q)
{
	struct ctl *ctl = q->ctl;
	struct statement st = { .a = ctl->a };
	struct statement_withouts without;
	struct statement_files files;
	enum statement_as as;
	int status;

	if (q->n_words != 1)
		return ctl_usage(ctl, "make takes the key of one project");
	if ((status = statement_read_month(q)) != CTL_OK ||
	    (status = statement_read_as(q, &as)) != CTL_OK ||
	    (status = statement_open(q, false)) != CTL_OK)
		return status;
	st.conf = ctl->conf;
	st.zones = q->core.zones;
	if ((status = reckon(q, &st, &without)) != CTL_OK)
		return status;
	statement_write(&st, &files);
	if (q->dir != NULL)
		status = statement_put(q, &st, &files, q->as == NULL ? STATEMENT_FILES : as);
	else
		fwrite(files.v[as].p, 1, files.v[as].n, stdout);
	return status != CTL_OK ? status : tell_left(q, &st, &without);
}

/* --- which action -------------------------------------------------------------------- */

static const struct {
	const char	*name;
	int		(*run)(struct statement_ask *);
	const char	*takes;			/* options that it knows, beside --month and --as */
} actions[] = {
	{ "make", make, "--dir" },
	{ "close", statement_close, "--all --dir --early --send --no-send" },
	{ "show", statement_show, "--dir" },
	{ "credit", statement_take_back, "--why --entry --dir --send --no-send" },
	{ "send", statement_send, "" },
	{ "list", statement_print_list, "--project --year" },
};

/* One that an action does not know is told, not left out. */
static const char *
odd_option(const struct statement_ask *q, const char *takes)
{
	const struct { const char *name; bool given; } rows[] = {
		{ "--all", q->all }, { "--dir", q->dir != NULL }, { "--early", q->early },
		{ "--send", q->send }, { "--no-send", q->no_send }, { "--why", q->why != NULL },
		{ "--entry", q->entry != NULL }, { "--project", q->project != NULL },
		{ "--year", q->year != NULL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *at = strstr(takes, rows[i].name);
		size_t n = strlen(rows[i].name);

		if (rows[i].given && (at == NULL || (at[n] != '\0' && at[n] != ' ')))
			return rows[i].name;
	}
	return NULL;
}

int
ctl_statement(struct ctl *ctl, int argc, char **argv)
{
	struct statement_ask q = { .ctl = ctl };
	const struct ctl_option options[] = {
		{ "--month", &q.month, NULL }, { "--dir", &q.dir, NULL }, { "--as", &q.as, NULL },
		{ "--why", &q.why, NULL }, { "--entry", &q.entry, NULL },
		{ "--project", &q.project, NULL }, { "--year", &q.year, NULL },
		{ "--all", NULL, &q.all }, { "--early", NULL, &q.early },
		{ "--send", NULL, &q.send }, { "--no-send", NULL, &q.no_send },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options));

	if (n < 0)
		return ctl_options_status(n);
	q.words = argv + 2;
	q.n_words = n - 1;
	for (size_t i = 0; n > 0 && i < COUNT(actions); i++) {
		const char *odd;

		if (strcmp(argv[1], actions[i].name) != 0)
			continue;
		if ((odd = odd_option(&q, actions[i].takes)) != NULL)
			return ctl_usage(ctl, "%s has no %s", argv[1], odd);
		return actions[i].run(&q);
	}
	return ctl_usage(ctl, "say make, close, show, credit, send or list");
}
