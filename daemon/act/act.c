/*
 * act: see act.h.  One row a command: how to check its value, how to
 * apply it.  A check sees the ticket's status as the lines before leave it.
 */
#include "daemon/act/act.h"

#include <assert.h>
#include <string.h>

#include "daemon/sla/category.h"
#include "parsers/base/nearest.h"

struct state {				/* of the ticket while lines are checked */
	struct work		*w;
	const struct ticket	*t;
	struct str		 status;
};

struct action {				/* of one line while it is applied */
	struct work		*w;
	struct ticket		*t;
	const struct agent	*agent;
	const struct order	*order;
	struct change		 change;
	struct happened		*happened;
};

struct command {
	const char	*name;
	const char	*value;		/* what it takes, for people; NULL: nothing */
	const char	*help;
	int		 to;		/* of a status that the name says; or -1 */
	const char	*field;		/* that it sets */
	/* Empty: fine; else the reason.  May replace *arg. */
	struct str	(*check)(struct state *, const struct command *, struct str *arg);
	int		(*apply)(struct action *, const struct command *);
};

static struct str
check_status(struct state *s, const struct command *c, struct str *arg)
{
	struct str to = c->to != -1 ? category_word((enum category)c->to) :
	    str_lower(s->w->a, *arg);

	if (!str_eq(to, s->status) && !ticket_may_become(s->status, to))
		return str_printf(s->w->a, "ticket #%lld is %.*s: it can become %.*s",
		    (long long)s->t->id, STR_ARG(s->status),
		    STR_ARG(ticket_next_statuses(s->w->a, s->status)));
	*arg = to;
	s->status = to;
	return STR_NONE;
}

static void
tell(struct action *ac, enum event_kind kind)
{
	assert(ac->happened->n < LIMIT_COMMANDS);
	ac->happened->v[ac->happened->n++] = kind;
}

static int
apply_status(struct action *ac, const struct command *c)
{
	struct str before = ac->t->status, to = ac->order->arg;
	int changed = ticket_set_status(ac->w, ac->t, to, &ac->change);

	(void)c;
	if (changed != 1)
		return changed;
	tell(ac, category_is(to, CATEGORY_RESOLVED) ? EVENT_RESOLVED :
	    category_is(to, CATEGORY_CLOSED) ? EVENT_CLOSED :
	    category_is_done(before) ? EVENT_REOPENED : EVENT_CHANGED);
	return 0;
}

/* "there is no agent anna: did you mean ana?" */
static struct str
none_such(struct arena *a, const char *what, struct str name, const struct strs *names)
{
	struct str near = nearest_name(name, names);

	return str_printf(a, "there is no %s %.*s%s%.*s%s", what, STR_ARG(name),
	    near.n > 0 ? ": did you mean " : "", STR_ARG(near), near.n > 0 ? "?" : "");
}

static struct str
check_assign(struct state *s, const struct command *c, struct str *arg)
{
	const struct conf *conf = s->w->conf;
	struct strs names = { 0 };

	(void)c;
	if (agents_find(&conf->agents, *arg) != NULL)
		return STR_NONE;
	for (size_t i = 0; i < conf->agents.n; i++)
		strs_add(s->w->a, &names, conf->agents.v[i].name);
	return none_such(s->w->a, "agent", *arg, &names);
}

static struct str
check_sla(struct state *s, const struct command *c, struct str *arg)
{
	const struct conf *conf = s->w->conf;
	struct strs names = { 0 };

	(void)c;
	if (slas_find(&conf->slas, *arg) != NULL)
		return STR_NONE;
	for (size_t i = 0; i < conf->slas.n; i++)
		strs_add(s->w->a, &names, conf->slas.v[i].name);
	return none_such(s->w->a, "SLA", *arg, &names);
}

static int
apply_sla(struct action *ac, const struct command *c)
{
	int changed = ticket_set_sla(ac->w, ac->t, ac->order->arg, &ac->change);

	(void)c;
	if (changed == 1)
		tell(ac, EVENT_CHANGED);
	return changed == -1 ? -1 : 0;
}

static int
assign(struct action *ac, struct str who)
{
	int changed = ticket_assign(ac->w, ac->t, who, &ac->change);

	if (changed == 1)
		tell(ac, EVENT_ASSIGNED);
	return changed == -1 ? -1 : 0;
}

static int
apply_assign(struct action *ac, const struct command *c)
{
	(void)c;
	return assign(ac, ac->order->arg);
}

static int
apply_take(struct action *ac, const struct command *c)
{
	(void)c;
	return assign(ac, ac->agent->name);
}

static int
apply_unassign(struct action *ac, const struct command *c)
{
	(void)c;
	return assign(ac, STR_NONE);
}

static struct str
check_field(struct state *s, const struct command *c, struct str *arg)
{
	const struct field_def *def = field_find(&s->w->conf->fields, str_c(c->field));
	struct field_value v = { 0 };
	struct err e = { 0 };

	if (def == NULL)
		return str_printf(s->w->a, "there is no field %s", c->field);
	if (field_parse(s->w->a, def, *arg, &v, &e) == -1)
		return str_dup(s->w->a, str_c(e.text));
	return STR_NONE;
}

static int
apply_field(struct action *ac, const struct command *c)
{
	const struct field_def *def = field_find(&ac->w->conf->fields, str_c(c->field));
	struct field_value v = { 0 };
	int changed;

	if (field_parse(ac->w->a, def, ac->order->arg, &v, &ac->w->err) == -1)
		return -1;
	v.name = def->name;
	v.source = FIELD_COMMAND;
	v.where = ac->order->line;
	if ((changed = ticket_set_field(ac->w, ac->t, &v, &ac->change)) == 1)
		tell(ac, EVENT_CHANGED);
	return changed == -1 ? -1 : 0;
}

