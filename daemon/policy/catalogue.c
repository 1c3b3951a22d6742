/* catalogue: see catalogue.h. */
#include "daemon/policy/catalogue.h"

#include "daemon/conf/file.h"
#include "daemon/conf/tree.h"
#include "daemon/policy/branches.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/text/date.h"

static void	read_branches(struct loader *, const struct node *, void *);
static void	read_releases(struct loader *, const struct node *, void *);
static void	read_support(struct loader *, const struct node *, void *);
static void	read_security(struct loader *, const struct node *, void *);
static void	read_date(struct loader *, const struct node *, void *);

struct reading {			/* of a branch */
	struct branch	 branch;
	struct strs	 contains;	/* of its first release */
	struct release	*v;
	size_t		 n;
};

struct branch_list {			/* of a product, while it is read */
	struct product	 product;
	struct reading	*v;
	size_t		 n;
};

static const struct key product_keys[] = {
	KEY(struct branch_list, product.name, "name", KEY_NAME, .required = true, .help =
	    "what a ticket's field product, #runs and product= say"),
	KEY(struct branch_list, product.label, "label", KEY_STR, .help = "for people; else the name"),
	KEY(struct branch_list, product.scheme, "scheme", KEY_ENUM, .names = scheme_names,
	    .def = "semver", .help = "how its versions are written and which is later: semver "
	    "(2.10.0-rc1), debian (1:2.4-1), numeric (2.10), date (2026.04), or list: as they stand "
	    "here"),
	KEY(struct branch_list, product.environments, "environments", KEY_STRS, .def = "prod",
	    .help = "where customers run it; the first is what is meant when nobody says"),
	KEY(struct branch_list, product, "branches", KEY_CUSTOM, .required = true,
	    .read = read_branches, .help = "list of groups, see conf.branches"),
};

static const struct key branch_keys[] = {
	KEY(struct reading, branch.name, "name", KEY_STR, .required = true, .help =
	    "for people, such as \"2.4\" or \"main\""),
	KEY(struct reading, branch.from, "from", KEY_STR, .help =
	    "release of another branch that its first one comes after; else it begins with nothing"),
	KEY(struct reading, branch, "releases", KEY_CUSTOM, .required = true, .read = read_releases,
	    .help = "versions in their order: \"2.4.1\", or a group, as the section releases has it"),
	KEY(struct reading, contains, "contains", KEY_STRS, .help =
	    "releases of other branches whose changes its first release has, too"),
	KEY(struct reading, branch, "support_until", KEY_CUSTOM, .read = read_support, .help =
	    "last day on which all faults are mended: \"2026-12-31\"; else security_until"),
	KEY(struct reading, branch, "security_until", KEY_CUSTOM, .read = read_security, .help =
	    "last day on which faults of security are; else support_until"),
};

static const struct key release_keys[] = {
	KEY(struct release, version, "version", KEY_STR, .required = true, .help =
	    "as people call it"),
	KEY(struct release, date, "date", KEY_CUSTOM, .read = read_date, .help =
	    "when it came out: \"2026-03-01\""),
	KEY(struct release, contains, "contains", KEY_STRS, .help =
	    "releases of other branches whose changes were taken over into it"),
};

enum { S_PRODUCTS, S_BRANCHES, S_RELEASES };

static const struct section sections[] = {
	[S_PRODUCTS] = { "products", "products.conf, products.d/*.conf", KEYS(product_keys),
	    "what is supported here, and its versions" },
	[S_BRANCHES] = { "branches", "products.conf", KEYS(branch_keys),
	    "a line of releases of a product" },
	[S_RELEASES] = { "releases", "products.conf", KEYS(release_keys),
	    "a release of a branch, where its version alone does not say all" },
	{ NULL },
};

static void
read_day(struct loader *l, const struct node *n, int32_t *out)
{
	struct str text;

	if (conf_value(l, n, KEY_STR, &text) && !date_day(text, out))
		conf_fault(l, n, "%.*s = \"%.*s\" is no day: write year, month and day, "
		    "\"2026-12-31\"", STR_ARG(node_name(n)), STR_ARG(text));
}

static void
read_support(struct loader *l, const struct node *n, void *base)
{
	read_day(l, n, &((struct reading *)base)->branch.support_until);
}

static void
read_security(struct loader *l, const struct node *n, void *base)
{
	read_day(l, n, &((struct reading *)base)->branch.security_until);
}

static void
read_date(struct loader *l, const struct node *n, void *base)
{
	read_day(l, n, &((struct release *)base)->date);
}

static void
read_release(struct loader *l, const struct node *e, struct reading *r)
{
	struct release *out = &r->v[r->n];

	*out = (struct release){ .date = NO_DAY, .before = SIZE_MAX, .line = node_line(e) };
	if (node_is_group(e))
		conf_walk(l, e, &sections[S_RELEASES], out);
	else if (!conf_value(l, e, KEY_STR, &out->version))
		return;
	out->version = str_trim(out->version);
	if (out->version.n > 0)
		r->n++;
}

/* One alone, too. */
static void
read_releases(struct loader *l, const struct node *n, void *base)
{
	struct reading *r = base;

	if (!node_is_list(n)) {
		r->v = ARENA_NEW(l->a, struct release);
		read_release(l, n, r);
		return;
	}
	if (node_count(n) > LIMIT_RELEASES) {
		conf_fault(l, n, "a branch lists %zu releases: at most %d", node_count(n),
		    LIMIT_RELEASES);
		return;
	}
	r->v = ARENA_ARRAY(l->a, node_count(n), struct release);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		read_release(l, &e, r);
	}
}

