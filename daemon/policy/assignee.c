/* assignee: see assignee.h. */
#include "daemon/policy/assignee.h"

#include "parsers/base/array.h"

struct assignee
assignee_read(struct str s)
{
	static const struct { const char *prefix; enum assignee_kind kind; } rows[] = {
		{ "team:", ASSIGNEE_TEAM }, { "round-robin:", ASSIGNEE_ROUND_ROBIN },
		{ "least-busy:", ASSIGNEE_LEAST_BUSY },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_starts(s, str_c(rows[i].prefix)))
			return (struct assignee){ rows[i].kind,
			    str_sub(s, str_c(rows[i].prefix).n, SIZE_MAX) };
	return (struct assignee){ ASSIGNEE_AGENT, s };
}
