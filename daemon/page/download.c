/*
 * download: files of requests.  They go out as files to be kept, never as something that a
 * browser shows: what a stranger sent is no page of ours.
 */
#include "daemon/page/download.h"

#include <inttypes.h>

#include "daemon/page/pages.h"
#include "parsers/base/array.h"
#include "sql.h"

enum {
	PIECE = 1024 * 1024,
	FILE_MAX = 64 * 1024 * 1024,	/* of one answer: it is in memory as a whole */
	NAME_MAX_BYTES = 150
};

/* --- its name ------------------------------------------------------------------------- */

static bool
is_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    c == '.' || c == '-' || c == '_' || c == ' ' || c == '(' || c == ')';
}

/* What stands behind the last slash of any kind, without what is no letter of a name. */
static struct str
file_name(struct arena *a, struct str name)
{
	struct buf b;
	size_t from = 0;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	name = str_sub(name, from, SIZE_MAX);
	buf_init(&b, a);
	for (size_t i = 0, n; i < name.n; i += n) {
		struct str one = str_sub(name, i, str_utf8_len(str_sub(name, i, 4)));

		n = one.n > 0 ? one.n : 1;
		buf_add(&b, one.n == 0 || (unsigned char)one.p[0] < ' ' || one.p[0] == 0x7f ?
		    STR("_") : one);
	}
	name = str_utf8_cut(str_trim(buf_str(&b)), NAME_MAX_BYTES);
	while (str_starts(name, STR(".")))
		name = str_sub(name, 1, SIZE_MAX);
	return name.n > 0 ? name : STR("file");
}

struct str
download_disposition(struct arena *a, struct str given)
{
	struct str name = file_name(a, given);
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "attachment; filename=\"");
	for (size_t i = 0; i < name.n; i++)
		buf_addc(&b, is_plain((unsigned char)name.p[i]) ? name.p[i] : '_');
	buf_adds(&b, "\"; filename*=UTF-8''");
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if (is_plain(c) && c != ' ' && c != '(' && c != ')')
			buf_addc(&b, (char)c);
		else
			buf_printf(&b, "%%%02X", c);
	}
	return buf_str(&b);
}

/* --- its type ------------------------------------------------------------------------- */

/* Which no browser runs or takes for a page, wherever it is opened. */
static const char *const tame[] = {
	"application/gzip", "application/pdf", "application/zip", "audio/mpeg", "image/gif",
	"image/jpeg", "image/png", "image/webp", "message/rfc822", "text/csv", "text/plain",
	"video/mp4",
};

struct str
download_type(struct arena *a, struct str given)
{
	struct str type = str_lower(a, str_trim(given));

	for (size_t i = 0; i < COUNT(tame); i++)
		if (str_eq(type, str_c(tame[i])))
			return str_c(tame[i]);
	return STR("application/octet-stream");
}

/* --- its bytes ------------------------------------------------------------------------ */

static struct sql_page_file
ask(struct visit *v, int64_t at, int64_t most)
{
	return sql_page_file(v->db, &(struct sql_page_file_in){ .contact = visit_contact(v),
	    .project = visit_whole(v), .one = visit_one(v), .ticket = v->who.only_ticket != 0 ?
	    v->who.only_ticket : visit_number(v, 0), .entry = visit_number(v, v->n_args - 2),
	    .n = visit_number(v, v->n_args - 1) - 1, .at = at, .most = most });
}

/* Piece by piece, for one statement of all of it would take its size thrice. */
static int
fill(struct visit *v, struct buf *b, int64_t size)
{
	struct sql_page_file_row row;

	while ((int64_t)b->n < size) {
		struct sql_page_file h = ask(v, (int64_t)b->n, PIECE);

		if (db_run(v->db, v->e) == -1)
			return -1;
		if (!sql_page_file_row(v->db, h, 0, &row) || row.bytes.n == 0)
			return 404;
		buf_add(b, row.bytes);
	}
	return 200;
}

int
page_download(struct visit *v)
{
	struct sql_page_file h = ask(v, 0, 0);
	struct sql_page_file_row row;
	struct buf b;
	int status;

	if (db_run(v->db, v->e) == -1)
		return -1;
	if (!sql_page_file_row(v->db, h, 0, &row))
		return 404;
	if (row.size > FILE_MAX)
		return 413;
	v->out->type = download_type(v->a, row.type);
	v->out->disposition = download_disposition(v->a, row.name);
	buf_init(&b, v->a);
	buf_reserve(&b, (size_t)row.size);
	status = fill(v, &b, row.size);
	v->out->body = buf_str(&b);
	return status;
}
