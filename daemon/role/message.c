/*
 * message: see message.h.  A message is a row of fields, in the order in which
 * they cross; the two walkers at the bottom of it are all that packs or unpacks.
 */
#include "daemon/role/message.h"

#include <stddef.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/wire.h"

enum field_kind {
	BYTE,				/* an enum, up to `max` */
	BOOL,
	U32,
	U64,
	I64,
	TEXT,				/* UTF-8 without NUL */
	BYTES,
	TEXTS,				/* at most `max` */
	PAIRS,				/* the same, names and values: at most `max` of both */
	PAGE_FILES,			/* at most `max` */
	UIDS,				/* at most `max` */
	REST				/* the last one: no length, all that is left */
};

struct field {
	enum field_kind	kind;
	size_t		at;		/* in the struct */
	uint32_t	max;
};

struct fields {
	const struct field	*v;
	size_t			 n;
	size_t			 size;	/* of the struct */
};

#define FIELD(kind, name, member)	{ kind, offsetof(struct name, member), 0 }
#define LIMITED(kind, name, member, max) { kind, offsetof(struct name, member), max }

static const struct field msg_peer_fields[] = {
	LIMITED(BYTE, msg_peer, role, ROLES - 1), FIELD(U32, msg_peer, index),
};
static const struct field msg_kill_fields[] = { FIELD(U32, msg_kill, index) };
static const struct field msg_claim_fields[] = { FIELD(TEXT, msg_claim, mailbox) };
static const struct field mail_item_fields[] = {
	FIELD(TEXT, mail_item, mailbox), FIELD(U64, mail_item, uidvalidity),
	FIELD(U64, mail_item, uid), FIELD(I64, mail_item, arrived),
	FIELD(U64, mail_item, size), FIELD(BOOL, mail_item, truncated),
	FIELD(BYTES, mail_item, raw),
};
static const struct field msg_skip_fields[] = {
	FIELD(TEXT, msg_skip, mailbox), FIELD(U64, msg_skip, uidvalidity),
	FIELD(U64, msg_skip, uid),
};
static const struct field msg_health_fields[] = {
	FIELD(TEXT, msg_health, mailbox), FIELD(BOOL, msg_health, ok),
	FIELD(TEXT, msg_health, text), FIELD(BOOL, msg_health, refused),
	FIELD(TEXT, msg_health, mend),
};
static const struct field msg_stock_fields[] = {
	FIELD(TEXT, msg_stock, mailbox), FIELD(U64, msg_stock, number),
	FIELD(U64, msg_stock, uidvalidity), FIELD(U64, msg_stock, first),
};
static const struct field msg_stocked_fields[] = {
	FIELD(TEXT, msg_stocked, mailbox), FIELD(U64, msg_stocked, number),
	FIELD(U64, msg_stocked, next), LIMITED(UIDS, msg_stocked, ranges, MSG_RANGES_MAX),
};
static const struct field msg_ask_fields[] = {
	FIELD(TEXT, msg_ask, mailbox), FIELD(U64, msg_ask, number),
	FIELD(U64, msg_ask, uidvalidity), LIMITED(UIDS, msg_ask, uids, MSG_UIDS_MAX),
	LIMITED(UIDS, msg_ask, sizes, MSG_UIDS_MAX), LIMITED(UIDS, msg_ask, dates, MSG_UIDS_MAX),
};
static const struct field msg_proven_fields[] = {
	FIELD(TEXT, msg_proven, mailbox), FIELD(U64, msg_proven, number),
	LIMITED(UIDS, msg_proven, uids, MSG_UIDS_MAX),
};
static const struct field msg_cursor_fields[] = {
	FIELD(TEXT, msg_cursor, mailbox), FIELD(BOOL, msg_cursor, granted),
	FIELD(U64, msg_cursor, uidvalidity), FIELD(U64, msg_cursor, uid),
	FIELD(I64, msg_cursor, since),
};
static const struct field msg_stored_fields[] = {
	FIELD(TEXT, msg_stored, mailbox), FIELD(U64, msg_stored, uidvalidity),
	FIELD(U64, msg_stored, uid), FIELD(BOOL, msg_stored, ok),
	FIELD(BOOL, msg_stored, later),
};
static const struct field msg_parse_fields[] = {
	FIELD(U64, msg_parse, id), FIELD(BYTES, msg_parse, raw),
	FIELD(BYTES, msg_parse, marks),
};
static const struct field msg_letter_fields[] = {
	FIELD(U64, msg_letter, id), FIELD(REST, msg_letter, letter),
};
static const struct field msg_match_fields[] = {
	FIELD(U64, msg_match, id), FIELD(U32, msg_match, pattern),
	FIELD(BYTES, msg_match, text),
};
static const struct field msg_matched_fields[] = {
	FIELD(U64, msg_matched, id), FIELD(REST, msg_matched, results),
};
static const struct field msg_files_fields[] = {
	FIELD(U64, msg_files, id), LIMITED(TEXTS, msg_files, sha256, MSG_FILES_MAX),
	FIELD(REST, msg_files, raw),
};
static const struct field msg_file_fields[] = {
	FIELD(U64, msg_file, id), FIELD(TEXT, msg_file, sha256), FIELD(REST, msg_file, bytes),
};
static const struct field delivery_fields[] = {
	FIELD(I64, delivery, id), FIELD(TEXT, delivery, mailbox),
	FIELD(TEXT, delivery, envelope_from), FIELD(TEXT, delivery, recipient),
	FIELD(TEXT, delivery, return_path), FIELD(BYTES, delivery, bytes),
	LIMITED(BYTE, delivery, priority, SEND_PRIORITIES - 1), FIELD(U64, delivery, tail),
};
static const struct field msg_want_fields[] = {
	FIELD(I64, msg_want, delivery), FIELD(U64, msg_want, at),
};
static const struct field msg_piece_fields[] = {
	FIELD(I64, msg_piece, delivery), FIELD(U64, msg_piece, at), FIELD(REST, msg_piece, bytes),
};
static const struct field mail_result_fields[] = {
	FIELD(I64, mail_result, delivery), LIMITED(BYTE, mail_result, outcome, SEND_UNKNOWN),
	FIELD(U32, mail_result, code), FIELD(TEXT, mail_result, reply),
	LIMITED(BYTE, mail_result, stop, SEND_WAITED), FIELD(TEXT, mail_result, mend),
};

