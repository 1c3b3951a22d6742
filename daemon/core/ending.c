/* ending: see ending.h. */
#include "daemon/core/ending.h"

#include "daemon/out/notice.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"
#include "sql.h"

#define DAY_US	(86400LL * SECOND_US)

unsigned
ending_stage(int64_t ends_at, int64_t now)
{
	static const int64_t days[] = { 30, 7, 1 };
	unsigned stage = 0;

	while (stage < COUNT(days) && ends_at - now <= days[stage] * DAY_US)
		stage++;
	return stage;
}

static struct view *
facts(struct work *w, const struct msg_token *t)
{
	struct view *v = view_object(w->a);
	int64_t days = (t->ends_at - w->now + DAY_US - 1) / DAY_US;

	view_text(w->a, v, "name", t->mailbox);
	view_text(w->a, v, "day", str_sub(clock_rfc3339(w->a, t->ends_at), 0, 10));
	view_text(w->a, v, "days", days < 2 ? STR_NONE :
	    str_printf(w->a, "%lld", (long long)days));
	view_text(w->a, v, "certificate", t->by_certificate ? STR("yes") : STR_NONE);
	return v;
}

static int
tell(struct work *w, const struct msg_token *t)
{
	const struct event ev = { .kind = EVENT_NOTED, .at = w->now, .mailbox = t->mailbox };
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct view *v = facts(w, t);

	log_warning("the secret of a login by OAuth ends soon", { "mailbox", LOG_S(t->mailbox) },
	    { "at", LOG_S(clock_rfc3339(w->a, t->ends_at)) });
	recipients_in_charge(w, &ev, all);
	for (size_t i = 0; i < all->n; i++)
		if (notice_list(w, &ev, STR("secret-ends"), &all->v[i], v) == -1)
			return -1;
	return 0;
}

/* Another daemon, or an earlier life, may have told it. */
static int
tell_once(struct work *w, const struct msg_token *t, unsigned stage)
{
	struct db_handle h = sql_mailbox_ends(w->db, t->mailbox, t->ends_at, stage);

	if (work_run(w) == -1)
		return -1;
	return db_count(w->db, h) == 0 ? 0 : tell(w, t);
}

int
ending_tell(struct core_state *core, struct db *db, const struct msg_token *t,
    size_t *deliveries, struct err *e)
{
	unsigned stage = t->ends_at == 0 ? 0 : ending_stage(t->ends_at, clock_now());
	struct arena *a;
	struct work w;
	int rc = -1;

	if (stage == 0)
		return 0;
	a = arena_new();
	work_begin(&w, core, db, a);
	if (tell_once(&w, t, stage) == 0 && work_commit(&w) == 0) {
		*deliveries += w.deliveries;
		rc = 0;
	} else {
		*e = w.err;
		work_rollback(&w);
	}
	arena_free(a);
	return rc;
}
