/* junit: see junit.h.  Names and texts are anybody's: what XML cannot hold is spelt out. */
#include "daemon/ctl/junit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"

static const struct {
	char		c;
	const char	*as;
} escapes[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&apos;" },
};

static void
put_char(struct buf *b, char c)
{
	for (size_t i = 0; i < COUNT(escapes); i++)
		if (c == escapes[i].c) {
			buf_adds(b, escapes[i].as);
			return;
		}
	buf_addc(b, c);
}

/* U+FFFE and U+FFFF are none of XML's, either. */
static bool
is_foreign(struct str s)
{
	return str_starts(s, STR("\xef\xbf\xbe")) || str_starts(s, STR("\xef\xbf\xbf"));
}

static void
put_text(struct buf *b, struct arena *a, struct str s)
{
	s = text_safe(a, s);
	for (size_t i = 0; i < s.n; i++)
		if (is_foreign(str_sub(s, i, SIZE_MAX))) {
			buf_adds(b, "\xef\xbf\xbd");
			i += 2;
		} else {
			put_char(b, s.p[i]);
		}
}

static void
put_attribute(struct buf *b, struct arena *a, const char *name, struct str value)
{
	buf_printf(b, " %s=\"", name);
	put_text(b, a, value);
	buf_addc(b, '"');
}

static void
put_seconds(struct buf *b, int64_t ms)
{
	buf_printf(b, " time=\"%lld.%03lld\"", (long long)ms / 1000, (long long)ms % 1000);
}

struct outcome {			/* of a test, or of the coverage */
	struct str		 file, name;
	enum played_how		 how;
	const struct strs	*faults;
	int64_t			 ms;
};

static void
put_case(struct buf *b, struct arena *a, const struct outcome *o)
{
	const char *kind = o->how == PLAYED_ERROR ? "error" : "failure";

	buf_adds(b, "  <testcase");
	put_attribute(b, a, "classname", o->file);
	put_attribute(b, a, "name", o->name);
	put_seconds(b, o->ms);
	if (o->how == PLAYED_PASSED) {
		buf_adds(b, "/>\n");
		return;
	}
	buf_printf(b, ">\n    <%s", kind);
	put_attribute(b, a, "message", o->faults->v[0]);
	buf_addc(b, '>');
	for (size_t i = 0; i < o->faults->n; i++) {
		put_text(b, a, o->faults->v[i]);
		buf_addc(b, '\n');
	}
	buf_printf(b, "</%s>\n  </testcase>\n", kind);
}

static void
put_cases(struct buf *b, struct arena *a, const struct junit *j)
{
	for (size_t i = 0; i < j->n; i++)
		put_case(b, a, &(struct outcome){ j->v[i].test->file, j->v[i].test->name, j->v[i].how,
		    &j->v[i].faults, j->v[i].ms });
	if (j->has_coverage)
		put_case(b, a, &(struct outcome){ STR("rules"), STR("coverage"), j->lacking.n > 0 ?
		    PLAYED_FAILED : PLAYED_PASSED, &j->lacking, 0 });
}

static int
write_file(const char *path, struct str xml, struct err *e)
{
	FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	bool bad;

	if (f == NULL)
		return err_set(e, ERR_MESSAGE, "%s: %s", path, strerror(errno));
	bad = fwrite(xml.p, 1, xml.n, f) != xml.n || fflush(f) != 0;
	if (f != stdout)
		bad |= fclose(f) != 0;
	return bad ? err_set(e, ERR_MESSAGE, "%s: %s", path, strerror(errno)) : 0;
}

int
junit_write(struct arena *a, const char *path, const struct junit *j, struct err *e)
{
	size_t counts[PLAYED_ERROR + 1] = { 0 };
	int64_t ms = 0;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < j->n; i++) {
		counts[j->v[i].how]++;
		ms += j->v[i].ms;
	}
	buf_printf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
	    " <testsuite name=\"docket rules\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"",
	    j->n + j->has_coverage, counts[PLAYED_FAILED] + (j->lacking.n > 0),
	    counts[PLAYED_ERROR]);
	put_seconds(&b, ms);
	buf_adds(&b, ">\n");
	put_cases(&b, a, j);
	buf_adds(&b, " </testsuite>\n</testsuites>\n");
	return write_file(path, buf_str(&b), e);
}
