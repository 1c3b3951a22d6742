/* fault: see fault.h. */
#include "daemon/ticket/fault.h"

#include "daemon/ticket/plan.h"
#include "sql.h"

static const char *const words[SAID_WHATS] = { "found in", "not in", "fixed in" };

/* As said_names[] has them. */
static int
what_find(struct str word)
{
	for (int i = 0; i < SAID_WHATS; i++)
		if (str_eq(word, str_c(said_names[i])))
			return i;
	return -1;
}

void
faults_read(struct arena *a, const struct strs *rows, struct faults *out)
{
	*out = (struct faults){ 0 };
	for (size_t i = 0; i < rows->n; i++) {
		struct str rest = rows->v[i], what, product;
		struct fault one;

		if (!str_split(&rest, ' ', &what) || !str_split(&rest, ' ', &product) ||
		    what_find(what) == -1)
			continue;	/* the statement makes no others */
		one = (struct fault){ (enum said_what)what_find(what), str_dup(a, product),
		    str_dup(a, rest) };
		faults_put(a, out, &one);
	}
}

struct faults
faults_copy(struct arena *a, const struct faults *in)
{
	struct faults out = { 0 };

	for (size_t i = 0; i < in->n; i++)
		faults_put(a, &out, &in->v[i]);
	return out;
}

const struct fault *
faults_find(const struct faults *all, struct str product, struct str version)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].product, product) && str_eq(all->v[i].version, version))
			return &all->v[i];
	return NULL;
}

void
faults_drop(struct faults *all, struct str product, struct str version)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->n; i++)
		if (!str_eq(all->v[i].product, product) || !str_eq(all->v[i].version, version))
			all->v[kept++] = all->v[i];
	all->n = kept;
}

/* A list from which one was dropped does not grow by doubling: it is copied. */
void
faults_put(struct arena *a, struct faults *all, const struct fault *f)
{
	struct fault *v = ARENA_ARRAY(a, all->n + 1, struct fault);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (!str_eq(all->v[i].product, f->product) ||
		    !str_eq(all->v[i].version, f->version))
			v[n++] = all->v[i];
	v[n++] = *f;
	*all = (struct faults){ v, n };
}

size_t
faults_said(struct arena *a, const struct faults *all, struct str product, struct said **out)
{
	size_t n = 0;

	*out = ARENA_ARRAY(a, all->n, struct said);
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].product, product))
			(*out)[n++] = (struct said){ all->v[i].what, all->v[i].version };
	return n;
}

struct str
faults_text(struct arena *a, const struct faults *all, enum said_what what)
{
	bool several = false;
	struct buf b;

	for (size_t i = 1; i < all->n; i++)
		several |= !str_eq(all->v[i].product, all->v[0].product);
	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++) {
		const struct fault *f = &all->v[i];

		if (f->what != what)
			continue;
		buf_adds(&b, b.n > 0 ? ", " : "");
		if (several)
			buf_printf(&b, "%.*s ", STR_ARG(f->product));
		buf_add(&b, f->version);
	}
	return buf_str(&b);
}

struct str
fault_text(struct arena *a, const struct fault *f)
{
	return f == NULL ? STR_NONE : str_printf(a, "%s %.*s %.*s", words[f->what],
	    STR_ARG(f->product), STR_ARG(f->version));
}

bool
fault_parse(struct str s, struct fault *out)
{
	for (int i = 0; i < SAID_WHATS; i++) {
		struct str word = str_c(words[i]), rest = str_sub(s, word.n + 1, SIZE_MAX);

		if (!str_starts(s, word) || !str_split(&rest, ' ', &out->product) || rest.n == 0)
			continue;
		out->what = (enum said_what)i;
		out->version = rest;
		return true;
	}
	return false;
}

void
fault_store(struct work *w, int64_t ticket, const struct change *c)
{
	struct fault f;
	struct str ignored, key = STR_NONE;

	if (!fault_parse(c->new.n > 0 ? c->new : c->old, &f))
		return;
	if (c->new.n == 0) {
		sql_ticket_version_drop(w->db, ticket, f.product, f.version);
		return;
	}
	product_version(w->a, product_find(&w->conf->products, f.product), f.version, &ignored, &key);
	sql_ticket_version_put(w->db, &(struct sql_ticket_version_put_in){ .ticket = ticket,
	    .what = str_c(said_names[f.what]), .product = f.product, .version = f.version,
	    .key = key, .author = c->by.author, .at = c->by.at });
}
