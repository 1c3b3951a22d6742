/* product: see product.h. */
#include "daemon/policy/product.h"

#include "parsers/base/nearest.h"

/* What is one version has one. */
static struct str
id_of(struct arena *a, enum scheme scheme, struct str version)
{
	struct buf b;

	if (scheme == SCHEME_LIST)
		return str_lower(a, str_trim(version));
	buf_init(&b, a);
	scheme_key(&b, scheme, version);
	return buf_str(&b);
}

static const struct release *
find_id(const struct product *p, struct str id)
{
	size_t from = 0, to = p->n_releases;

	while (from < to) {
		size_t half = from + (to - from) / 2;
		const struct release *r = &p->release[p->by_id[half]];
		int c = str_cmp(id, r->id);

		if (c == 0)
			return r;
		if (c < 0)
			to = half;
		else
			from = half + 1;
	}
	return NULL;
}

bool
product_version(struct arena *a, const struct product *p, struct str in, struct str *out,
    struct str *key)
{
	enum scheme scheme = p == NULL ? SCHEME_SEMVER : p->scheme;
	struct str normal, none = STR_NONE, *k = key != NULL ? key : &none;
	const struct release *r = p == NULL ? NULL : product_release(a, p, in);

	*out = r != NULL ? r->version : str_trim(in);
	*k = r != NULL ? r->key : STR_NONE;
	if (r == NULL && scheme != SCHEME_LIST && scheme_parse(a, scheme, in, &normal))
		*k = id_of(a, scheme, normal);
	return r != NULL;
}

/* "Version 2.4" is not what the file has. */
const struct release *
product_release(struct arena *a, const struct product *p, struct str version)
{
	struct str normal;

	return scheme_parse(a, p->scheme, version, &normal) ?
	    find_id(p, id_of(a, p->scheme, normal)) : NULL;
}

const struct branch *
product_branch(struct arena *a, const struct product *p, struct str version)
{
	const struct release *r = product_release(a, p, version);

	return r == NULL ? NULL : &p->branches[r->branch];
}

/* By its letters, else the last one that is not later. */
struct str
product_nearest(struct arena *a, const struct product *p, struct str in)
{
	struct str near = nearest_name(str_trim(in), &p->versions), normal, id;

	if (near.n > 0 || p->scheme == SCHEME_LIST || !scheme_parse(a, p->scheme, in, &normal))
		return near;
	id = id_of(a, p->scheme, normal);
	for (size_t i = 0; i < p->n_releases; i++) {
		const struct release *r = &p->release[p->by_id[i]];

		if (near.n == 0 || str_cmp(r->id, id) <= 0)
			near = r->version;
	}
	return near;
}

struct str
product_environment(const struct product *p, struct str name)
{
	for (size_t i = 0; i < p->environments.n; i++)
		if (name.n == 0 || str_ieq(p->environments.v[i], name))
			return p->environments.v[i];
	return STR_NONE;
}

enum support
product_support(struct arena *a, const struct product *p, struct str version, int32_t day,
    int32_t *until)
{
	const struct branch *b = p == NULL ? NULL : product_branch(a, p, version);
	enum support s = b == NULL ? SUPPORT_UNKNOWN : day <= b->support_until ? SUPPORT_FULL :
	    day <= b->security_until ? SUPPORT_SECURITY : SUPPORT_NONE;

	if (until != NULL)
		*until = s == SUPPORT_UNKNOWN ? INT32_MAX :
		    s == SUPPORT_FULL ? b->support_until : b->security_until;
	return s;
}
