/* outbox: see outbox.h. */
#include "daemon/out/outbox.h"

#include <assert.h>
#include <string.h>

#include "daemon/out/hook.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/provider.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/returnpath.h"
#include "daemon/ticket/ticket.h"
#include "parsers/base/array.h"
#include "parsers/head/addrspec.h"
#include "sql.h"

static bool
is_automatic(const struct mail_out *m)
{
	return m->automatic || m->generated;
}

/* Ordered by people, and alike for many customers: what becomes of it is told them. */
static bool
is_bulk(const struct draft *d)
{
	return d->mail.generated && !d->is_personal;
}

/* Whether what comes back can't be known by the Message-ID that it names. */
static bool
is_renamed(const struct core_state *core, struct str mailbox)
{
	const struct mailbox *m = mailboxes_find(&core->conf->mailboxes, mailbox);

	return m != NULL && providers[m->smtp.provider].renames;
}

/*
 * Automatic mail to customers has no sender, so that nothing comes back and no robot answers.
 * What comes back of a notice must be known, for its reader may be out of reach.
 */
static void
set_sender(struct arena *a, const struct core_state *core, const struct mail_out *m,
    struct delivery *d)
{
	if (mailboxes_addressing(&core->conf->mailboxes, m->from.addr) == ADDRESSING_PLUS &&
	    (is_automatic(m) || is_renamed(core, d->mailbox)))
		d->return_path = returnpath_make(a, core->keys, d->id, m->from.addr);
	d->envelope_from = m->automatic ? STR_NONE :
	    d->return_path.n > 0 ? d->return_path : m->from.addr;
}

/* Readers of copies are agents, and as such are named. */
static struct str
reader_name(const struct work *w, const struct outbox_mail *om, struct str address)
{
	const struct agent *ag = !om->draft.is_personal ? NULL :
	    agents_by_address(&w->conf->agents, address);

	return ag != NULL ? ag->name : address;
}

static int
add_entry(struct work *w, const struct outbox_mail *om, int64_t *id)
{
	struct entry en = { .kind = ENTRY_MAIL_OUT, .ticket = om->draft.mail.ticket,
	    .author = om->author, .is_public = !om->draft.is_personal,
	    .subject = om->draft.mail.subject, .message_id = om->draft.mail.message_id };
	struct buf to;

	buf_init(&to, w->a);
	for (size_t i = 0; i < om->n; i++)
		buf_printf(&to, "%s%.*s", i > 0 ? ", " : "",
		    STR_ARG(reader_name(w, om, om->to[i].to.addr)));
	entry_data(w, &en, "template", om->what);
	entry_data(w, &en, "to", buf_str(&to));
	if (w->rule.n > 0)
		entry_data(w, &en, "rule", w->rule);
	if (om->is_internal)
		entry_data(w, &en, "answers", STR("internal"));
	if (om->about != 0)
		entry_data(w, &en, "about", str_printf(w->a, "%lld", (long long)om->about));
	if (entry_add(w, &en) == -1)
		return -1;
	*id = en.id;
	return 0;
}

enum {
	LABELS = 3,		/* project, reason, severity */
	THREAD = 3		/* In-Reply-To, Thread-Index, Thread-Topic */
};

/* To and Cc of a mail that its readers share. */
static struct strs
shown(struct arena *a, const struct mail_out *m)
{
	const struct addresses *lists[] = { &m->to, &m->cc };
	struct strs out = { 0 };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t j = 0; j < lists[i]->n; j++) {
			strs_add(a, &out, lists[i]->v[j].name);
			strs_add(a, &out, lists[i]->v[j].addr);
		}
	return out;
}

static struct strs
labels(struct arena *a, const struct mail_out *m)
{
	struct strs out = { 0 };

	if (m->reason.n == 0)
		return out;
	strs_add(a, &out, m->project);
	strs_add(a, &out, m->reason);
	strs_add(a, &out, m->severity);
	return out;
}

