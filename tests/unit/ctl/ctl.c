/* docketctl's options: where they may stand, what they take, what is a fault. */
#include "daemon/ctl/ctl.h"

#include <string.h>

#include "tests/tap.h"

enum { ARGS = 8 };

static const struct {
	const char	*argv[ARGS];
	int		 want;		/* arguments that are kept; -1, -2 */
	const char	*kept;		/* they, with spaces between */
	const char	*status;	/* value of --status; NULL: none */
	bool		 all, json;
} rows[] = {
	{ { "list" }, 0, "", NULL, false, false },
	{ { "list", "1", "2" }, 2, "1 2", NULL, false, false },
	{ { "list", "--all", "1" }, 1, "1", NULL, true, false },
	{ { "list", "1", "--all", "2" }, 2, "1 2", NULL, true, false },
	{ { "list", "--status", "open", "1" }, 1, "1", "open", false, false },
	{ { "list", "--status=open", "1" }, 1, "1", "open", false, false },
	{ { "list", "--status=", "1" }, 1, "1", "", false, false },
	{ { "list", "--status", "--all" }, 0, "", "--all", false, false },
	{ { "list", "--status" }, -1, "", NULL, false, false },
	{ { "list", "--all=yes" }, -1, "", NULL, true, false },
	{ { "list", "--stat", "open" }, -1, "", NULL, false, false },
	{ { "list", "--alles" }, -1, "", NULL, false, false },
	{ { "list", "-x" }, -1, "", NULL, false, false },
	{ { "list", "-" }, 1, "-", NULL, false, false },
	{ { "list", "--json", "1" }, 1, "1", NULL, false, true },
	{ { "list", "--", "--all", "-x" }, 2, "--all -x", NULL, false, false },
	{ { "list", "1", "--help" }, -2, "", NULL, false, false },
	{ { "list", "-h" }, -2, "", NULL, false, false },
	{ { "list", "--nothing", "--help" }, -1, "", NULL, false, false },
};

static const struct {
	const char	*in;
	int64_t		 want;
} numbers[] = {
	{ "1", 1 }, { "42", 42 }, { "9223372036854775807", INT64_MAX },
	{ "0", -1 }, { "-1", -1 }, { "", -1 }, { "1x", -1 }, { " 1", -1 }, { "0x1", -1 },
	{ "9223372036854775808", -1 },
};

static void
test_row(struct arena *a, size_t i)
{
	static const struct ctl_verb verb = { .name = "list", .args = "[--all]" };
	struct ctl ctl = { .a = a, .verb = &verb };
	const char *status = NULL;
	bool all = false;
	const struct ctl_option options[] = { { "--status", &status, NULL },
	    { "--all", NULL, &all } };
	char *argv[ARGS];
	int argc = 0, n;
	struct buf kept;

	for (; argc < ARGS && rows[i].argv[argc] != NULL; argc++) {
		argv[argc] = arena_alloc(a, strlen(rows[i].argv[argc]) + 1);
		strcpy(argv[argc], rows[i].argv[argc]);
	}
	n = ctl_options(&ctl, argc, argv, options, COUNT(options));
	buf_init(&kept, a);
	for (int k = 1; k <= n; k++)
		buf_printf(&kept, "%s%s", k > 1 ? " " : "", argv[k]);
	tap_int(n, rows[i].want, "row %zu: how many", i);
	tap_str(buf_str(&kept), str_c(rows[i].kept), "row %zu: which", i);
	tap_ok((status == NULL) == (rows[i].status == NULL), "row %zu: with a value", i);
	tap_str(status == NULL ? STR_NONE : str_c(status),
	    rows[i].status == NULL ? STR_NONE : str_c(rows[i].status), "row %zu: value", i);
	tap_ok(all == rows[i].all && ctl.json == rows[i].json, "row %zu: flags", i);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(a, i);
	tap_int(ctl_options_status(-1), CTL_USAGE, "a fault");
	tap_int(ctl_options_status(-2), CTL_HELP, "help");
	for (size_t i = 0; i < COUNT(numbers); i++)
		tap_int(ctl_number(numbers[i].in), numbers[i].want, "number '%s'",
		    numbers[i].in);
	arena_free(a);
	return tap_done();
}
