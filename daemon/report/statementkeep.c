/* statementkeep: see statementkeep.h. */
#include "daemon/report/statementkeep.h"

#include <inttypes.h>

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

/* --- keeping --------------------------------------------------------------------- */

void
statement_lock(struct db *db, struct str project)
{
	sql_statement_lock_project(db, project);
}

/* What amounts follow from: rates, the project's billing, hours and holidays. */
static struct str
rules_in_force(const struct statement *st)
{
	const struct conf_files *files = &st->conf->files;
	struct str own = st->project->billing->file;
	struct buf b;

	buf_init(&b, st->a);
	for (size_t i = 0; i < files->n; i++) {
		struct str name = files->v[i].name;

		if (str_eq(name, STR("rates.conf")) || str_eq(name, own) ||
		    str_eq(name, STR("calendars.conf")))
			buf_printf(&b, "# %.*s\n%.*s\n", STR_ARG(name), STR_ARG(files->v[i].text));
	}
	return buf_str(&b);
}

static struct str
digest_of(struct arena *a, struct str bytes)
{
	unsigned char *digest = ARENA_ARRAY(a, SHA256_BYTES, unsigned char);

	sha256_of(bytes, digest);
	return (struct str){ (const char *)digest, SHA256_BYTES };
}

static int
take_number(struct statement *st, struct db *db, struct err *e)
{
	struct sql_statement_number_row row;
	struct sql_statement_number h;

	sql_statement_lock(db);
	if (db_run(db, e) == -1)		/* what comes behind it sees who had the lock */
		return -1;
	st->number.year = month_of(st->a, st->zone, st->closed_at) / 12;
	h = sql_statement_number(db, st->number.year);
	if (db_run(db, e) == -1)
		return -1;
	sql_statement_number_row(db, h, 0, &row);
	st->number.n = row.n;
	return 0;
}

static struct sql_statement_insert
insert(const struct statement *st, struct db *db, const struct str *f, int64_t credits)
{
	struct arena *a = st->a;

	return sql_statement_insert(db, &(struct sql_statement_insert_in){
	    .year = st->number.year, .n = st->number.n, .project = st->project->key,
	    .month = st->month, .zone = st->zone_name, .since = st->since, .until = st->until,
	    .credits = credits, .reason = st->reason, .currency = st->currency,
	    .digits = st->digits, .total = st->total, .raw = st->raw, .billed = st->billed,
	    .apart = st->apart, .contract = st->prepaid.is_any,
	    .prepaid_before = st->prepaid.before, .prepaid_used = st->prepaid.used,
	    .rules = rules_in_force(st), .closed_at = st->closed_at, .closed_by = st->closed_by,
	    .text = f[AS_TEXT], .csv = f[AS_CSV], .html = f[AS_HTML], .json = f[AS_JSON],
	    .text_sha256 = digest_of(a, f[AS_TEXT]), .csv_sha256 = digest_of(a, f[AS_CSV]),
	    .html_sha256 = digest_of(a, f[AS_HTML]), .json_sha256 = digest_of(a, f[AS_JSON]) });
}

/* The columns of the lines, each an array. */
static void
insert_lines(const struct statement *st, struct db *db, int64_t id)
{
	struct arena *a = st->a;
	struct strs agent = { 0 }, service = { 0 }, text = { 0 }, why = { 0 };
	struct strs *const texts[] = { &agent, &service, &text, &why };
	int64_t *v[9];

	for (size_t i = 0; i < COUNT(v); i++)
		v[i] = ARENA_ARRAY(a, st->n, int64_t);
	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = (struct strs){ ARENA_ARRAY(a, st->n, struct str), st->n };
	for (size_t i = 0; i < st->n; i++) {
		const struct billed_line *l = &st->lines[i];
		const int64_t numbers[] = { l->entry, l->number, l->at, l->raw, l->billed,
			l->prepaid, l->rate, l->amount, l->late };

		for (size_t k = 0; k < COUNT(v); k++)
			v[k][i] = numbers[k];
		agent.v[i] = l->agent;
		service.v[i] = l->service;
		text.v[i] = l->text;
		why.v[i] = l->why;
	}
	sql_statement_lines_insert(db, &(struct sql_statement_lines_insert_in){ .statement = id,
	    .entry = { v[0], st->n }, .number = { v[1], st->n }, .at = { v[2], st->n },
	    .agent = agent, .service = service, .text = text, .raw = { v[3], st->n },
	    .billed = { v[4], st->n }, .prepaid = { v[5], st->n }, .rate = { v[6], st->n },
	    .amount = { v[7], st->n }, .late = { v[8], st->n }, .why = why });
}

