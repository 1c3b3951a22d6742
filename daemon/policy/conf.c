/*
 * conf: see conf.h.  Everything is read and checked, all faults are gathered,
 * and only a policy without a fault is given out.
 */
#include "daemon/policy/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/calendar/zone.h"
#include "daemon/policy/confload.h"
#include "parsers/text/pattern.h"

enum { SECRET_MAX = 4096 };

void
conf_zone(struct loader *l, const struct node *n, struct str name)
{
	const struct zone *z;
	struct err e;

	if (zone_load(l->a, name, &z, &e) == -1)
		conf_fault(l, n, "%s: IANA names such as \"Europe/Berlin\" or \"UTC\" are "
		    "known", e.text);
}

struct pattern *
conf_pattern(struct loader *l, const struct node *n, struct str name, struct str regex)
{
	struct pattern *p, **more;
	struct err e;

	if (pattern_compile(name, regex, &p, &e) == -1) {
		conf_fault(l, n, "the pattern %.*s is not a regular expression: %s",
		    STR_ARG(regex), e.text);
		return NULL;
	}
	more = ARENA_ARRAY(l->a, l->n_patterns + 1, struct pattern *);
	if (l->n_patterns > 0)
		memcpy(more, l->patterns, l->n_patterns * sizeof(*more));
	l->patterns = more;
	more[l->n_patterns++] = p;
	return p;
}

static bool
has_team(const struct conf *c, struct str team)
{
	for (size_t i = 0; i < c->agents.n; i++)
		if (str_eq(c->agents.v[i].team, team))
			return true;
	return false;
}

static bool
has_language(const struct conf *c, struct str language)
{
	for (size_t i = 0; i < c->templates.n; i++)
		if (str_eq(c->templates.v[i].language, language))
			return true;
	return false;
}

static bool
is_there(const struct conf *c, const struct wish *w)
{
	switch (w->kind) {
	case WISH_AGENT:
		return agents_find(&c->agents, w->name) != NULL;
	case WISH_TEAM:
		return has_team(c, w->name);
	case WISH_PROJECT:
		return projects_find(&c->projects, w->name) != NULL;
	case WISH_CALENDAR:
		return calendars_find(&c->calendars, w->name) != NULL;
	case WISH_SLA:
		return slas_find(&c->slas, w->name) != NULL;
	case WISH_TEMPLATE:
		return templates_find(&c->templates, w->name, STR("en")) != NULL;
	case WISH_LANGUAGE:
		return has_language(c, w->name);
	}
	return false;
}

/* All names of this kind, to tell the nearest. */
static struct strs
there_are(struct arena *a, const struct conf *c, enum wish_kind kind)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < c->agents.n; i++)
		if (kind == WISH_AGENT || kind == WISH_TEAM)
			strs_add(a, &out, kind == WISH_TEAM ? c->agents.v[i].team :
			    c->agents.v[i].name);
	for (size_t i = 0; kind == WISH_PROJECT && i < c->projects.n; i++)
		strs_add(a, &out, c->projects.v[i].key);
	for (size_t i = 0; kind == WISH_CALENDAR && i < c->calendars.n; i++)
		strs_add(a, &out, c->calendars.v[i].name);
	for (size_t i = 0; kind == WISH_SLA && i < c->slas.n; i++)
		strs_add(a, &out, c->slas.v[i].name);
	for (size_t i = 0; i < c->templates.n; i++)
		if (kind == WISH_TEMPLATE || kind == WISH_LANGUAGE)
			strs_add(a, &out, kind == WISH_LANGUAGE ? c->templates.v[i].language :
			    c->templates.v[i].name);
	return out;
}

