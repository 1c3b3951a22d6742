/*
 * body: see body.h.  Texts are encoded, and header fields of files written, by GMime; the
 * multiparts around them are written here, because their ends stand behind what is not in
 * memory.  Quoted-printable has a state no longer than a line: what the copies of a draft
 * share is encoded once, and of each the lines that are its own.
 */
#include "daemon/out/body.h"

#include <gmime/gmime.h>
#include <string.h>

#include "daemon/out/wireline.h"
#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "parsers/mime/attach.h"

enum { NAME_OCTETS_A_LINE = 16 };	/* three characters each */

static GMimeFormatOptions	*dos;	/* CRLF; never changed after body_init() */

void
body_init(void)
{
	if (dos != NULL)
		return;
	g_mime_init();
	dos = g_mime_format_options_new();
	g_mime_format_options_set_newline_format(dos, GMIME_NEWLINE_FORMAT_DOS);
}

/* --- texts --- */

/* Lines with this ending, the last one too. */
static struct str
lines(struct arena *a, struct str text, const char *end)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	while (str_line(&text, &line)) {
		buf_add(&b, line);
		buf_adds(&b, end);
	}
	return buf_str(&b);
}

/* Quoted-printable while most can be read in it. */
static GMimeContentEncoding
encoding_of(struct str text)
{
	size_t high = 0;

	for (size_t i = 0; i < text.n; i++)
		high += (unsigned char)text.p[i] > 0x7e;
	return high > text.n / 3 ? GMIME_CONTENT_ENCODING_BASE64 :
	    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* Lives in `a`; by GMime's encoder, which ends lines as Unix does. */
static struct str
encode(struct arena *a, struct arena *scratch, GMimeContentEncoding encoding, struct str text)
{
	/* Quoted-printable shows the ends of lines, base64 hides them. */
	struct str in = lines(scratch, text,
	    encoding == GMIME_CONTENT_ENCODING_BASE64 ? "\r\n" : "\n"), out;
	GMimeEncoding state;
	char *p;

	g_mime_encoding_init_encode(&state, encoding);
	p = arena_bytes(scratch, g_mime_encoding_outlen(&state, in.n));
	out = (struct str){ p, g_mime_encoding_flush(&state, in.n > 0 ? in.p : "", in.n, p) };
	return str_dup(a, lines(scratch, out, "\r\n"));
}

/* No encoded body has a line that starts like it: "=_" is in none. */
static struct str
boundary(struct arena *a, struct str message_id, const char *what)
{
	unsigned char d[SHA256_BYTES];

	sha256_of(message_id, d);
	return str_printf(a, "=_%s_%s", what, sha256_hex(a, d, 12).p);
}

/* --- what all copies share, and the lines that they do not --- */

struct piece {
	struct str		 bytes;		/* as they go out; or … */
	struct str		 text;		/* … what the mark is in, … */
	GMimeContentEncoding	 encoding;	/* … still to be encoded */
};

struct body_form {
	struct arena	*a;
	struct str	 mark;
	struct piece	*v;
	size_t		 n;
	size_t		 size;			/* of its bytes, about */
};

static void
add_piece(struct body_form *f, struct piece p)
{
	if (p.bytes.n + p.text.n == 0)
		return;
	f->v = array_grow(f->a, f->v, f->n, sizeof(*f->v));
	f->v[f->n++] = p;
	f->size += p.bytes.n + 2 * p.text.n;
}

static void
add_bytes(struct body_form *f, struct str bytes)
{
	add_piece(f, (struct piece){ .bytes = bytes });
}

/* Each line with the mark is by itself; of base64, no line is. */
static void
add_encoded(struct body_form *f, struct arena *scratch, GMimeContentEncoding encoding,
    struct str text)
{
	bool by_line = encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
	size_t at;

	while (f->mark.n > 0 && (at = str_find(text, f->mark, 0)) != SIZE_MAX) {
		const char *nl = by_line ? memrchr(text.p, '\n', at) : NULL;
		size_t from = nl == NULL ? 0 : (size_t)(nl - text.p) + 1;
		size_t end = by_line ? str_chr(text, '\n', at) : SIZE_MAX;

		add_bytes(f, encode(f->a, scratch, encoding, str_sub(text, 0, from)));
		end = end == SIZE_MAX ? text.n : end + 1;
		add_piece(f, (struct piece){ .text = str_sub(text, from, end - from),
		    .encoding = encoding });
		text = str_sub(text, end, SIZE_MAX);
	}
	add_bytes(f, encode(f->a, scratch, encoding, text));
}

static void
add_text(struct body_form *f, struct arena *scratch, const char *subtype, struct str text)
{
	GMimeContentEncoding encoding = encoding_of(text);

	add_bytes(f, str_printf(f->a, "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: %s\r\n\r\n", subtype,
	    g_mime_content_encoding_to_string(encoding)));
	add_encoded(f, scratch, encoding, text);
}

/* --- files --- */

/* RFC 2045 section 5.1. */
static bool
is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || strchr("()<>@,;:\\\"/[]?=", s.p[i]) != NULL)
			return false;
	return s.n > 0 && s.n <= 64;
}

