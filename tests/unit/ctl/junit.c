/* Results of tests as XML: whatever they are called, a parser reads it. */
#include "daemon/ctl/junit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/sys/file.h"
#include "tests/tap.h"

static const struct {
	const char	*what;
	const char	*name;
	const char	*as;		/* in the attribute */
} rows[] = {
	{ "plain", "an outage", "name=\"an outage\"" },
	{ "quotes", "a \"b\" 'c'", "name=\"a &quot;b&quot; &apos;c&apos;\"" },
	{ "markup", "<x>&amp;</x>", "name=\"&lt;x&gt;&amp;amp;&lt;/x&gt;\"" },
	{ "the end of a CDATA", "]]>", "name=\"]]&gt;\"" },
	{ "control characters", "a\x01\x1b[31m\nb", "name=\"a\\x01\\x1b[31m\\nb\"" },
	{ "a reading direction", "a\xe2\x80\xae" "b", "name=\"a&lt;U+202E&gt;b\"" },
	{ "no character of XML", "a\xef\xbf\xbe" "b\xef\xbf\xbf", "name=\"a\xef\xbf\xbd" "b\xef\xbf\xbd\"" },
	{ "other letters", "Ausfall \xc3\xbc", "name=\"Ausfall \xc3\xbc\"" },
};

static struct str
written(struct arena *a, const char *path, const struct junit *j)
{
	struct str out = STR_NONE;
	struct err e;

	tap_ok(junit_write(a, path, j, &e) == 0 && file_read(a, path, 1 << 20, &out, &e) == 0,
	    "it is written");
	return out;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct rule_case test = { .file = STR("tests.d/x.conf") };
	struct played p[3] = { { &test, PLAYED_FAILED }, { &test, PLAYED_PASSED },
	    { &test, PLAYED_ERROR } };
	struct junit j = { .v = p, .n = 3 };
	char path[] = "/tmp/junit-XXXXXX";
	int fd = mkstemp(path);
	struct str xml;
	struct err e;

	for (size_t i = 0; i < COUNT(rows); i++) {
		test.name = str_c(rows[i].name);
		p[0].faults = (struct strs){ &test.name, 1 };
		p[2] = p[0];
		p[2].how = PLAYED_ERROR;
		p[1].ms = 1234;
		xml = written(a, path, &j);
		tap_ok(str_find(xml, str_c(rows[i].as), 0) != SIZE_MAX, "%s", rows[i].what);
	}
	tap_ok(str_find(xml, STR("tests=\"3\" failures=\"1\" errors=\"1\" time=\"1.234\""), 0) !=
	    SIZE_MAX, "the sums");
	tap_ok(junit_write(a, "/nowhere/x.xml", &j, &e) == -1, "a folder that is not there");
	tap_ok(junit_write(a, "/dev/full", &j, &e) == -1, "a full disk");
	j.has_coverage = true;
	xml = written(a, path, &j);
	tap_ok(str_find(xml, STR("tests=\"4\" failures=\"1\""), 0) != SIZE_MAX &&
	    str_find(xml, STR("name=\"coverage\" time=\"0.000\"/>"), 0) != SIZE_MAX, "enough is covered");
	strs_add(a, &j.lacking, STR("coverage is 9 %"));
	xml = written(a, path, &j);
	tap_ok(str_find(xml, STR("tests=\"4\" failures=\"2\""), 0) != SIZE_MAX &&
	    str_find(xml, STR("<failure message=\"coverage is 9 %\">"), 0) != SIZE_MAX, "too little is");
	close(fd);
	unlink(path);
	arena_free(a);
	return tap_done();
}
