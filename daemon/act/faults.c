/* faults: see faults.h.  A checked value is read once more when it is done. */
#include "daemon/act/faults.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/faultsaid.h"

enum {
	VERSIONS_MOST = 50,		/* in a line */
	TOLD_MOST = 12,			/* versions that a refusal counts up */
	VALUE_TOLD = 60
};

struct named {				/* "-2.4.1" */
	struct str	version;
	bool		goes;
};

struct line {
	struct str	product;	/* as written, or empty */
	struct named	v[VERSIONS_MOST];
	size_t		n;
	bool		too_many;
};

/* Takes the word "product=NAME" out of the line. */
static struct str
take_product(struct arena *a, struct str in, struct str *name)
{
	static const struct str sign = STR("product=");
	struct str word, rest = in;
	struct buf b;

	*name = STR_NONE;
	buf_init(&b, a);
	while (str_split(&rest, ' ', &word)) {
		if (str_istarts(word, sign))
			*name = str_sub(word, sign.n, word.n);
		else if (word.n > 0)
			buf_printf(&b, "%s%.*s", b.n > 0 ? " " : "", STR_ARG(word));
	}
	return buf_str(&b);
}

static void
add(struct line *out, struct str s)
{
	bool goes = str_starts(s, STR("-"));

	s = str_trim(str_sub(s, goes, s.n));
	if (s.n == 0)
		return;
	out->too_many |= out->n == VERSIONS_MOST;
	if (!out->too_many)
		out->v[out->n++] = (struct named){ s, goes };
}

/* With commas or blanks between; a name of the catalogue may have blanks itself. */
static void
split(struct arena *a, const struct product *p, struct str in, struct line *out)
{
	bool commas = str_chr(in, ',', 0) != SIZE_MAX;
	struct str whole = str_trim(str_starts(in, STR("-")) ? str_sub(in, 1, in.n) : in), one;

	if (!commas && product_release(a, p, whole) != NULL) {
		add(out, in);
		return;
	}
	while (str_split(&in, commas ? ',' : ' ', &one))
		add(out, str_trim(one));
}

/* That of the ticket; of a name that products.conf does not have, that of its project. */
static const struct product *
product_of(const struct work *w, const struct ticket *t, struct str name)
{
	const struct product *p;

	if (name.n > 0)
		return product_find(&w->conf->products, name);
	p = conf_product(w->conf, t->project, ticket_field(t, "product"));
	return p != NULL ? p : conf_product(w->conf, t->project, STR_NONE);
}

/* Its product; NULL: there is none such. */
static const struct product *
line_read(const struct work *w, const struct ticket *t, struct str in, struct line *out)
{
	const struct product *p;
	struct str versions;

	*out = (struct line){ .n = 0 };
	versions = take_product(w->a, in, &out->product);
	if ((p = product_of(w, t, out->product)) != NULL)
		split(w->a, p, versions, out);
	return p;
}

static struct why *
no_product(const struct prospect *p, const struct order *o, struct str name)
{
	struct strs all = products_names(p->w->a, &p->w->conf->products);

	if (all.n == 0)
		return WHY(p->w->a, STR("there are no products here: products.conf names them"));
	return refusal_none_such(p, o, STR("there is no product *"), name, &all);
}

/* The nearest, then the latest. */
static struct strs
some_versions(struct arena *a, const struct product *of, struct str near)
{
	struct strs out = { 0 };

	if (near.n > 0)
		strs_add(a, &out, near);
	for (size_t i = of->versions.n; i-- > 0 && out.n < TOLD_MOST;)
		if (!str_eq(of->versions.v[i], near))
			strs_add(a, &out, of->versions.v[i]);
	return out;
}

static struct why *
no_version(const struct prospect *p, const struct order *o, const struct product *of,
    struct str version)
{
	struct str near = product_nearest(p->w->a, of, version);
	struct why *why = WHY(p->w->a, STR("products.conf has no version * of *"),
	    str_utf8_cut(version, VALUE_TOLD), of->name);

	why->allowed = some_versions(p->w->a, of, near);
	why->is_example = near.n == 0;
	why->instead = refusal_line(p, o->verb, near.n > 0 ? near : why->allowed.v[0]);
	return why;
}

static struct why *
check_one(struct prospect *p, const struct order *o, const struct product *of, enum said_what what,
    struct named *one)
{
	const struct release *r = product_release(p->w->a, of, one->version);
	const struct fault *said;

	if (one->goes) {		/* also of what the catalogue does not have any more */
		one->version = r != NULL ? r->version : one->version;
		said = faults_find(&p->t->faults, of->name, one->version);
		if (said == NULL || said->what != what)
			return WHY(p->w->a, STR("this ticket says nothing such of *"),
			    str_utf8_cut(one->version, VALUE_TOLD));
		faults_drop(&p->t->faults, of->name, one->version);
		return NULL;
	}
	if (r == NULL)
		return no_version(p, o, of, one->version);
	one->version = r->version;
	faults_put(p->w->a, &p->t->faults, &(struct fault){ what, of->name, r->version });
	return p->t->faults.n <= FAULTS_MOST ? NULL : WHY(p->w->a,
	    STR("a ticket can say so of at most * versions"), str_printf(p->w->a, "%d", FAULTS_MOST));
}

