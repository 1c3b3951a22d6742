/* webwait: see webwait.h. */
#include "daemon/core/webwait.h"

#include "daemon/core/session.h"
#include "daemon/sys/clock.h"

enum { WAIT_MS = 3000 };		/* for a mail to be read, before its sender goes on */

void
webwait_send(struct core *c, const struct page_answer *answer)
{
	struct buf b;

	if (c->web == NULL)
		return;
	buf_init(&b, c->batch);
	page_answer_pack(&b, answer);
	channel_put(c->web, MSG_ANSWER, buf_str(&b));
}

struct str
webwait_said(struct arena *a, struct str location, const char *said)
{
	char sign = str_chr(location, '?', 0) == SIZE_MAX ? '?' : '&';

	return said == NULL ? location : str_printf(a, "%.*s%csaid=%s", STR_ARG(location), sign,
	    said);
}

void
webwait_add(struct core *c, const struct web_wait *wait)
{
	struct web_wait *v = ARENA_NEW(wait->a, struct web_wait);

	*v = *wait;
	v->until = clock_mono() + WAIT_MS;
	v->next = c->web_waits;
	c->web_waits = v;
}

static void
answer_wait(struct core *c, struct web_wait *v, const char *said)
{
	v->answer.location = webwait_said(v->a, v->answer.location, said);
	webwait_send(c, &v->answer);
	arena_free(v->a);
}

void
webwait_stored(struct core *c, int64_t raw, int64_t ticket)
{
	for (struct web_wait **at = &c->web_waits; *at != NULL; at = &(*at)->next) {
		struct web_wait *v = *at;

		if (v->raw != raw)
			continue;
		*at = v->next;
		if (v->is_new && ticket != 0)
			v->answer.location = str_printf(v->a, "/%s/%lld", v->is_agents ? "tickets" :
			    "requests", (long long)ticket);
		answer_wait(c, v, "done");
		return;
	}
}

int
webwait_late(struct core *c, int ms)
{
	int64_t now = clock_mono();

	for (struct web_wait **at = &c->web_waits; *at != NULL;) {
		struct web_wait *v = *at;

		if (v->until > now) {
			if (v->until - now < ms)
				ms = (int)(v->until - now);
			at = &v->next;
			continue;
		}
		*at = v->next;
		answer_wait(c, v, "waiting");
	}
	return ms;
}

void
webwait_came(void *self, struct channel *web)
{
	((struct core *)self)->web = web;
}

void
webwait_gone(void *self)
{
	struct core *c = self;
	struct web_wait *next;

	for (; c->web_waits != NULL; c->web_waits = next) {
		next = c->web_waits->next;
		arena_free(c->web_waits->a);
	}
	c->web = NULL;
}
