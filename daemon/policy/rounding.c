/* rounding: see rounding.h. */
#include "daemon/policy/rounding.h"

#include "daemon/sys/duration.h"

const char *const round_hows[] = { [ROUND_UP] = "up", [ROUND_NEAREST] = "nearest",
	[ROUND_DOWN] = "down", NULL };
const char *const round_pers[] = { [PER_ENTRY] = "entry", [PER_TICKET_DAY] = "ticket-day",
	[PER_TICKET] = "ticket", [PER_STATEMENT] = "statement", NULL };

enum { TO_MOST = 24 * 3600 };

static const struct key keys[] = {
	KEY(struct rounding, to, "to", KEY_TERM, .def = "0", .max = TO_MOST, .help =
	    "worked time is billed in multiples of this, \"15m\"; what is one already stays"),
	KEY(struct rounding, how, "how", KEY_ENUM, .def = "up", .names = round_hows, .help =
	    "to the next multiple, the nearest (the larger of two that are as near), or down"),
	KEY(struct rounding, per, "per", KEY_ENUM, .def = "entry", .names = round_pers, .help =
	    "what is rounded as one: each entry; a ticket's of a day, in the project's zone; a "
	    "ticket's of the statement; all of it"),
	KEY(struct rounding, minimum, "minimum", KEY_TERM, .def = "0", .max = TO_MOST, .help =
	    "of each of those that was worked on at all"),
	KEY(struct rounding, grace, "grace", KEY_TERM, .def = "0", .max = TO_MOST, .help =
	    "with how = \"up\": what passes a multiple by no more than this is rounded down"),
};

static const struct section sections[] = {
	{ "rounding", "rates.conf, projects.conf", KEYS(keys),
	    "how worked time becomes billed time" },
	{ NULL },
};

const struct conf_part rounding_part = { "rounding", "rates.conf", sections };

static bool
has(const struct node *n, const char *name)
{
	return node_get(n, name).setting != n->setting;
}

void
rounding_read(struct loader *l, const struct node *n, struct rounding *r)
{
	struct node grace;

	conf_walk(l, n, sections, r);
	if (!node_is_group(n))
		return;
	grace = node_get(n, "grace");
	if (r->to == 0 && (r->grace > 0 || has(n, "how")))
		conf_fault(l, n, "rounding without to: say to what, to = \"15m\"; or leave how "
		    "and grace out");
	else if (r->grace > 0 && r->how != ROUND_UP)
		conf_fault(l, &grace, "grace is of how = \"up\" alone: \"%s\" rounds down by itself",
		    round_hows[r->how]);
	else if (r->grace > 0 && r->grace >= r->to)
		conf_fault(l, &grace, "grace is no shorter than to: nothing would ever be rounded "
		    "up; with to = \"15m\" a grace of \"2m\" has sense");
}

struct str
rounding_text(struct arena *a, const struct rounding *r)
{
	struct buf b;

	if (r->to == 0 && r->minimum == 0)
		return STR("none");
	buf_init(&b, a);
	if (r->to > 0)
		buf_printf(&b, "%s to %.*s ", round_hows[r->how],
		    STR_ARG(duration_text(a, r->to, DURATION_EXACT)));
	buf_printf(&b, "per %s", round_pers[r->per]);
	if (r->minimum > 0)
		buf_printf(&b, ", at least %.*s",
		    STR_ARG(duration_text(a, r->minimum, DURATION_EXACT)));
	if (r->grace > 0)
		buf_printf(&b, ", grace %.*s", STR_ARG(duration_text(a, r->grace, DURATION_EXACT)));
	return buf_str(&b);
}
