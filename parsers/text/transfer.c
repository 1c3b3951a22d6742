/*
 * Trusts nothing: bytes that the encoding does not allow are passed over.
 * GMime's decoders work piece by piece and see bytes only, never a structure.
 */
#include "parsers/text/transfer.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"

enum {
	CHUNK = 32 * 1024,
	SPARE = 64,
	LOOK = 400			/* bytes of a line that are looked at */
};

void
transfer_init(void)
{
	g_mime_init();
}

/* Letters and digits only: "base-64" and "quoted_printable" are meant so. */
static const struct {
	struct str	name;
	enum transfer	transfer;
} names[] = {
	{ { "base64", 6 }, TRANSFER_BASE64 },
	{ { "quotedprintable", 15 }, TRANSFER_QP },
	{ { "xuue", 4 }, TRANSFER_UU },
	{ { "uue", 3 }, TRANSFER_UU },
};

enum { LABEL_MAX = 15 };

enum transfer
transfer_of(struct str name)
{
	char key[LABEL_MAX];
	size_t n = 0, depth = 0;

	for (size_t i = 0; i < name.n && n < LABEL_MAX; i++) {
		unsigned char c = (unsigned char)name.p[i];

		depth += c == '(';
		if (c == ')' && depth > 0)
			depth--;
		else if (depth == 0 && ((c >= '0' && c <= '9') ||
		    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			key[n++] = (char)c;
	}
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_istarts((struct str){ key, n }, names[i].name))
			return names[i].transfer;
	return TRANSFER_PLAIN;
}

/*
 * Some mailers say base64 and send the text as it is.  Its first line then has
 * words with spaces between, which base64 never has.
 */
enum transfer
transfer_of_text(struct str name, struct str body)
{
	enum transfer transfer = transfer_of(name);
	struct str line = STR_NONE;
	size_t gaps = 0;

	while (transfer == TRANSFER_BASE64 && line.n == 0 && str_line(&body, &line))
		line = str_trim(line);
	for (size_t i = 0; i < line.n && i < LOOK; i++)
		gaps += line.p[i] == ' ' && line.p[i + 1] != ' ';
	return gaps >= 2 ? TRANSFER_PLAIN : transfer;
}

static const GMimeContentEncoding encodings[] = {
	[TRANSFER_PLAIN] = GMIME_CONTENT_ENCODING_8BIT,
	[TRANSFER_BASE64] = GMIME_CONTENT_ENCODING_BASE64,
	[TRANSFER_QP] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
	[TRANSFER_UU] = GMIME_CONTENT_ENCODING_UUENCODE,
	[TRANSFER_YENC] = GMIME_CONTENT_ENCODING_8BIT,
};

struct decoder {
	GMimeEncoding	 state;
	struct str	 rest;
	bool		 unpadded;	/* base64 whose '=' may be missing */
	bool		 base64;
	bool		 qp, yenc, escaped;
	char		 trimmed[CHUNK];
	char		 out[CHUNK + SPARE];
};

/* Behind the "begin 644 name" line, where GMime's decoder wants to start. */
static struct str
uu_body(struct str in)
{
	struct str rest = in, line;

	while (str_line(&rest, &line))
		if (str_starts(line, STR("begin ")))
			return rest;
	return in;
}

/* RFC 2045 section 6.7 rule 3: spaces behind a soft line break are of the way. */
static struct str
trim_soft_breaks(struct str in, char *to)
{
	struct str out = { to, 0 };
	size_t from = 0;

	if (str_find(in, STR("= "), 0) == SIZE_MAX && str_find(in, STR("=\t"), 0) == SIZE_MAX)
		return in;
	for (size_t i = 0; i < in.n; i++) {
		size_t end = i + 1;

		while (in.p[i] == '=' && end < in.n && (in.p[end] == ' ' || in.p[end] == '\t'))
			end++;
		if (end == i + 1 || end == in.n || (in.p[end] != '\r' && in.p[end] != '\n'))
			continue;
		memcpy(to + out.n, in.p + from, i + 1 - from);
		out.n += i + 1 - from;
		from = end;
		i = end - 1;
	}
	memcpy(to + out.n, in.p + from, in.n - from);
	out.n += in.n - from;
	return out;
}

static void
decoder_init(struct decoder *d, enum transfer transfer, struct str in)
{
	d->yenc = transfer == TRANSFER_YENC;
	d->escaped = false;
	g_mime_encoding_init_decode(&d->state, encodings[transfer]);
	if (transfer == TRANSFER_UU) {
		in = uu_body(in);
		d->state.state |= GMIME_UUDECODE_STATE_BEGIN;
	}
	d->qp = transfer == TRANSFER_QP;
	d->base64 = transfer == TRANSFER_BASE64;
	d->rest = in;
	d->unpadded = transfer == TRANSFER_BASE64 && in.n > 0;
	assert(g_mime_encoding_outlen(&d->state, CHUNK) <= sizeof(d->out));
}

/* yEnc: each byte 42 higher, and 64 more behind '='. */
static size_t
yenc_step(struct decoder *d, struct str in)
{
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '\r' || in.p[i] == '\n')
			continue;
		if (in.p[i] == '=' && !d->escaped) {
			d->escaped = true;
			continue;
		}
		d->out[n++] = (char)(in.p[i] - 42 - (d->escaped ? 64 : 0));
		d->escaped = false;
	}
	return n;
}