/* `credits`: the statement's row that it takes back; 0: none. */
static int
keep(struct statement *st, struct db *db, int64_t now, struct str by, int64_t credits,
    struct statement_files *files, int64_t *id, struct err *e)
{
	struct sql_statement_insert_row row;
	struct sql_statement_insert h;

	st->closed_at = now;
	st->closed_by = by;
	if (take_number(st, db, e) == -1)
		return -1;
	statement_write(st, files);
	h = insert(st, db, files->v, credits);
	if (db_run(db, e) == -1)
		return -1;
	sql_statement_insert_row(db, h, 0, &row);
	*id = row.id;
	insert_lines(st, db, *id);
	return db_run(db, e);
}

int
statement_keep(struct statement *st, struct db *db, int64_t now, struct str by,
    struct statement_files *files, int64_t *id, struct err *e)
{
	if (keep(st, db, now, by, 0, files, id, e) == -1)
		return -1;
	sql_statement_bill(db, *id, (struct db_int8s){ st->entries.v, st->entries.n });
	return db_run(db, e);
}

/* --- what is kept --------------------------------------------------------------------- */

static void
read_kept(struct arena *a, const struct sql_statement_get_row *row, struct kept *k)
{
	k->id = row->id;
	k->credits = (struct statement_number){ row->credits_year, row->credits_n };
	k->project = str_dup(a, row->project);
	k->zone = str_dup(a, row->zone);
	k->reason = str_dup(a, row->reason);
	k->currency = str_dup(a, row->currency);
	k->rules = str_dup(a, row->rules);
	k->closed_by = str_dup(a, row->closed_by);
	k->sent_to = str_dup(a, row->sent_to);
	k->month = row->month;
	k->since = row->since;
	k->until = row->until;
	k->closed_at = row->closed_at;
	k->sent_at = row->sent_at;
	k->digits = (int)row->digits;
	k->total = row->total;
	k->raw = row->raw;
	k->billed = row->billed;
	k->apart = row->apart;
	k->prepaid = (struct prepaid){ .is_any = row->contract, .before = row->prepaid_before,
	    .used = row->prepaid_used };
}

int
statement_kept(struct arena *a, struct db *db, struct statement_number number, struct kept *k,
    struct err *e)
{
	struct sql_statement_get h = sql_statement_get(db, number.year, number.n);
	struct sql_statement_get_row row;

	*k = (struct kept){ .number = number };
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_statement_get_row(db, h, 0, &row))
		return 0;
	read_kept(a, &row, k);
	return 1;
}

int
statement_files(struct arena *a, struct db *db, const struct kept *k, struct statement_files *out,
    struct err *e)
{
	struct sql_statement_files h = sql_statement_files(db, k->id);
	struct sql_statement_files_row row;

	if (db_run(db, e) == -1)
		return -1;
	sql_statement_files_row(db, h, 0, &row);
	*out = (struct statement_files){ { row.text, row.csv, row.html, row.json } };
	for (size_t i = 0; i < STATEMENT_FILES; i++) {
		const struct str kept[] = { row.text_sha256, row.csv_sha256, row.html_sha256,
			row.json_sha256 };

		out->v[i] = str_dup(a, out->v[i]);
		if (!str_eq(digest_of(a, out->v[i]), kept[i]))
			return err_set(e, ERR_BUG, "statement %s: its %s is not what was kept when it was "
			    "closed (SHA-256 differs): somebody changed the row", statement_number_text(a,
			    k->number).p, statement_as[i]);
	}
	return 0;
}

/* --- taking back -------------------------------------------------------------------------- */