static int
apply_tag(struct action *ac, const struct command *c)
{
	int changed = ticket_add_tag(ac->w, ac->t, ac->order->arg, &ac->change);

	(void)c;
	if (changed == 1)
		tell(ac, EVENT_CHANGED);
	return changed == -1 ? -1 : 0;
}

static const struct command command_table[] = {
	{ "status", "STATUS", "sets the status", -1, NULL, check_status, apply_status },
	{ "open", NULL, "to work on", CATEGORY_OPEN, NULL, check_status, apply_status },
	{ "wait", NULL, "waits for the customer", CATEGORY_WAITING, NULL,
	  check_status, apply_status },
	{ "hold", NULL, "waits for somebody else", CATEGORY_ON_HOLD, NULL,
	  check_status, apply_status },
	{ "resolve", NULL, "is solved", CATEGORY_RESOLVED, NULL, check_status, apply_status },
	{ "close", NULL, "is finished", CATEGORY_CLOSED, NULL, check_status, apply_status },
	{ "reopen", NULL, "opens it again", CATEGORY_OPEN, NULL, check_status, apply_status },
	{ "take", NULL, "assigns it to you", -1, NULL, NULL, apply_take },
	{ "assign", "NAME", "assigns it to an agent", -1, NULL, check_assign, apply_assign },
	{ "unassign", NULL, "takes the assignee off", -1, NULL, NULL, apply_unassign },
	{ "severity", "LEVEL", "sets the severity", -1, "severity", check_field, apply_field },
	{ "version", "VERSION", "sets the version", -1, "version", check_field, apply_field },
	{ "sla", "NAME", "puts it under another SLA policy", -1, NULL, check_sla, apply_sla },
	{ "tag", "WORD", "adds a tag", -1, NULL, NULL, apply_tag },
	{ "note", NULL, "keeps the rest of the mail internal", -1, NULL, NULL, NULL },
};

enum { N_COMMANDS = sizeof(command_table) / sizeof(command_table[0]) };

static const struct command *
find(struct str name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (str_eq(name, str_c(command_table[i].name)))
			return &command_table[i];
	return NULL;
}

static struct refusal
unknown(struct work *w, const struct command_line *line)
{
	struct refusal re = { .line = line->line };
	struct strs names = { 0 };
	struct str near;

	for (size_t i = 0; i < N_COMMANDS; i++)
		strs_add(w->a, &names, str_c(command_table[i].name));
	re.reason = str_printf(w->a, "there is no command #%.*s", STR_ARG(line->name));
	near = nearest_name(line->name, &names);
	if (near.n > 0)
		re.nearest = str_printf(w->a, "#%.*s", STR_ARG(near));
	return re;
}

/* Empty, or why this line cannot be done. */
static struct str
fault(struct state *s, const struct command *c, struct str *arg)
{
	if (c->value != NULL && arg->n == 0)
		return str_printf(s->w->a, "#%s needs a value: #%s %s", c->name, c->name,
		    c->value);
	if (c->value == NULL && arg->n > 0)
		return str_printf(s->w->a, "#%s takes no value; other text goes below it",
		    c->name);
	return c->check == NULL ? STR_NONE : c->check(s, c, arg);
}

void
command_check(struct work *w, const struct ticket *t, const struct command_block *block,
    struct orders *out)
{
	struct state s = { w, t, t->status };

	memset(out, 0, sizeof(*out));
	out->v = ARENA_ARRAY(w->a, block->n, struct order);
	out->refused = ARENA_ARRAY(w->a, block->n + 1, struct refusal);
	for (size_t i = 0; i < block->n; i++) {
		const struct command_line *line = &block->v[i];
		const struct command *c = find(line->name);
		struct str arg = line->arg, why;

		if (c == NULL) {
			out->refused[out->n_refused++] = unknown(w, line);
			continue;
		}
		if ((why = fault(&s, c, &arg)).n > 0)
			out->refused[out->n_refused++] = (struct refusal){
				.line = line->line, .reason = why };
		else
			out->v[out->n++] = (struct order){ c, arg, line->line };
		out->is_note |= c->apply == NULL;
	}
	out->resolves = category_is_done(s.status) && !category_is_done(t->status);
	if (block->too_many)
		out->refused[out->n_refused++] = (struct refusal){ .reason =
		    str_printf(w->a, "a mail may hold at most %d commands",
		    LIMIT_COMMANDS) };
}

int
command_apply(struct work *w, struct ticket *t, const struct agent *agent, int64_t at,
    const struct orders *orders, struct happened *happened)
{
	for (size_t i = 0; i < orders->n; i++) {
		struct action ac = { .w = w, .t = t, .agent = agent,
		    .order = &orders->v[i], .happened = happened,
		    .change = { .author = agent->name, .by_agent = true,
			.source = FIELD_COMMAND, .why = orders->v[i].line, .at = at } };

		if (ac.order->command->apply != NULL &&
		    ac.order->command->apply(&ac, ac.order->command) == -1)
			return -1;
	}
	return 0;
}

struct str
command_list(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < N_COMMANDS; i++)
		buf_printf(&b, "#%s%s%s: %s\n", command_table[i].name,
		    command_table[i].value != NULL ? " " : "",
		    command_table[i].value != NULL ? command_table[i].value : "",
		    command_table[i].help);
	return buf_str(&b);
}
