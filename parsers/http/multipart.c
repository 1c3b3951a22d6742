/*
 * multipart: multipart/form-data (RFC 7578) as browsers write it.  What a mail program may
 * write besides (text before the first part, folded fields, an encoding) is refused.
 */
#include "parsers/base/array.h"
#include "parsers/http/form.h"
#include "parsers/http/param.h"
#include "parsers/http/target.h"

enum {
	PART_HEAD = 8 * 1024,		/* octets of a part's fields */
	PART_FIELDS = 16,
	NAME_MAX = 256			/* octets of a file's name, and of a type */
};

struct part {
	struct str	name, filename, type;
	bool		is_file;
};

static int
hex_escape(struct str s, size_t i)
{
	int c = s.p[i] == '%' ? str_hex(s, i + 1) : -1;

	return c == '"' || c == '\r' || c == '\n' ? c : -1;
}

/* What a browser escapes in a name, taken back; %41 is what it says. */
static struct str
unquote(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		int c = hex_escape(s, i);

		buf_addc(&b, c == -1 ? s.p[i] : (char)c);
		i += c == -1 ? 0 : 2;
	}
	return buf_str(&b);
}

/* The last part of a path, without controls, cut to what a name may have. */
static struct str
base_name(struct arena *a, struct str s)
{
	struct buf b;

	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
			s = str_sub(s, i, SIZE_MAX);
			break;
		}
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f)
			buf_addc(&b, s.p[i]);
	return str_utf8_cut(str_trim(buf_str(&b)), NAME_MAX);
}

static int
read_disposition(struct arena *a, struct str value, struct part *p)
{
	struct str kind = str_trim(str_sub(value, 0, str_chr(value, ';', 0))), name, file;
	int has_file;

	if (p->name.p != NULL || !str_ieq(kind, STR("form-data")) ||
	    http_param(a, value, STR("name"), &name) != 1 ||
	    (has_file = http_param(a, value, STR("filename"), &file)) == -1)
		return HTTP_BAD;
	p->name = unquote(a, name);
	p->is_file = has_file == 1;
	p->filename = unquote(a, file);
	return str_is_text(p->name) && str_is_utf8(p->filename) ? 0 : HTTP_BAD;
}

/* Browsers code nothing; who does is told that it is not undone. */
static int
check_coding(struct str value)
{
	return str_ieq(value, STR("binary")) || str_ieq(value, STR("8bit")) ||
	    str_ieq(value, STR("7bit")) ? 0 : HTTP_BAD;
}

static int
read_field(struct arena *a, struct str line, struct part *p)
{
	size_t colon = str_chr(line, ':', 0);
	struct str name = str_sub(line, 0, colon), value;

	if (colon == SIZE_MAX || !http_is_token(name))
		return HTTP_BAD;
	value = str_trim(str_sub(line, colon + 1, SIZE_MAX));
	if (str_ieq(name, STR("content-disposition")))
		return read_disposition(a, value, p);
	if (str_ieq(name, STR("content-transfer-encoding")))
		return check_coding(value);
	if (str_ieq(name, STR("content-type")) && str_ascii(value, 0) == value.n &&
	    value.n <= NAME_MAX)
		p->type = value;
	return 0;
}

static int
read_fields(struct arena *a, struct str head, struct part *p)
{
	struct str line;

	*p = (struct part){ .is_file = false };
	for (size_t n = 0; head.n > 0; n++) {
		size_t end = str_find(head, STR("\r\n"), 0);

		line = str_sub(head, 0, end);
		head = end == SIZE_MAX ? STR_NONE : str_sub(head, end + 2, SIZE_MAX);
		for (size_t i = 0; i < line.n; i++)
			if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7f)
				return HTTP_BAD;
		if (n == PART_FIELDS || read_field(a, line, p) != 0)
			return HTTP_BAD;
	}
	return p->name.n > 0 ? 0 : HTTP_BAD;
}

/* A file that was not chosen has neither name nor bytes. */
static int
keep(struct arena *a, const struct part *p, struct str bytes, const struct http_limits *limits,
    struct http_form *out)
{
	struct str text;

	if (p->is_file && p->filename.n == 0 && bytes.n == 0)
		return 0;
	if (p->is_file ? out->n_files >= limits->files : out->pairs.n / 2 >= limits->pairs)
		return HTTP_TOO_LARGE;
	if (p->is_file) {
		out->files = array_grow(a, out->files, out->n_files, sizeof(*out->files));
		out->files[out->n_files++] = (struct http_file){ p->name, base_name(a, p->filename),
		    p->type, bytes };
		return 0;
	}
	if (!http_text(a, bytes, &text))
		return HTTP_BAD;
	strs_add(a, &out->pairs, p->name);
	strs_add(a, &out->pairs, text);
	return 0;
}

/* One part off *rest, which begins behind a delimiter's CRLF, and the delimiter after it. */
static int
take_part(struct arena *a, struct str delimiter, struct str *rest,
    const struct http_limits *limits, struct http_form *out)
{
	size_t head = str_find(str_sub(*rest, 0, PART_HEAD), STR("\r\n\r\n"), 0), end;
	struct part p;
	int status;

	if (head == SIZE_MAX)
		return HTTP_BAD;
	/* One that shares its line end with the fields' is an empty part to others. */
	end = str_find(*rest, delimiter, head + 2);
	if (end == SIZE_MAX || end < head + 4 || read_fields(a, str_sub(*rest, 0, head), &p) != 0)
		return HTTP_BAD;
	status = keep(a, &p, str_sub(*rest, head + 4, end - head - 4), limits, out);
	*rest = str_sub(*rest, end + delimiter.n, SIZE_MAX);
	return status;
}

int
http_multipart(struct arena *a, struct str boundary, struct str body,
    const struct http_limits *limits, struct http_form *out)
{
	struct str delimiter = str_printf(a, "\r\n--%.*s", STR_ARG(boundary));
	struct str first = str_sub(delimiter, 2, SIZE_MAX);
	int status;

	*out = (struct http_form){ .n_files = 0 };
	if (!str_starts(body, first))
		return HTTP_BAD;
	body = str_sub(body, first.n, SIZE_MAX);
	while (str_starts(body, STR("\r\n"))) {
		body = str_sub(body, 2, SIZE_MAX);
		if ((status = take_part(a, delimiter, &body, limits, out)) != 0)
			return status;
	}
	return str_eq(body, STR("--")) || str_eq(body, STR("--\r\n")) ? 0 : HTTP_BAD;
}
