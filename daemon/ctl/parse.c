/*
 * docketctl parse: a mail's letter as JSON, or after --explain why it was read
 * so.  Needs no database, and no configuration
 * either: without one the built-in fields are read.  The mail is read in a
 * caged child, as docketd does.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/parse/parserole.h"
#include "daemon/render/text.h"
#include "daemon/role/channel.h"
#include "daemon/role/role.h"
#include "daemon/sys/file.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"

enum { ABOUT_COLUMNS = 18 };

/* Nobody asked for a configuration, and there is none to be had. */
static bool
is_unconfigured(const struct ctl *c)
{
	return strcmp(c->conf_path, ROLE_CONF_PATH) == 0 && access(c->conf_path, R_OK) == -1;
}

/* The subject once, then each reason under it. */
static void
print_reason(struct arena *a, const char *about, struct str why)
{
	size_t columns = ctl_columns(), width = text_width(str_c(about));
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, about);
	for (; width < ABOUT_COLUMNS; width++)
		buf_addc(&b, ' ');
	buf_add(&b, text_safe(a, why));
	printf("%.*s\n", STR_ARG(columns == 0 ? buf_str(&b) : text_cut(a, buf_str(&b),
	    columns)));
}

static void
print_reasons(struct arena *a, const struct letter *l)
{
	struct str last = STR_NONE;

	for (size_t i = 0; i < l->reasons.n; i++) {
		const struct reason *r = &l->reasons.v[i];

		print_reason(a, str_eq(r->about, last) ? "" :
		    str_dup(a, text_safe(a, r->about)).p, r->why);
		last = r->about;
	}
	/* A parser that died of the mail gave no reasons. */
	if (l->reasons.n == 0 && l->quarantine.n > 0)
		print_reason(a, "quarantine", l->quarantine);
}

/* A file's bytes, or without a path those of standard input. */
static int
read_mail(struct arena *a, const char *path, struct str *out, struct err *e)
{
	return path != NULL ? file_read(a, path, CHANNEL_MAX, out, e) :
	    file_read_all(a, STDIN_FILENO, CHANNEL_MAX, out, e);
}

int
ctl_parse(struct ctl *c, int argc, char **argv)
{
	bool explain = false;
	const struct ctl_option options[] = { { "--explain", NULL, &explain } };
	int n = ctl_options(c, argc, argv, options, 1), status;
	struct str raw = STR_NONE;
	struct letter letter;
	struct err e;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 1)
		return ctl_usage(c, "one mail at a time");
	if (!is_unconfigured(c) && (status = ctl_conf(c)) != CTL_OK)
		return status;
	if (read_mail(c->a, n == 1 ? argv[1] : NULL, &raw, &e) == -1)
		return ctl_err(&e);
	(explain ? parse_explain : parse_once)(c->a, c->conf, raw, &letter);
	if (explain && !c->json)
		print_reasons(c->a, &letter);
	else
		printf("%.*s\n", STR_ARG(letter_json(c->a, &letter)));
	return CTL_OK;
}