static void
add_kept(struct statement *st, const struct sql_statement_lines_row *row, int64_t sign)
{
	struct arena *a = st->a;
	struct billed_line *l = statement_line(st);

	*l = (struct billed_line){ .entry = row->entry, .number = row->number, .at = row->at,
	    .agent = str_dup(a, row->agent), .service = str_dup(a, row->service),
	    .text = str_dup(a, row->text), .raw = sign * row->raw, .billed = sign * row->billed,
	    .prepaid = sign * row->prepaid, .rate = row->rate, .amount = sign * row->amount,
	    .late = row->late, .billable = true, .why = str_dup(a, row->why) };
}

int
statement_lines_kept(struct statement *st, struct db *db, const struct kept *k, struct err *e)
{
	struct sql_statement_lines h = sql_statement_lines(db, k->id);
	struct sql_statement_lines_row row;

	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; sql_statement_lines_row(db, h, i, &row); i++)
		add_kept(st, &row, 1);
	return 0;
}

static int
no_entry(const struct kept *k, struct arena *a, int64_t entry, bool was_there, struct err *e)
{
	return err_set(e, ERR_REFUSED, "statement %s %s entry %" PRId64, statement_number_text(a,
	    k->number).p, was_there ? "was credited before as to" : "does not bill", entry);
}

/* Negative lines of what it bills still, of `only` if that is any. */
static int
negate(struct statement *st, struct db *db, const struct kept *k, const struct numbers *only,
    struct err *e)
{
	struct sql_statement_lines h = sql_statement_lines(db, k->id);
	struct numbers found = { 0 }, there = { 0 };
	struct sql_statement_lines_row row;

	if (db_run(db, e) == -1)
		return -1;
	st->entries.v = ARENA_ARRAY(st->a, sql_statement_lines_count(db, h), int64_t);
	for (size_t i = 0; sql_statement_lines_row(db, h, i, &row); i++) {
		bool wanted = only->n == 0 || numbers_has(only, row.entry);

		if (wanted && only->n > 0)
			numbers_add(st->a, row.bills ? &found : &there, row.entry);
		if (!wanted || !row.bills)
			continue;
		add_kept(st, &row, -1);
		if (row.entry != 0)		/* several lines of one: twice does no harm */
			st->entries.v[st->entries.n++] = row.entry;
	}
	for (size_t i = 0; i < only->n; i++)
		if (!numbers_has(&found, only->v[i]))
			return no_entry(k, st->a, only->v[i], numbers_has(&there, only->v[i]), e);
	return st->n > 0 ? 0 : err_set(e, ERR_REFUSED, "nothing of statement %s is left to credit: "
	    "all of it was", statement_number_text(st->a, k->number).p);
}

/* As it was cut and counted then, whatever the configuration says now. */
static void
as_then(struct statement *st, const struct kept *k, struct str reason)
{
	st->currency = k->currency;
	st->digits = k->digits;
	st->month = k->month;
	st->month_text = month_text(st->a, k->month);
	st->zone_name = k->zone;
	st->zone = zones_find(st->zones, k->zone);
	st->since = k->since;
	st->until = k->until;
	st->credits = k->number;
	st->reason = reason;
}

int
statement_credit(struct statement *st, struct db *db, const struct kept *k,
    const struct numbers *entries, struct str reason, int64_t now, struct str by,
    struct statement_files *files, int64_t *id, struct err *e)
{
	if (k->credits.n != 0)
		return err_set(e, ERR_REFUSED, "statement %s is a credit itself: close the month anew to "
		    "bill what it freed", statement_number_text(st->a, k->number).p);
	as_then(st, k, reason);
	if (negate(st, db, k, entries, e) == -1)
		return -1;
	if (k->prepaid.is_any) {
		if (statement_prepaid(st, db, 0, e) == -1)
			return -1;
		st->prepaid.is_any = true;
	}
	if (statement_sum(st, db, e) == -1 || keep(st, db, now, by, k->id, files, id, e) == -1)
		return -1;
	sql_statement_free(db, k->id, (struct db_int8s){ st->entries.v, st->entries.n });
	return db_run(db, e);
}
