/* controlrun: see controlrun.h. */
#include "daemon/intake/controlrun.h"

#include "daemon/act/relate.h"
#include "daemon/intake/agentmail.h"
#include "daemon/intake/controlparts.h"
#include "daemon/intake/controltold.h"
#include "daemon/intake/orders.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/field/numbers.h"
#include "parsers/text/viewwire.h"
#include "sql.h"

enum {
	UNKNOWN_MOST = 5,		/* lines of a mail that are not understood: then it stops */
	ATTEMPTS = 8			/* at a part, over some minutes: then it is told */
};

struct part {				/* of a mail, while it is done */
	struct work		*w;
	struct sql_control_next_row row;
	struct reading		 r;
	struct gathered		 told;
	struct command_block	 block;
	int64_t			 unknown;
};

/* --- what is read ---------------------------------------------------------- */

/* What stands there is one agent's mail, proven when it was kept. */
static void
reading_of(struct part *p)
{
	struct arena *a = p->w->a;
	const struct sql_control_next_row *row = &p->row;
	const struct agent *ag = agents_find(&p->w->conf->agents, row->agent);
	struct intake *in = ARENA_NEW(a, struct intake);
	struct letter *l = ARENA_NEW(a, struct letter);

	in->a = a;
	in->item.mailbox = str_dup(a, row->mailbox);
	l->kind = LETTER_HUMAN;
	l->subject = str_dup(a, row->subject);
	l->reply_text = l->text = str_dup(a, row->orders);
	l->commands = row->whole ? INT64_MAX : 0;
	p->r = (struct reading){ .in = in, .letter = l, .arrived = row->at, .agent = ag,
	    .proof = { .by_token = true, .is_proven = true, .is_fresh = row->fresh },
	    .known = true, .ordered_by = row->entry, .gather = &p->told };
	if (ag != NULL)
		p->r.from = (struct address){ ag->full_name, ag->addresses.v[0] };
	command_parse(a, &p->w->conf->verb_words.by_mail, l->reply_text, &p->block);
}

static bool
is_marked(const struct command_block *block)
{
	return orders_has(block, VERB_NOTE) || orders_has(block, VERB_PUBLIC) ||
	    orders_has(block, VERB_TEXT);
}

/* --- lines that nobody can do ------------------------------------------------ */

struct lines {
	struct told_line	*v;
	size_t			 n;
};

static void
add_line(struct lines *list, struct str line, struct why *why)
{
	list->v[list->n++] = (struct told_line){ .line = line, .why = why,
	    .fate = why != NULL ? LINE_REFUSED : LINE_IDLE };
}

/* So many of a text are told, as no more of the mail is read then; the count is of all. */
static void
add_text(struct part *p, struct lines *list, struct str text)
{
	struct str line;
	int64_t n = 0;

	while (str_line(&text, &line)) {
		if (str_trim(line).n == 0)
			continue;
		if (n++ <= UNKNOWN_MOST)
			add_line(list, str_utf8_cut(str_trim(line), LIMIT_COMMAND_LINE),
			    WHY(p->w->a, STR("it is no command, and nobody gets it: begin the text "
			    "with #note to keep it, with #public to send it to the customer")));
	}
	p->unknown += n;
}

static struct lines
lines_new(const struct part *p)
{
	return (struct lines){ ARENA_ARRAY(p->w->a, p->block.n + UNKNOWN_MOST + 2,
	    struct told_line), 0 };
}

static void
count_unknown(struct part *p)
{
	for (size_t i = 0; i < p->block.n; i++)
		p->unknown += !p->block.v[i].is_known;
}

/* --- parts ------------------------------------------------------------------- */

static int
refuse(struct part *p, struct ticket *t, struct str line, struct why *why)
{
	struct told_line one = { .line = line, .why = why, .fate = LINE_REFUSED };

	return agent_refuse_lines(p->w, &p->r, t, &one, 1);
}

/* Above the first ticket: what is about none. */
static int
do_above(struct part *p)
{
	struct lines list = lines_new(p);

	for (size_t i = 0; i < p->block.n; i++) {
		const struct command_line *line = &p->block.v[i];
		const struct verb *v = verb_find(DOOR_MAIL, line->name);

		add_line(&list, line->line, v != NULL && verb_has(v, VERB_ALONE) ? NULL :
		    WHY(p->w->a, STR("write #ticket and its number above it")));
	}
	add_text(p, &list, p->block.rest);
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].fate == LINE_REFUSED)
			return agent_refuse_lines(p->w, &p->r, NULL, list.v, list.n);
	return p->block.n == 0 ? 0 : agent_ask(p->w, &p->r, &p->block);
}

