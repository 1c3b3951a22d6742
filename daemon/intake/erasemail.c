/* erasemail: see erasemail.h. */
#include "daemon/intake/erasemail.h"

#include "daemon/out/notice.h"
#include "daemon/out/notify.h"

const char *
erase_obstacle(const struct reading *r, const struct command_block *block,
    const struct orders *orders, bool says)
{
	if (!orders_has(block, VERB_ERASE) || orders->is_dry)
		return NULL;
	return orders->n == 1 && !says && r->gather == NULL ? NULL :
	    "write #erase alone in an answer to the ticket's notice: what else stands there "
	    "would be erased with it";
}

/* What is not here any more cannot be erased here. */
static void
add_archived(struct work *w, const struct event *ev, struct plan *did, int64_t n)
{
	struct reader reader = notice_reader(w, ev, &(struct recipient){ .agent = ev->agent });
	struct str words = templates_words(&w->conf->templates, reader.language);

	for (size_t i = 0; i < did->n && n > 0; i++)
		did->v[i].new = str_printf(w->a, "%.*s (%.*s)", STR_ARG(did->v[i].new),
		    STR_ARG(why_text(w->a, words, WHY(w->a, STR("mails of it that are in an "
		    "archive, where they stay: *"), str_printf(w->a, "%lld", (long long)n)))));
}

/* Without a letter: what the mail answers names the customer's mails. */
static int
tell(struct work *w, const struct reading *r, struct orders *orders, int64_t archived)
{
	struct told told = { .v = orders->lines, .n = orders->n_lines };
	struct event ev = { .kind = EVENT_NOTED, .mailbox = r->in->item.mailbox, .at = w->now,
	    .agent = r->agent, .author = r->from, .entry_kind = ENTRY_COMMAND, .told = &told };

	for (size_t i = 0; i < orders->n_lines; i++)
		add_archived(w, &ev, &orders->lines[i].did, archived);
	return notify_agent(w, &ev, STR("transcript"), r->agent);
}

int
erase_mail(struct work *w, struct reading *r, struct ticket *t, struct orders *orders)
{
	struct actor actor = reading_actor(r);
	struct happened happened = { 0 };
	int64_t archived;
	struct entry en;

	reading_entry(w, r, ENTRY_COMMAND, t, &en);
	if (entry_add(w, &en) == -1 ||
	    orders_apply(w, t, &actor, orders, &happened) == -1 ||
	    erasure_store(w, t, actor.name, &archived) == -1)
		return -1;
	r->ticket = 0;
	return tell(w, r, orders, archived);
}
