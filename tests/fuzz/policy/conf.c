/*
 * First line: a file's name; the rest: that file, beside small sound ones.
 * Whatever it holds, there is a policy or there are faults, each with a name.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/policy/conf.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"
#include "tests/fuzz/fuzz.h"

/* libconfig 1.5 loses the text before a syntax error. */
const char	*__lsan_default_suppressions(void) __attribute__((visibility("default")));

static char folder[] = "/tmp/docket-fuzz-conf-XXXXXX";

static const struct { const char *name, *text; } sound[] = {
	{ "docket.conf", "database = \"x\"; token_key_file = \"k\"; mailboxes = ( { name = \"m\";"
	  " address = \"m@example.com\"; project = \"P\"; smtp = { host = \"localhost\"; }; } );" },
	{ "agents.conf", "agents = ( { name = \"ana\"; addresses = \"ana@example.com\";"
	  " team = \"desk\"; } );" },
	{ "projects.conf", "projects = ( { key = \"P\"; billing = { currency = \"EUR\"; }; } );" },
	{ "calendars.conf", "calendars = ( { name = \"c\"; timezone = \"UTC\"; always = true; } );" },
	{ "rates.conf", "rates = ( );" },
	{ "sla.conf", "slas = ( );" },
	{ "fields.conf", "fields = ( );" },
	{ "rules.conf", "rules = ( );" },
	{ "templates/en/transcript.txt", "Subject: x\n\nx\n" },
	{ "templates/en/unproven.txt", "Subject: x\n\nx\n" },
	{ "templates/en/withdrawn.txt", "Subject: x\n\nx\n" },
};

const char *
__lsan_default_suppressions(void)
{
	return "leak:strbuf_append";
}

static void
clean(void)
{
	static const char *const folders[] = { "templates/en", "templates", "." };

	if (chdir(folder) == -1)
		return;
	for (size_t i = 0; i < COUNT(sound); i++)
		unlink(sound[i].name);
	for (size_t i = 0; i < 2; i++)
		rmdir(folders[i]);
	rmdir(folder);
}

static void
write_file(const char *name, struct str text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1 || fchmod(fd, 0644) == -1 ||
	    write(fd, text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd);
}

static void
start(void)
{
	if (mkdtemp(folder) == NULL || chdir(folder) == -1 || mkdir("templates", 0755) == -1 ||
	    mkdir("templates/en", 0755) == -1)
		abort();
	atexit(clean);
	for (size_t i = 0; i < COUNT(sound); i++)
		write_file(sound[i].name, str_c(sound[i].text));
}

static void
drop(const struct conf *c)
{
	for (size_t i = 0; i < c->patterns.n; i++)
		pattern_free(c->patterns.v[i].pattern);
	for (size_t i = 0; i < c->fields.n; i++) {
		for (size_t k = 0; k < c->fields.v[i].n_patterns; k++)
			pattern_free(c->fields.v[i].patterns[k]);
		pattern_free(c->fields.v[i].matches);
	}
}

/* A rate without an amount, or a currency, would be charged as nobody meant it. */
static void
check_rates(const struct rates *r)
{
	for (size_t i = 0; i < r->n; i++)
		assert(r->v[i].amount >= 0 && r->v[i].currency.n == 3 &&
		    r->v[i].from <= r->v[i].until);
	for (size_t i = 0; i < r->n_surcharges; i++)
		assert(r->surcharges[i].percent >= 0 && r->surcharges[i].calendar.n > 0);
}

static void
try(struct arena *a)
{
	const struct conf *c;
	struct conf_faults faults;

	if (conf_load(a, "docket.conf", &c, &faults) == 0) {
		assert(c != NULL && faults.lines.n == 0 && c->mailboxes.n > 0);
		check_rates(&c->rates);
		drop(c);
		return;
	}
	assert(c == NULL && faults.lines.n > 0);
	for (size_t i = 0; i < faults.lines.n; i++)
		assert(str_find(faults.lines.v[i], STR(": "), 0) != SIZE_MAX);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text = in, name;
	size_t i = 0;

	if (folder[sizeof(folder) - 2] == 'X')
		start();
	if (!str_split(&text, '\n', &name))
		return;
	while (i < COUNT(sound) && !str_eq(name, str_c(sound[i].name)))
		i++;
	if (i == COUNT(sound))
		return;
	write_file(sound[i].name, text);
	try(a);
	write_file(sound[i].name, str_c(sound[i].text));
}
