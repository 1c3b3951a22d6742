/* tail: see tail.h. */
#include "daemon/out/tail.h"

#include <glib.h>
#include <stdlib.h>

#include "parsers/base/array.h"
#include "sql.h"

enum {
	LINE_BYTES = 57,		/* of a file, in a line of base64 */
	LINE_OCTETS = 76 + 2,
	PIECE_LINES = 4096,		/* of one piece */
	PIECE_BYTES = PIECE_LINES * LINE_BYTES
};

struct held {				/* a tail that send asks for */
	struct arena	*a;
	int64_t		 delivery;
	struct tail	 tail;
	uint64_t	 at;
	bool		 is_wanted;
	struct held	*next;
};

struct tails {
	struct held	*first;
};

/* --- parts --- */

uint64_t
tail_cost(uint64_t size, bool is_plain)
{
	uint64_t last = size % LINE_BYTES;

	if (is_plain)
		return size;
	return size / LINE_BYTES * LINE_OCTETS + (last == 0 ? 0 : (last + 2) / 3 * 4 + 2);
}

static void
add(struct arena *a, struct tail *t, struct tail_part part)
{
	part.at = t->size;
	t->size += part.n;
	t->v = array_grow(a, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = part;
}

void
tail_text(struct arena *a, struct tail *t, struct str text)
{
	add(a, t, (struct tail_part){ .text = text, .n = text.n });
}

/* --- reading --- */

static int
blob_piece(struct db *db, const struct tail_part *p, uint64_t start, struct str *out,
    struct err *e)
{
	struct sql_blob_piece h = sql_blob_piece(db, p->sha256, (int64_t)start, PIECE_BYTES);
	struct sql_blob_piece_row row;
	uint64_t want = p->size - start < PIECE_BYTES ? p->size - start : PIECE_BYTES;

	if (db_run(db, e) == -1)
		return -1;
	if (!sql_blob_piece_row(db, h, 0, &row) || row.bytes.n != want)
		return err_set(e, ERR_MESSAGE, "a file that it carries is not there any more");
	*out = row.bytes;
	return 0;
}

static void
put_base64(struct buf *b, struct str bytes)
{
	for (struct str line; bytes.n > 0; bytes = str_sub(bytes, line.n, SIZE_MAX)) {
		char *text;

		line = str_sub(bytes, 0, LINE_BYTES);
		text = g_base64_encode((const guchar *)line.p, line.n);
		buf_printf(b, "%s\r\n", text);
		g_free(text);
	}
}

void
tail_blob(struct arena *a, struct tail *t, const struct mail_file *f)
{
	struct buf b;

	if (f->bytes.n > 0) {
		buf_init(&b, a);
		put_base64(&b, f->bytes);
		tail_text(a, t, buf_str(&b));
	} else if (f->size > 0) {
		add(a, t, (struct tail_part){ .sha256 = f->sha256, .size = f->size,
		    .is_plain = f->is_plain, .n = tail_cost(f->size, f->is_plain) });
	}
}

/* From this octet of the part on. */
static int
read_part(struct arena *a, struct db *db, const struct tail_part *p, uint64_t from,
    struct str *out, struct err *e)
{
	uint64_t line = from / LINE_OCTETS;
	struct str bytes;
	struct buf b;

	if (p->sha256.n == 0) {
		*out = str_sub(p->text, from, SIZE_MAX);
		return 0;
	}
	if (blob_piece(db, p, p->is_plain ? from : line * LINE_BYTES, &bytes, e) == -1)
		return -1;
	if (p->is_plain) {
		*out = str_dup(a, bytes);
		return 0;
	}
	buf_init(&b, a);
	buf_reserve(&b, PIECE_LINES * LINE_OCTETS);
	put_base64(&b, bytes);
	*out = str_sub(buf_str(&b), from - line * LINE_OCTETS, SIZE_MAX);
	return 0;
}

int
tail_read(struct arena *a, struct db *db, const struct tail *t, uint64_t at, struct str *out,
    struct err *e)
{
	for (size_t i = 0; i < t->n; i++)
		if (at >= t->v[i].at && at - t->v[i].at < t->v[i].n)
			return read_part(a, db, &t->v[i], at - t->v[i].at, out, e);
	return err_set(e, ERR_BUG, "a mail ends before octet %llu of its files",
	    (unsigned long long)at);
}

/* --- what send has --- */

struct tails *
tails_new(void)
{
	struct tails *all = calloc(1, sizeof(*all));

	if (all == NULL)
		arena_oom();
	return all;
}

void
tails_add(struct tails *all, int64_t delivery, const struct tail *t)
{
	struct arena *a = arena_new();
	struct held *h = ARENA_NEW(a, struct held);

	*h = (struct held){ .a = a, .delivery = delivery, .next = all->first };
	for (size_t i = 0; i < t->n; i++) {
		struct tail_part part = t->v[i];

		part.text = str_dup(a, part.text);
		part.sha256 = str_dup(a, part.sha256);
		add(a, &h->tail, part);
	}
	all->first = h;
}

void
tails_drop(struct tails *all, int64_t delivery)
{
	for (struct held **p = &all->first, *h; (h = *p) != NULL; p = &h->next)
		if (h->delivery == delivery) {
			*p = h->next;
			arena_free(h->a);
			return;
		}
}

void
tails_clear(struct tails *all)
{
	while (all->first != NULL)
		tails_drop(all, all->first->delivery);
}

bool
tails_want(struct tails *all, int64_t delivery, uint64_t at)
{
	for (struct held *h = all->first; h != NULL; h = h->next)
		if (h->delivery == delivery && at < h->tail.size) {
			h->at = at;
			h->is_wanted = true;
			return true;
		}
	return false;
}

int
tails_feed(struct tails *all, struct db *db, struct channel *send, struct err *e)
{
	struct arena *a = arena_new();
	int status = 0;

	for (struct held *h = all->first; h != NULL; h = h->next, arena_reset(a)) {
		struct msg_piece piece = { .delivery = h->delivery, .at = h->at };
		struct buf b;

		if (!h->is_wanted)
			continue;
		h->is_wanted = false;
		if (db != NULL && status == 0)
			status = tail_read(a, db, &h->tail, h->at, &piece.bytes, e);
		buf_init(&b, a);
		msg_piece_pack(&b, &piece);
		if (send != NULL)
			channel_put(send, MSG_PIECE, buf_str(&b));
	}
	arena_free(a);
	return status;
}