/* Of two ends that the file names one of, both are that. */
static void
check_ends(struct loader *l, const struct node *e, struct branch *b)
{
	struct node security = node_get(e, "security_until");

	if (b->support_until == INT32_MAX)
		b->support_until = b->security_until;
	if (b->security_until == INT32_MAX)
		b->security_until = b->support_until;
	if (b->security_until < b->support_until)
		conf_fault(l, &security, "security_until of branch %.*s is before its support_until: "
		    "faults of security are mended as long as all are, or longer", STR_ARG(b->name));
}

static void
read_branch(struct loader *l, const struct node *e, struct branch_list *all)
{
	struct reading *r = &all->v[all->n++];
	struct node name = node_get(e, "name");

	r->branch = (struct branch){ .support_until = INT32_MAX, .security_until = INT32_MAX,
	    .file = e->file, .line = node_line(e) };
	conf_walk(l, e, &sections[S_BRANCHES], r);
	r->branch.from = str_trim(r->branch.from);
	for (size_t i = 0; i + 1 < all->n; i++)
		if (str_eq(all->v[i].branch.name, r->branch.name))
			conf_fault(l, &name, "branch %.*s is there twice: give it another name",
			    STR_ARG(r->branch.name));
	check_ends(l, e, &r->branch);
	if (r->n == 0)
		conf_fault(l, e, "branch %.*s has no release: releases = [ \"%s\" ];",
		    STR_ARG(r->branch.name), scheme_example(all->product.scheme));
	else
		for (size_t i = 0; i < r->contains.n; i++)
			strs_add(l->a, &r->v[0].contains, r->contains.v[i]);
}

static void
read_branches(struct loader *l, const struct node *n, void *base)
{
	struct branch_list *all = base;
	size_t groups;

	if (!node_is_list(n)) {
		conf_fault(l, n, "branches is not a list: write branches = ( { name = \"2.4\"; "
		    "releases = [ \"2.4.0\" ]; } );  (a setting's name cannot begin with a digit)");
		return;
	}
	groups = conf_groups(l, n);
	if (groups == 0 && node_count(n) == 0)
		conf_fault(l, n, "branches is empty: write branches = ( { name = \"2.4\"; "
		    "releases = [ \"2.4.0\" ]; } );");
	all->v = ARENA_ARRAY(l->a, groups, struct reading);
	for (size_t i = 0; i < groups; i++) {
		struct node e = node_at(n, i);

		read_branch(l, &e, all);
	}
}

/* Branch by branch into the product. */
static void
flatten(struct loader *l, const struct branch_list *in, struct product *p)
{
	size_t all = 0;

	for (size_t i = 0; i < in->n; i++)
		all += in->v[i].n;
	p->branches = ARENA_ARRAY(l->a, in->n, struct branch);
	p->release = ARENA_ARRAY(l->a, all, struct release);
	for (size_t i = 0; i < in->n; i++) {
		struct branch *b = &p->branches[p->n++];

		*b = in->v[i].branch;
		for (size_t k = 0; k < in->v[i].n; k++) {
			struct release *r = &p->release[p->n_releases];

			*r = in->v[i].v[k];
			r->branch = i;
			r->before = k > 0 ? p->n_releases - 1 : SIZE_MAX;
			strs_add(l->a, &b->releases, r->version);
			p->n_releases++;
		}
	}
}

static void
check_environments(struct loader *l, const struct node *e, const struct product *p)
{
	struct node n = node_get(e, "environments");
	struct strs seen = { 0 };

	for (size_t i = 0; i < p->environments.n; i++) {
		struct str s = p->environments.v[i];

		for (size_t k = 0; k < s.n; k++)
			if (s.p[k] <= ' ' || s.p[k] == '=' || s.p[k] == ',' || s.p[k] == 0x7f) {
				conf_fault(l, &n, "environment \"%.*s\" is not one word: \"%s\"",
				    STR_ARG(s), i == 0 ? "prod" : "test");
				break;
			}
		if (strs_ihas(&seen, s))
			conf_fault(l, &n, "environment %.*s is there twice", STR_ARG(s));
		strs_add(l->a, &seen, s);
	}
	if (p->environments.n == 0)
		conf_fault(l, &n, "environments is empty: write [ \"prod\", \"test\" ], or leave it out");
}

static void
read_product(struct loader *l, const struct node *e, struct products *all)
{
	struct branch_list list = { .product = { .file = e->file, .line = node_line(e) } };
	struct node name = node_get(e, "name");
	struct product *p;

	conf_walk(l, e, &sections[S_PRODUCTS], &list);
	if (list.product.label.n == 0)
		list.product.label = list.product.name;
	check_environments(l, e, &list.product);
	for (size_t i = 0; i < all->n; i++)
		if (str_ieq(all->v[i].name, list.product.name))
			conf_fault(l, &name, "product %.*s is there twice: give it another name",
			    STR_ARG(list.product.name));
	all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
	p = &all->v[all->n++];
	*p = list.product;
	flatten(l, &list, p);
	branches_join(l, p);
}

static void
load_file(struct loader *l, struct str file, struct products *all)
{
	struct node list;
	size_t n;

	if (!conf_open_list(l, file, false, "products", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_product(l, &e, all);
	}
}

static void
load(struct loader *l, void *own)
{
	struct strs more = conf_folder(l, "products.d", ".conf");

	load_file(l, STR("products.conf"), own);
	for (size_t i = 0; i < more.n; i++)
		load_file(l, more.v[i], own);
}

static struct strs
names_of(struct arena *a, const void *own)
{
	return products_names(a, own);
}

const struct conf_part product_part = { "product", "products.conf", sections, load, names_of };

const struct product *
product_find(const struct products *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (name.n == 0 || str_ieq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

struct strs
products_names(struct arena *a, const struct products *all)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}
