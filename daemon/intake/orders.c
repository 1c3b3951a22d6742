/* orders: see orders.h. */
#include "daemon/intake/orders.h"

#include <assert.h>
#include <string.h>

#include "daemon/out/approvalmail.h"
#include "daemon/out/awaymail.h"
#include "daemon/sla/category.h"
#include "parsers/base/nearest.h"

/* A verb's own name rather than another word for it. */
static struct str
nearest_word(struct work *w, struct str word)
{
	const struct command_words *words = &w->conf->verb_words.by_mail;
	struct strs names = verb_names(w->a, DOOR_MAIL);
	struct str near = nearest_name(word, &names);

	for (size_t i = 0; near.n == 0 && i < words->n; i++)
		strs_add(w->a, &names, words->v[i].word);
	return near.n > 0 ? near : nearest_name(word, &names);
}

/* The verb of the line, or the one that is nearest to what it has; NULL: none is near. */
static const struct verb *
meant(struct work *w, const struct command_line *line)
{
	const struct verb *v = verb_find(DOOR_MAIL, line->name);
	const struct command_words *words = &w->conf->verb_words.by_mail;
	const struct command_word *word;
	struct str near;

	if (v != NULL || line->is_known || (near = nearest_word(w, line->name)).n == 0)
		return v;
	word = command_find(words, near);
	return verb_find(DOOR_MAIL, word == NULL ? near : word->name);
}

static struct str
line_with(struct arena *a, struct str name, struct str value)
{
	return str_printf(a, "#%.*s%s%.*s", STR_ARG(name), value.n > 0 ? " " : "",
	    STR_ARG(value));
}

/* What was meant is a line to copy if it can be done as it is, or with a better value. */
static struct why *
unknown(const struct prospect *p, const struct command_line *line)
{
	struct arena *a = p->w->a;
	const struct verb *near;
	struct why *why;

	if (line->is_known)
		return WHY(a, STR("docket cannot do #* yet; to write it as text, begin the line "
		    "with \\#"), line->name);
	if ((near = meant(p->w, line)) == NULL)
		return WHY(a, STR("there is no command #*; to write it as text, begin the line "
		    "with \\#"), line->name);
	why = WHY(a, STR("there is no command #*"), line->name);
	why->instead = line_with(a, str_c(near->name), verb_words_value(
	    &p->w->conf->verb_words, near, line->arg));
	act_offer(p, why);
	return why->instead.n > 0 ? why : WHY(a, STR("there is no command #*, but there is #*"),
	    line->name, str_c(near->name));
}

static void
add_line(struct orders *out, struct str line, const struct why *why)
{
	out->lines[out->n_lines++] = (struct told_line){ .line = line, .why = why,
	    .fate = why != NULL ? LINE_REFUSED : LINE_IDLE };
	out->n_refused += why != NULL;
}

/* What may be a command or text is asked about. */
static struct why *
doubtful(const struct prospect *p, const struct command_line *line)
{
	struct arena *a = p->w->a;
	struct why *why;

	if (line->doubt == COMMAND_WRAPPED)
		return WHY(a, STR("the line below may belong to it or be text: put an empty "
		    "line between them, or write the command on one line"));
	why = WHY(a, STR("it may be a title: to write it as text, begin the line with \\#"));
	why->instead = line_with(a, line->name, STR_NONE);
	act_offer(p, why);
	return why;
}

/* The value as its verb takes it: as it was written where that may be anybody's own words. */
static struct order
order_of(struct prospect *p, const struct verb *v, const struct command_line *line,
    struct why **why)
{
	struct order o = { v, line->arg, line->line };

	if (v->takes == TAKES_SETTING) {
		o.value = line->said;
		if ((*why = act_check(p, &o)) == NULL)
			return o;
		o.value = line->arg;
	}
	o.value = verb_words_value(&p->w->conf->verb_words, v, o.value);
	*why = act_check(p, &o);
	return o;
}

static void
check_line(struct prospect *p, const struct command_line *line, struct orders *out)
{
	const struct verb *v = verb_find(DOOR_MAIL, line->name);
	struct order o = { 0 };
	struct why *why = NULL;

	out->is_note |= v != NULL && verb_is(v, VERB_NOTE);
	out->is_public |= v != NULL && verb_is(v, VERB_PUBLIC);
	out->is_dry |= v != NULL && verb_is(v, VERB_DRY_RUN);
	if (v == NULL || line->doubt != COMMAND_CLEAR)
		why = v == NULL ? unknown(p, line) : doubtful(p, line);
	else
		o = order_of(p, v, line, &why);
	if (why == NULL && out->is_note && out->is_public)
		why = WHY(p->w->a, STR("of #note and #public only one can stand above a text"));
	if (why == NULL) {
		out->at[out->n] = out->n_lines;
		out->v[out->n++] = o;
		out->n_asks += verb_has(v, VERB_ASKS);
		out->n_marks += verb_is(v, VERB_NOTE) || verb_is(v, VERB_PUBLIC) ||
		    verb_is(v, VERB_TEXT);
	}
	add_line(out, line->line, why);
}

