/*
 * [MS-OXTNEF]: a stream of attributes, some of which are lists of MAPI
 * properties.  Trusts nothing: each length is checked against what is left,
 * checksums are not (writers get them wrong), and messages within messages
 * wait in a row instead of a recursion.
 */
#include "parsers/mime/tnef.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/text/charset.h"

enum {
	SIGNATURE = 0x223e9f78,
	LEVEL_MESSAGE = 1,
	LEVEL_ATTACHMENT = 2,
	DEPTH_MAX = 8,			/* of messages within messages */
	GUID = 16
};

struct reader {
	struct str	in;
	bool		failed;		/* something said more than there is */
};

static struct str
take(struct reader *r, size_t n)
{
	struct str s = str_sub(r->in, 0, n);

	if (n > r->in.n) {
		r->failed = true;
		s = STR_NONE;
		n = r->in.n;
	}
	r->in = str_sub(r->in, n, r->in.n);
	return s;
}

/* Little-endian, of at most 4 bytes. */
static uint32_t
take_uint(struct reader *r, size_t n)
{
	struct str s = take(r, n);
	uint32_t v = 0;

	for (size_t i = s.n; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[i];
	return v;
}

struct walk {
	struct arena	*a;
	struct tnef	*out;
	size_t		 max;
	struct str	 charset;	/* of 8-bit texts: the code page it names */
	struct message {		/* that wait to be read */
		struct str	stream;
		size_t		depth;
	} *waiting;
	size_t		 n_waiting;
	size_t		 depth;		/* of the message that is being read */
	struct tnef_file *file;		/* the one that is being read, or NULL */
	bool		 failed;
};

static struct tnef_file *
add_file(struct walk *w)
{
	struct tnef *out = w->out;

	if (out->n_files >= w->max) {
		w->failed = true;
		return NULL;
	}
	out->files = array_grow(w->a, out->files, out->n_files, sizeof(*out->files));
	return &out->files[out->n_files++];
}

static void
add_message(struct walk *w, struct str stream, size_t depth)
{
	if (depth > DEPTH_MAX) {
		w->failed = true;
		return;
	}
	w->waiting = array_grow(w->a, w->waiting, w->n_waiting, sizeof(*w->waiting));
	w->waiting[w->n_waiting++] = (struct message){ stream, depth };
}

/* Up to its first NUL. */
static struct str
text8(const struct walk *w, struct str s)
{
	return charset_clean(w->a, charset_text(w->a, w->charset, STR_NONE,
	    str_sub(s, 0, str_chr(s, '\0', 0))));
}

static struct str
text16(const struct walk *w, struct str s)
{
	return charset_clean(w->a, charset_text(w->a, STR("utf-16le"), STR_NONE, s));
}

/* --- MAPI properties --- */

enum mapi_type {
	MAPI_OBJECT = 0x0d,
	MAPI_STRING8 = 0x1e,
	MAPI_UNICODE = 0x1f,
	MAPI_BINARY = 0x102,
	MAPI_ONE = 0x0fff,		/* the bits that say what one value is */
	MAPI_MANY = 0x1000		/* flag: several values */
};

/* Bytes of a value with what fills it up to four; 0: its length stands before it. */
static const struct { uint32_t type; size_t size; } sizes[] = {
	{ 0x02, 4 }, { 0x03, 4 }, { 0x04, 4 }, { 0x05, 8 }, { 0x06, 8 }, { 0x07, 8 },
	{ 0x0a, 4 }, { 0x0b, 4 }, { 0x14, 8 }, { 0x40, 8 }, { 0x48, GUID },
	{ MAPI_OBJECT, 0 }, { MAPI_STRING8, 0 }, { MAPI_UNICODE, 0 }, { MAPI_BINARY, 0 },
};

static struct str
take_padded(struct reader *r, size_t n)
{
	struct str s = take(r, n);

	if (n % 4 != 0 && r->in.n > 0)
		take(r, 4 - n % 4);
	return s;
}

/* The value, or the first of several. */
static struct str
take_value(struct reader *r, uint32_t type)
{
	struct str first = STR_NONE;
	size_t i = 0, n;

	while (i < COUNT(sizes) && sizes[i].type != (type & MAPI_ONE))
		i++;
	if (i == COUNT(sizes)) {
		r->failed = true;	/* of unknown size: nothing behind it can be read */
		return STR_NONE;
	}
	n = sizes[i].size == 0 || (type & MAPI_MANY) != 0 ? take_uint(r, 4) : 1;
	for (size_t k = 0; k < n && !r->failed; k++) {
		struct str s = take_padded(r, sizes[i].size > 0 ? sizes[i].size :
		    take_uint(r, 4));

		if (k == 0)
			first = s;
	}
	return first;
}

/* A property above 0x8000 has a name of its own before its value. */
static void
skip_name(struct reader *r)
{
	take(r, GUID);
	if (take_uint(r, 4) == 0)
		take(r, 4);
	else
		take_padded(r, take_uint(r, 4));
}

struct property {
	uint32_t	type, id;
	struct str	value;
};

static struct str
property_text(const struct walk *w, const struct property *p)
{
	return p->type == MAPI_UNICODE ? text16(w, p->value) : text8(w, p->value);
}

/* The long name wins over the title, the others stand in for a missing one. */
static void
take_file_property(struct walk *w, const struct property *p)
{
	static const char message_id[GUID] =	/* IID_IMessage */
	    "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";
	struct tnef_file *f = w->file;

	if (f == NULL)
		return;
	if (p->id == 0x3707 || ((p->id == 0x3704 || p->id == 0x3001) && f->name.n == 0))
		f->name = property_text(w, p);
	else if (p->id == 0x370e)
		f->type = property_text(w, p);
	else if (p->id == 0x3712) {
		f->content_id = property_text(w, p);
		f->is_inline = f->content_id.n > 0;
	} else if (p->id == 0x3701 && p->type == MAPI_BINARY)
		f->bytes = p->value;
	else if (p->id == 0x3701 && p->type == MAPI_OBJECT) {
		f->bytes = str_sub(p->value, GUID, p->value.n);
		if (str_eq(str_sub(p->value, 0, GUID), (struct str){ message_id, GUID })) {
			f->type = STR("application/ms-tnef");
			add_message(w, f->bytes, w->depth + 1);
		}
	}
}

static void
take_message_property(struct walk *w, const struct property *p)
{
	if (w->depth > 0)
		return;
	if (p->id == 0x1000 && w->out->text.n == 0)
		w->out->text = property_text(w, p);
	else if (p->id == 0x1013)
		w->out->html = property_text(w, p);
	else if (p->id == 0x1009)
		w->out->rtf = p->value;
}

static void
read_properties(struct walk *w, struct str in,
    void (*found)(struct walk *, const struct property *))
{
	struct reader r = { .in = in };
	uint32_t n = take_uint(&r, 4);

	for (uint32_t i = 0; i < n && !r.failed; i++) {
		struct property p = { .type = take_uint(&r, 2) };

		p.id = take_uint(&r, 2);
		if (p.id >= 0x8000)
			skip_name(&r);
		p.value = take_value(&r, p.type);
		if (!r.failed)
			found(w, &p);
	}
	w->failed |= r.failed;
}

/* --- attributes --- */

static void
open_file(struct walk *w, struct str value)
{
	(void)value;
	w->file = add_file(w);
}

static void
take_title(struct walk *w, struct str value)
{
	if (w->file != NULL && w->file->name.n == 0)
		w->file->name = text8(w, value);
}

static void
take_data(struct walk *w, struct str value)
{
	if (w->file != NULL)
		w->file->bytes = value;
}

static void
take_file_properties(struct walk *w, struct str value)
{
	read_properties(w, value, take_file_property);
}

static void
take_message_properties(struct walk *w, struct str value)
{
	read_properties(w, value, take_message_property);
}

static void
take_body(struct walk *w, struct str value)
{
	if (w->depth == 0)
		w->out->text = text8(w, value);
}

static void
take_codepage(struct walk *w, struct str value)
{
	struct reader r = { .in = value };

	w->charset = str_printf(w->a, "cp%u", take_uint(&r, 4));
}

static const struct {
	uint32_t	level, tag;
	void		(*take)(struct walk *, struct str value);
} attributes[] = {
	{ LEVEL_MESSAGE, 0x00069007, take_codepage },
	{ LEVEL_MESSAGE, 0x0002800c, take_body },
	{ LEVEL_MESSAGE, 0x00069003, take_message_properties },
	{ LEVEL_ATTACHMENT, 0x00069002, open_file },
	{ LEVEL_ATTACHMENT, 0x00018010, take_title },
	{ LEVEL_ATTACHMENT, 0x0006800f, take_data },
	{ LEVEL_ATTACHMENT, 0x00069005, take_file_properties },
};

static void
read_message(struct walk *w, struct message m)
{
	struct reader r = { .in = m.stream };

	w->depth = m.depth;
	w->file = NULL;
	w->charset = STR_NONE;
	if (take_uint(&r, 4) != SIGNATURE) {
		w->failed = true;
		return;
	}
	take(&r, 2);			/* a key that nobody needs */
	while (r.in.n > 0 && !r.failed) {
		uint32_t level = take_uint(&r, 1), tag = take_uint(&r, 4);
		struct str value = take(&r, take_uint(&r, 4));

		if (r.in.n > 0)		/* the last checksum may be missing */
			take(&r, 2);
		if (r.failed || (level != LEVEL_MESSAGE && level != LEVEL_ATTACHMENT))
			break;
		for (size_t i = 0; i < COUNT(attributes); i++)
			if (attributes[i].level == level && attributes[i].tag == tag)
				attributes[i].take(w, value);
	}
	w->failed |= r.failed || r.in.n > 0;
}

bool
tnef_read(struct arena *a, struct str in, size_t max_files, struct tnef *out)
{
	struct walk w = { .a = a, .out = out, .max = max_files };

	*out = (struct tnef){ .n_files = 0 };
	add_message(&w, in, 0);
	for (size_t i = 0; i < w.n_waiting; i++)
		read_message(&w, w.waiting[i]);
	return !w.failed;
}