/* Up to the last line end: no soft break is parted from its line's. */
static struct str
whole_lines(struct str s)
{
	const char *end = (const char *)memrchr(s.p, '\n', s.n);

	return end == NULL ? s : str_sub(s, 0, (size_t)(end - s.p) + 1);
}

/* Up to the '=' that end a base64 text, or all. */
static struct str
up_to_padding(struct str in)
{
	size_t end = str_chr(in, '=', 0);

	while (end < in.n && in.p[end] == '=')
		end++;
	return str_sub(in, 0, end);
}

/* What a mailer writes that encodes line by line; no list's footer. */
static bool
is_base64_line(struct str line)
{
	struct str s = up_to_padding(line);

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='))
			return false;
	}
	return s.n % 4 == 0 && s.n >= (str_ends(s, STR("=")) ? 4 : 8);
}

/* Behind the padding another base64 text may follow. */
static void
restart(struct decoder *d)
{
	struct str rest = d->rest, line = STR_NONE;

	while (line.n == 0 && str_line(&d->rest, &line))
		line = str_trim(line);
	if (!is_base64_line(line)) {
		d->rest = STR_NONE;
		d->unpadded = false;
		return;
	}
	d->rest = (struct str){ line.p, rest.n - (size_t)(line.p - rest.p) };
	g_mime_encoding_init_decode(&d->state, encodings[TRANSFER_BASE64]);
}

/* False at the end; a piece may be empty. */
static bool
decoder_next(struct decoder *d, struct str *piece)
{
	struct str in = str_sub(d->rest, 0, CHUNK);

	if (in.n == 0 && !d->unpadded)
		return false;
	if (in.n == 0) {
		/* Completes what is left over; adds nothing where nothing is. */
		in = STR("==");
		d->unpadded = false;
	}
	if (d->qp)
		in = whole_lines(in);
	if (d->base64 && d->unpadded)
		in = up_to_padding(in);
	d->rest = str_sub(d->rest, in.n, d->rest.n);
	if (d->qp)
		in = trim_soft_breaks(in, d->trimmed);
	*piece = (struct str){ d->out, d->yenc ? yenc_step(d, in) :
	    d->rest.n > 0 || d->unpadded ?
	    g_mime_encoding_step(&d->state, in.p, in.n, d->out) :
	    g_mime_encoding_flush(&d->state, in.p, in.n, d->out) };
	if (d->base64 && d->unpadded && str_ends(in, STR("=")))
		restart(d);
	return true;
}

struct str
transfer_decode(struct arena *a, enum transfer transfer, struct str in, size_t max)
{
	/* No encoding grows, base64 shrinks; the last piece may go beyond `max`. */
	size_t all = transfer == TRANSFER_BASE64 ? in.n - in.n / 4 : in.n;
	size_t room = (all < max ? all : max + CHUNK) + SPARE;
	struct str out = { NULL, 0 }, piece;
	struct decoder d;
	char *p;

	if (transfer == TRANSFER_PLAIN)
		return str_sub(in, 0, max);
	out.p = p = arena_bytes(a, room);
	decoder_init(&d, transfer, in);
	while (out.n < max && decoder_next(&d, &piece)) {
		assert(piece.n <= room - out.n);
		memcpy(p + out.n, piece.p, piece.n);
		out.n += piece.n;
	}
	return out;
}

void
transfer_each(enum transfer transfer, struct str in,
    void (*take)(void *self, struct str piece), void *self)
{
	struct decoder d;
	struct str piece;

	decoder_init(&d, transfer, in);
	while (decoder_next(&d, &piece))
		take(self, piece);
}

struct hashed {
	struct sha256	*sum;
	uint64_t	 size;
};

static void
add_piece(void *self, struct str piece)
{
	struct hashed *h = self;

	sha256_add(h->sum, piece);
	h->size += piece.n;
}

struct str
transfer_hash(struct arena *a, enum transfer transfer, struct str in, uint64_t *size)
{
	struct hashed h = { .sum = sha256_new(a) };
	unsigned char digest[SHA256_BYTES];

	transfer_each(transfer, in, add_piece, &h);
	*size = h.size;
	sha256_end(h.sum, digest);
	return sha256_hex(a, digest, sizeof(digest));
}
