#include "parsers/base/json.h"

#include <assert.h>
#include <inttypes.h>

void
json_init(struct json *j, struct buf *out, size_t indent)
{
	*j = (struct json){ .out = out, .indent = indent };
}

static void
new_line(struct json *j)
{
	if (j->indent == 0)
		return;
	buf_addc(j->out, '\n');
	for (size_t i = 0; i < j->depth * j->indent; i++)
		buf_addc(j->out, ' ');
}

/* Bytes of the next piece that stands as it is in a string. */
static size_t
plain_length(struct str s)
{
	size_t i, n;

	for (i = 0; i < s.n; i += n) {
		unsigned char c = (unsigned char)s.p[i];

		n = c < 0x80 ? 1 : str_utf8_len(str_sub(s, i, 4));
		if (n == 0 || c < 0x20 || c == '"' || c == '\\')
			break;
	}
	return i;
}

static void
put_special(struct buf *b, char c)
{
	static const char letters[][2] = {
		['\b'] = "b", ['\f'] = "f", ['\n'] = "n", ['\r'] = "r", ['\t'] = "t",
		['"'] = "\"", ['\\'] = "\\",
	};
	unsigned char byte = (unsigned char)c;

	if (byte >= 0x80)
		buf_utf8(b, 0xfffd);
	else if (letters[byte][0] != '\0')
		buf_printf(b, "\\%s", letters[byte]);
	else
		buf_printf(b, "\\u%04X", byte);
}

void
json_escape(struct buf *b, struct str s)
{
	while (s.n > 0) {
		size_t n = plain_length(s);

		buf_add(b, str_sub(s, 0, n));
		if (n < s.n)
			put_special(b, s.p[n++]);
		s = str_sub(s, n, s.n);
	}
}

static void
put_string(struct buf *b, struct str s)
{
	buf_addc(b, '"');
	json_escape(b, s);
	buf_addc(b, '"');
}

/* What stands before a value. */
static void
lead(struct json *j, const char *key)
{
	if (j->begun)
		buf_addc(j->out, ',');
	if (j->depth > 0)
		new_line(j);
	j->begun = true;
	if (key == NULL)
		return;
	put_string(j->out, str_c(key));
	buf_adds(j->out, j->indent == 0 ? ":" : ": ");
}

static void
open_level(struct json *j, const char *key, const char *ends)
{
	assert(j->depth < JSON_DEPTH);
	lead(j, key);
	buf_addc(j->out, ends[0]);
	j->ends[j->depth++] = ends[1];
	j->begun = false;
}

void
json_open_object(struct json *j, const char *key)
{
	open_level(j, key, "{}");
}

void
json_open_array(struct json *j, const char *key)
{
	open_level(j, key, "[]");
}

void
json_close(struct json *j)
{
	assert(j->depth > 0);
	j->depth--;
	if (j->begun)
		new_line(j);
	buf_addc(j->out, j->ends[j->depth]);
	j->begun = true;
}

void
json_raw(struct json *j, const char *key, struct str value)
{
	lead(j, key);
	buf_add(j->out, value);
}

void
json_str(struct json *j, const char *key, struct str s)
{
	lead(j, key);
	put_string(j->out, s);
}

void
json_str_or_null(struct json *j, const char *key, struct str s)
{
	if (s.n == 0)
		json_nil(j, key);
	else
		json_str(j, key, s);
}

void
json_strs(struct json *j, const char *key, const struct strs *list)
{
	json_open_array(j, key);
	for (size_t i = 0; i < list->n; i++)
		json_str(j, NULL, list->v[i]);
	json_close(j);
}

void
json_int(struct json *j, const char *key, int64_t value)
{
	lead(j, key);
	buf_printf(j->out, "%" PRId64, value);
}

void
json_bool(struct json *j, const char *key, bool value)
{
	json_raw(j, key, value ? STR("true") : STR("false"));
}

void
json_nil(struct json *j, const char *key)
{
	json_raw(j, key, STR("null"));
}