static const struct field msg_login_fields[] = {
	FIELD(TEXT, msg_login, mailbox), LIMITED(BYTE, msg_login, service, LOGIN_SERVICES - 1),
	FIELD(BOOL, msg_login, ok), FIELD(I64, msg_login, number), FIELD(TEXT, msg_login, text),
};
static const struct field msg_token_fields[] = {
	FIELD(TEXT, msg_token, mailbox), FIELD(BOOL, msg_token, ok), FIELD(TEXT, msg_token, text),
	FIELD(TEXT, msg_token, mend), FIELD(I64, msg_token, retry_at),
	FIELD(I64, msg_token, ends_at), FIELD(BOOL, msg_token, by_certificate),
};
static const struct field page_request_fields[] = {
	FIELD(U64, page_request, id), FIELD(BOOL, page_request, is_post),
	FIELD(TEXT, page_request, path), LIMITED(PAIRS, page_request, query, MSG_PAIRS_MAX),
	LIMITED(PAIRS, page_request, form, MSG_PAIRS_MAX),
	LIMITED(PAGE_FILES, page_request, files, MSG_PAGE_FILES_MAX),
	FIELD(TEXT, page_request, session), FIELD(TEXT, page_request, code),
	FIELD(TEXT, page_request, language), FIELD(TEXT, page_request, address),
	FIELD(TEXT, page_request, program),
	FIELD(TEXT, page_request, origin),
};
static const struct field page_answer_fields[] = {
	FIELD(U64, page_answer, id), FIELD(U32, page_answer, status),
	FIELD(TEXT, page_answer, type), FIELD(TEXT, page_answer, location),
	FIELD(TEXT, page_answer, disposition), FIELD(TEXT, page_answer, etag),
	LIMITED(TEXTS, page_answer, cookies, MSG_COOKIES_MAX), FIELD(REST, page_answer, body),
};

/* --- packing --- */

static void
put_page_files(struct buf *b, const struct page_files *files)
{
	wire_put_u32(b, (uint32_t)files->n);
	for (size_t i = 0; i < files->n; i++) {
		wire_put_str(b, files->v[i].field);
		wire_put_str(b, files->v[i].name);
		wire_put_str(b, files->v[i].type);
		wire_put_str(b, files->v[i].bytes);
	}
}

static void
put_uids(struct buf *b, const struct msg_uids *u)
{
	wire_put_u32(b, (uint32_t)u->n);
	for (size_t i = 0; i < u->n; i++)
		wire_put_u64(b, (uint64_t)u->v[i]);
}

static void
put_field(struct buf *b, const struct field *f, const void *p)
{
	switch (f->kind) {
	case BYTE:
		wire_put_u8(b, (uint8_t)*(const uint32_t *)p);
		break;
	case BOOL:
		wire_put_u8(b, *(const bool *)p);
		break;
	case U32:
		wire_put_u32(b, *(const uint32_t *)p);
		break;
	case U64:
		wire_put_u64(b, *(const uint64_t *)p);
		break;
	case I64:
		wire_put_u64(b, (uint64_t)*(const int64_t *)p);
		break;
	case TEXT:
	case BYTES:
		wire_put_str(b, *(const struct str *)p);
		break;
	case TEXTS:
	case PAIRS:
		wire_put_strs(b, p);
		break;
	case PAGE_FILES:
		put_page_files(b, p);
		break;
	case UIDS:
		put_uids(b, p);
		break;
	case REST:
		buf_add(b, *(const struct str *)p);
		break;
	}
}