void
orders_tickets(struct work *w, struct str text, struct numbers *out)
{
	struct command_block block;

	command_parse(w->a, &w->conf->verb_words.by_mail, text, &block);
	for (size_t i = 0; i < block.n; i++) {
		const struct verb *v = meant(w, &block.v[i]);

		if (v != NULL)
			act_tickets(w->a, v, block.v[i].arg, out);
	}
}

bool
orders_has(const struct command_block *block, enum verb_id id)
{
	for (size_t i = 0; i < block->n; i++) {
		const struct verb *v = verb_find(DOOR_MAIL, block->v[i].name);

		if (v != NULL && verb_is(v, id))
			return true;
	}
	return false;
}

int
orders_ask(struct work *w, struct ticket *t, const struct actor *actor,
    const struct command_block *block)
{
	for (size_t i = 0; i < block->n; i++) {
		const struct verb *v = meant(w, &block->v[i]);

		if (v != NULL && act_ask(w, t, actor, v, block->v[i].arg) == -1)
			return -1;
	}
	return 0;
}

int
orders_look(struct work *w, struct ticket *t, const struct actor *actor,
    const struct command_block *block)
{
	for (size_t i = 0; i < block->n; i++) {
		const struct verb *v = meant(w, &block->v[i]);

		if (v != NULL && act_look(w, t, actor, v, block->v[i].arg) == -1)
			return -1;
	}
	return 0;
}

void
orders_check(struct work *w, const struct ticket *t, const struct actor *actor,
    const struct command_block *block, bool answers, struct orders *out)
{
	struct prospect p;

	memset(out, 0, sizeof(*out));
	out->v = ARENA_ARRAY(w->a, block->n, struct order);
	out->at = ARENA_ARRAY(w->a, block->n, size_t);
	out->lines = ARENA_ARRAY(w->a, block->n + 1, struct told_line);
	act_prospect(&p, w, t, actor);
	p.books = orders_has(block, VERB_TIME);
	p.forced = orders_has(block, VERB_FORCE);
	if (answers)
		act_answers(&p);
	for (size_t i = 0; i < block->n; i++)
		check_line(&p, &block->v[i], out);
	out->resolves = category_is_done(p.t->category) && !category_is_done(t->category);
	if (block->too_many)
		add_line(out, STR_NONE, WHY(w->a, STR("a mail may hold at most * commands"),
		    str_printf(w->a, "%d", LIMIT_COMMANDS)));
}

void
happened_add(struct happened *all, enum event_kind kind)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i] == kind)
			return;
	assert(all->n < EVENTS);
	all->v[all->n++] = kind;
}

size_t
happened_events(const struct reading *r, struct ticket *t, const struct entry *en, bool says,
    const struct happened *happened, struct event *v)
{
	size_t n = 0;

	if (says) {
		v[n] = reading_event(r, en->is_public ? EVENT_AGENT_REPLIED : EVENT_NOTED, t, en);
		v[n++].text = en->new_text;
	}
	for (size_t i = 0; i < happened->n; i++) {
		v[n] = reading_event(r, happened->v[i], t, en);
		v[n++].text = STR_NONE;
	}
	return n;
}

/* What the plan has beyond `from`; it may be stored and gone when this is told. */
static struct plan
since(struct arena *a, const struct plan *p, size_t from)
{
	struct plan out = { 0 };

	for (size_t i = from; i < p->n; i++)
		plan_add(a, &out, &p->v[i]);
	return out;
}

/* Whose approval was taken back hears of it. */
static int
tell_taken(struct work *w, const struct actor *actor, const struct orders *orders)
{
	for (size_t i = 0; i < orders->n; i++)
		if (verb_is(orders->v[i].verb, VERB_UNAPPROVE_TIME) &&
		    orders->v[i].approval != NULL &&
		    approvalmail_taken(w, orders->v[i].approval, actor->agent) == -1)
			return -1;
	return 0;
}

int
orders_apply(struct work *w, struct ticket *t, const struct actor *actor,
    struct orders *orders, struct happened *happened)
{
	for (size_t i = 0; i < orders->n; i++) {
		struct told_line *line = &orders->lines[orders->at[i]];
		size_t before = t->plan.n;
		enum event_kind event;
		int changed = act_apply(w, t, actor, &orders->v[i], &event);

		line->did = since(w->a, &t->plan, before);
		line->remark = orders->v[i].remark;
		line->fate = verb_has(orders->v[i].verb, VERB_ASKS) ? LINE_ANSWERED :
		    changed == 0 && act_is_here(orders->v[i].verb) ? LINE_SAME :
		    LINE_DONE;
		if (changed == -1)
			return -1;
		if (changed == 1)
			happened_add(happened, event);
	}
	if (!orders->is_dry && tell_taken(w, actor, orders) == -1)
		return -1;
	return actor->agent == NULL || orders->is_dry ? 0 :
	    awaymail_changed(w, actor->agent, actor->agent);
}