/* `v`: its deliveries. */
static void
add_draft(struct work *w, const struct outbox_mail *om, int64_t entry,
    const struct delivery *v)
{
	const struct mail_out *m = &om->draft.mail;
	int64_t first = v[0].id, last = v[0].id;
	struct str thread[THREAD] = { m->in_reply_to, m->thread_index, m->thread_topic };
	struct buf body;

	buf_init(&body, w->a);
	buf_reserve(&body, m->text.n + m->html.n);
	buf_add(&body, m->text);
	buf_add(&body, m->html);

	for (size_t i = 1; i < om->n; i++) {
		first = v[i].id < first ? v[i].id : first;
		last = v[i].id > last ? v[i].id : last;
	}
	sql_outbox_insert(w->db, &(struct sql_outbox_insert_in){
	    .entry = entry, .stored_at = m->date, .first_delivery = first,
	    .last_delivery = last, .files_of = om->parcel.entry,
	    .files = { om->parcel.files.v, om->parcel.files.n },
	    .pictures = { om->parcel.pictures.v, om->parcel.pictures.n },
	    .text_size = (int64_t)m->text.n, .personal = om->draft.is_personal,
	    .proves = om->draft.proves, .automatic = is_automatic(m) && !is_bulk(&om->draft),
	    .bulk = is_bulk(&om->draft), .mailbox = om->mailbox,
	    .from_name = m->from.name, .from_address = m->from.addr,
	    .reply_to = m->reply_to, .shown = shown(w->a, m), .refs = m->references,
	    .thread = { thread, THREAD }, .labels = labels(w->a, m),
	    .body = buf_str(&body) });
}

struct composing {			/* what is done once for a draft */
	struct body_form	*form;		/* NULL: not yet */
	struct str		 shared[2];	/* the mail of its readers; [1] of whom needs UTF-8 */
};

/* The one mail of several readers is composed once; of a personal one what the copies share. */
static int
compose(struct work *w, const struct outbox_mail *om, size_t i, struct delivery *v,
    struct composing *done)
{
	struct str *shared = &done->shared[!address_is_ascii(om->to[i].to.addr)];
	const struct ticket *t = work_ticket(w, om->draft.mail.ticket);
	struct copy copy = { v[i].id, om->to[i].to.addr, t == NULL ? NULL : &t->withdrawn };
	struct composed made;

	if (!om->draft.is_personal && v[i].bytes.n == 0)
		v[i].bytes = *shared;
	if (v[i].bytes.n > 0)
		return 0;
	if ((done->form == NULL && draft_form(w->a, &om->draft, &done->form, &w->err) == -1) ||
	    draft_compose(w->a, w->core, &om->draft, done->form, &copy, &made, &w->err) == -1)
		return -1;
	*shared = v[i].bytes = made.bytes;
	return 0;
}

/* With `room` it goes with the commit, if it is due; else it waits in the table. */
static int
add_delivery(struct work *w, const struct outbox_mail *om, int64_t entry, bool room, size_t i,
    struct delivery *v, struct composing *done)
{
	const struct mail_out *m = &om->draft.mail;
	const struct outbox_reader *to = &om->to[i];
	bool at_once = room && to->due_at <= w->now && !om->withheld && m->n_files == 0;

	sql_delivery_insert(w->db, &(struct sql_delivery_insert_in){
	    .id = v[i].id, .entry = entry, .created_at = m->date,
	    .due_at = to->due_at > w->now ? to->due_at : w->now,
	    .owner = at_once ? w->core->owner : 0,
	    .automatic = m->automatic && !om->draft.is_personal,
	    .mailbox = om->mailbox, .priority = (int64_t)om->priority, .recipient = om->draft.is_personal ? to->to.addr : v[i].recipient,
	    .withheld = om->withheld });
	if (!at_once) {
		w->deliveries += !om->withheld;
		return 0;
	}
	v[i].next = w->outgoing;
	w->outgoing = &v[i];
	w->n_outgoing++;
	return compose(w, om, i, v, done);
}

