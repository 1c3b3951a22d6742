/* timers: see timers.h. */
#include "daemon/ctl/timers.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/policy/conf.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/ticket/timer.h"

static struct str
state(struct ctl *ctl, const struct sql_timers_row *row)
{
	const struct timer t = { .resumed_at = row->resumed_at, .worked = row->worked };

	return str_printf(ctl->a, "since %s%s%s%s", text_time(ctl->a, row->started_at).p,
	    row->resumed_at == 0 ? ", paused" : "", row->text.n > 0 ? ": " : "",
	    text_safe(ctl->a, str_printf(ctl->a, "%.*s (%.*s so far)", STR_ARG(row->text),
	    STR_ARG(duration_text(ctl->a, timer_worked(&t, clock_now()), DURATION_WORKED)))).p);
}

struct str
ctl_timer_text(struct ctl *ctl, const struct sql_timers_row *row)
{
	return str_printf(ctl->a, "on #%" PRId64 " %s %s", row->number,
	    text_safe(ctl->a, row->subject).p, state(ctl, row).p);
}

bool
ctl_timer_of_ticket(struct ctl *ctl, struct sql_timers h, int64_t ticket, size_t *i,
    struct str *out)
{
	struct sql_timers_row row;

	while (sql_timers_row(ctl->db, h, (*i)++, &row)) {
		if (row.number != ticket)
			continue;
		*out = str_printf(ctl->a, "%s, %s", text_safe(ctl->a, row.agent).p,
		    state(ctl, &row).p);
		return true;
	}
	return false;
}

void
ctl_timers_print(struct ctl *ctl, struct sql_timers h)
{
	size_t n = sql_timers_count(ctl->db, h);
	struct sql_timers_row row;

	if (n == 0)
		return;
	printf("timers      %zu timer%s\n", n, n == 1 ? "" : "s");
	for (size_t i = 0; sql_timers_row(ctl->db, h, i, &row); i++)
		if (agents_find(&ctl->conf->agents, row.agent) == NULL)
			printf("            of %s, who is no longer an agent, %s: docketctl do %"
			    PRId64 " timer stop\n", text_safe(ctl->a, row.agent).p,
			    ctl_timer_text(ctl, &row).p, row.number);
}
