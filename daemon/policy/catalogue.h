/*
 * catalogue: products.conf and products.d/: the products that are supported here, their
 * versions as a tree of branches, and until when each branch is looked after.
 */
#ifndef DAEMON_POLICY_CATALOGUE_H
#define DAEMON_POLICY_CATALOGUE_H

#include "daemon/conf/part.h"
#include "daemon/policy/product.h"

struct products {
	struct product	*v;
	size_t		 n;
};

extern const struct conf_part product_part;

/* Empty: the only one, or the first.  NULL: there is none. */
const struct product	*product_find(const struct products *, struct str name);
struct strs		 products_names(struct arena *, const struct products *);

#endif
