/* loaded: see loaded.h. */
#include "daemon/ticket/loaded.h"

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "sql.h"

enum { KEEP = 20 };			/* configurations */

static struct str
hash_of(struct arena *a, struct str text)
{
	unsigned char digest[SHA256_BYTES];

	sha256_of(text, digest);
	return sha256_hex(a, digest, sizeof(digest));
}

/* Queues the texts that are not there yet. */
static int
put_texts(struct db *db, struct arena *a, const struct conf_files *files,
    const struct strs *hashes, struct err *e)
{
	struct sql_conf_missing h = sql_conf_missing(db, *hashes);
	struct sql_conf_missing_row row;
	struct strs missing = { 0 };

	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; sql_conf_missing_row(db, h, i, &row); i++)
		strs_add(a, &missing, str_dup(a, row.hash));
	for (size_t i = 0; i < files->n; i++)
		if (strs_has(&missing, hashes->v[i]))
			sql_conf_text_put(db, hashes->v[i], files->v[i].text);
	return 0;
}

static int
put(struct db *db, struct arena *a, const struct conf *conf, struct err *e)
{
	struct strs names = { 0 }, hashes = { 0 };

	for (size_t i = 0; i < conf->files.n; i++) {
		strs_add(a, &names, conf->files.v[i].name);
		strs_add(a, &hashes, hash_of(a, conf->files.v[i].text));
	}
	sql_begin(db);
	if (put_texts(db, a, &conf->files, &hashes, e) == -1)
		return -1;
	sql_conf_put(db, conf->fingerprint, names, hashes, clock_now());
	sql_conf_forget(db, KEEP);
	sql_conf_text_forget(db);
	sql_commit(db);
	return db_run(db, e);
}

int
loaded_note(struct db *db, struct arena *a, const struct conf *conf, struct err *e)
{
	struct sql_conf_seen h = sql_conf_seen(db, conf->fingerprint, clock_now());
	struct err ignored;

	if (db_run(db, e) == -1)
		return -1;
	if (sql_conf_seen_count(db, h) > 0 || put(db, a, conf, e) == 0)
		return 0;
	db_rollback(db, &ignored);
	return -1;
}

int
loaded_last(struct db *db, struct arena *a, struct conf_files *out, struct str *fingerprint,
    int64_t *at, struct err *e)
{
	struct sql_conf_last h = sql_conf_last(db);
	struct sql_conf_last_row last;
	struct sql_conf_kept files;
	struct sql_conf_kept_row row;

	*out = (struct conf_files){ 0 };
	*fingerprint = STR_NONE;
	*at = 0;
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_conf_last_row(db, h, 0, &last))
		return 0;
	*fingerprint = str_dup(a, last.fingerprint);
	*at = last.loaded_at;
	files = sql_conf_kept(db, *fingerprint);
	if (db_run(db, e) == -1)
		return -1;
	out->v = ARENA_ARRAY(a, sql_conf_kept_count(db, files), struct conf_file);
	while (sql_conf_kept_row(db, files, out->n, &row))
		out->v[out->n++] = (struct conf_file){ str_dup(a, row.name), str_dup(a, row.text) };
	return 0;
}
