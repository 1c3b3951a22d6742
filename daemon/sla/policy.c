/* policy: see policy.h. */
#include "daemon/sla/policy.h"

#include "daemon/conf/wish.h"
#include "daemon/sla/category.h"
#include "parsers/base/limits.h"

static void	read_targets(struct loader *, const struct node *, void *);
static void	read_when(struct loader *, const struct node *, void *);
static void	read_warn(struct loader *, const struct node *, void *);

static const char *const carry_names[] = { "carry", "replay", NULL };
static const char *const reopen_names[] = { "resume", "new-cycle", NULL };
static const char *const applies_names[] = { "new", "open", NULL };

static const struct key policy_keys[] = {
	KEY(struct sla_policy, name, "name", KEY_NAME, .required = true, .help =
	    "what projects call it"),
	KEY(struct sla_policy, targets, "targets", KEY_CUSTOM, .required = true,
	    .read = read_targets, .help =
	    "list of groups, see conf.targets: the first that fits the ticket holds"),
	KEY(struct sla_policy, carry, "carry", KEY_ENUM, .names = carry_names,
	    .def = "carry", .help = "what a change of severity, policy or project does to "
	    "worked time: \"carry\" keeps it, \"replay\" reckons it from the start"),
	KEY(struct sla_policy, reopen, "reopen", KEY_ENUM, .names = reopen_names,
	    .def = "resume", .help = "a reopened ticket's resolution clock goes on where it "
	    "stood (\"resume\") or starts again (\"new-cycle\")"),
	KEY(struct sla_policy, applies, "applies", KEY_ENUM, .names = applies_names,
	    .def = "new", .help = "an edit of this policy holds for new cycles, or for "
	    "\"open\" ones too"),
};

static const struct key target_keys[] = {
	KEY(struct sla_target, condition, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: tests of the ticket that must all hold (conf.when): { severity = "
	    "[ \"critical\" ]; project = \"ACME\"; }; without it, any ticket"),
	KEY(struct sla_target, calendar, "calendar", KEY_NAME, .help =
	    "whose hours count; else the project's calendar"),
	KEY(struct sla_target, duration[SLA_RESPONSE], "response", KEY_TERM, .help =
	    "worked time until an engineer's first answer; without it, no such clock"),
	KEY(struct sla_target, duration[SLA_NEXT_RESPONSE], "next_response", KEY_TERM,
	    .help = "… until the answer to each later message"),
	KEY(struct sla_target, duration[SLA_UPDATE], "update", KEY_TERM, .help =
	    "… from one answer to the next while the ticket is open"),
	KEY(struct sla_target, duration[SLA_RESOLUTION], "resolution", KEY_TERM, .help =
	    "… until it is resolved"),
	KEY(struct sla_target, warn, "warn", KEY_CUSTOM, .read = read_warn, .help =
	    "list of points: \"75%\" of the time, or \"30m\" of worked time before the end"),
	KEY(struct sla_target, pause, "pause", KEY_STRS, .def = "waiting", .help =
	    "categories of statuses in which resolution and update stand still"),
};

enum { S_SLAS, S_TARGETS };

static const struct section sections[] = {
	[S_SLAS] = { "slas", "sla.conf", KEYS(policy_keys), "what was promised" },
	[S_TARGETS] = { "targets", "sla.conf", KEYS(target_keys), "one promise of a policy" },
	{ NULL },
};

/* What a condition is, the whole knows that is read. */
static void
read_when(struct loader *l, const struct node *n, void *base)
{
	struct sla_target *t = base;

	t->condition = l->condition(l, n);
}

static bool
read_point(struct loader *l, const struct node *n, struct sla_point *p)
{
	uint64_t percent;

	if (!conf_value(l, n, KEY_STR, &p->text))
		return false;
	if (!str_ends(p->text, STR("%")))
		return conf_value(l, n, KEY_DURATION, &p->value);
	if (!str_u64(str_sub(p->text, 0, p->text.n - 1), &percent) || percent < 1 ||
	    percent > 99) {
		conf_fault(l, n, "the point \"%.*s\" is not before the end: \"1%%\" to "
		    "\"99%%\"", STR_ARG(p->text));
		return false;
	}
	p->is_percent = true;
	p->value = (int64_t)percent;
	return true;
}

static void
read_warn(struct loader *l, const struct node *n, void *base)
{
	struct sla_target *t = base;
	struct strs seen = { 0 };

	if (!node_is_list(n))
		conf_fault(l, n, "warn is not a list: write warn = [ \"75%%\", \"30m\" ];");
	if (node_count(n) > LIMIT_SLA_POINTS) {
		conf_fault(l, n, "warn lists %zu points: at most %d are told", node_count(n),
		    LIMIT_SLA_POINTS);
		return;
	}
	t->warn = ARENA_ARRAY(l->a, node_count(n), struct sla_point);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct sla_point p = { 0 };

		if (!read_point(l, &e, &p))
			continue;
		if (strs_has(&seen, p.text))
			conf_fault(l, &e, "the point \"%.*s\" is there twice", STR_ARG(p.text));
		strs_add(l->a, &seen, p.text);
		t->warn[t->n_warn++] = p;
	}
}