void
conf_grant_wishes(struct loader *l, const char *file)
{
	static const struct { const char *what, *where; } table[] = {
		[WISH_AGENT] = { "agent", "agents.conf" },
		[WISH_TEAM] = { "team", "agents.conf" },
		[WISH_PROJECT] = { "project", "projects.conf" },
		[WISH_CALENDAR] = { "calendar", "calendars.conf" },
		[WISH_SLA] = { "SLA", "sla.conf" },
		[WISH_TEMPLATE] = { "template", "templates/en" },
		[WISH_LANGUAGE] = { "language", "templates/" },
	};

	for (size_t i = 0; !l->unread && i < l->n_wishes; i++) {
		const struct wish *w = &l->wishes[i];
		struct strs names;

		if (is_there(l->conf, w))
			continue;
		names = there_are(l->a, l->conf, w->kind);
		strs_add(l->a, &l->faults->lines, str_printf(l->a,
		    "%.*s: there is no %s %.*s in %s%s", STR_ARG(w->where),
		    table[w->kind].what, STR_ARG(w->name),
		    file != NULL ? file : table[w->kind].where,
		    conf_near(l->a, w->name, &names).p));
	}
}

static void
load_all(struct loader *l, struct str file)
{
	conffields_load(l);
	confmail_load(l, file);
	confcalendar_load(l);
	confsla_load(l);
	confpeople_load(l);
	conftemplates_load(l);
	confrules_load(l);
	conf_close(l);
	conf_grant_wishes(l, NULL);
	l->conf->letter.fields = &l->conf->fields;
}

/* The folder with its '/', and the name in it. */
static struct str
split_path(struct arena *a, const char *path, struct str *folder)
{
	struct str p = str_c(path);
	char here[PATH_MAX];
	size_t slash;

	if (!str_starts(p, STR("/")) && getcwd(here, sizeof(here)) != NULL)
		p = str_printf(a, "%s/%s", here, path);
	for (slash = p.n; slash > 0 && p.p[slash - 1] != '/'; slash--)
		continue;
	*folder = str_dup(a, str_sub(p, 0, slash));
	return str_dup(a, str_sub(p, slash, SIZE_MAX));
}

struct str
conf_loader(struct loader *l, struct arena *a, const char *path, struct conf_faults *faults)
{
	*l = (struct loader){ .a = a, .faults = faults, .conf = ARENA_NEW(a, struct conf) };
	memset(faults, 0, sizeof(*faults));
	return split_path(a, path, &l->folder);
}

int
conf_load(struct arena *a, const char *path, const struct conf **out,
    struct conf_faults *faults)
{
	struct loader l;
	struct str file = conf_loader(&l, a, path, faults);

	*out = NULL;
	l.conf->path = str_printf(a, "%.*s%.*s", STR_ARG(l.folder), STR_ARG(file));
	load_all(&l, file);
	if (faults->lines.n == 0) {
		*out = l.conf;
		return 0;
	}
	for (size_t i = 0; i < l.n_patterns; i++)
		pattern_free(l.patterns[i]);
	return -1;
}

/* systemd's credentials are root's, and readable by a group through an ACL. */
static bool
is_secret(const struct stat *st)
{
	return S_ISREG(st->st_mode) &&
	    ((st->st_uid == 0 && (st->st_mode & 037) == 0) ||
	    (st->st_uid == geteuid() && (st->st_mode & 077) == 0));
}

int
conf_secret(struct arena *a, struct str path, struct str *out, struct err *e)
{
	char text[SECRET_MAX + 1];
	struct stat st;
	ssize_t n;
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd == -1)
		return err_set(e, ERR_CONF, "%.*s: %s", STR_ARG(path), strerror(errno));
	if (fstat(fd, &st) == -1 || !is_secret(&st)) {
		close(fd);
		return err_set(e, ERR_CONF, "%.*s: a secret must be a file of docket's user "
		    "with mode 0600, or of root with 0640", STR_ARG(path));
	}
	n = read(fd, text, sizeof(text));
	close(fd);
	if (n <= 0 || n > SECRET_MAX) {
		explicit_bzero(text, sizeof(text));
		return err_set(e, ERR_CONF, "%.*s: is empty or larger than 4 KB",
		    STR_ARG(path));
	}
	*out = str_dup(a, str_trim((struct str){ text, (size_t)n }));
	explicit_bzero(text, sizeof(text));
	return 0;
}

struct str
conf_help(struct arena *a, struct str section)
{
	static const struct section *const all[] = {
		confmail_sections, confpeople_sections, confcalendar_sections,
		confsla_sections, conffields_sections, confrules_sections,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (const struct section *s = all[i]; s->name != NULL; s++)
			if (str_eq(section, str_c(s->name)))
				return conf_section_help(a, s);
	return STR_NONE;
}
