/*
 * conf: see conf.h.  Everything is read and checked, all faults are gathered,
 * and only a policy without a fault is given out.
 */
#include "daemon/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/confload.h"
#include "daemon/zone.h"

enum { SECRET_MAX = 4096 };

bool
conf_only(struct loader *l, const struct node *root, const char *list, struct node *out)
{
	bool found = false;

	for (size_t i = 0; i < node_count(root); i++) {
		struct node n = node_at(root, i);

		if (str_eq(node_name(&n), str_c(list))) {
			*out = n;
			found = true;
		} else {
			conf_fault(l, &n, "there is no setting %s here: this file holds %s",
			    node_name(&n).p, list);
		}
	}
	return found;
}

void
conf_zone(struct loader *l, const struct node *n, struct str name)
{
	const struct zone *z;
	struct err e;

	if (zone_load(l->a, name, &z, &e) == -1)
		conf_fault(l, n, "%s", e.text);
}

static bool
has_team(const struct conf *c, struct str team)
{
	for (size_t i = 0; i < c->n_agents; i++)
		if (str_eq(c->agents[i].team, team))
			return true;
	return false;
}

/* What one file names and another must hold. */
static void
grant_wishes(struct loader *l)
{
	static const char *const what[] = { [WISH_AGENT] = "agent", [WISH_TEAM] = "team",
	    [WISH_PROJECT] = "project", [WISH_CALENDAR] = "calendar",
	    [WISH_SLA] = "SLA policy", [WISH_TEMPLATE] = "template" };
	static const char *const where[] = { [WISH_AGENT] = "agents.conf",
	    [WISH_TEAM] = "agents.conf", [WISH_PROJECT] = "projects.conf",
	    [WISH_CALENDAR] = "calendars.conf", [WISH_SLA] = "sla.conf",
	    [WISH_TEMPLATE] = "templates/en" };
	const struct conf *c = l->conf;

	for (size_t i = 0; i < l->n_wishes; i++) {
		const struct wish *w = &l->wishes[i];
		const bool there[] = {
			[WISH_AGENT] = conf_agent(c, w->name) != NULL,
			[WISH_TEAM] = has_team(c, w->name),
			[WISH_PROJECT] = conf_project(c, w->name) != NULL,
			[WISH_CALENDAR] = conf_calendar(c, w->name) != NULL,
			[WISH_SLA] = conf_sla(c, w->name) != NULL,
			[WISH_TEMPLATE] = conf_template(c, w->name, STR("en")) != NULL,
		};

		if (!there[w->kind])
			strs_add(l->a, &l->faults->lines, str_printf(l->a,
			    "%.*s: there is no %s %.*s: add it to %s, or correct the name",
			    STR_ARG(w->where), what[w->kind], STR_ARG(w->name),
			    where[w->kind]));
	}
}

/* A target without hours of its own counts in those of the project. */
static void
check_calendars(struct loader *l)
{
	const struct conf *c = l->conf;

	for (size_t i = 0; i < c->n_projects; i++) {
		const struct project *p = &c->projects[i];
		const struct sla_policy *sla = conf_sla(c, p->sla);

		for (size_t k = 0; sla != NULL && p->calendar.n == 0 &&
		    k < sla->n_targets; k++)
			if (sla->targets[k].calendar.n == 0) {
				strs_add(l->a, &l->faults->lines, str_printf(l->a,
				    "projects.conf: project %.*s has the SLA %.*s but no "
				    "calendar to count in: give it one", STR_ARG(p->key),
				    STR_ARG(p->sla)));
				break;
			}
	}
}

static void
load_all(struct loader *l, const char *name)
{
	struct node root;

	conffields_load(l);
	if (conf_open(l, name, true, &root))
		confmail_load(l, &root);
	confsla_load(l);
	confpeople_load(l);
	conftemplates_load(l);
	confrules_load(l);
	grant_wishes(l);
	check_calendars(l);
	conf_close(l);
	l->conf->letter.fields = &l->conf->fields;
}

int
conf_load(struct arena *a, const char *path, const struct conf **out,
    struct conf_faults *faults)
{
	struct loader *l = ARENA_NEW(a, struct loader);
	struct str p = str_dup(a, str_c(path));
	size_t slash = p.n;
	char real[4096];

	memset(faults, 0, sizeof(*faults));
	if (p.n > 0 && p.p[0] != '/' && getcwd(real, sizeof(real)) != NULL)
		p = str_printf(a, "%s/%.*s", real, STR_ARG(p));
	for (slash = p.n; slash > 0 && p.p[slash - 1] != '/'; slash--)
		continue;
	l->a = a;
	l->faults = faults;
	l->folder = str_dup(a, str_sub(p, 0, slash));
	l->conf = ARENA_NEW(a, struct conf);
	l->conf->path = p;
	load_all(l, p.p + slash);
	*out = l->conf;
	return faults->lines.n > 0 ? -1 : 0;
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
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) || (st.st_mode & 077) != 0 ||
	    (st.st_uid != geteuid() && st.st_uid != 0)) {
		close(fd);
		return err_set(e, ERR_CONF, "%.*s: a secret must be a file of docket's own "
		    "user that nobody else can read: chmod 600", STR_ARG(path));
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
	const struct { const struct section *v; size_t n; } all[] = {
		{ confmail_sections, confmail_n }, { confpeople_sections, confpeople_n },
		{ confsla_sections, confsla_n }, { confrules_sections, confrules_n },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (size_t k = 0; k < all[i].n; k++)
			if (str_eq(section, str_c(all[i].v[k].name)))
				return conf_section_help(a, &all[i].v[k]);
	return STR_NONE;
}

#define FIND(list, count, member)						\
	for (size_t i = 0; i < c->count; i++)					\
		if (str_eq(c->list[i].member, name))				\
			return &c->list[i];					\
	return NULL

const struct mailbox *
conf_mailbox(const struct conf *c, struct str name)
{
	FIND(mailboxes, n_mailboxes, name);
}

const struct agent *
conf_agent(const struct conf *c, struct str name)
{
	FIND(agents, n_agents, name);
}

const struct project *
conf_project(const struct conf *c, struct str name)
{
	FIND(projects, n_projects, key);
}

const struct calendar *
conf_calendar(const struct conf *c, struct str name)
{
	FIND(calendars, n_calendars, name);
}

const struct sla_policy *
conf_sla(const struct conf *c, struct str name)
{
	FIND(slas, n_slas, name);
}

const struct agent *
conf_agent_by_address(const struct conf *c, struct str address)
{
	for (size_t i = 0; i < c->n_agents; i++)
		if (strs_ihas(&c->agents[i].addresses, address))
			return &c->agents[i];
	return NULL;
}

const struct project *
conf_project_by_domain(const struct conf *c, struct str domain)
{
	for (size_t i = 0; i < c->n_projects; i++)
		if (strs_ihas(&c->projects[i].domains, domain))
			return &c->projects[i];
	return NULL;
}

const struct template_text *
conf_template(const struct conf *c, struct str name, struct str language)
{
	const struct template_text *english = NULL;

	for (size_t i = 0; i < c->n_templates; i++) {
		const struct template_text *t = &c->templates[i];

		if (!str_eq(t->name, name))
			continue;
		if (str_eq(t->language, language))
			return t;
		if (str_eq(t->language, STR("en")))
			english = t;
	}
	return english;
}
