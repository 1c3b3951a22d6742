/*
 * What all verbs of docketctl share: options, faults, configuration, database.
 * Trusts whoever runs it with what the database lets them do.
 */
#include "daemon/ctl/ctl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "daemon/db/migrate.h"
#include "daemon/policy/why.h"
#include "daemon/render/text.h"
#include "parsers/base/nearest.h"
#include "sql.h"

const struct ctl_verb *
ctl_verb_find(const struct ctl *ctl, struct str name)
{
	for (size_t i = 0; i < ctl->n_verbs; i++)
		if (str_eq(str_c(ctl->verbs[i].name), name))
			return &ctl->verbs[i];
	return NULL;
}

int
ctl_fail(enum ctl_exit status, const char *fmt, ...)
{
	struct arena *a = arena_new();
	va_list ap;

	va_start(ap, fmt);
	fflush(stdout);
	fprintf(stderr, "docketctl: %s\n",
	    text_safe_lines(a, str_vprintf(a, fmt, ap)).p);
	va_end(ap);
	arena_free(a);
	return (int)status;
}

int
ctl_err(const struct err *e)
{
	static const enum ctl_exit statuses[] = {
		[ERR_NONE] = CTL_FAILED, [ERR_RETRY] = CTL_UNAVAILABLE,
		[ERR_MESSAGE] = CTL_DATA, [ERR_MAILBOX] = CTL_FAILED,
		[ERR_REFUSED] = CTL_FAILED, [ERR_CONF] = CTL_CONF, [ERR_BUG] = CTL_FAILED,
		[ERR_ASK] = CTL_FAILED, [ERR_WAIT] = CTL_UNAVAILABLE,
	};

	return ctl_fail(statuses[e->kind], "%s", e->text);
}

struct str
ctl_usage_text(struct arena *a, const struct ctl_verb *v)
{
	struct buf b;

	buf_init(&b, a);
	if (v->args[0] == '\0')
		buf_printf(&b, "usage: docketctl %s\n", v->name);
	else
		text_hang(&b, str_printf(a, "usage: docketctl %s ", v->name), str_c(v->args),
		    CTL_WIDTH);
	return buf_str(&b);
}

struct str
ctl_join(struct arena *a, int n, char **words)
{
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", words[i]);
	return str_trim(buf_str(&b));
}

int
ctl_usage(const struct ctl *ctl, const char *fmt, ...)
{
	const struct ctl_verb *v = ctl->verb;
	struct arena *a = arena_new();
	va_list ap;

	va_start(ap, fmt);
	ctl_fail(CTL_USAGE, "%s: %s", v->name, str_vprintf(a, fmt, ap).p);
	va_end(ap);
	fputs(ctl_usage_text(a, v).p, stderr);
	arena_free(a);
	return CTL_USAGE;
}

int
ctl_conf(struct ctl *ctl)
{
	struct conf_faults faults = { 0 };

	if (conf_load(ctl->a, ctl->conf_path, &ctl->conf, &faults) == 0)
		return CTL_OK;
	for (size_t i = 0; i < faults.lines.n; i++)
		ctl_fail(CTL_CONF, "%.*s", STR_ARG(faults.lines.v[i]));
	return CTL_CONF;
}

int
ctl_no_such(struct ctl *ctl, const char *what, const char *name, const struct strs *names)
{
	struct str says = nearest_none_such(ctl->a, what, str_c(name), names);

	if (names->n == 0 || nearest_name(str_c(name), names).n > 0)
		return ctl_fail(CTL_DATA, "%s", says.p);
	return ctl_fail(CTL_DATA, "%s; there are: %s", says.p, why_list(ctl->a, names).p);
}

int
ctl_agent(struct ctl *ctl, const char *as, const struct agent **agent)
{
	const struct agents *agents = &ctl->conf->agents;
	struct strs names = { 0 };

	*agent = NULL;
	if (as == NULL || (*agent = agents_find(agents, str_c(as))) != NULL)
		return CTL_OK;
	for (size_t i = 0; i < agents->n; i++)
		strs_add(ctl->a, &names, agents->v[i].name);
	return ctl_no_such(ctl, "agent", as, &names);
}

int
ctl_db(struct ctl *ctl)
{
	struct err e;
	int status = ctl->conf == NULL ? ctl_conf(ctl) : CTL_OK;

	if (status != CTL_OK)
		return status;
	if (db_open(str_dup(ctl->a, ctl->conf->database).p, false, &ctl->db, &e) == -1)
		return ctl_err(&e);
	return db_check_schema(ctl->db, &e) == -1 ? ctl_err(&e) : CTL_OK;
}

