/*
 * [MS-OXRTFCP] section 2.2.  Trusts nothing: the checksum is not looked at (a
 * text with a fault is better than none), the sizes only bound what is read.
 * At most 17 bytes come of two, so that the output is linear in the input.
 */
#include "parsers/mime/lzfu.h"

enum {
	HEADER = 16,			/* packed size, raw size, kind, checksum */
	RING = 4096,
	GROWTH = 9			/* eight references of 17 bytes come of 17 */
};

/* What a packer takes for known: the ring begins with it. */
static const char known[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
    "\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct unpacker {
	char	ring[RING];
	size_t	at;			/* in the ring */
	char	*out;
	size_t	n, max;
};

static void
put(struct unpacker *u, char c)
{
	u->ring[u->at] = c;
	u->at = (u->at + 1) % RING;
	if (u->n < u->max)
		u->out[u->n++] = c;
}

/* Twelve bits of place in the ring, four of length; false at the end mark. */
static bool
repeat(struct unpacker *u, unsigned token)
{
	size_t from = token >> 4;

	if (from == u->at)
		return false;
	for (size_t i = 0; i < (token & 15) + 2; i++)
		put(u, u->ring[(from + i) % RING]);
	return true;
}

static void
unpack(struct unpacker *u, struct str in)
{
	size_t i = 0;

	while (i < in.n && u->n < u->max) {
		unsigned flags = (unsigned char)in.p[i++];

		for (int bit = 0; bit < 8 && i < in.n; bit++, flags >>= 1) {
			if ((flags & 1) == 0) {
				put(u, in.p[i++]);
				continue;
			}
			if (i + 1 >= in.n || !repeat(u,
			    (unsigned)(unsigned char)in.p[i] << 8 | (unsigned char)in.p[i + 1]))
				return;
			i += 2;
		}
	}
}

struct str
lzfu_unpack(struct arena *a, struct str in, size_t max)
{
	struct str kind = str_sub(in, 8, 4), rest = str_sub(in, HEADER, in.n);
	struct unpacker *u;

	if (str_eq(kind, STR("MELA")))
		return str_sub(rest, 0, max);
	if (!str_eq(kind, STR("LZFu")))
		return STR_NONE;
	u = ARENA_NEW(a, struct unpacker);
	u->max = max / GROWTH < rest.n ? max : rest.n * GROWTH;
	u->out = arena_alloc(a, u->max + 1);
	u->at = sizeof(known) - 1;
	memcpy(u->ring, known, u->at);
	unpack(u, rest);
	return (struct str){ u->out, u->n };
}
