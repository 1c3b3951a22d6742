/* rulestest: see rulestest.h. */
#include "daemon/ctl/rulestest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/ctl/junit.h"
#include "daemon/ctl/rulestried.h"
#include "daemon/render/text.h"
#include "daemon/sys/log.h"
#include "daemon/trial/play.h"
#include "parsers/base/array.h"

enum { GAPS_SHOWN = 40 };		/* where most is untested, nobody reads more */

struct test_run {				/* of all tests */
	struct ctl	*ctl;
	const char	*what;		/* folder or file */
	bool		 is_named;	/* by who asks */
	const char	*junit;
	int64_t		 min_coverage;	/* 0: any will do */
	struct rule_cases tests;
	struct played	*v;		/* by test */
	size_t		 counts[PLAYED_ERROR + 1];
	struct coverage	 seen;
	struct strs	 gaps;
	int64_t		 ms;
};

static const char *const result_words[] = {
	[PLAYED_PASSED] = "passed", [PLAYED_FAILED] = "failed", [PLAYED_ERROR] = "error",
};

/* The folder beside docket.conf. */
static const char *
default_folder(struct ctl *ctl)
{
	struct str folder = ctl->conf->path;

	while (folder.n > 0 && folder.p[folder.n - 1] != '/')
		folder.n--;
	return str_printf(ctl->a, "%.*stests.d", STR_ARG(folder)).p;
}

/* CTL_OK, or what is wrong is told. */
static int
load(struct test_run *r)
{
	struct ctl *ctl = r->ctl;
	struct str path = str_c(r->what);
	struct conf_faults faults = { 0 };
	struct stat st;

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (stat(r->what, &st) == -1 && r->is_named)
		return ctl_fail(CTL_CONF, "%s: %s: a mail, a folder or a file of tests is wanted",
		    r->what, strerror(errno));
	if (stat(r->what, &st) == -1)
		return ctl_fail(CTL_CONF, "%s: there are no tests: write some into tests.d/"
		    "*.conf (docket-rules(5), TESTS OF RULES)", r->what);
	if (conf_load_beside(ctl->a, str_dup(ctl->a, path).p, ctl->conf, &case_part, &r->tests,
	    &faults) == -1) {
		for (size_t i = 0; i < faults.lines.n; i++)
			ctl_fail(CTL_CONF, "%s", faults.lines.v[i].p);
		return CTL_CONF;
	}
	return r->tests.n > 0 ? CTL_OK : ctl_fail(CTL_CONF, "%s: there is no test in it", r->what);
}

static void
play_all(struct test_run *r)
{
	coverage_init(&r->seen, r->ctl->a, &r->ctl->conf->rules);
	r->v = ARENA_ARRAY(r->ctl->a, r->tests.n, struct played);
	for (size_t i = 0; i < r->tests.n; i++) {
		play(r->ctl->a, r->ctl->conf, &r->tests.v[i], &r->seen, &r->v[i]);
		r->counts[r->v[i].how]++;
		r->ms += r->v[i].ms;
	}
	r->gaps = coverage_gaps(&r->seen);
}

static bool
is_covered(const struct test_run *r)
{
	return coverage_percent(&r->seen) >= r->min_coverage;
}

static void
put_lines(struct ctl *ctl, struct buf *b, const char *head, struct str line)
{
	text_hang(b, str_c(head), text_safe(ctl->a, line), CTL_WIDTH);
}

static bool
xml_to_stdout(const struct test_run *r)
{
	return r->junit != NULL && strcmp(r->junit, "-") == 0;
}

static void
print_text(const struct test_run *r)
{
	struct ctl *ctl = r->ctl;
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t i = 0; i < r->tests.n; i++) {
		const struct played *p = &r->v[i];

		if (p->how == PLAYED_PASSED)
			continue;
		put_lines(ctl, &b, p->how == PLAYED_FAILED ? "FAILED  " : "ERROR   ",
		    p->test->name);
		for (size_t k = 0; k < p->faults.n; k++)
			put_lines(ctl, &b, "        ", p->faults.v[k]);
	}
	for (size_t i = 0; i < r->gaps.n && i < GAPS_SHOWN; i++)
		put_lines(ctl, &b, "        ", r->gaps.v[i]);
	if (r->gaps.n > GAPS_SHOWN)
		put_lines(ctl, &b, "        ", str_printf(ctl->a, "… and %zu more: --json tells all",
		    r->gaps.n - GAPS_SHOWN));
	buf_printf(&b, "%zu passed, %zu failed, %zu errors; coverage %d %% (%zu of %zu)\n",
	    r->counts[PLAYED_PASSED], r->counts[PLAYED_FAILED], r->counts[PLAYED_ERROR],
	    coverage_percent(&r->seen), r->seen.seen, r->seen.wanted);
	fputs(buf_str(&b).p, xml_to_stdout(r) ? stderr : stdout);
}