/* Whether all of it can go with the commit; *box: the mailbox's place. */
static bool
has_room(const struct work *w, const struct outbox_mail *om, size_t *box)
{
	const struct outlet *o;

	if (w->core->flights == NULL || (o = outlets_find(w->core->outlets, om->mailbox)) == NULL ||
	    o->is_stopped)
		return false;
	*box = (size_t)(o - w->core->outlets->v);
	return outlets_room(w->core, o, om->priority, w->now) > w->n_outgoing + om->n;
}

int
outbox_add(struct work *w, const struct outbox_mail *om)
{
	struct delivery *v = ARENA_ARRAY(w->a, om->n, struct delivery);
	struct composing done = { .form = NULL };
	size_t box = 0;
	bool room = has_room(w, om, &box);
	int64_t entry;

	for (size_t i = 0; i < om->n; i++) {
		v[i] = (struct delivery){ .id = work_id(w, ID_DELIVERY), .box = box,
		    .priority = (uint32_t)om->priority, .mailbox = om->mailbox,
		    .recipient = str_lower(w->a, om->to[i].to.addr) };
		if (v[i].id == 0)
			return -1;
		set_sender(w->a, w->core, &om->draft.mail, &v[i]);
	}
	/* The others differ by an address that was looked at before. */
	if (compose(w, om, 0, v, &done) == -1 || add_entry(w, om, &entry) == -1)
		return -1;
	add_draft(w, om, entry, v);
	for (size_t i = 0; i < om->n; i++)
		if (add_delivery(w, om, entry, room, i, v, &done) == -1)
			return -1;
	return 0;
}

struct marks {				/* where each claim goes on, the most urgent first */
	struct strs	 mailbox;
	int64_t		*priority, *at, *id, *most;
	size_t		 n;
};

/* With `claims` of the queues that stopped those alone whose try is ours. */
static struct marks
marks_of(struct arena *a, const struct core_state *core, int64_t now, bool claims)
{
	size_t n = core->outlets->n * SEND_PRIORITIES, room;
	struct marks m = { { 0 }, ARENA_ARRAY(a, n, int64_t), ARENA_ARRAY(a, n, int64_t),
	    ARENA_ARRAY(a, n, int64_t), ARENA_ARRAY(a, n, int64_t), 0 };

	for (size_t p = 0; p < SEND_PRIORITIES; p++)
		for (size_t i = 0; i < core->outlets->n; i++) {
			const struct outlet *o = &core->outlets->v[i];

			if ((room = outlets_room(core, o, p, now)) == 0 ||
			    (claims && o->is_stopped && !o->is_ours))
				continue;
			strs_add(a, &m.mailbox, o->name);
			m.priority[m.n] = (int64_t)p;
			m.at[m.n] = o->at[p];
			m.id[m.n] = o->id[p];
			m.most[m.n++] = (int64_t)(room < OUTBOX_CLAIM_MAX ? room : OUTBOX_CLAIM_MAX);
		}
	return m;
}

static struct sql_delivery_claim
ask_claim(struct core_state *core, struct db *db, struct arena *a)
{
	int64_t now = clock_now();
	struct marks m = marks_of(a, core, now, true);
	size_t room = flights_room(core->flights);

	return sql_delivery_claim(db, &(struct sql_delivery_claim_in){
	    .owner = core->owner, .now = now,
	    .all = (int64_t)(room < OUTBOX_CLAIM_MAX ? room : OUTBOX_CLAIM_MAX),
	    .mailbox = m.mailbox, .priority = { m.priority, m.n }, .at = { m.at, m.n },
	    .id = { m.id, m.n }, .most = { m.most, m.n } });
}

/* The next claim goes on behind this one. */
static void
move_mark(struct outlet *o, const struct sql_delivery_claim_row *row)
{
	int64_t *at = &o->at[row->priority], *id = &o->id[row->priority];

	assert(row->priority >= 0 && row->priority < SEND_PRIORITIES);
	if (o->is_stopped)
		o->probe = row->id;
	if (row->due_at > *at || (row->due_at == *at && row->id > *id)) {
		*at = row->due_at;
		*id = row->id;
	}
}

