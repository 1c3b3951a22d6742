/*
 * body: see body.h.  Texts and the header fields of parts are GMime's; the multiparts around
 * them are written here, because their ends stand behind what is not in memory.
 */
#include "daemon/out/body.h"

#include <gmime/gmime.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "parsers/mime/attach.h"

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

static GMimeObject *
part_new(struct arena *a, const char *subtype, struct str text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
	GMimeContentEncoding encoding = encoding_of(text);
	/* GMime ends the lines of quoted-printable itself; base64 hides them. */
	struct str in = lines(a, text,
	    encoding == GMIME_CONTENT_ENCODING_BASE64 ? "\r\n" : "\n");
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(in.n > 0 ? in.p : "", in.n);
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream,
	    GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_part_set_content(GMIME_PART(part), content);
	g_mime_part_set_content_encoding(GMIME_PART(part), encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

/* No encoded body has a line that starts like it: "=_" is in none. */
static struct str
boundary(struct arena *a, struct str message_id, const char *what)
{
	unsigned char d[SHA256_BYTES];

	sha256_of(message_id, d);
	return str_printf(a, "=_%s_%s", what, sha256_hex(a, d, 12).p);
}

static GMimeObject *
texts_new(struct arena *a, const struct body *m)
{
	GMimeObject *text = part_new(a, "plain", m->text), *html;
	GMimeMultipart *both;

	if (m->html.n == 0)
		return text;
	html = part_new(a, "html", m->html);
	both = g_mime_multipart_new_with_subtype("alternative");
	g_mime_multipart_set_boundary(both, boundary(a, m->message_id, "docket").p);
	g_mime_multipart_add(both, text);
	g_mime_multipart_add(both, html);
	g_object_unref(text);
	g_object_unref(html);
	return GMIME_OBJECT(both);
}

/* Takes the body. */
static void
put_object(struct buf *b, GMimeObject *body)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *array;

	g_mime_object_write_to_stream(body, dos, stream);
	array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	buf_add(b, (struct str){ (const char *)array->data, array->len });
	g_object_unref(body);
	g_object_unref(stream);
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

static struct str
file_header(struct arena *a, const struct mail_file *f)
{
	struct str type = str_dup(a, type_of(f)), out;
	size_t slash = str_chr(type, '/', 0);
	bool is_plain = f->is_plain && str_eq(type, STR("message/rfc822"));
	GMimePart *part = g_mime_part_new_with_type(str_dup(a, str_sub(type, 0, slash)).p,
	    type.p + slash + 1);
	char *text;

	g_mime_object_set_disposition(GMIME_OBJECT(part), f->content_id.n > 0 ? "inline" :
	    "attachment");
	set_name(part, str_dup(a, attach_name(a, f->name)).p);
	if (f->content_id.n > 0)
		g_mime_object_set_content_id(GMIME_OBJECT(part), str_dup(a, f->content_id).p);
	g_mime_part_set_content_encoding(part, is_plain ? GMIME_CONTENT_ENCODING_7BIT :
	    GMIME_CONTENT_ENCODING_BASE64);
	text = g_mime_object_get_headers(GMIME_OBJECT(part), dos);
	out = str_printf(a, "%s\r\n", text);
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
open_multipart(struct buf *b, struct str type, struct str end)
{
	buf_printf(b, "Content-Type: multipart/%.*s;\r\n\tboundary=\"%.*s\"\r\n\r\n--%.*s\r\n",
	    STR_ARG(type), STR_ARG(end), STR_ARG(end));
}

/* Up to where the first file begins. */
void
body_put(struct buf *b, const struct body *m)
{
	struct str both = boundary(b->a, m->message_id, "docket");

	if (pictures(m) < m->n_files)
		open_multipart(b, STR("mixed"), boundary(b->a, m->message_id, "mixed"));
	if (pictures(m) == 0) {
		put_object(b, texts_new(b->a, m));
		return;
	}
	open_multipart(b, STR("alternative"), both);
	put_object(b, part_new(b->a, "plain", m->text));
	buf_printf(b, "\r\n--%.*s\r\n", STR_ARG(both));
	open_multipart(b, STR("related; type=\"text/html\""),
	    boundary(b->a, m->message_id, "related"));
	put_object(b, part_new(b->a, "html", m->html));
}

static void
put_file(struct arena *a, struct tail *t, struct str before, struct mail_file f)
{
	static const char lost[] = "docket could not keep this file.\r\n";

	tail_text(a, t, str_printf(a, "\r\n--%.*s\r\n", STR_ARG(before)));
	if (f.sha256.n > 0) {
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
