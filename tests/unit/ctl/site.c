#include "daemon/ctl/site.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/sys/file.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

static char folder[] = "/tmp/docket-site-XXXXXX";
static struct str dir;			/* the site's, within */

static void
put_file(struct arena *a, const char *name, const char *text)
{
	FILE *f = fopen(str_printf(a, "%s/%s", dir.p, name).p, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0)
		tap_ok(false, "can't write %s", name);
}

static struct str
file(struct arena *a, const char *name)
{
	struct str out = STR("(none)");

	file_read(a, str_printf(a, "%s/%s", dir.p, name).p, 4096, &out, NULL);
	return out;
}

static int
count(struct str path)
{
	DIR *d = opendir(path.p);
	int n = 0;

	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	return n - 2;
}

/* Each is a page and its text, to the end; the result is what site_finish() says of it. */
static int
build(struct arena *a, const char *const *pages, struct site_sum *sum, struct err *e)
{
	struct site *s = NULL;
	int rc = site_open(a, dir.p, &s, e);

	*sum = (struct site_sum){ 0 };
	for (; rc == 0 && pages[0] != NULL; pages += 2)
		rc = site_put(s, str_c(pages[0]), str_c(pages[1]), STR("made "), e);
	rc = rc == 0 ? site_finish(s, sum, e) : rc;
	site_close(s);
	return rc;
}

static void
says(const struct err *e, const char *what)
{
	tap_ok(str_find(str_c(e->text), str_c(what), 0) != SIZE_MAX, "\"%s\" says %s", e->text, what);
}

static void
is_sum(const struct site_sum *s, size_t written, size_t same, size_t removed, const char *name)
{
	tap_ok(s->written == written && s->same == same && s->removed == removed,
	    "%s: %zu written, %zu the same, %zu removed", name, s->written, s->same, s->removed);
}

static void
test_builds(struct arena *a)
{
	static const char *const first[] = { "index.html", "A\nmade 1\n", "a.html", "a\nmade 1\nz\n",
		"b.html", "b", NULL };
	static const char *const second[] = { "index.html", "B\nmade 2\n", "a.html",
		"a\nmade 2\nz\n", NULL };
	struct stat st;
	struct site_sum sum;
	struct err e;

	tap_int(build(a, first, &sum, &e), 0, "the first build");
	is_sum(&sum, 3, 0, 0, "first");
	tap_ok(stat(dir.p, &st) == 0 && (st.st_mode & 0777) == 0750, "nobody else sees the folder");
	tap_ok(stat(str_printf(a, "%s/a.html", dir.p).p, &st) == 0 && (st.st_mode & 0777) == 0640,
	    "nor a page");
	tap_int(count(dir), 5, "three pages, the list, the lock");
	put_file(a, "robots.txt", "theirs");
	put_file(a, ".docket-new-c.html", "of a build that broke off");
	tap_int(build(a, second, &sum, &e), 0, "the second build");
	is_sum(&sum, 1, 1, 1, "second");
	tap_str(file(a, "index.html"), STR("B\nmade 2\n"), "another page is written");
	tap_str(file(a, "a.html"), STR("a\nmade 1\nz\n"), "one that says the same stays");
	tap_str(file(a, "b.html"), STR("(none)"), "one that nobody put goes");
	tap_str(file(a, "robots.txt"), STR("theirs"), "what is not ours stays");
	tap_int(count(dir), 5, "index, a, the list, the lock and theirs");
}

static void
test_refusals(struct arena *a)
{
	static const char *const theirs[] = { "index.html", "x", "robots.txt", "mine", NULL };
	static const char *const up[] = { "index.html", "x", "../x", "y", NULL };
	static const char *const hidden[] = { ".docket-dashboard", "x", NULL };
	struct site *s = NULL;
	struct site_sum sum;
	struct err e;

	tap_int(build(a, theirs, &sum, &e), -1, "a file that is not ours is not overwritten");
	says(&e, "robots.txt: is not of a dashboard");
	tap_str(file(a, "index.html"), STR("B\nmade 2\n"), "and nothing else was changed");
	tap_str(file(a, "robots.txt"), STR("theirs"), "nor that");
	tap_int(count(dir), 5, "what was staged is gone");
	tap_int(build(a, up, &sum, &e), -1, "no page is above the folder");
	tap_int(build(a, hidden, &sum, &e), -1, "none is the list");
	tap_int(site_open(a, dir.p, &s, &e), 0, "one builds");
	tap_int(build(a, theirs, &sum, &e), -1, "another does not at the same time");
	says(&e, "right now");
	site_close(s);
	chmod(dir.p, 0757);
	tap_int(build(a, theirs, &sum, &e), -1, "a folder of everybody");
	says(&e, "chmod o-w");
	chmod(dir.p, 0750);
	dir = str_printf(a, "%s/no/such", folder);
	tap_int(build(a, theirs, &sum, &e), -1, "a folder in none");
	dir = str_c(folder);
	tap_int(build(a, theirs, &sum, &e), -1, "a folder of others");
	says(&e, "holds files that are not of a dashboard, such as site");
	put_file(a, ".docket-dashboard", "something else");
	tap_int(build(a, theirs, &sum, &e), -1, "a list of others");
	says(&e, "is not docket's");
}

/* A link in our place is replaced, and what it leads to is not touched. */
static void
test_links(struct arena *a)
{
	static const char *const pages[] = { "index.html", "C", NULL };
	struct str page = str_printf(a, "%s/site/index.html", folder);
	struct str target = str_printf(a, "%s/target", folder);
	struct site_sum sum;
	struct err e;

	put_file(a, "target", "C");
	dir = str_printf(a, "%s/site", folder);
	tap_ok(unlink(page.p) == 0 && symlink(target.p, page.p) == 0, "a link in our place");
	tap_int(build(a, pages, &sum, &e), 0, "a build");
	is_sum(&sum, 1, 0, 1, "link");
	tap_ok(readlink(page.p, (char[1]){ 0 }, 1) == -1, "it is a page again");
	dir = str_c(folder);
	tap_str(file(a, "target"), STR("C"), "and what it led to is as it was");
}

int
main(void)
{
	struct arena *a = arena_new();

	if (mkdtemp(folder) == NULL)
		return 1;
	dir = str_printf(a, "%s/site", folder);
	test_builds(a);
	test_refusals(a);
	test_links(a);
	if (system(str_printf(a, "rm -r %s", folder).p) != 0)
		tap_ok(false, "can't clean up");
	arena_free(a);
	return tap_done();
}
