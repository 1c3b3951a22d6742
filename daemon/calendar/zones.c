/* zones: see zones.h. */
#include "daemon/calendar/zones.h"

struct known {
	struct str		 name;
	const struct zone	*zone;
	struct known		*next;
};

struct zones {
	struct arena	*a;
	struct known	*first;
};

struct zones *
zones_new(struct arena *a)
{
	struct zones *all = ARENA_NEW(a, struct zones);

	all->a = a;
	return all;
}

const struct zone *
zones_find(struct zones *all, struct str name)
{
	struct known *k = all->first;

	while (k != NULL && !str_eq(k->name, name))
		k = k->next;
	if (k != NULL)
		return k->zone;
	k = ARENA_NEW(all->a, struct known);
	k->name = str_dup(all->a, name);
	if (zone_load(all->a, name, &k->zone, NULL) == -1)
		k->zone = zone_utc();
	k->next = all->first;
	all->first = k;
	return k->zone;
}
