/* controltold: see controltold.h. */
#include "daemon/intake/controltold.h"

#include "daemon/out/notify.h"
#include "parsers/text/viewwire.h"

enum { ANSWERS_OCTETS = 64 * 1024 };	/* of all answers to questions in one mail */

static const struct str YES = STR("yes");

struct count {
	size_t	all, refused, left;
	size_t	answers;		/* octets */
	bool	wanted;
};

static struct view *
child(const struct view *v, struct str name)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->v[i]->name, name))
			return v->v[i];
	return NULL;
}

static size_t
octets(const struct view *v)
{
	size_t n = v->text.n;

	for (size_t i = 0; i < v->n; i++)
		n += octets(v->v[i]);
	return n;
}

/* What a mail cannot hold is asked for again, alone. */
static void
fit_answers(struct work *w, struct view *v, struct count *c)
{
	struct view *answers = child(v, STR("answers"));
	size_t n = answers == NULL ? 0 : octets(answers);

	if (n == 0)
		return;
	if (c->answers + n > ANSWERS_OCTETS && c->answers > 0) {
		answers->n = 0;
		view_text(w->a, v, "long", YES);
		return;
	}
	c->answers += n;
}

static bool
is_refused(const struct view *v)
{
	const struct view *outcome = child(v, STR("outcome"));

	return outcome != NULL && child(outcome, STR("refused")) != NULL;
}

static void
add_part(struct work *w, struct view *parts, struct view *left, struct count *c,
    const struct sql_control_told_row *row)
{
	struct view *v = row->told.n == 0 ? NULL : view_unpack(w->a, str_dup(w->a, row->told));

	if (v == NULL) {
		c->left++;
		view_text(w->a, view_add(w->a, left, STR_NONE, view_object(w->a)), "line",
		    str_dup(w->a, row->line));
		return;
	}
	if (v->n == 0)
		return;			/* nothing stood there */
	c->all++;
	c->refused += is_refused(v);
	c->wanted |= row->wanted;
	fit_answers(w, v, c);
	if (child(v, STR("ticket")) == NULL)
		view_text(w->a, v, row->line.n > 0 ? "head" : "above", row->line.n > 0 ?
		    str_dup(w->a, row->line) : YES);
	view_add(w->a, parts, STR_NONE, v);
}

static void
add_sum(struct work *w, struct view *v, const struct count *c, struct view *left)
{
	const char *how = c->refused == 0 && c->left == 0 ? "all" : c->refused == c->all ? "none" :
	    "part";

	view_text(w->a, v, how, YES);
	view_text(w->a, v, "parts", str_printf(w->a, "%zu", c->all));
	view_text(w->a, v, "refused", c->refused == 0 ? STR_NONE :
	    str_printf(w->a, "%zu", c->refused));
	view_text(w->a, v, "stopped", c->left > 0 ? YES : STR_NONE);
	view_add(w->a, v, STR("left"), left);
}

int
control_tell(struct work *w, struct reading *r, const struct sql_control_next_row *mail)
{
	struct sql_control_told h = sql_control_told(w->db, mail->entry);
	struct view *v = view_object(w->a), *left = view_list(w->a);
	struct view *parts = view_add(w->a, v, STR("parts"), view_list(w->a));
	struct told told = { .is_control = true, .control = v };
	struct letter *l = ARENA_NEW(w->a, struct letter);
	struct sql_control_told_row row;
	struct count c = { 0 };
	struct event ev;

	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_control_told_row(w->db, h, i, &row); i++)
		add_part(w, parts, left, &c, &row);
	add_sum(w, view_add(w->a, v, STR("sum"), view_object(w->a)), &c, left);
	view_text(w->a, v, "files", mail->files);
	*l = *r->letter;
	l->message_id = mail->message_id;
	r->letter = l;
	ev = reading_event(r, EVENT_NOTED, NULL, &(struct entry){ .id = mail->entry, .at = r->arrived });
	ev.told = &told;
	ev.text = STR_NONE;
	sql_control_delete(w->db, mail->entry);
	return !c.wanted && c.left == 0 ? 0 : notify_agent(w, &ev, STR("control"), r->agent);
}
