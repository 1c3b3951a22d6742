/* bulletin: see bulletin.h. */
#include "daemon/alert/bulletin.h"

#include <unistd.h>

#include "daemon/calendar/zone.h"
#include "daemon/render/text.h"
#include "daemon/sys/duration.h"
#include "daemon/sys/clock.h"
#include "daemon/policy/words.h"
#include "daemon/ticket/condition.h"
#include "parsers/text/template.h"

enum { SUBJECT_MAX = 200 };

struct reader {
	struct str	zone;
	struct str	words;		/* of their language, see words.h */
};

void
troubles_add(struct arena *a, struct troubles *all, const struct trouble *t)
{
	all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
	all->v[all->n++] = *t;
}

const struct trouble *
troubles_find(const struct troubles *all, struct str kind, struct str mailbox)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].kind, kind) && str_eq(all->v[i].mailbox, mailbox))
			return &all->v[i];
	return NULL;
}

struct str
troubles_kinds(struct arena *a, const struct troubles *all)
{
	struct strs seen = { 0 };
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++) {
		if (strs_has(&seen, all->v[i].kind))
			continue;
		buf_printf(&b, "%s%.*s", seen.n > 0 ? " " : "", STR_ARG(all->v[i].kind));
		strs_add(a, &seen, all->v[i].kind);
	}
	return buf_str(&b);
}

/* "support: queue-stopped, core-gone" */
static struct str
names(struct arena *a, const struct troubles *all)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++) {
		const struct trouble *t = &all->v[i];

		buf_printf(&b, "%s%.*s%s%.*s", i > 0 ? ", " : "", STR_ARG(t->mailbox),
		    t->mailbox.n > 0 ? ": " : "", STR_ARG(t->kind));
	}
	return str_utf8_cut(buf_str(&b), SUBJECT_MAX);
}

/* What templates ask for a kind: {{#queue_stopped}} … {{/queue_stopped}}. */
static const char *
kind_name(struct arena *a, struct str kind)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < kind.n; i++)
		buf_addc(&b, kind.p[i] == '-' ? '_' : kind.p[i]);
	return buf_str(&b).p;
}

/* What the code says of it is English; a server's own words stay as they are. */
static struct str
said(struct arena *a, const struct reader *r, struct str english)
{
	return text_safe(a, words_in(a, r->words, english));
}

static void
add_trouble(struct arena *a, struct view *list, const struct trouble *t,
    const struct reader *r, int64_t now)
{
	struct str zone = r->zone;
	struct view *v = view_add(a, list, STR_NONE, view_object(a));

	view_text(a, v, kind_name(a, t->kind), STR("yes"));
	view_text(a, v, "kind", t->kind);
	view_text(a, v, "mailbox", text_safe(a, t->mailbox));
	view_text(a, v, "text", said(a, r, t->text));
	view_text(a, v, "mend", said(a, r, t->mend));
	view_text(a, v, "since", zone_format(a, zone, t->since));
	view_text(a, v, "until", t->until == 0 ? STR_NONE : zone_format(a, zone, t->until));
	view_text(a, v, "retry", t->retry_at == 0 ? STR_NONE :
	    zone_format(a, zone, t->retry_at));
	view_text(a, v, "count", t->count < 2 ? STR_NONE : text_number(a, t->count));
	view_text(a, v, "age", duration_text(a, now > t->since ? (now - t->since) / SECOND_US : 0,
	    DURATION_WORDS));
	view_text(a, v, "new", t->is_new ? STR("yes") : STR_NONE);
	view_text(a, v, "command", str_c(condition_command(t->kind)));
}

static struct view *
facts(struct arena *a, const struct bulletin *b, const struct reader *r)
{
	struct view *top = view_object(a), *list;
	char host[256] = "";

	gethostname(host, sizeof(host) - 1);
	view_text(a, top, "host", text_safe(a, str_dup(a, str_c(host))));
	view_text(a, top, "test", b->is_test ? STR("yes") : STR_NONE);
	view_text(a, top, "names", text_safe(a, names(a, &b->open)));
	view_text(a, top, "names_well", text_safe(a, names(a, &b->well)));
	list = view_add(a, top, STR("items"), view_list(a));
	for (size_t i = 0; i < b->open.n; i++)
		add_trouble(a, list, &b->open.v[i], r, b->at);
	list = view_add(a, top, STR("well"), view_list(a));
	for (size_t i = 0; i < b->well.n; i++)
		add_trouble(a, list, &b->well.v[i], r, b->at);
	return top;
}

int
bulletin_write(struct arena *a, const struct conf *conf, const struct bulletin *b,
    const struct agent *ag, struct bulletin_text *out, struct err *e)
{
	struct str language = ag != NULL && ag->language.n > 0 ? ag->language :
	    conf->mailboxes.v[0].language;
	const struct template_text *t = templates_find(&conf->templates, STR("alert"), language);
	const struct reader reader = { ag == NULL ? STR("UTC") : ag->timezone,
	    templates_words(&conf->templates, language) };
	const struct view *view = facts(a, b, &reader);

	if (t == NULL)
		return err_set(e, ERR_CONF, "there is no template alert");
	if (template_render(a, t->subject, NULL, view, TEMPLATE_PLAIN, &out->subject, e) == -1 ||
	    template_render(a, t->text, t->text_parts, view, TEMPLATE_PLAIN, &out->text, e) == -1)
		return -1;
	out->subject = str_trim(out->subject);
	return 0;
}
