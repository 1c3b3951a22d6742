/* signinmail: see signinmail.h. */
#include "daemon/out/signinmail.h"

#include "daemon/out/notice.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/weblogin.h"
#include "parsers/base/array.h"

/* "https://desk.example.com" without what is before the host. */
static struct str
host_of(struct str url)
{
	size_t at = str_find(url, STR("://"), 0);

	return at == SIZE_MAX ? url : str_sub(url, at + 3, SIZE_MAX);
}

/*
 * Roughly which browser it calls itself: nothing else of it is told, for it is a stranger's
 * text.  The first that is found counts: others pretend to be those below them.
 */
static struct str
browser_of(struct arena *a, struct str program)
{
	static const struct { struct str sign, name; } browsers[] = {
		{ STR("Edg"), STR("Edge") }, { STR("OPR/"), STR("Opera") },
		{ STR("SamsungBrowser"), STR("Samsung Internet") },
		{ STR("Firefox/"), STR("Firefox") }, { STR("FxiOS/"), STR("Firefox") },
		{ STR("CriOS/"), STR("Chrome") }, { STR("Chrome/"), STR("Chrome") },
		{ STR("Safari/"), STR("Safari") }, { STR("Lynx/"), STR("Lynx") },
		{ STR("w3m/"), STR("w3m") }, { STR("Links"), STR("Links") },
		{ STR("curl/"), STR("curl") },
	}, systems[] = {
		{ STR("Android"), STR("Android") }, { STR("iPhone"), STR("iPhone") },
		{ STR("iPad"), STR("iPad") }, { STR("Windows"), STR("Windows") },
		{ STR("Mac OS X"), STR("macOS") }, { STR("CrOS"), STR("ChromeOS") },
		{ STR("Linux"), STR("Linux") },
	};
	size_t b = 0, s = 0;

	while (b < COUNT(browsers) && str_find(program, browsers[b].sign, 0) == SIZE_MAX)
		b++;
	while (s < COUNT(systems) && str_find(program, systems[s].sign, 0) == SIZE_MAX)
		s++;
	if (b == COUNT(browsers))
		return s == COUNT(systems) ? STR_NONE : systems[s].name;
	return s == COUNT(systems) ? browsers[b].name : str_printf(a, "%.*s, %.*s",
	    STR_ARG(browsers[b].name), STR_ARG(systems[s].name));
}

static struct view *
facts(struct work *w, const struct sign_in *s, const struct event *ev,
    const struct recipient *to, struct str mark)
{
	struct reader reader = notice_reader(w, ev, to);
	struct view *top = facts_event(w, ev, &reader), *v = view_object(w->a);
	struct str url = w->conf->portal.url;

	view_add(w->a, top, STR("sign_in"), v);
	view_text(w->a, v, "host", host_of(url));
	view_text(w->a, v, "link", str_printf(w->a, "%.*s/in/+s.%.*s", STR_ARG(url),
	    STR_ARG(mark)));
	view_text(w->a, v, "code", str_printf(w->a, "+d.%.*s", STR_ARG(mark)));
	view_text(w->a, v, "until", zone_text(w->a, facts_zone(w, ev, &reader), s->until));
	view_text(w->a, v, "network", s->network);
	view_text(w->a, v, "browser", browser_of(w->a, s->program));
	if (s->ticket != 0)
		view_text(w->a, v, "ticket", str_printf(w->a, "%lld", (long long)s->ticket));
	return top;
}

/* A contact reads it in their project's language, and gets no copy in which others are named. */
int
signinmail_send(struct work *w, const struct sign_in *s, unsigned char token[SHA256_BYTES])
{
	struct event ev = { .kind = EVENT_NOTED, .mailbox = w->conf->mailboxes.v[0].name,
	    .project = s->project, .at = w->now };
	struct recipient reads = { .address = s->to, .agent = s->agent,
	    .is_customer = s->agent == NULL }, gets = reads;
	struct notice no = { &ev, STR("sign-in"), &reads, 1, false };
	const struct mailbox *m = notice_mailbox(w, &ev);
	struct outbox_mail om = { .mailbox = m->name, .to = notice_readers(w, &ev, &gets, 1) };
	struct str mark;

	om.draft.mail.from = (struct address){ m->display_name, m->address };
	om.draft.mail.message_id = draft_message_id(w->a, 0, w->conf->message_id_domain);
	mark = draft_mark(om.draft.mail.message_id);
	web_hash(web_in_token(w->a, w->core->keys, mark), token);
	if (notice_render(w, &no, facts(w, s, &ev, &reads, mark), &om) == -1)
		return -1;
	gets.is_customer = false;
	no.to = &gets;
	return notice_put(w, &no, &om);
}