static void
pack(struct buf *b, const struct fields *fs, const void *from)
{
	for (size_t i = 0; i < fs->n; i++)
		put_field(b, &fs->v[i], (const char *)from + fs->v[i].at);
}

/* --- unpacking --- */

static void
get_byte(struct wire *in, uint32_t max, uint32_t *out)
{
	*out = wire_u8(in);
	in->bad |= *out > max;
}

static void
get_uids(struct arena *a, struct wire *in, size_t max, struct msg_uids *out)
{
	size_t n = wire_count(in, sizeof(uint64_t), max);

	*out = (struct msg_uids){ ARENA_ARRAY(a, n, int64_t), n };
	for (size_t i = 0; i < n; i++)
		out->v[i] = wire_i64(in);
}

static void
get_page_files(struct arena *a, struct wire *in, size_t max, struct page_files *out)
{
	size_t n = wire_count(in, 4 * sizeof(uint32_t), max);

	*out = (struct page_files){ ARENA_ARRAY(a, n, struct page_file), n };
	for (size_t i = 0; i < n; i++) {
		out->v[i].field = wire_text(in);
		out->v[i].name = wire_text(in);
		out->v[i].type = wire_text(in);
		out->v[i].bytes = wire_str(in);
	}
}

static void
get_field(struct arena *a, struct wire *in, const struct field *f, void *p)
{
	switch (f->kind) {
	case BYTE:
		get_byte(in, f->max, p);
		break;
	case BOOL:
		*(bool *)p = wire_bool(in);
		break;
	case U32:
		*(uint32_t *)p = wire_u32(in);
		break;
	case U64:
		*(uint64_t *)p = wire_u64(in);
		break;
	case I64:
		*(int64_t *)p = wire_i64(in);
		break;
	case TEXT:
		*(struct str *)p = wire_text(in);
		break;
	case BYTES:
		*(struct str *)p = wire_str(in);
		break;
	case TEXTS:
		wire_strs(a, in, f->max, p);
		break;
	case PAIRS:
		wire_strs(a, in, f->max, p);
		in->bad |= ((const struct strs *)p)->n % 2 != 0;
		break;
	case PAGE_FILES:
		get_page_files(a, in, f->max, p);
		break;
	case UIDS:
		get_uids(a, in, f->max, p);
		break;
	case REST:
		*(struct str *)p = in->in;
		in->in = STR_NONE;
		break;
	}
}

static int
unpack(struct arena *a, const struct fields *fs, struct str body, void *out)
{
	struct wire in = { .in = body };

	memset(out, 0, fs->size);
	for (size_t i = 0; i < fs->n; i++)
		get_field(a, &in, &fs->v[i], (char *)out + fs->v[i].at);
	if (wire_end(&in) == 0)
		return 0;
	memset(out, 0, fs->size);
	return -1;
}

/* --- by name --- */

#define DOORS(name)							\
static const struct fields name##_row = {				\
	name##_fields, COUNT(name##_fields), sizeof(struct name)	\
};									\
									\
void									\
name##_pack(struct buf *b, const struct name *from)			\
{									\
	pack(b, &name##_row, from);					\
}									\
									\
int									\
name##_unpack(struct arena *a, struct str body, struct name *out)	\
{									\
	return unpack(a, &name##_row, body, out);			\
}

DOORS(msg_peer)
DOORS(msg_kill)
DOORS(msg_claim)
DOORS(mail_item)
DOORS(msg_skip)
DOORS(msg_health)
DOORS(msg_stock)
DOORS(msg_stocked)
DOORS(msg_ask)
DOORS(msg_proven)
DOORS(msg_cursor)
DOORS(msg_stored)
DOORS(msg_parse)
DOORS(msg_letter)
DOORS(msg_match)
DOORS(msg_matched)
DOORS(msg_files)
DOORS(msg_file)
DOORS(delivery)
DOORS(mail_result)
DOORS(msg_want)
DOORS(msg_piece)
DOORS(msg_login)
DOORS(msg_token)
DOORS(page_request)
DOORS(page_answer)

void
mail_item_pack_head(struct buf *b, const struct mail_item *m)
{
	struct mail_item head = *m;

	head.raw = STR_NONE;
	mail_item_pack(b, &head);
	b->n -= sizeof(uint32_t);
	wire_put_u32(b, (uint32_t)m->raw.n);
}

struct str
message_mailbox(struct str body)
{
	return wire_text(&(struct wire){ .in = body });
}

uint64_t
message_number(struct str body)
{
	return wire_u64(&(struct wire){ .in = body });
}