static bool
is_obeyed(struct str type, bool is_plain)
{
	return str_starts(type, STR("multipart/")) || (str_starts(type, STR("message/")) &&
	    !(is_plain && str_eq(type, STR("message/rfc822"))));
}

static struct str
type_of(const struct mail_file *f)
{
	size_t slash = str_chr(f->type, '/', 0);

	return slash == SIZE_MAX || !is_token(str_sub(f->type, 0, slash)) ||
	    !is_token(str_sub(f->type, slash + 1, SIZE_MAX)) ||
	    is_obeyed(f->type, f->is_plain) ? STR("application/octet-stream") : f->type;
}

/* RFC 2231 in the disposition; the type has it as older programs read it (RFC 2047). */
static void
set_name(GMimePart *part, const char *name)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	GMimeParam *param;

	g_mime_part_set_filename(part, name);
	param = g_mime_param_list_get_parameter(g_mime_content_type_get_parameters(type),
	    "name");
	if (param != NULL)
		g_mime_param_set_encoding_method(param, GMIME_PARAM_ENCODING_METHOD_RFC2047);
}

/*
 * A name that looks like an encoded word: programs decode it wherever it stands, and it may
 * hide a line end.  GMime would leave it as it is; here none of it is (RFC 2231).
 */
static bool
is_misread(struct str name)
{
	return str_find(name, STR("=?"), 0) != SIZE_MAX;
}

static struct str
add_misread(struct arena *a, struct str header, struct str name)
{
	size_t at = str_find(header, STR("Content-Disposition: "), 0);
	size_t end = str_find(header, STR("\r\n"), at);
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, str_sub(header, 0, end));
	for (size_t i = 0; i < name.n; i++) {
		if (i % NAME_OCTETS_A_LINE == 0)
			buf_printf(&b, ";\r\n\tfilename*%zu*=%s", i / NAME_OCTETS_A_LINE,
			    i == 0 ? "utf-8''" : "");
		buf_printf(&b, "%%%02X", (unsigned char)name.p[i]);
	}
	buf_add(&b, str_sub(header, end, SIZE_MAX));
	return buf_str(&b);
}

static struct str
file_header(struct arena *a, const struct mail_file *f)
{
	struct str name = str_dup(a, attach_name(a, f->name));
	struct str type = str_dup(a, type_of(f)), out;
	size_t slash = str_chr(type, '/', 0);
	bool is_plain = f->is_plain && str_eq(type, STR("message/rfc822"));
	GMimePart *part = g_mime_part_new_with_type(str_dup(a, str_sub(type, 0, slash)).p,
	    type.p + slash + 1);
	char *text;

	g_mime_object_set_disposition(GMIME_OBJECT(part), f->content_id.n > 0 ? "inline" :
	    "attachment");
	if (!is_misread(name))
		set_name(part, name.p);
	if (f->content_id.n > 0)
		g_mime_object_set_content_id(GMIME_OBJECT(part), str_dup(a, f->content_id).p);
	g_mime_part_set_content_encoding(part, is_plain ? GMIME_CONTENT_ENCODING_7BIT :
	    GMIME_CONTENT_ENCODING_BASE64);
	text = g_mime_object_get_headers(GMIME_OBJECT(part), dos);
	out = is_misread(name) ? add_misread(a, str_c(text), name) : str_c(text);
	out = str_printf(a, "%.*s\r\n", STR_ARG(out));
	g_free(text);
	g_object_unref(part);
	return out;
}

/* --- all of it --- */

