/* timebook: see timebook.h. */
#include "daemon/ticket/timebook.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

enum { AROUND_HOURS = 48 };		/* whatever the zone, both days are whole */

static bool
has(const struct timebook *b, int64_t id)
{
	for (const struct booked *one = b->around; one != NULL; one = one->next)
		if (one->id == id)
			return true;
	return false;
}

void
timebook_add(struct arena *a, struct timebook *b, const struct booked *one)
{
	struct booked *copy = ARENA_NEW(a, struct booked);

	*copy = *one;
	copy->next = b->around;
	b->around = copy;
}

static void
add_counts(struct arena *a, struct timebook *b, int64_t at, int64_t counts_at)
{
	struct counting *one = ARENA_NEW(a, struct counting);

	*one = (struct counting){ at, counts_at, b->counts };
	b->counts = one;
}

static void
read_around(struct work *w, struct timebook *b, struct sql_time_around h)
{
	struct sql_time_around_row row;

	for (size_t i = 0; sql_time_around_row(w->db, h, i, &row); i++)
		if (!has(b, row.id))
			timebook_add(w->a, b, &(struct booked){ .id = row.id, .number = row.number,
			    .started_at = row.started_at, .stopped_at = row.stopped_at,
			    .worked = row.worked, .exact = row.exact,
			    .is_correction = row.is_correction });
}

int
timebook_look(struct work *w, struct ticket *t, const struct agent *ag, int64_t at, int64_t until)
{
	int64_t wide = (int64_t)AROUND_HOURS * 3600 * SECOND_US;
	struct sql_time_around around;
	struct sql_time_counts counts;
	struct sql_time_counts_row row;

	sql_time_lock(w->db, ag->name, t->project);
	around = sql_time_around(w->db, ag->name, at - wide, until + wide);
	counts = sql_time_counts(w->db, ag->name, t->project, at, w->now);
	if (work_run(w) == -1)
		return -1;
	read_around(w, &t->timebook, around);
	if (sql_time_counts_row(w->db, counts, 0, &row))
		add_counts(w->a, &t->timebook, at, row.counts_at);
	return 0;
}

static void
read_here(struct work *w, struct timebook *b, struct sql_time_here h, size_t n)
{
	struct sql_time_here_row row;

	for (size_t i = n; i-- > 0 && sql_time_here_row(w->db, h, i, &row);) {
		struct booked *one = ARENA_NEW(w->a, struct booked);

		*one = (struct booked){ .id = row.id, .started_at = row.started_at,
		    .stopped_at = row.stopped_at, .counts_at = row.counts_at,
		    .worked = row.left, .exact = row.exact, .billable = row.billable,
		    .service = str_dup(w->a, row.service),
		    .project = str_dup(w->a, row.project), .next = b->here };
		b->here = one;
	}
}

/* Where each of them counts now: some may be approved since, or billed. */
static int
look_counts(struct work *w, struct ticket *t, const struct agent *ag)
{
	struct timebook *b = &t->timebook;
	struct sql_time_counts *h;
	struct sql_time_counts_row row;
	size_t n = 0, i = 0;

	for (const struct booked *one = b->here; one != NULL; one = one->next)
		n++;
	h = ARENA_ARRAY(w->a, n, struct sql_time_counts);
	for (const struct booked *one = b->here; one != NULL; one = one->next)
		h[i++] = sql_time_counts(w->db, ag->name, one->project, one->counts_at, w->now);
	if (n == 0)
		return 0;
	if (work_run(w) == -1)
		return -1;
	i = 0;
	for (const struct booked *one = b->here; one != NULL; one = one->next)
		if (sql_time_counts_row(w->db, h[i++], 0, &row))
			add_counts(w->a, b, one->counts_at, row.counts_at);
	return 0;
}

int
timebook_look_here(struct work *w, struct ticket *t, const struct agent *ag)
{
	struct sql_time_here h;

	if (t->timebook.knows_here)
		return 0;
	t->timebook.knows_here = true;
	sql_time_lock(w->db, ag->name, t->project);
	h = sql_time_here(w->db, t->id, ag->name);
	if (work_run(w) == -1)
		return -1;
	read_here(w, &t->timebook, h, sql_time_here_count(w->db, h));
	return look_counts(w, t, ag);
}

int64_t
timebook_counts(const struct timebook *b, int64_t at)
{
	for (const struct counting *one = b->counts; one != NULL; one = one->next)
		if (one->at == at)
			return one->counts_at;
	return at;
}

/* What was not measured lies on the day on which it began. */
static int64_t
part(const struct booked *one, int64_t from, int64_t to)
{
	int64_t begin = one->started_at, end = one->stopped_at, span = end - begin;

	if (!one->exact || span <= 0)
		return begin >= from && begin < to ? one->worked : 0;
	begin = begin < from ? from : begin;
	end = end > to ? to : end;
	return end <= begin ? 0 : (int64_t)((double)one->worked * (double)(end - begin) /
	    (double)span + (one->worked < 0 ? -0.5 : 0.5));
}

int64_t
timebook_day(const struct timebook *b, int64_t from, int64_t to)
{
	int64_t sum = 0;

	for (const struct booked *one = b->around; one != NULL; one = one->next)
		if (one->stopped_at != 0)
			sum += part(one, from, to);
	return sum;
}

const struct booked *
timebook_overlap(const struct timebook *b, int64_t from, int64_t to)
{
	for (const struct booked *one = b->around; one != NULL; one = one->next) {
		bool is_timer = one->stopped_at == 0;

		if (!one->is_correction && (one->exact || is_timer) && one->started_at < to &&
		    (is_timer || one->stopped_at > from))
			return one;
	}
	return NULL;
}