static int64_t
longest(const struct sla_target *t)
{
	int64_t most = 0;

	for (size_t i = 0; i < SLA_CLOCKS; i++)
		if (t->duration[i] > most)
			most = t->duration[i];
	return most;
}

static void
check_target(struct loader *l, const struct node *e, const struct sla_target *t)
{
	struct node pause = node_get(e, "pause"), warn = node_get(e, "warn");
	struct node calendar = node_get(e, "calendar");
	struct strs names = category_undone(l->a);
	int64_t most = longest(t);

	for (size_t i = 0; i < t->pause.n; i++)
		conf_one_of(l, &pause, "status to pause in", t->pause.v[i], &names);
	for (size_t i = 0; i < t->n_warn; i++)
		if (most > 0 && !t->warn[i].is_percent && t->warn[i].value >= most)
			conf_fault(l, &warn, "the point \"%.*s\" lies before the start of every "
			    "clock: it must be shorter than the longest", STR_ARG(t->warn[i].text));
	if (t->calendar.n > 0)
		conf_wish(l, &calendar, "calendar", t->calendar);
}

static void
read_targets(struct loader *l, const struct node *n, void *base)
{
	struct sla_policy *p = base;
	size_t count = conf_groups(l, n);

	p->targets = ARENA_ARRAY(l->a, count, struct sla_target);
	for (; p->n_targets < count; p->n_targets++) {
		struct node e = node_at(n, p->n_targets);
		struct sla_target *t = &p->targets[p->n_targets];

		t->line = node_line(&e);
		conf_walk(l, &e, &sections[S_TARGETS], t);
		check_target(l, &e, t);
	}
}

void
slas_read(struct loader *l, const struct node *list, struct slas *all)
{
	size_t n = conf_groups(l, list);

	all->v = ARENA_ARRAY(l->a, n, struct sla_policy);
	for (; all->n < n; all->n++) {
		struct node e = node_at(list, all->n), name = node_get(&e, "name");
		struct sla_policy *p = &all->v[all->n];

		conf_walk(l, &e, &sections[S_SLAS], p);
		if (slas_find(all, p->name) != NULL)
			conf_fault(l, &name, "SLA %.*s is there twice: give it another name",
			    STR_ARG(p->name));
	}
}

static void
load(struct loader *l, void *own)
{
	struct node list;

	if (conf_open_list(l, STR("sla.conf"), false, "slas", &list))
		slas_read(l, &list, own);
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct slas *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

static void
add_points(struct arena *a, const struct sla_policy *p, struct strs *out)
{
	for (size_t i = 0; i < p->n_targets; i++)
		for (size_t k = 0; k < p->targets[i].n_warn; k++)
			if (!strs_has(out, p->targets[i].warn[k].text))
				strs_add(a, out, p->targets[i].warn[k].text);
}

static struct strs
points_of(struct arena *a, const void *own)
{
	const struct slas *all = own;
	struct strs out = { 0 };

	strs_add(a, &out, STR("breach"));
	for (size_t i = 0; i < all->n; i++)
		add_points(a, &all->v[i], &out);
	return out;
}

const struct conf_part sla_part = { "SLA", "sla.conf", sections, load, names_of };
const struct conf_part point_part = { "point", "sla.conf", .names = points_of };

const struct sla_policy *
slas_find(const struct slas *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

const struct sla_target *
sla_target_find(const struct sla_policy *p, bool (*holds)(const void *of, size_t condition),
    const void *of)
{
	for (size_t i = 0; p != NULL && i < p->n_targets; i++)
		if (p->targets[i].condition == 0 || holds(of, p->targets[i].condition))
			return &p->targets[i];
	return NULL;
}

bool
slas_replay(const struct slas *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].carry == SLA_REPLAY)
			return true;
	return false;
}
