/* cannedtext: see cannedtext.h. */
#include "daemon/intake/cannedtext.h"

#include "daemon/out/notice.h"

static int
put(struct work *w, const struct view *view, struct str name, struct str language,
    struct buf *out)
{
	const struct canned *c = canned_find(&w->conf->canned, name, language);
	struct str text;

	if (c == NULL)
		return 0;		/* it was checked */
	if (template_run(w->a, c->text, NULL, view, TEMPLATE_PLAIN, &text, &w->err) == -1)
		return -1;
	buf_printf(out, "%s%.*s", out->n > 0 ? "\n\n" : "", STR_ARG(str_trim(text)));
	return 0;
}

int
cannedtext_put(struct work *w, const struct reading *r, struct ticket *t,
    const struct orders *orders, struct str *text)
{
	struct event ev = reading_event(r, EVENT_AGENT_REPLIED, t,
	    &(struct entry){ .at = r->arrived });
	struct recipient to = { .address = t->requester_address, .is_customer = true };
	const struct view *view = NULL;
	struct reader reader;
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < orders->n; i++) {
		if (!verb_is(orders->v[i].verb, VERB_TEXT))
			continue;
		if (view == NULL) {
			reader = notice_reader(w, &ev, &to);
			view = facts_event(w, &ev, &reader);
		}
		if (put(w, view, orders->v[i].value, reader.language, &b) == -1)
			return -1;
	}
	if (view != NULL)
		*text = text->n == 0 ? buf_str(&b) : str_printf(w->a, "%.*s\n\n%.*s",
		    STR_ARG(buf_str(&b)), STR_ARG(*text));
	return 0;
}
