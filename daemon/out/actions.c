/* actions: see actions.h. */
#include "daemon/out/actions.h"

#include "daemon/out/answer.h"
#include "daemon/out/timerfacts.h"
#include "daemon/policy/wording.h"
#include "daemon/ticket/ticket.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"

enum { OWN_MAX = 1000 };		/* bytes that a link takes into a mail's body */

static struct view *
item(struct arena *a, struct view *list)
{
	return view_add(a, list, STR_NONE, view_object(a));
}

/* Whom a mail went to who get no answer of ours, each with a way to let them in. */
static void
add_copied(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader, struct view *actions)
{
	struct view *copied = view_add(w->a, top, STR("copied"), view_list(w->a));

	for (size_t i = 0; reader->agent != NULL && i < ev->copied.n; i++) {
		const struct address *ad = &ev->copied.v[i];
		struct view *one = item(w->a, copied), *action;

		view_text(w->a, one, "name", ad->name);
		view_text(w->a, one, "address", ad->addr);
		if (reader->reply_to.n == 0)
			continue;
		action = item(w->a, actions);
		view_text(w->a, action, "label", str_printf(w->a, "%.*s %.*s",
		    STR_ARG(wording(WORDING_BUTTON, STR("cc"), reader->language)),
		    STR_ARG(ad->addr)));
		view_text(w->a, action, "mailto", answer_link(w, ev, reader,
		    STR_NONE, str_printf(w->a, "#cc %.*s\n", STR_ARG(ad->addr))));
	}
}

static void
add_answer(struct work *w, struct view *actions, const struct event *ev,
    const struct reader *reader, const char *word, struct str version, struct str body)
{
	struct view *one = item(w->a, actions);

	view_text(w->a, one, "label", str_printf(w->a, "%.*s %.*s", STR_ARG(wording(
	    WORDING_BUTTON, str_c(word), reader->language)), STR_ARG(version)));
	view_text(w->a, one, "mailto", answer_link(w, ev, reader, STR_NONE, body));
}

/* Which version is right: the ticket's, or what is known. */
static void
add_runs(struct work *w, struct view *actions, const struct event *ev,
    const struct reader *reader)
{
	const struct run_doubt *d = &ev->ticket->run_doubt;

	if (d->version.n == 0)
		return;
	add_answer(w, actions, ev, reader, "runs", d->version, str_printf(w->a,
	    "#runs %.*s env=%.*s product=%.*s\n", STR_ARG(d->version), STR_ARG(d->environment),
	    STR_ARG(d->product)));
	add_answer(w, actions, ev, reader, "runs-keep", d->runs.n > 0 ? d->runs : STR("–"),
	    STR("#runs keep\n"));
}

/* As mail clients quote it: nobody's answer to it runs a line of it. */
struct str
actions_quoted(struct arena *a, struct str text)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	text = str_trim(text);
	while (str_line(&text, &line))
		buf_printf(&b, "> %.*s\n", STR_ARG(line));
	return str_rtrim(buf_str(&b));
}

void
actions_add_own(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	struct view *v;
	struct str text;
	size_t n = 0;

	if (reader->agent == NULL || ev->agent != NULL || ev->text.n == 0 ||
	    agents_by_address(&w->conf->agents, ev->author.addr) != reader->agent)
		return;
	text = token_blank(w->a, ev->text, &n);
	v = view_add(w->a, top, STR("own"), view_object(w->a));
	view_text(w->a, v, "quoted", actions_quoted(w->a, text));
	if (ev->ticket != NULL && reader->reply_to.n > 0)
		view_text(w->a, v, "mailto", answer_link(w, ev, reader, STR_NONE,
		    text.n > OWN_MAX ? STR_NONE : text));
}

bool
actions_has_it(const struct event *ev, const struct agent *ag)
{
	return ag != NULL && ev->ticket != NULL && str_eq(ev->ticket->assignee, ag->name);
}

void
actions_add_held(struct work *w, struct view *actions, const struct event *ev,
    const struct reader *reader)
{
	static const char *const words[] = { "accept", "accept-always", "split" };

	for (size_t i = 0; ev->held != 0 && i < COUNT(words); i++) {
		struct view *one = item(w->a, actions);

		view_text(w->a, one, "label",
		    wording(WORDING_BUTTON, str_c(words[i]), reader->language));
		view_text(w->a, one, "mailto", answer_link(w, ev, reader, STR_NONE,
		    str_printf(w->a, "#%s %lld\n", words[i], (long long)ev->held)));
	}
}

void
actions_add(struct work *w, struct view *top, const struct event *ev,
    const struct reader *reader)
{
	static const struct { struct str word, body; } table[] = {
		{ STR("take"), STR("#take\n") }, { STR("resolve"), STR("#resolve\n") },
		{ STR("wait"), STR("#wait\n") }, { STR("note"), STR("#note\n\n") },
	};
	struct view *actions = view_add(w->a, top, STR("actions"), view_list(w->a));

	if (reader->agent == NULL || ev->ticket == NULL || reader->reply_to.n == 0)
		return;
	actions_add_held(w, actions, ev, reader);
	for (size_t i = 0; ev->held == 0 && i < COUNT(table); i++) {
		struct view *one;

		if (i == 0 && actions_has_it(ev, reader->agent))
			continue;
		one = item(w->a, actions);
		view_text(w->a, one, "label",
		    wording(WORDING_BUTTON, table[i].word, reader->language));
		view_text(w->a, one, "mailto", answer_link(w, ev, reader,
		    table[i].word, table[i].body));
	}
	add_runs(w, actions, ev, reader);
	timerfacts_start(w, actions, ev, reader);
	add_copied(w, top, ev, reader, actions);
}
