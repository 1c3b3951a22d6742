/* job: see job.h. */
#include "daemon/parse/job.h"

#include <string.h>

#include "parsers/base/sha256.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letterwire.h"

static enum message_type
pack_parse(struct buf *b, const struct job *j)
{
	msg_parse_pack(b, &(struct msg_parse){ j->id, j->raw, j->marks });
	return MSG_PARSE;
}

static enum message_type
pack_match(struct buf *b, const struct job *j)
{
	const struct match *m = matches_open(&j->letter.matches);

	msg_match_pack(b, &(struct msg_match){ j->id, m->pattern, m->text });
	return MSG_MATCH;
}

static enum message_type
pack_files(struct buf *b, const struct job *j)
{
	struct msg_files m = { .id = j->id, .raw = j->raw };

	for (size_t i = 0; i < j->n_files; i++)
		strs_add(j->a, &m.sha256, j->files[i].sha256);
	msg_files_pack(b, &m);
	return MSG_FILES;
}

enum message_type
job_pack(struct buf *b, const struct job *j)
{
	static enum message_type (*const packs[])(struct buf *, const struct job *) = {
		[JOB_READING] = pack_parse, [JOB_ASKING] = pack_match,
		[JOB_FETCHING] = pack_files,
	};

	return packs[j->stage](b, j);
}

int
job_read_letter(struct job *j, struct str body)
{
	struct msg_letter m;

	if (msg_letter_unpack(NULL, str_dup(j->a, body), &m) == -1)
		return -1;
	return letter_unpack(j->a, &(struct wire){ .in = m.letter }, &j->letter);
}

void
job_read_results(struct job *j, struct str body)
{
	struct matches got = { 0 };
	struct msg_matched m;

	if (msg_matched_unpack(NULL, str_dup(j->a, body), &m) == -1 ||
	    matches_unpack(j->a, m.results, &got) == -1)
		return;
	for (size_t i = 0; i < got.n; i++) {
		struct match *to = matches_open(&j->letter.matches);

		if (to == NULL)
			return;
		to->result = got.v[i].result;
		to->captures = got.v[i].captures;
	}
}

void
job_check_file(struct arena *a, struct file *f)
{
	unsigned char digest[SHA256_BYTES];

	if (f->n != f->size)
		return;
	sha256_of((struct str){ f->bytes, f->n }, digest);
	f->whole = str_eq(sha256_hex(a, digest, sizeof(digest)), f->sha256);
}

void
job_add_to_file(struct job *j, const struct msg_file *m)
{
	for (size_t i = 0; i < j->n_files; i++) {
		struct file *f = &j->files[i];

		if (!str_eq(f->sha256, m->sha256) || m->bytes.n > f->size - f->n)
			continue;
		if (f->bytes == NULL)
			f->bytes = arena_alloc(j->a, f->size);
		memcpy(f->bytes + f->n, m->bytes.p, m->bytes.n);
		f->n += m->bytes.n;
		return;
	}
}
