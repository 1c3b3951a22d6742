/* statementmail: see statementmail.h. */
#include "daemon/ctl/statementmail.h"

#include "daemon/out/notice.h"
#include "daemon/out/parcel.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/ours.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

const char *
statement_mail_obstacle(const struct project *p)
{
	return p->billing->contacts.n > 0 ? NULL :
	    "it has no billing contact: contact = [ \"billing@acme.example\" ]; in its billing";
}

static struct view *
facts(struct work *w, const struct statement *st)
{
	static const struct str yes = STR("yes");
	struct view *v = view_object(w->a);

	view_text(w->a, v, "number", statement_number_text(w->a, st->number));
	view_text(w->a, v, "month", st->month_text);
	view_text(w->a, v, "project", st->project->name.n > 0 ? st->project->name :
	    st->project->key);
	view_text(w->a, v, "total", str_printf(w->a, "%.*s %.*s",
	    STR_ARG(statement_money(st, st->total)), STR_ARG(st->currency)));
	view_text(w->a, v, "worked", figure_time(w->a, st->raw));
	view_text(w->a, v, "billed", figure_time(w->a, st->billed));
	view_text(w->a, v, "is_credit", statement_is_credit(st) ? yes : STR_NONE);
	view_text(w->a, v, "credits", statement_is_credit(st) ?
	    statement_number_text(w->a, st->credits) : STR_NONE);
	view_text(w->a, v, "reason", st->reason);
	return v;
}

/* Kept as files of the mail's own entry. */
static void
keep_file(struct work *w, int64_t entry, int64_t n, struct str name, struct str type, struct str bytes,
    struct mail_file *f)
{
	unsigned char digest[SHA256_BYTES];

	sha256_of(bytes, digest);
	*f = (struct mail_file){ .name = name, .type = type, .size = bytes.n,
	    .sha256 = sha256_hex(w->a, digest, sizeof(digest)) };
	sql_blob_insert(w->db, f->sha256, bytes, w->now);
	sql_attachment_insert(w->db, &(struct sql_attachment_insert_in){ .entry = entry, .n = n,
	    .name = name, .type = type, .size = (int64_t)bytes.n, .sha256 = f->sha256,
	    .use = STR("file") });
}

static int
pack(struct work *w, const struct statement *st, const struct statement_files *f,
    const struct agent *by, struct parcel *out)
{
	static const enum statement_as goes[] = { AS_HTML, AS_CSV };
	struct entry en = { .kind = ENTRY_COMMAND, .author = by != NULL ? by->name :
	    STR("docketctl"), .by_agent = by != NULL };
	int64_t *n = ARENA_ARRAY(w->a, COUNT(goes), int64_t);

	entry_data(w, &en, "statement", statement_number_text(w->a, st->number));
	if (entry_add(w, &en) == -1)
		return -1;
	*out = (struct parcel){ .entry = en.id, .files = { n, COUNT(goes) },
	    .v = ARENA_ARRAY(w->a, COUNT(goes), struct mail_file), .n = COUNT(goes) };
	for (size_t i = 0; i < COUNT(goes); i++) {
		struct str bytes = f->v[goes[i]];

		n[i] = (int64_t)i;
		if (goes[i] == AS_CSV)		/* for spreadsheets */
			bytes = str_printf(w->a, "\xef\xbb\xbf%.*s", STR_ARG(bytes));
		keep_file(w, en.id, n[i], statement_file_name(st, goes[i]),
		    str_c(statement_types[goes[i]]), bytes, &out->v[i]);
	}
	return 0;
}

/* The project's, else the first: its customer knows it. */
static struct str
mailbox_of(const struct conf *conf, struct str project)
{
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		if (str_eq(conf->mailboxes.v[i].project, project))
			return conf->mailboxes.v[i].name;
	return conf->mailboxes.n > 0 ? conf->mailboxes.v[0].name : STR_NONE;
}

/* An address of docket's own would make a ticket of it. */
static size_t
readers(struct work *w, const struct project *p, struct recipient *v, struct strs *shown)
{
	size_t n = 0;

	for (size_t i = 0; i < p->billing->contacts.n; i++) {
		struct str addr = p->billing->contacts.v[i];

		if (ours_has(w, addr))
			continue;
		v[n++] = (struct recipient){ .address = { .addr = addr }, .is_customer = true };
		strs_add(w->a, shown, addr);
	}
	return n;
}

int
statement_mail(struct work *w, const struct statement *st, int64_t id,
    const struct statement_files *f, const struct agent *by, struct str *to)
{
	const struct project *p = st->project;
	struct told told = { .report = facts(w, st) };
	struct event ev = { .kind = EVENT_NOTED, .mailbox = mailbox_of(w->conf, p->key),
	    .project = p->key, .agent = by, .at = w->now, .entry_kind = ENTRY_COMMAND,
	    .told = &told };
	struct recipient *v = ARENA_ARRAY(w->a, p->billing->contacts.n, struct recipient);
	struct notice mail = { &ev, STR("statement"), v, 0, false };
	struct strs shown = { 0 };
	struct parcel parcel;

	if (ours_load(w) == -1)
		return -1;
	mail.n = readers(w, p, v, &shown);
	if (mail.n == 0)
		return err_set(&w->err, ERR_REFUSED, "every billing contact of %.*s is an address of "
		    "docket's own", STR_ARG(p->key));
	if (pack(w, st, f, by, &parcel) == -1)
		return -1;
	ev.entry = parcel.entry;
	ev.parcel = &parcel;
	if (notice_write(w, &mail) == -1)
		return -1;
	*to = strs_join(w->a, &shown, ", ");
	sql_statement_sent(w->db, id, w->now, *to);
	sql_notify(w->db);		/* docketd sees it with the commit */
	return 0;
}