/* `value` of "--name=value", or NULL; *hit says that the name is this option's. */
static char *
option_match(char *arg, const char *name, bool *hit)
{
	size_t n = strlen(name);

	*hit = strncmp(arg, name, n) == 0 && (arg[n] == '\0' || arg[n] == '=');
	return *hit && arg[n] == '=' ? arg + n + 1 : NULL;
}

/*
 * Reads the option at argv[*i], and from the next argument its value.
 * 0, or -1 after a fault was told.
 */
static int
option_read(struct ctl *ctl, int argc, char **argv, int *i,
    const struct ctl_option *options, size_t n)
{
	for (size_t o = 0; o < n; o++) {
		const struct ctl_option *option = &options[o];
		bool hit;
		char *value = option_match(argv[*i], option->name, &hit);

		if (!hit)
			continue;
		if (option->flag != NULL) {
			*option->flag = true;
			if (value == NULL)
				return 0;
			ctl_usage(ctl, "%s takes no value", option->name);
			return -1;
		}
		if (value == NULL && *i + 1 < argc)
			value = argv[++*i];
		if ((*option->value = value) != NULL)
			return 0;
		ctl_usage(ctl, "%s needs a value", option->name);
		return -1;
	}
	ctl_usage(ctl, "there is no option %s", argv[*i]);
	return -1;
}

static bool
is_argument(const char *s, bool is_value)
{
	return s[0] != '-' || s[1] == '\0' || (is_value && s[1] != '-');
}

int
ctl_options(struct ctl *ctl, int argc, char **argv, const struct ctl_option *options,
    size_t n)
{
	return ctl_options_value(ctl, argc, argv, options, n, argc);
}

int
ctl_options_value(struct ctl *ctl, int argc, char **argv, const struct ctl_option *options,
    size_t n, int from)
{
	bool plain = false;
	int kept = 0;

	for (int i = 1; i < argc; i++) {
		if (plain || is_argument(argv[i], kept >= from)) {
			argv[++kept] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			plain = true;
		} else if (strcmp(argv[i], "--json") == 0) {
			ctl->json = true;
		} else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			return -2;
		} else if (option_read(ctl, argc, argv, &i, options, n) == -1) {
			return -1;
		}
	}
	return kept;
}

int
ctl_options_status(int n)
{
	return n == -2 ? (int)CTL_HELP : (int)CTL_USAGE;
}

int64_t
ctl_number(const char *s)
{
	int64_t n;

	return str_i64(str_c(s), &n) && n >= 1 ? n : -1;
}

int64_t
ctl_ticket(const char *s)
{
	return ctl_number(s[0] == '#' ? s + 1 : s);
}

int
ctl_only_ticket(struct ctl *ctl, int n, char **argv, int64_t *id)
{
	if (n < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage(ctl, "it takes one ticket's number");
	if ((*id = ctl_ticket(argv[1])) == -1)
		return ctl_usage(ctl, "'%s' is no ticket's number", argv[1]);
	return CTL_OK;
}

int
ctl_json(struct ctl *ctl, struct sql_list_json h)
{
	struct sql_list_json_row row;

	sql_list_json_row(ctl->db, h, 0, &row);
	puts(text_json(ctl->a, row.json).p);
	return CTL_OK;
}

struct json
ctl_json_new(struct ctl *ctl)
{
	struct buf *b = ARENA_NEW(ctl->a, struct buf);
	struct json j;

	buf_init(b, ctl->a);
	json_init(&j, b, 0);
	return j;
}

void
ctl_json_print(struct ctl *ctl, const struct json *j)
{
	puts(text_json(ctl->a, buf_str(j->out)).p);
}

size_t
ctl_columns(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t n;

	if (isatty(STDOUT_FILENO) != 1)
		return 0;
	if (columns != NULL && str_u64(str_c(columns), &n) && n > 0)
		return (size_t)n;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void
ctl_print(struct ctl *ctl, const struct table *t)
{
	struct str text = table_text(ctl->a, t, ctl_columns());

	fwrite(text.p, 1, text.n, stdout);
}

int
ctl_table(struct ctl *ctl, const struct ctl_rows *rows, struct db_handle asked, int64_t limit)
{
	struct table t = { rows->columns, rows->n_columns, { 0 } };
	size_t n = db_count(ctl->db, asked);

	if (n == 0) {
		puts(rows->none);
		return CTL_OK;
	}
	for (size_t row = 0; row < n && row < (size_t)limit; row++)
		rows->add(ctl, asked, row, &t.cells);
	ctl_print(ctl, &t);
	if (n > (size_t)limit)
		printf("… and more: --limit N shows N, not %" PRId64 ".\n", limit);
	return CTL_OK;
}