static int
do_below(struct part *p)
{
	return refuse(p, NULL, p->row.line, WHY(p->w->a, STR("it stands below \"*\", which ends the "
	    "orders: send it in another mail"), str_dup(p->w->a, p->row.value)));
}

/* Its number, and those that its lines name, are locked all at once. */
static int
lock(struct part *p, int64_t number)
{
	struct numbers wanted = { 0 };

	numbers_add(p->w->a, &wanted, number);
	orders_tickets(p->w, p->r.letter->reply_text, &wanted);
	return ticket_lock(p->w, wanted.v, wanted.n) == -1 ||
	    (wanted.n > 1 && edges_load(p->w) == -1) ? -1 : 0;
}

/* NULL, and *why; both NULL with a fault: w->err. */
static struct ticket *
find(struct part *p, struct why **why)
{
	struct arena *a = p->w->a;
	struct numbers named = { 0 };
	struct str value = str_dup(a, p->row.value), bad = numbers_read(a, value, &named);
	struct ticket *t;
	int64_t into;

	*why = NULL;
	if (bad.n > 0 || named.n != 1) {
		*why = WHY(a, STR("one ticket's number stands here: #ticket 12"));
		return NULL;
	}
	if (lock(p, named.v[0]) == -1)
		return NULL;
	t = work_ticket(p->w, named.v[0]);
	if (t == NULL)
		*why = relate_no_ticket(p->w, zones_find(p->w->core->zones,
		    p->r.agent->timezone), named.v[0]);
	else if ((into = relations_first(&t->relations, RELATED_MERGED_INTO)) != 0) {
		*why = WHY(a, STR("* went into *: name that"), str_printf(a, "#%lld",
		    (long long)t->id), str_printf(a, "#%lld", (long long)into));
		(*why)->instead = str_printf(a, "#ticket %lld", (long long)into);
	}
	return *why == NULL ? t : NULL;
}

/* Text of which nobody said for whom it is. */
static int
refuse_text(struct part *p, struct ticket *t)
{
	struct actor actor = reading_actor(&p->r);
	struct lines list = lines_new(p);
	struct orders orders;

	if (orders_look(p->w, t, &actor, &p->block) == -1)
		return -1;
	orders_check(p->w, t, &actor, &p->block, false, &orders);
	for (size_t i = 0; i < orders.n_lines && i < p->block.n; i++)
		list.v[list.n++] = orders.lines[i];
	add_text(p, &list, p->block.rest);
	return agent_refuse_lines(p->w, &p->r, t, list.v, list.n);
}

static int
do_ticket(struct part *p)
{
	struct letter *l;
	struct ticket *t;
	struct why *why;

	count_unknown(p);
	if ((t = find(p, &why)) == NULL)
		return why == NULL ? -1 : refuse(p, NULL, str_dup(p->w->a, p->row.line), why);
	l = ARENA_NEW(p->w->a, struct letter);
	*l = *p->r.letter;
	l->subject = t->subject;
	p->r.letter = l;
	p->r.ticket = t->id;
	if (p->block.n == 0 && p->block.rest.n == 0)
		return refuse(p, t, str_dup(p->w->a, p->row.line),
		    WHY(p->w->a, STR("there are no orders below it")));
	if (p->block.rest.n > 0 && !is_marked(&p->block))
		return refuse_text(p, t);
	if (p->row.files.n > 0 && is_marked(&p->block) && !orders_has(&p->block, VERB_NOTE))
		return refuse(p, t, str_dup(p->w->a, p->row.line), WHY(p->w->a, STR("the mail has files, "
		    "and docket cannot tell for which ticket: answer a notice of the ticket with them")));
	return agent_orders(p->w, &p->r, t, &p->block);
}

static int
do_part(struct part *p)
{
	if (p->row.n == 0)
		return do_above(p);
	return p->row.n > CONTROL_TICKETS ? do_below(p) : do_ticket(p);
}