/* "N SHOWN SIZE PLAIN SHA256 TYPE NAME", as delivery_claim says it. */
static struct mail_file
file_of(struct arena *a, const struct sql_delivery_claim_row *row, struct str text)
{
	struct str v[6];
	struct mail_file f;
	int64_t n = 0;
	uint64_t size = 0;

	for (size_t i = 0; i < COUNT(v); i++)
		if (!str_split(&text, '\x1f', &v[i]))
			v[i] = STR_NONE;
	str_i64(v[0], &n);
	str_u64(v[2], &size);
	f = (struct mail_file){ .name = text, .type = v[5], .size = size,
	    .is_plain = str_eq(v[3], STR("t")),
	    .sha256 = str_eq(v[4], STR("-")) ? STR_NONE : v[4] };
	if (str_eq(v[1], STR("t")))
		f.content_id = parcel_content_id(a, row->files_of, n);
	return f;
}

static void
add_files(struct arena *a, const struct sql_delivery_claim_row *row, struct mail_out *m)
{
	m->n_files = row->files.n;
	m->files = ARENA_ARRAY(a, row->files.n, struct mail_file);
	for (size_t i = 0; i < row->files.n; i++)
		m->files[i] = file_of(a, row, row->files.v[i]);
}

/* What add_draft() stored. */
static struct draft
draft_of(struct arena *a, const struct sql_delivery_claim_row *row)
{
	struct draft d = { .is_personal = row->personal, .proves = row->proves, .mail = {
	    .from = { row->from_name, row->from_address }, .reply_to = row->reply_to,
	    .subject = row->subject, .message_id = row->message_id, .references = row->refs,
	    .date = row->bulk ? row->due_at : row->created_at, .ticket = row->ticket,
	    .automatic = row->automatic && !row->personal,
	    .generated = (row->automatic && row->personal) || row->bulk,
	    .text = str_sub(row->body, 0, (size_t)row->text_size),
	    .html = str_sub(row->body, (size_t)row->text_size, SIZE_MAX) } };
	struct address *v = ARENA_ARRAY(a, row->shown.n / 2, struct address);
	size_t n = row->shown.n / 2;

	for (size_t i = 0; i < n; i++)
		v[i] = (struct address){ row->shown.v[2 * i], row->shown.v[2 * i + 1] };
	d.mail.to = (struct addresses){ v, n > 0 };
	d.mail.cc = (struct addresses){ v + d.mail.to.n, n - d.mail.to.n };
	add_files(a, row, &d.mail);
	if (row->labels.n == LABELS) {
		d.mail.project = row->labels.v[0];
		d.mail.reason = row->labels.v[1];
		d.mail.severity = row->labels.v[2];
	}
	if (row->thread.n == THREAD) {
		d.mail.in_reply_to = row->thread.v[0];
		d.mail.thread_index = row->thread.v[1];
		d.mail.thread_topic = row->thread.v[2];
	}
	return d;
}

struct former {				/* the draft of the claim before: copies come together */
	struct str		 message_id;
	struct body_form	*form;
};

static int
former_form(struct arena *a, const struct draft *d, struct former *f, struct err *e)
{
	if (str_eq(f->message_id, d->mail.message_id))
		return 0;
	f->message_id = STR_NONE;
	if (draft_form(a, d, &f->form, e) == -1)
		return -1;
	f->message_id = d->mail.message_id;
	return 0;
}

static int
compose_claimed(struct arena *a, const struct core_state *core,
    const struct sql_delivery_claim_row *row, struct former *former, struct delivery *out,
    struct tail *tail, struct err *e)
{
	struct draft d = draft_of(a, row);
	struct withdrawn withdrawn;
	struct copy copy = { row->id, row->recipient, &withdrawn };
	struct composed made;

	if (row->from_address.n == 0)
		return err_set(e, ERR_BUG, "its draft is not in the outbox");
	if ((size_t)row->n_files != row->files.n)
		return err_set(e, ERR_BUG, "a file that it carries is not there any more");
	withdrawn_read(a, &row->withdrawn, &withdrawn);
	*out = (struct delivery){ .id = row->id, .mailbox = row->mailbox,
	    .recipient = str_lower(a, row->recipient), .priority = (uint32_t)row->priority,
	    .stops = row->stops };
	set_sender(a, core, &d.mail, out);
	if (former_form(a, &d, former, e) == -1 ||
	    draft_compose(a, core, &d, former->form, &copy, &made, e) == -1)
		return -1;
	out->bytes = made.bytes;
	out->tail = made.tail.size;
	*tail = made.tail;
	return 0;
}

