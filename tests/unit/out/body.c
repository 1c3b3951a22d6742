/*
 * A body that is made once for all its copies, each copy against GMime's own parts of the
 * text that this copy has.
 */
#include "daemon/out/body.h"

#include <gmime/gmime.h>
#include <string.h>

#include "daemon/out/fill.h"
#include "tests/tap.h"

#define MARK	"0123456789abcdef01234567"
#define ID	"docket.12." MARK "@desk.example"

enum { TEXTS = 3000, PIECES = 60 };

static uint32_t seed = 20261130;

static uint32_t
any(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* Words, and what encoders trip over; `high` makes most of it no ASCII. */
static struct str
some_text(struct arena *a, bool high)
{
	static const char *const words[] = { "word", " ", "\n", "\r\n", "\t", "=", "a=b", ".", "\n.\n",
		" \n", "\t\n", "\r", "From ", "\xc3\xbc", "\xe6\x97\xa5\xe6\x9c\xac",
		"\xf0\x9f\x98\x80", MARK, "support+" MARK "@desk.example",
		"mailto:support%2B" MARK "@desk.example?subject=x", "-- \n", "",
		"a-line-that-has-no-blanks-and-is-of-some-length-so-that-it-must-be-cut-here" };
	struct buf b;

	buf_init(&b, a);
	for (uint32_t n = any(PIECES); n > 0; n--)
		buf_adds(&b, high && any(3) > 0 ? "\xe6\x97\xa5" :
		    words[any((uint32_t)(sizeof(words) / sizeof(words[0])))]);
	return buf_str(&b);
}

static struct str
unix_lines(struct arena *a, struct str text, const char *end)
{
	struct str line;
	struct buf b;

	buf_init(&b, a);
	while (str_line(&text, &line))
		buf_printf(&b, "%.*s%s", STR_ARG(line), end);
	return buf_str(&b);
}

static GMimeObject *
part(struct arena *a, const char *subtype, struct str text, bool base64)
{
	GMimeTextPart *made = g_mime_text_part_new_with_subtype(subtype);
	struct str in = unix_lines(a, text, base64 ? "\r\n" : "\n");
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(in.n > 0 ? in.p : "", in.n);
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream,
	    GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_text_part_set_charset(made, "utf-8");
	g_mime_part_set_content(GMIME_PART(made), content);
	g_mime_part_set_content_encoding(GMIME_PART(made), base64 ?
	    GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(made);
}

/* GMime's whole, of texts that are filled already. */
static struct str
whole(struct arena *a, struct str text, struct str html, const bool *base64, const char *boundary)
{
	GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
	GMimeObject *parts[] = { part(a, "plain", text, base64[0]),
		part(a, "html", html, base64[1]) };
	GMimeFormatOptions *dos = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *array;
	struct str out;

	g_mime_format_options_set_newline_format(dos, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_multipart_set_boundary(both, boundary);
	for (size_t i = 0; i < 2; i++) {
		g_mime_multipart_add(both, parts[i]);
		g_object_unref(parts[i]);
	}
	g_mime_object_write_to_stream(GMIME_OBJECT(both), dos, stream);
	array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	out = str_dup(a, (struct str){ (const char *)array->data, array->len });
	g_object_unref(both);
	g_object_unref(stream);
	g_mime_format_options_free(dos);
	return out;
}

/* Which encoding the draft's text got. */
static bool
is_base64(struct str body, size_t part)
{
	struct str name = STR("Content-Transfer-Encoding: ");
	size_t at = str_find(body, name, 0);

	if (part > 0)
		at = str_find(body, name, at + 1);
	return str_starts(str_sub(body, at + name.n, SIZE_MAX), STR("base64"));
}

static struct str
copy(struct arena *a, const struct body_form *form, struct str proof)
{
	struct buf b;

	buf_init(&b, a);
	return body_put(&b, form, &(struct fill){ .reply = proof }) == 0 ? buf_str(&b) : STR_NONE;
}

static bool
is_the_same(struct arena *a, const struct body *m, struct str proof, struct str *got,
    struct str *want)
{
	struct body_form *form = body_form(a, m, STR(MARK));
	const struct fill fill = { .reply = proof };
	bool base64[2];
	struct str boundary;

	if (form == NULL)
		return false;
	*got = copy(a, form, proof);
	base64[0] = is_base64(*got, 0);
	base64[1] = is_base64(*got, 1);
	boundary = str_sub(*got, str_find(*got, STR("=_docket_"), 0), SIZE_MAX);
	boundary = str_dup(a, str_sub(boundary, 0, str_chr(boundary, '"', 0)));
	*want = whole(a, fill_marks(a, m->text, STR(MARK), &fill),
	    fill_marks(a, m->html, STR(MARK), &fill), base64, boundary.p);
	return str_eq(*got, *want);
}

int
main(void)
{
	static const struct str proofs[] = { STR_NONE, STR("kproof"),
		STR("a0.GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") };
	struct arena *a = arena_new();
	size_t differing = 0, coded = 0, marked = 0;

	body_init();
	for (size_t i = 0; i < TEXTS; i++) {
		struct body m = { .message_id = STR(ID), .text = some_text(a, i % 5 == 0),
			.html = str_printf(a, "<p>%.*s", STR_ARG(some_text(a, i % 7 == 0))) };
		struct str got = STR_NONE, want = STR_NONE;

		if (!is_the_same(a, &m, proofs[i % 3], &got, &want) && differing++ == 0)
			tap_str(got, want, "text %zu", i);
		coded += is_base64(got, 0);
		marked += str_find(m.text, STR(MARK), 0) != SIZE_MAX;
		arena_reset(a);
	}
	tap_int((long long)differing, 0, "copies that GMime makes otherwise");
	tap_ok(coded > TEXTS / 20 && marked > TEXTS / 4, "some are base64 (%zu), some have the "
	    "mark (%zu)", coded, marked);
	arena_free(a);
	return tap_done();
}
