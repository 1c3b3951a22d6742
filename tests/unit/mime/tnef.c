/* winmail.dat, made here byte by byte. */
#include "parsers/mime/tnef.h"

#include "parsers/text/charset.h"
#include "tests/tap.h"

#define MESSAGE		1
#define FILE_LEVEL	2

static void
put(struct buf *b, uint32_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_addc(b, (char)(v >> 8 * i));
}

static void
put_start(struct buf *b, struct arena *a)
{
	buf_init(b, a);
	put(b, 0x223e9f78, 4);
	put(b, 1, 2);
}

static void
put_attribute(struct buf *b, uint32_t level, uint32_t tag, struct str value)
{
	put(b, level, 1);
	put(b, tag, 4);
	put(b, (uint32_t)value.n, 4);
	buf_add(b, value);
	put(b, 0xbad, 2);		/* nobody's checksum is believed */
}

static void
put_property(struct buf *b, uint32_t type, uint32_t id, struct str value)
{
	put(b, type, 2);
	put(b, id, 2);
	if (id >= 0x8000) {		/* a name of its own: "ab" */
		buf_add(b, (struct str){ "0123456789abcdef", 16 });
		put(b, 1, 4);
		put(b, 6, 4);
		buf_add(b, (struct str){ "a\0b\0\0\0\0\0", 8 });
	}
	put(b, 1, 4);
	put(b, (uint32_t)value.n, 4);
	buf_add(b, value);
	while (value.n++ % 4 != 0)
		buf_addc(b, '\0');
}

static void
put_number(struct buf *b, uint32_t id, uint32_t v)
{
	put(b, 3, 2);
	put(b, id, 2);
	put(b, v, 4);
}

static struct str
stream_plain(struct arena *a)
{
	struct buf b, p;

	put_start(&b, a);
	put_attribute(&b, MESSAGE, 0x00069007, (struct str){ "\xe4\x04\0\0\0\0\0\0", 8 });
	put_attribute(&b, MESSAGE, 0x0002800c, STR("Gr\xfc\xdf" "e\r\n\0"));
	put_attribute(&b, FILE_LEVEL, 0x00069002, STR("render"));
	put_attribute(&b, FILE_LEVEL, 0x00018010, STR("GERT~1.TXT\0"));
	put_attribute(&b, FILE_LEVEL, 0x0006800f, STR("Cat"));
	buf_init(&p, a);
	put(&p, 4, 4);
	put_number(&p, 0x0e21, 7);
	put_property(&p, 0x1e, 0x8001, STR("x"));
	put_property(&p, 0x1f, 0x3707, (struct str){ "G\0e\0r\0\xe4\0t\0.\0t\0x\0t\0\0\0", 20 });
	put_property(&p, 0x1e, 0x370e, STR("text/plain\0"));
	put_attribute(&b, FILE_LEVEL, 0x00069005, buf_str(&p));
	put_attribute(&b, FILE_LEVEL, 0x00069002, STR("render"));
	put_attribute(&b, FILE_LEVEL, 0x00018010, STR("b\0"));
	put_attribute(&b, FILE_LEVEL, 0x0006800f, STR("Dogs"));
	return buf_str(&b);
}

/* A message whose only file is the message `inner`. */
static struct str
stream_with(struct arena *a, struct str inner)
{
	struct buf b, p, object;

	buf_init(&object, a);
	buf_add(&object, (struct str){ "\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", 16 });
	buf_add(&object, inner);
	buf_init(&p, a);
	put(&p, 2, 4);
	put_property(&p, 0x1e, 0x3001, STR("the mail\0"));
	put_property(&p, 0x0d, 0x3701, buf_str(&object));
	put_start(&b, a);
	put_attribute(&b, FILE_LEVEL, 0x00069002, STR("render"));
	put_attribute(&b, FILE_LEVEL, 0x00069005, buf_str(&p));
	return buf_str(&b);
}

static struct str
stream_html(struct arena *a)
{
	struct buf b, p;

	buf_init(&p, a);
	put(&p, 1, 4);
	put_property(&p, 0x102, 0x1013, STR("<p>Hello</p>"));
	put_start(&b, a);
	put_attribute(&b, MESSAGE, 0x00069003, buf_str(&p));
	return buf_str(&b);
}

static struct str
stream_lying(struct arena *a)
{
	struct buf b;

	put_start(&b, a);
	put_attribute(&b, FILE_LEVEL, 0x00069002, STR("render"));
	put(&b, FILE_LEVEL, 1);
	put(&b, 0x0006800f, 4);
	put(&b, 0x7fffffff, 4);
	buf_adds(&b, "Cat");
	return buf_str(&b);
}

/* Whole or not; text; HTML; files. */
static struct str
shown(struct arena *a, struct str in, size_t max)
{
	struct tnef t;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, tnef_read(a, in, max, &t) ? "whole" : "broken");
	buf_printf(&b, " [%.*s%.*s]", STR_ARG(t.text), STR_ARG(t.html));
	for (size_t i = 0; i < t.n_files; i++)
		buf_printf(&b, " %.*s(%.*s)=%zu", STR_ARG(t.files[i].name),
		    STR_ARG(t.files[i].type), t.files[i].bytes.n);
	return buf_str(&b);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct str plain, deep;

	charset_init();
	plain = deep = stream_plain(a);
	tap_str(shown(a, plain, 9), STR("whole [Gr\xc3\xbc\xc3\x9f" "e\n] "
	    "Ger\xc3\xa4t.txt(text/plain)=3 b()=4"), "two files and a text");
	tap_str(shown(a, plain, 1), STR("broken [Gr\xc3\xbc\xc3\x9f" "e\n] "
	    "Ger\xc3\xa4t.txt(text/plain)=3"), "more files than may be");
	tap_str(shown(a, stream_html(a), 9), STR("whole [<p>Hello</p>]"), "HTML");
	tap_str(shown(a, stream_with(a, stream_html(a)), 9),
	    STR("whole [] the mail(application/ms-tnef)=45"), "the text of an inner mail is its own");
	tap_str(shown(a, str_sub(plain, 0, plain.n - 2), 9), STR("whole [Gr\xc3\xbc\xc3\x9f" "e\n] "
	    "Ger\xc3\xa4t.txt(text/plain)=3 b()=4"), "no last checksum");
	tap_str(shown(a, stream_lying(a), 9), STR("broken [] ()=0"), "a length that lies");
	tap_str(shown(a, STR(""), 9), STR("broken []"), "nothing");
	tap_str(shown(a, STR("PK\3\4 something else"), 9), STR("broken []"), "another format");
	for (int i = 0; i < 3; i++)
		deep = stream_with(a, deep);
	tap_ok(str_ends(shown(a, deep, 9), STR(" Ger\xc3\xa4t.txt(text/plain)=3 b()=4")),
	    "files of a mail in a mail in a mail");
	for (int i = 0; i < 300; i++)
		deep = stream_with(a, deep);
	tap_ok(str_starts(shown(a, deep, 99), STR("broken")), "nested too deep");
	for (size_t n = 0; n < plain.n; n++) {
		struct tnef t;

		/* The sanitizers look on. */
		tnef_read(a, str_dup(a, str_sub(plain, 0, n)), 9, &t);
	}
	arena_free(a);
	return tap_done();
}