/* Pictures need a page that shows them. */
static size_t
pictures(const struct body *m)
{
	size_t n = 0;

	while (n < m->n_files && m->html.n > 0 && m->files[n].content_id.n > 0)
		n++;
	return n;
}

static void
open_multipart(struct body_form *f, struct str type, struct str end)
{
	add_bytes(f, str_printf(f->a, "Content-Type: multipart/%.*s;\r\n\tboundary=\"%.*s\""
	    "\r\n\r\n--%.*s\r\n", STR_ARG(type), STR_ARG(end), STR_ARG(end)));
}

static void
add_texts(struct body_form *f, struct arena *scratch, const struct body *m)
{
	struct str both = boundary(f->a, m->message_id, "docket");
	bool has_pictures = pictures(m) > 0;

	if (m->html.n == 0) {
		add_text(f, scratch, "plain", m->text);
		return;
	}
	open_multipart(f, STR("alternative"), both);
	add_text(f, scratch, "plain", m->text);
	add_bytes(f, str_printf(f->a, "\r\n--%.*s\r\n", STR_ARG(both)));
	if (has_pictures)
		open_multipart(f, STR("related; type=\"text/html\""),
		    boundary(f->a, m->message_id, "related"));
	add_text(f, scratch, "html", m->html);
	if (!has_pictures)
		add_bytes(f, str_printf(f->a, "\r\n--%.*s--\r\n", STR_ARG(both)));
}

static bool
is_sound(const struct body_form *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].bytes.n > 0 && !wirelines_ok(f->v[i].bytes, false))
			return false;
	return true;
}

struct body_form *
body_form(struct arena *a, const struct body *m, struct str mark)
{
	struct body_form *f = ARENA_NEW(a, struct body_form);
	struct arena *scratch = arena_new();

	*f = (struct body_form){ .a = a, .mark = mark };
	if (pictures(m) < m->n_files)
		open_multipart(f, STR("mixed"), boundary(a, m->message_id, "mixed"));
	add_texts(f, scratch, m);
	arena_free(scratch);
	return is_sound(f) ? f : NULL;
}

size_t
body_size(const struct body_form *f)
{
	return f->size;
}

int
body_put(struct buf *b, const struct body_form *f, const struct fill *fill)
{
	struct arena *scratch = arena_new();
	bool sound = true;

	for (size_t i = 0; i < f->n; i++) {
		const struct piece *p = &f->v[i];
		struct str bytes = p->bytes;

		if (p->text.n > 0) {
			bytes = encode(scratch, scratch, p->encoding,
			    fill_marks(scratch, p->text, f->mark, fill));
			sound &= bytes.n == 0 || wirelines_ok(bytes, false);
		}
		buf_add(b, bytes);
	}
	arena_free(scratch);
	return sound ? 0 : -1;
}

static void
put_file(struct arena *a, struct tail *t, struct str before, struct mail_file f)
{
	static const char lost[] = "docket could not keep this file.\r\n";

	tail_text(a, t, str_printf(a, "\r\n--%.*s\r\n", STR_ARG(before)));
	if (f.sha256.n > 0 || f.bytes.n > 0) {
		tail_text(a, t, file_header(a, &f));
		tail_blob(a, t, &f);
		return;
	}
	tail_text(a, t, str_printf(a, "Content-Type: text/plain; charset=us-ascii\r\n\r\n%s",
	    lost));
}

static void
close_multipart(struct arena *a, struct tail *t, struct str end)
{
	tail_text(a, t, str_printf(a, "\r\n--%.*s--\r\n", STR_ARG(end)));
}

void
body_tail(struct arena *a, const struct body *m, struct tail *t)
{
	struct str mixed = boundary(a, m->message_id, "mixed");
	struct str related = boundary(a, m->message_id, "related");
	size_t shown = pictures(m);

	*t = (struct tail){ .n = 0 };
	for (size_t i = 0; i < shown; i++)
		put_file(a, t, related, m->files[i]);
	if (shown > 0) {
		close_multipart(a, t, related);
		close_multipart(a, t, boundary(a, m->message_id, "docket"));
	}
	for (size_t i = shown; i < m->n_files; i++) {
		struct mail_file f = m->files[i];

		f.content_id = STR_NONE;
		put_file(a, t, mixed, f);
	}
	if (shown < m->n_files)
		close_multipart(a, t, mixed);
}