static void
test_json(struct json *j, const struct played *p)
{
	json_open_object(j, NULL);
	json_str(j, "name", p->test->name);
	json_str(j, "file", p->test->file);
	json_int(j, "line", p->test->line);
	json_str(j, "result", str_c(result_words[p->how]));
	json_strs(j, "faults", &p->faults);
	json_int(j, "ms", p->ms);
	json_close(j);
}

static void
print_json(const struct test_run *r)
{
	struct json j = ctl_json_new(r->ctl);

	json_open_object(&j, NULL);
	json_int(&j, "passed", (int64_t)r->counts[PLAYED_PASSED]);
	json_int(&j, "failed", (int64_t)r->counts[PLAYED_FAILED]);
	json_int(&j, "errors", (int64_t)r->counts[PLAYED_ERROR]);
	json_open_array(&j, "tests");
	for (size_t i = 0; i < r->tests.n; i++)
		test_json(&j, &r->v[i]);
	json_close(&j);
	json_open_object(&j, "coverage");
	json_int(&j, "percent", coverage_percent(&r->seen));
	json_int(&j, "seen", (int64_t)r->seen.seen);
	json_int(&j, "wanted", (int64_t)r->seen.wanted);
	json_bool(&j, "enough", is_covered(r));
	json_strs(&j, "gaps", &r->gaps);
	json_close(&j);
	json_close(&j);
	ctl_json_print(r->ctl, &j);
}

static struct str
coverage_text(const struct test_run *r)
{
	return str_printf(r->ctl->a, "coverage is %d %%, and %" PRId64 " %% are wanted",
	    coverage_percent(&r->seen), r->min_coverage);
}

static int
write_junit(const struct test_run *r)
{
	struct junit j = { .v = r->v, .n = r->tests.n, .has_coverage = r->min_coverage > 0 };
	struct err e;

	if (!is_covered(r)) {
		strs_add(r->ctl->a, &j.lacking, coverage_text(r));
		for (size_t i = 0; i < r->gaps.n; i++)
			strs_add(r->ctl->a, &j.lacking, r->gaps.v[i]);
	}
	return junit_write(r->ctl->a, r->junit, &j, &e) == 0 ? CTL_OK : ctl_err(&e);
}

static int
run_all(struct test_run *r)
{
	int status = load(r);

	if (status != CTL_OK)
		return status;
	play_all(r);
	if (r->junit != NULL && (status = write_junit(r)) != CTL_OK)
		return status;
	if (r->ctl->json)
		print_json(r);
	else
		print_text(r);
	if (r->counts[PLAYED_PASSED] < r->tests.n)
		return CTL_FAILED;
	return is_covered(r) ? CTL_OK : ctl_fail(CTL_FAILED, "%s", coverage_text(r).p);
}

/* What is neither a folder nor a file of tests is a mail. */
static bool
is_mail(const char *path)
{
	struct stat st;

	return path != NULL && !str_ends(str_c(path), STR(".conf")) && stat(path, &st) == 0 &&
	    !S_ISDIR(st.st_mode);
}

static int
percentage(struct ctl *ctl, const char *text, int64_t *out)
{
	int64_t n = text == NULL ? 0 : ctl_number(text);

	if (n < 0 || n > 100)
		return ctl_usage(ctl, "--min-coverage is a number of at most 100, not '%s'", text);
	*out = n;
	return CTL_OK;
}

int
rules_test(struct ctl *ctl, int argc, char **argv)
{
	struct test_run r = { .ctl = ctl };
	struct tried t = { .ctl = ctl };
	const char *coverage = NULL;
	const struct ctl_option options[] = {
		{ "--junit", &r.junit, NULL }, { "--min-coverage", &coverage, NULL },
		{ "--full", NULL, &t.full }, { "--mailbox", &t.mailbox, NULL },
		{ "--ticket", &t.ticket, NULL }, { "--event", &t.event, NULL },
		{ "--by", &t.by, NULL }, { "--text", &t.text, NULL },
		{ "--clock", &t.clock, NULL }, { "--point", &t.point, NULL },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options)), status;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 1)
		return ctl_usage(ctl, "one folder, one file of tests or one mail at a time");
	if (ctl->json && xml_to_stdout(&r))
		return ctl_usage(ctl, "--json and --junit - both are for standard output");
	if ((status = percentage(ctl, coverage, &r.min_coverage)) != CTL_OK ||
	    (status = ctl_conf(ctl)) != CTL_OK)
		return status;
	log_open("docketctl", LOG_ERROR);	/* what would be logged is no news here */
	if (t.ticket != NULL || t.event != NULL)
		return tried_event(&t);
	if (n == 1 && is_mail(argv[1]))
		return tried_mail(&t, argv[1]);
	r.is_named = n == 1;
	r.what = r.is_named ? argv[1] : default_folder(ctl);
	return run_all(&r);
}
