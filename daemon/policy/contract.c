/* contract: see contract.h. */
#include "daemon/policy/contract.h"

#include "daemon/conf/wish.h"
#include "daemon/sys/duration.h"
#include "parsers/text/date.h"

struct said {				/* as the file has it */
	struct str	from, until, sla;
	int64_t		prepaid;
};

static const struct key keys[] = {
	KEY(struct said, from, "from", KEY_STR, .help =
	    "its first day, \"2026-01-01\"; without it, it has always been there"),
	KEY(struct said, until, "until", KEY_STR, .required = true, .help =
	    "its last day, \"2026-12-31\", in the time zone of the project's calendar; the event "
	    "contract-ending comes 60 and 30 days before it, and on it"),
	KEY(struct said, sla, "sla", KEY_NAME, .help =
	    "policy of sla.conf for tickets that come while it lasts; else the project's"),
	KEY(struct said, prepaid, "prepaid", KEY_DURATION, .help =
	    "hours that are paid for, \"100h\": statements draw on them"),
};

static const struct section sections[] = {
	{ "contract", "projects.conf", KEYS(keys), "what a project has been promised, and until when" },
	{ NULL },
};

const struct conf_part contract_part = { "contract", "projects.conf", sections };

/* CIVIL_NONE, where nothing is said, or the fault is noted. */
static int32_t
day(struct loader *l, const struct node *n, const char *name, struct str text)
{
	struct node at = node_get(n, name);
	int32_t out = CIVIL_NONE;

	if (text.n > 0 && !date_day(text, &out)) {
		out = CIVIL_NONE;
		conf_fault(l, &at, "%s: \"%.*s\" is no day: write %s = \"2026-12-31\";", name,
		    STR_ARG(text), name);
	}
	return out;
}

void
contract_read(struct loader *l, const struct node *n, struct contract *c)
{
	struct node from = node_get(n, "from"), sla = node_get(n, "sla");
	struct said in = { 0 };

	if (!node_is_group(n)) {
		conf_fault(l, n, "contract is not a group: write contract = { until = "
		    "\"2026-12-31\"; };");
		return;
	}
	conf_walk(l, n, sections, &in);
	*c = (struct contract){ .from = day(l, n, "from", in.from),
	    .until = day(l, n, "until", in.until), .sla = in.sla, .prepaid = in.prepaid,
	    .line = node_line(n) };
	if (c->from != CIVIL_NONE && c->until != CIVIL_NONE && c->from >= c->until)
		conf_fault(l, &from, "the contract begins on %.*s and ends on %.*s: from is before "
		    "until", STR_ARG(in.from), STR_ARG(in.until));
	if (c->sla.n > 0)
		conf_wish(l, &sla, "SLA", c->sla);
}

enum contract_state
contract_state(const struct contract *c, int32_t today)
{
	if (c->until == CIVIL_NONE)
		return CONTRACT_NONE;
	return today > c->until ? CONTRACT_OVER :
	    c->from != CIVIL_NONE && today < c->from ? CONTRACT_COMES : CONTRACT_LASTS;
}

struct str
contract_text(struct arena *a, const struct contract *c, int32_t today)
{
	static const char *const words[] = { [CONTRACT_COMES] = "comes, and lasts until",
	    [CONTRACT_LASTS] = "until", [CONTRACT_OVER] = "ended on" };
	enum contract_state state = contract_state(c, today);
	struct buf b;

	if (state == CONTRACT_NONE)
		return STR_NONE;
	buf_init(&b, a);
	buf_printf(&b, "%s %.*s", words[state], STR_ARG(civil_text(a, c->until)));
	if (c->sla.n > 0)
		buf_printf(&b, " (SLA %.*s)", STR_ARG(c->sla));
	if (c->prepaid > 0)
		buf_printf(&b, ", %.*s paid for", STR_ARG(duration_text(a, c->prepaid, DURATION_EXACT)));
	return buf_str(&b);
}