static void
note_done(struct part *p)
{
	struct buf b;

	buf_init(&b, p->w->a);
	if (p->told.view == NULL)
		p->told.view = view_object(p->w->a);
	view_pack(&b, p->told.view);
	sql_control_done(p->w->db, &(struct sql_control_done_in){ .entry = p->row.entry,
	    .n = p->row.n, .told = buf_str(&b), .wanted = p->told.wanted,
	    .unknown = p->unknown });
	if (p->row.attempts > 0)
		sql_control_goes_on(p->w->db, p->row.entry);
}

/* --- a transaction ------------------------------------------------------------- */

static bool
is_over(const struct part *p)
{
	return p->row.n == -1 || p->row.unknown > UNKNOWN_MOST;
}

/* Nobody is there any more to do it for, or to be told: people look at the mail. */
static int
orphan(struct part *p)
{
	p->r.raw = p->row.raw;
	if (reading_hold(p->w, &p->r, NULL, STR("its writer is no agent any more")) == -1)
		return -1;
	sql_raw_quarantine(p->w->db, p->row.raw);
	sql_control_delete(p->w->db, p->row.entry);
	return 0;
}

/* What is next, read.  !*more: nothing is. */
static int
find_next(struct part *p, bool *more)
{
	struct sql_control_next h = sql_control_next(p->w->db, p->w->now);

	if (work_run(p->w) == -1)
		return -1;
	*more = sql_control_next_row(p->w->db, h, 0, &p->row);
	if (!*more)
		return 0;
	p->row.line = str_dup(p->w->a, p->row.line);
	p->row.message_id = str_dup(p->w->a, p->row.message_id);
	p->row.files = str_dup(p->w->a, p->row.files);
	reading_of(p);
	return 0;
}

static int
step(struct part *p, bool *more)
{
	if (find_next(p, more) == -1)
		return -1;
	if (!*more)
		return 0;
	if (p->r.agent == NULL)
		return orphan(p);
	if (is_over(p))
		return control_tell(p->w, &p->r, &p->row);
	if (do_part(p) == -1)
		return -1;
	note_done(p);
	return 0;
}

static int
transact(struct intake_store *st, int (*run)(struct part *, bool *), struct part *p, bool *more,
    struct err *e)
{
	struct work w;

	work_begin(&w, st->core, st->db, st->a);
	*p = (struct part){ .w = &w };
	if (run(p, more) == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		return -1;
	}
	if (w.next_alarm != 0 && (st->done.next_alarm == 0 || w.next_alarm < st->done.next_alarm))
		st->done.next_alarm = w.next_alarm;
	st->done.deliveries += w.deliveries;
	st->done.reports_wait |= w.reports_wait;
	return 0;
}

/* What can never be done is told, and the next part has its turn. */
static int
fail(struct part *p, bool *more)
{
	if (find_next(p, more) == -1)
		return -1;
	if (!*more)
		return 0;
	if (p->r.agent == NULL || is_over(p))
		return err_set(&p->w->err, ERR_MESSAGE, "it cannot be told");
	if (refuse(p, NULL, p->row.line, WHY(p->w->a, STR("a fault kept docket from doing it: nothing of "
	    "it was done, and the log says why"))) == -1)
		return -1;
	note_done(p);
	return 0;
}

/* Others' mails go on meanwhile; where the session is gone, its new one tries it again. */
static bool
put_off(struct intake_store *st, int64_t entry, const struct err *fault)
{
	struct err ignored;

	sql_control_later(st->db, entry, clock_now(), str_c(fault->text));
	return db_run(st->db, &ignored) == 0;
}

int
control_step(struct intake_store *st, bool *more, struct err *e)
{
	struct part *p = ARENA_NEW(st->a, struct part);
	struct err fault;
	int64_t entry;

	*more = false;
	if (transact(st, step, p, more, e) == 0)
		return 0;
	*more = false;
	entry = p->row.entry;
	fault = *e;
	if (e->kind == ERR_ASK || entry == 0)
		return -1;
	if (err_is_passing(e) && p->row.attempts < ATTEMPTS) {
		*more = put_off(st, entry, e);
		return -1;
	}
	log_error("part of a mail of orders not done", { "entry", LOG_I(entry) },
	    { "part", LOG_I(p->row.n) }, { "error", LOG_C(e->text) });
	arena_reset(st->a);
	p = ARENA_NEW(st->a, struct part);
	if (transact(st, fail, p, more, e) == 0)
		return 0;
	*more = e->kind != ERR_ASK && put_off(st, entry, &fault);
	return -1;
}