/* A webhook's that is nowhere gets no try more, when its time is over; a mail waits. */
static int
make_claimed(struct arena *a, const struct core_state *core, const struct outlet *o,
    const struct sql_delivery_claim_row *row, struct former *former, struct delivery *out,
    struct tail *tail, struct err *e)
{
	int64_t until = row->created_at + core->conf->give_up_after * SECOND_US;

	if (o->mailbox != NULL)
		return compose_claimed(a, core, row, former, out, tail, e);
	if (o->is_stopped && clock_now() > until)
		return err_set(e, ERR_MESSAGE, "given up: %s", o->text);
	return hook_claimed(a, row, out, e);
}

int
outbox_claim(struct core_state *core, struct db *db, struct arena *a,
    struct outbox_claimed *out, struct err *e)
{
	struct sql_delivery_claim h;
	struct sql_delivery_claim_row row;
	struct former former = { STR_NONE, NULL };
	struct delivery *list = NULL;

	out->n = out->n_unfit = 0;
	if (outlets_take_tries(core->outlets, db, a, clock_now(), e) == -1)
		return -1;
	h = ask_claim(core, db, a);
	if (db_run(db, e) == -1)
		return -1;
	out->n = sql_delivery_claim_count(db, h);
	for (size_t i = out->n; i-- > 0;) {
		struct delivery *d = ARENA_NEW(a, struct delivery);
		struct outlet *o;
		struct tail tail = { .size = 0 };
		struct err why;

		sql_delivery_claim_row(db, h, i, &row);
		o = outlets_find(core->outlets, row.mailbox);	/* asked for, so it is there */
		move_mark(o, &row);
		if (make_claimed(a, core, o, &row, &former, d, &tail, &why) == -1) {
			out->unfit[out->n_unfit++] = (struct mail_result){ .delivery = row.id,
			    .outcome = SEND_PERMANENT,
			    .reply = str_printf(a, "%s: %s", o->mailbox == NULL ? "not posted" :
			    "not composed", why.text) };
			o->probe = o->probe == row.id ? 0 : o->probe;
			continue;
		}
		if (tail.size > 0)
			tails_add(core->tails, row.id, &tail);
		d->box = (size_t)(o - core->outlets->v);
		d->next = list;
		list = d;
	}
	flights_start(core->flights, list);
	return 0;
}

void
outbox_anew(struct core_state *core)
{
	for (size_t i = 0; i < core->outlets->n; i++) {
		memset(core->outlets->v[i].at, 0, sizeof(core->outlets->v[i].at));
		memset(core->outlets->v[i].id, 0, sizeof(core->outlets->v[i].id));
	}
}

int
outbox_next(struct core_state *core, struct db *db, int64_t *due, struct err *e)
{
	struct arena *a = arena_new();
	struct marks m = marks_of(a, core, clock_now(), false);
	struct sql_delivery_next h = sql_delivery_next(db, m.mailbox,
	    (struct db_int8s){ m.priority, m.n }, (struct db_int8s){ m.at, m.n },
	    (struct db_int8s){ m.id, m.n });
	struct sql_delivery_next_row row;
	int64_t stopped = outlets_next(core->outlets, clock_now());
	int status = db_run(db, e);

	arena_free(a);
	if (status == -1)
		return -1;
	sql_delivery_next_row(db, h, 0, &row);
	*due = row.due_at == 0 || (stopped != 0 && stopped < row.due_at) ? stopped : row.due_at;
	return 0;
}

int
outbox_release(struct core_state *core, struct db *db, struct err *e)
{
	sql_delivery_release(db, core->owner);
	sql_delivery_reclaim(db);
	outbox_anew(core);
	for (size_t i = 0; i < core->outlets->n; i++)
		core->outlets->v[i].probe = 0;
	return db_run(db, e);
}
