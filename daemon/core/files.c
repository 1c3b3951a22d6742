/* files: see files.h. */
#include "daemon/core/files.h"

#include "parsers/base/array.h"
#include "sql.h"

bool
files_ready(const struct intake *in)
{
	return in->job.state == JOB_DONE &&
	    (in->files_known || in->job.letter.n_attachments == 0);
}

static bool
is_asked(const struct intake *in)
{
	return in->job.state == JOB_DONE && !files_ready(in);
}

static const struct file *
file_of(const struct intake *in, struct str sha256)
{
	for (size_t i = 0; i < in->job.n_files; i++)
		if (str_eq(in->job.files[i].sha256, sha256))
			return &in->job.files[i];
	return NULL;
}

/* An earlier mail that brings it, or NULL.  It is stored before this one, or with it. */
static const struct intake *
bringer(const struct core *c, const struct intake *in, struct str sha256)
{
	for (const struct intake *o = c->first; o != in; o = o->next) {
		const struct file *f = file_of(o, sha256);

		if (f != NULL && (f->whole || o->job.state != JOB_DONE))
			return o;
	}
	return NULL;
}

static void
add_file(struct intake *in, const struct attachment *at)
{
	struct job *j = &in->job;

	j->files = array_grow(in->a, j->files, j->n_files, sizeof(*j->files));
	j->files[j->n_files++] = (struct file){ .sha256 = at->sha256, .size = at->size };
}

/* One that waits for what an earlier mail brings is looked at again. */
static void
fetch(struct core *c, struct intake *in, const struct strs *known)
{
	struct letter *l = &in->job.letter;
	uint64_t room = c->conf->letter.limits.message_bytes;

	in->job.n_files = 0;
	for (size_t i = 0; i < l->n_attachments; i++) {
		struct attachment *at = &l->attachments[i];
		const struct intake *by;

		if (strs_has(known, at->sha256) || file_of(in, at->sha256) != NULL)
			continue;
		by = bringer(c, in, at->sha256);
		if (by != NULL && by->job.state != JOB_DONE) {
			in->job.n_files = 0;
			return;
		}
		at->is_lost = by == NULL && at->size > room;
		if (by != NULL || at->is_lost)
			continue;	/* larger than its mail: a lie */
		room -= at->size;
		add_file(in, at);
	}
	in->files_known = true;
	if (in->job.n_files > 0)
		pool_fetch(c->pool, &in->job);
}

void
files_fetch(struct core *c)
{
	struct strs wanted = { 0 }, known = { 0 };
	struct sql_blob_known h;
	struct sql_blob_known_row row;
	struct err e;

	for (const struct intake *in = c->first; in != NULL; in = in->next)
		for (size_t i = 0; is_asked(in) && i < in->job.letter.n_attachments; i++)
			strs_add(c->batch, &wanted, in->job.letter.attachments[i].sha256);
	if (wanted.n == 0)
		return;
	h = sql_blob_known(c->db, wanted);
	if (db_run(c->db, &e) == -1) {
		core_failed(c, &e, "attachments not looked up");
		return;
	}
	for (size_t i = 0; sql_blob_known_row(c->db, h, i, &row); i++)
		strs_add(c->batch, &known, str_dup(c->batch, row.sha256));
	for (struct intake *in = c->first; in != NULL; in = in->next)
		if (is_asked(in))
			fetch(c, in, &known);
	arena_reset(c->batch);
}
