/* statementask: see statementask.h. */
#include "daemon/ctl/statementask.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/render/text.h"

int
statement_open(struct statement_ask *q, bool writes)
{
	struct ctl *ctl = q->ctl;
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, writes ? q->as : NULL, &q->agent)) != CTL_OK)
		return status;
	if (q->agent != NULL && q->agent->role < AGENT_LEAD)
		return ctl_fail(CTL_DATA, "%s is no lead: statements are theirs",
		    text_safe(ctl->a, q->agent->name).p);
	q->by = q->agent != NULL ? q->agent->name : STR("docketctl");
	if ((status = ctl_core(ctl, &q->core, writes)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return writes ? ctl_core_load(ctl, &q->core, true) : CTL_OK;
}

int
statement_read_month(struct statement_ask *q)
{
	if (q->month == NULL)
		return ctl_usage(q->ctl, "say --month, such as 2026-10");
	return month_parse(str_c(q->month), &q->months) ? CTL_OK :
	    ctl_usage(q->ctl, "--month: '%s' is no month such as 2026-10", q->month);
}

int
statement_read_as(struct statement_ask *q, enum statement_as *as)
{
	*as = AS_TEXT;
	if (q->as == NULL && q->ctl->json)
		*as = AS_JSON;
	if (q->as == NULL)
		return CTL_OK;
	for (unsigned i = 0; i < STATEMENT_FILES; i++)
		if (strcmp(q->as, statement_as[i]) == 0) {
			*as = (enum statement_as)i;
			return CTL_OK;
		}
	return ctl_usage(q->ctl, "--as: '%s' is none of text, csv, html and json", q->as);
}

int
statement_find(struct statement_ask *q, struct kept *k)
{
	struct statement_number number;
	struct err e;
	int found;

	if (q->n_words < 1 || !statement_number_read(str_c(q->words[0]), &number))
		return ctl_usage(q->ctl, "say a statement's number, such as 2026-17 (docketctl "
		    "statement list)");
	found = statement_kept(q->ctl->a, q->ctl->db, number, k, &e);
	return found == -1 ? ctl_err(&e) : found == 1 ? CTL_OK :
	    ctl_fail(CTL_FAILED, "there is no statement %s (docketctl statement list)", q->words[0]);
}

struct str
statement_total(struct arena *a, int64_t total, int digits, struct str currency)
{
	return str_printf(a, "%s %.*s", figure_money(a, (struct money){ total, digits }, '.').p,
	    STR_ARG(currency));
}

static bool
write_all(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return false;
		bytes = str_sub(bytes, (size_t)n, SIZE_MAX);
	}
	return true;
}

/* What is there already is replaced when the new one is whole. */
static int
put_file(struct statement_ask *q, const char *name, struct str bytes)
{
	struct arena *a = q->ctl->a;
	struct str path = str_printf(a, "%s/%s", q->dir, name);
	struct str fresh = str_printf(a, "%s/.%s.new", q->dir, name);
	int fd = open(fresh.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	bool good = fd != -1 && write_all(fd, bytes) && fsync(fd) == 0;

	if (fd != -1 && close(fd) == -1)
		good = false;
	if (!good || rename(fresh.p, path.p) == -1)
		return ctl_fail(CTL_FAILED, "%s: %s", path.p, strerror(errno));
	fprintf(stderr, "%s\n", text_safe(a, path).p);
	return CTL_OK;
}

int
statement_put(struct statement_ask *q, const struct statement *st,
    const struct statement_files *f, enum statement_as only)
{
	int status = CTL_OK;

	for (unsigned i = 0; i < STATEMENT_FILES && status == CTL_OK; i++)
		if (only == STATEMENT_FILES || only == (enum statement_as)i)
			status = put_file(q, statement_file_name(st, (enum statement_as)i).p, f->v[i]);
	return status;
}
