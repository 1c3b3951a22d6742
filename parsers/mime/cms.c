/*
 * Goes down one path of the tree to the content.  Trusts nothing: every length
 * is checked, of what is passed over only the headers are read, and nesting is
 * counted instead of followed.
 */
#include "parsers/mime/cms.h"

#include <string.h>

#include "parsers/base/array.h"

enum {
	TAG_END = 0x00,			/* of an indefinite length */
	TAG_OCTETS = 0x04,
	TAG_OCTETS_PIECES = 0x24,	/* octet strings, to be joined */
	TAG_OID = 0x06,
	TAG_SEQUENCE = 0x30,
	TAG_CONTENT = 0xa0,		/* [0] */
	LONG_TAG = 0x1f,
	INDEFINITE = 0x80
};

struct element {
	unsigned	tag;
	struct str	value;		/* of an indefinite one: all the rest */
	bool		indefinite;
};

/*
 * Reads an element's header off *in, whose rest then begins with its value.
 * False when there is none or it says more than there is.
 */
static bool
read_header(struct str *in, struct element *e)
{
	size_t at = 2, n;

	if (in->n < 2 || ((unsigned char)in->p[0] & LONG_TAG) == LONG_TAG)
		return false;
	e->tag = (unsigned char)in->p[0];
	n = (unsigned char)in->p[1];
	e->indefinite = n == INDEFINITE;
	if (n > INDEFINITE) {
		size_t bytes = n & 0x7f;

		if (bytes > 4 || bytes > in->n - at)
			return false;
		for (n = 0; bytes > 0; bytes--)
			n = n << 8 | (unsigned char)in->p[at++];
	}
	*in = str_sub(*in, at, in->n);
	e->value = *in;
	if (e->indefinite)
		return (e->tag & 0x20) != 0;
	if (n > in->n)
		return false;
	e->value.n = n;
	return true;
}

/* Into the next element, which must have this tag. */
static bool
enter(struct str *in, unsigned tag)
{
	struct element e;

	if (!read_header(in, &e) || e.tag != tag)
		return false;
	*in = e.value;
	return true;
}

static bool
take(struct str *in, unsigned tag, struct str *value)
{
	struct element e;

	if (!read_header(in, &e) || e.tag != tag || e.indefinite)
		return false;
	*value = e.value;
	*in = str_sub(*in, e.value.n, in->n);
	return true;
}

/* Over the next element with all that is in it. */
static bool
skip(struct str *in)
{
	size_t open = 0;
	struct element e;

	do {
		if (!read_header(in, &e))
			return false;
		if (e.indefinite)
			open++;
		else if (e.tag == TAG_END && e.value.n == 0 && open > 0)
			open--;
		else
			*in = str_sub(*in, e.value.n, in->n);
	} while (open > 0);
	return true;
}

/* An octet string in one piece or many.  Pieces of pieces come in the same order. */
static bool
take_octets(struct str in, char *room, struct str *out)
{
	struct element e;
	size_t open;

	if (!read_header(&in, &e))
		return false;
	*out = e.value;
	if (e.tag == TAG_OCTETS)
		return true;
	if (e.tag != TAG_OCTETS_PIECES)
		return false;
	*out = (struct str){ room, 0 };
	open = e.indefinite;
	for (in = e.value; in.n > 0;) {
		if (!read_header(&in, &e))
			return false;
		if (e.tag == TAG_END && open > 0 && --open == 0)
			break;
		if (e.tag == TAG_OCTETS) {
			memmove(room + out->n, e.value.p, e.value.n);
			out->n += e.value.n;
			in = str_sub(in, e.value.n, in.n);
		} else if (e.tag == TAG_OCTETS_PIECES)
			open += e.indefinite;
		else if (e.tag != TAG_END)
			return false;
	}
	return open == 0;
}

#define OID(s)	{ (s), sizeof(s) - 1 }

static const struct {
	struct str	oid;
	enum cms_kind	kind;
} kinds[] = {
	{ OID("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), CMS_SIGNED },
	{ OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09"), CMS_COMPRESSED },
	{ OID("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"), CMS_ENCRYPTED },
	/* authEnvelopedData */
	{ OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"), CMS_ENCRYPTED },
};

enum cms_kind
cms_read(struct str in, char *room, struct str *content)
{
	enum cms_kind kind = CMS_OTHER;
	struct str oid;

	*content = STR_NONE;
	if (!enter(&in, TAG_SEQUENCE) || !take(&in, TAG_OID, &oid))
		return CMS_NONE;
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(oid, kinds[i].oid))
			kind = kinds[i].kind;
	if (kind != CMS_SIGNED && kind != CMS_COMPRESSED)
		return kind;
	/* SignedData and CompressedData: version, algorithms, encapContentInfo. */
	if (!enter(&in, TAG_CONTENT) || !enter(&in, TAG_SEQUENCE) || !skip(&in) || !skip(&in) ||
	    !enter(&in, TAG_SEQUENCE) || !take(&in, TAG_OID, &oid))
		return CMS_NONE;
	/* Without a content it carries certificates, or signs what is elsewhere. */
	if (!enter(&in, TAG_CONTENT))
		return CMS_OTHER;
	return take_octets(in, room, content) ? kind : CMS_NONE;
}
