/* world: see world.h. */
#include "tests/unit/policy/world.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parsers/text/pattern.h"

enum { PATH_BYTES = 400 };

/* libconfig 1.5 loses the text before a syntax error. */
const char	*__lsan_default_suppressions(void) __attribute__((visibility("default")));

const char *
__lsan_default_suppressions(void)
{
	return "leak:strbuf_append";
}

static char world[] = "/tmp/docket-unit-conf-XXXXXX";

struct str
world_path(struct arena *a, const char *name)
{
	return str_printf(a, "%s/%s", world, name);
}

struct str
world_read(struct arena *a, struct str path)
{
	FILE *f = fopen(path.p, "re");
	struct buf b;
	int c;

	buf_init(&b, a);
	while (f != NULL && (c = getc(f)) != EOF)
		buf_addc(&b, (char)c);
	if (f != NULL)
		fclose(f);
	return buf_str(&b);
}

void
world_write(struct str path, struct str text)
{
	int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool well = fd != -1 && fchmod(fd, 0644) == 0 &&
	    write(fd, text.p, text.n) == (ssize_t)text.n;

	close(fd);
	if (!well) {
		printf("Bail out! cannot write %s\n", path.p);
		exit(1);
	}
}

/* Git keeps no modes; the copy's are safe whatever the checkout's umask was. */
static void
copy_tree(struct arena *a, struct str from, struct str to)
{
	struct dirent *d;
	DIR *dir = opendir(from.p);

	mkdir(to.p, 0755);
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		struct str source = str_printf(a, "%s/%s", from.p, d->d_name);
		struct str target = str_printf(a, "%s/%s", to.p, d->d_name);
		struct stat st;

		if (d->d_name[0] == '.' || stat(source.p, &st) == -1)
			continue;
		if (S_ISDIR(st.st_mode))
			copy_tree(a, source, target);
		else
			world_write(target, world_read(a, source));
	}
	if (dir != NULL)
		closedir(dir);
}

struct str
world_sample(struct arena *a)
{
	const char *source = getenv("DOCKET_SOURCE");

	return str_printf(a, "%s/conf", source != NULL ? source : "..");
}

void
world_open(void)
{
	struct arena *a = arena_new();

	if (mkdtemp(world) == NULL) {
		puts("Bail out! no folder for a copy of the sample");
		exit(1);
	}
	copy_tree(a, world_sample(a), str_c(world));
	arena_free(a);
}

void
world_close(void)
{
	char rm[PATH_BYTES];

	snprintf(rm, sizeof(rm), "rm -r %s", world);
	tap_int(system(rm), 0, "cleaned up");
}

int
world_load(struct arena *a, const struct conf **out, struct conf_faults *faults)
{
	return conf_load(a, world_path(a, "docket.conf").p, out, faults);
}

void
world_drop(const struct conf *c)
{
	for (size_t i = 0; i < c->patterns.n; i++)
		pattern_free(c->patterns.v[i].pattern);
	for (size_t i = 0; i < c->fields.n; i++) {
		for (size_t k = 0; k < c->fields.v[i].n_patterns; k++)
			pattern_free(c->fields.v[i].patterns[k]);
		pattern_free(c->fields.v[i].matches);
	}
}

bool
world_told(const struct conf_faults *faults, const char *want)
{
	for (size_t i = 0; i < faults->lines.n; i++)
		if (str_find(faults->lines.v[i], str_c(want), 0) != SIZE_MAX)
			return true;
	for (size_t i = 0; i < faults->lines.n; i++)
		printf("# %s\n", faults->lines.v[i].p);
	return false;
}

static struct str
changed(struct arena *a, struct str text, const struct change *c, size_t *line)
{
	size_t at = c->from == NULL ? text.n : str_find(text, str_c(c->from), 0);

	*line = 1;
	if (at == SIZE_MAX)
		return STR_NONE;
	for (size_t i = 0; i < at; i++)
		*line += text.p[i] == '\n';
	return str_printf(a, "%.*s%s%s", (int)at, text.p, c->to,
	    c->from == NULL ? "" : text.p + at + strlen(c->from));
}

/* "@" of a wanted fault is the line on which the change begins. */
static const char *
wanted(struct arena *a, const char *want, size_t line)
{
	size_t at = str_find(str_c(want), STR(":@:"), 0);

	return at == SIZE_MAX ? want : str_printf(a, "%.*s:%zu:%s", (int)at, want, line,
	    want + at + 3).p;
}

static void
refuse(struct arena *a, const struct change *c, size_t row)
{
	struct str path = world_path(a, c->file), before = world_read(a, path), after;
	const struct conf *conf;
	struct conf_faults faults;
	size_t line;

	after = changed(a, before, c, &line);
	if (!tap_ok(after.n > 0, "row %zu changes %s", row, c->file))
		return;
	world_write(path, after);
	tap_ok(world_load(a, &conf, &faults) == -1 && conf == NULL &&
	    world_told(&faults, wanted(a, c->want, line)), "row %zu: %s", row, c->want);
	world_write(path, before);
}

void
world_refuses(const struct change *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new();

		refuse(a, &rows[i], i);
		arena_free(a);
	}
}

static void
accept_change(struct arena *a, const struct change *c)
{
	struct str path = world_path(a, c->file), before = world_read(a, path);
	const struct conf *conf;
	struct conf_faults faults;
	size_t line;

	world_write(path, changed(a, before, c, &line));
	if (!tap_ok(world_load(a, &conf, &faults) == 0, "accepted: %s", c->to))
		world_told(&faults, "none");
	else
		world_drop(conf);
	world_write(path, before);
}

void
world_accepts(const struct change *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new();

		accept_change(a, &rows[i]);
		arena_free(a);
	}
}