/* "2.4.1, -2.4.2 product=widget" */
static struct str
normal(struct arena *a, const struct product *of, const struct line *line)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < line->n; i++)
		buf_printf(&b, "%s%s%.*s", i > 0 ? ", " : "", line->v[i].goes ? "-" : "",
		    STR_ARG(line->v[i].version));
	buf_printf(&b, " product=%.*s", STR_ARG(of->name));
	return buf_str(&b);
}

/* The last release of each branch that is looked after and has the fault yet. */
static const struct why *
still_in(const struct prospect *p, const struct product *of)
{
	int32_t today = (int32_t)(p->w->now / 86400000000);
	struct strs list = { 0 };
	struct said *said;
	size_t n = faults_said(p->w->a, &p->t->faults, of->name, &said);

	for (size_t i = 0; i < of->n; i++) {
		const struct branch *b = &of->branches[i];
		struct str last = b->releases.v[b->releases.n - 1];

		if (today <= b->security_until && lineage_verdict(p->w->a, of, said, n, last, NULL) ==
		    VERDICT_AFFECTED)
			strs_add(p->w->a, &list, last);
	}
	return list.n == 0 ? NULL : WHY(p->w->a, STR("it is still in *"), why_list(p->w->a, &list));
}

static struct why *
check(struct prospect *p, struct order *o, enum said_what what)
{
	struct arena *a = p->w->a;
	const struct product *of;
	struct line line;
	struct why *why;

	if ((of = line_read(p->w, p->t, o->value, &line)) == NULL)
		return no_product(p, o, line.product);
	if (line.too_many)
		return WHY(a, STR("at most * versions in a line"), str_printf(a, "%d", VERSIONS_MOST));
	if (line.n == 0) {
		why = WHY(a, STR("* needs a value: *"), refusal_line(p, o->verb, STR_NONE),
		    refusal_line(p, o->verb, str_c(o->verb->value)));
		why->allowed = some_versions(a, of, STR_NONE);
		return why;
	}
	for (size_t i = 0; i < line.n; i++)
		if ((why = check_one(p, o, of, what, &line.v[i])) != NULL)
			return why;
	o->value = normal(a, of, &line);
	if (what == SAID_FIXED)
		o->remark = still_in(p, of);
	return NULL;
}

static int
apply(struct action *ac, enum said_what what)
{
	const struct product *of;
	struct line line;
	int changed = 0;

	if ((of = line_read(ac->w, ac->t, ac->order->value, &line)) == NULL)
		return 0;
	for (size_t i = 0; i < line.n; i++)
		changed |= line.v[i].goes ?
		    ticket_unsay_fault(ac->w, ac->t, of->name, line.v[i].version, &ac->cause) :
		    ticket_say_fault(ac->w, ac->t, &(struct fault){ what, of->name,
		    line.v[i].version }, &ac->cause);
	return changed;
}

struct why *
faults_check_back(struct prospect *p, const struct change *c)
{
	const struct fault *is;
	struct fault f;
	struct str now;

	if (!fault_parse(c->new.n > 0 ? c->new : c->old, &f))
		return NULL;
	is = faults_find(&p->t->faults, f.product, f.version);
	now = fault_text(p->w->a, is);
	if (!str_eq(now, c->new))
		return WHY(p->w->a, STR("* was changed since, to *: that cannot be taken back"),
		    change_word(c), now.n > 0 ? now : STR("none"));
	if (fault_parse(c->old, &f))
		faults_put(p->w->a, &p->t->faults, &f);
	else if (fault_parse(c->new, &f))
		faults_drop(&p->t->faults, f.product, f.version);
	return NULL;
}

int
faults_back(struct action *ac, const struct change *c)
{
	struct fault f;

	if (fault_parse(c->old, &f))
		return ticket_say_fault(ac->w, ac->t, &f, &ac->cause);
	return fault_parse(c->new, &f) ? ticket_unsay_fault(ac->w, ac->t, f.product, f.version,
	    &ac->cause) : 0;
}

static struct why *
check_found(struct prospect *p, struct order *o)
{
	return check(p, o, SAID_FOUND);
}

static struct why *
check_not(struct prospect *p, struct order *o)
{
	return check(p, o, SAID_NOT);
}

static struct why *
check_fixed(struct prospect *p, struct order *o)
{
	return check(p, o, SAID_FIXED);
}

static int
apply_found(struct action *ac)
{
	return apply(ac, SAID_FOUND);
}

static int
apply_not(struct action *ac)
{
	return apply(ac, SAID_NOT);
}

static int
apply_fixed(struct action *ac)
{
	return apply(ac, SAID_FIXED);
}

const struct act act_found_in = { check_found, apply_found };
const struct act act_not_in = { check_not, apply_not };
const struct act act_fixed_in = { check_fixed, apply_fixed };
