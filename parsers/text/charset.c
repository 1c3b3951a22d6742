/*
 * Trusts no label and no byte.  Legacy labels mean their larger modern sets
 * (gb2312 is GB18030, latin1 is windows-1252), as every mail client has it.
 * Never opens anything after charset_init().
 */
#include "parsers/text/charset.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/text/guess.h"

enum charset_kind {
	CHARSET_UTF8,			/* and ASCII */
	CHARSET_WESTERN,		/* windows-1252, converted here */
	CHARSET_SINGLE,			/* one byte a character, ASCII below */
	CHARSET_MULTI,			/* several bytes, ASCII below 0x80 */
	CHARSET_JIS,			/* ISO-2022-JP, read as Shift_JIS with its extensions */
	CHARSET_HZ,			/* RFC 1843: GB in ASCII, between "~{" and "~}" */
	CHARSET_OTHER			/* ASCII bytes may mean something else */
};

static struct charset {
	const char		*name;		/* for iconv */
	enum charset_kind	 kind;
	const char		*labels;	/* squeezed, between spaces */
	iconv_t			 cd;		/* 0 until opened */
} charsets[] = {
	{ "UTF-8", CHARSET_UTF8, " utf8 usascii ascii ansix341968 646 7bit 8bit unicode11utf8 "
	    "cp65001 utf8mac ", 0 },
	{ "WINDOWS-1252", CHARSET_WESTERN, " windows1252 cp1252 xcp1252 iso88591 latin1 isolatin1 isoir100 l1 "
	    "iso885911987 iso8859 ansi 1252 cswindows1252 ", 0 },
	{ "WINDOWS-1250", CHARSET_SINGLE, " windows1250 cp1250 xcp1250 ", 0 },
	{ "WINDOWS-1251", CHARSET_SINGLE, " windows1251 cp1251 xcp1251 ", 0 },
	{ "WINDOWS-1253", CHARSET_SINGLE, " windows1253 cp1253 ", 0 },
	{ "WINDOWS-1254", CHARSET_SINGLE, " windows1254 cp1254 iso88599 latin5 isolatin5 isoir148 l5 ", 0 },
	{ "WINDOWS-1255", CHARSET_SINGLE, " windows1255 cp1255 ", 0 },
	{ "WINDOWS-1256", CHARSET_SINGLE, " windows1256 cp1256 ", 0 },
	{ "WINDOWS-1257", CHARSET_SINGLE, " windows1257 cp1257 ", 0 },
	{ "WINDOWS-1258", CHARSET_SINGLE, " windows1258 cp1258 ", 0 },
	{ "ISO-8859-2", CHARSET_SINGLE, " iso88592 latin2 isolatin2 isoir101 l2 ", 0 },
	{ "ISO-8859-3", CHARSET_SINGLE, " iso88593 latin3 ", 0 },
	{ "ISO-8859-4", CHARSET_SINGLE, " iso88594 latin4 ", 0 },
	{ "ISO-8859-5", CHARSET_SINGLE, " iso88595 cyrillic isolatincyrillic isoir144 ", 0 },
	{ "ISO-8859-6", CHARSET_SINGLE, " iso88596 iso88596e iso88596i arabic ", 0 },
	{ "ISO-8859-7", CHARSET_SINGLE, " iso88597 greek isolatingreek isoir126 ", 0 },
	{ "ISO-8859-8", CHARSET_SINGLE, " iso88598 iso88598e iso88598i hebrew ", 0 },
	{ "ISO-8859-10", CHARSET_SINGLE, " iso885910 latin6 ", 0 },
	{ "WINDOWS-874", CHARSET_SINGLE, " iso885911 tis620 windows874 cp874 ", 0 },
	{ "ISO-8859-13", CHARSET_SINGLE, " iso885913 latin7 ", 0 },
	{ "ISO-8859-14", CHARSET_SINGLE, " iso885914 latin8 ", 0 },
	{ "ISO-8859-15", CHARSET_SINGLE, " iso885915 latin9 l9 ", 0 },
	{ "ISO-8859-16", CHARSET_SINGLE, " iso885916 latin10 ", 0 },
	{ "KOI8-R", CHARSET_SINGLE, " koi8r koi8 ", 0 },
	{ "KOI8-U", CHARSET_SINGLE, " koi8u ", 0 },
	{ "IBM437", CHARSET_SINGLE, " ibm437 cp437 437 ", 0 },
	{ "IBM850", CHARSET_SINGLE, " ibm850 cp850 850 ", 0 },
	{ "IBM852", CHARSET_SINGLE, " ibm852 cp852 852 ", 0 },
	{ "IBM855", CHARSET_SINGLE, " ibm855 cp855 855 ", 0 },
	{ "IBM857", CHARSET_SINGLE, " ibm857 cp857 857 ", 0 },
	{ "IBM858", CHARSET_SINGLE, " ibm858 cp858 858 ibm00858 ", 0 },
	{ "IBM862", CHARSET_SINGLE, " ibm862 cp862 862 ", 0 },
	{ "CP737", CHARSET_SINGLE, " ibm737 cp737 737 ", 0 },
	{ "CP775", CHARSET_SINGLE, " ibm775 cp775 775 ", 0 },
	{ "IBM866", CHARSET_SINGLE, " ibm866 cp866 866 ", 0 },
	{ "MACINTOSH", CHARSET_SINGLE, " macintosh mac macroman xmacroman cp10000 ", 0 },
	{ "MAC-CYRILLIC", CHARSET_SINGLE, " maccyrillic ", 0 },
	{ "MAC-CENTRALEUROPE", CHARSET_SINGLE, " macce maccentraleurope maccentraleurroman ", 0 },
	{ "GB18030", CHARSET_MULTI, " gb2312 gbk gb18030 cp936 windows936 xgbk euccn csgb2312 "
	    "gb231280 ", 0 },
	{ "BIG5-HKSCS", CHARSET_MULTI, " big5 big5hkscs cp950 windows950 xxbig5 cnbig5 ", 0 },
	{ "CP932", CHARSET_MULTI, " shiftjis sjis xsjis mskanji cp932 windows31j windows932 ", 0 },
	{ "EUC-JP-MS", CHARSET_MULTI, " eucjp xeucjp eucjpms ", 0 },
	{ "UHC", CHARSET_MULTI, " euckr ksc56011987 ksc5601 ksc56011989 cp949 uhc windows949 "
	    "korean ", 0 },
	{ "EUC-TW", CHARSET_MULTI, " euctw ", 0 },
	{ "CP932", CHARSET_JIS, " iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 "
	    "iso2022jpms csiso2022jp cp50220 cp50221 ", 0 },
	{ "GB18030", CHARSET_HZ, " hzgb2312 hz ", 0 },
	{ "ISO-2022-KR", CHARSET_OTHER, " iso2022kr ", 0 },
	{ "ISO-2022-CN-EXT", CHARSET_OTHER, " iso2022cn iso2022cnext ", 0 },
	{ "UTF-7", CHARSET_OTHER, " utf7 unicode11utf7 unicode20utf7 csunicode11utf7 ", 0 },
	{ "UTF-16", CHARSET_OTHER, " utf16 ucs2 unicode iso10646ucs2 ", 0 },
	{ "UTF-16LE", CHARSET_OTHER, " utf16le ", 0 },
	{ "UTF-16BE", CHARSET_OTHER, " utf16be ", 0 },
	{ "UTF-32", CHARSET_OTHER, " utf32 ucs4 ", 0 },
	{ "UTF-32LE", CHARSET_OTHER, " utf32le ", 0 },
	{ "UTF-32BE", CHARSET_OTHER, " utf32be ", 0 },
};

enum { CHARSETS = COUNT(charsets), LABEL_MAX = 40 };

void
charset_init(void)
{
	for (size_t i = 0; i < CHARSETS; i++) {
		struct charset *cs = &charsets[i];

		if (cs->kind == CHARSET_UTF8 || cs->kind == CHARSET_WESTERN || cs->cd != 0)
			continue;
		cs->cd = iconv_open("UTF-8", cs->name);
	}
}

/* "ISO-8859-1", "iso_8859-1", "'iso8859_1'" are " iso88591 ". */
static const struct charset *
find(struct str label)
{
	char key[LABEL_MAX + 3] = " ";
	size_t n = 1, skip;

	for (size_t i = 0; i < label.n && n <= LABEL_MAX; i++) {
		char c = label.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			key[n++] = c;
		else if (c == '*')		/* RFC 2231 language */
			break;
	}
	if (n == 1)
		return NULL;
	key[n] = ' ';
	for (size_t i = 0; i < CHARSETS; i++)
		if (strstr(charsets[i].labels, key) != NULL)
			return &charsets[i];
	/* "x-gbk" is nobody else's, "csKOI8R" is IANA's alias for programs. */
	skip = key[1] == 'x' ? 1 : key[1] == 'c' && key[2] == 's' ? 2 : 0;
	return skip == 0 || n == skip + 1 ? NULL :
	    find((struct str){ key + 1 + skip, n - 1 - skip });
}

bool
charset_known(struct str label)
{
	return find(label) != NULL;
}

static void
add_western(struct buf *b, unsigned char c)
{
	/* 0x80 to 0x9f; the five holes are controls and say nothing. */
	static const uint16_t high[32] = {
		0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
		0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
	};
	uint32_t cp = c >= 0x80 && c <= 0x9f ? high[c - 0x80] : c;

	if (cp != 0)
		buf_utf8(b, cp);
}

static struct str
western(struct arena *a, struct str in)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < in.n; i++)
		add_western(&b, (unsigned char)in.p[i]);
	return buf_str(&b);
}

/* A character as the two halves of UTF-16, each in UTF-8 (CESU-8); 0: none stands there. */
static uint32_t
halves_at(struct str s, size_t i)
{
	const unsigned char *c = (const unsigned char *)s.p + i;

	if (i + 6 > s.n || c[0] != 0xed || (c[1] & 0xf0) != 0xa0 || (c[2] & 0xc0) != 0x80 ||
	    c[3] != 0xed || (c[4] & 0xf0) != 0xb0 || (c[5] & 0xc0) != 0x80)
		return 0;
	return 0x10000 + ((c[1] & 0xfu) << 16) + ((c[2] & 0x3fu) << 10) +
	    ((c[4] & 0xfu) << 6) + (c[5] & 0x3fu);
}

/* UTF-8 with bytes in it that are none. */
static struct str
mixed(struct arena *a, struct str in)
{
	size_t from = 0, i = 0, len;
	uint32_t both;
	struct buf b;

	buf_init(&b, a);
	while (i < in.n) {
		if ((len = str_utf8_len(str_sub(in, i, 4))) > 0) {
			i += len;
			continue;
		}
		buf_add(&b, str_sub(in, from, i - from));
		if ((both = halves_at(in, i)) != 0)
			buf_utf8(&b, both);
		else
			add_western(&b, (unsigned char)in.p[i]);
		from = i += both != 0 ? 6 : 1;
	}
	buf_add(&b, str_sub(in, from, in.n));
	return buf_str(&b);
}

/* By iconv; *faults counts the bytes that it could not read. */
static struct str
convert(struct arena *a, const struct charset *cs, struct str in, size_t *faults)
{
	/* iconv() takes a char ** that it does not write through. */
	char out[4096], *from = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	struct buf b;

	buf_init(&b, a);
	*faults = 0;
	iconv(cs->cd, NULL, NULL, NULL, NULL);
	while (left > 0) {
		char *to = out;
		size_t room = sizeof(out);
		size_t status = iconv(cs->cd, &from, &left, &to, &room);

		buf_add(&b, (struct str){ out, sizeof(out) - room });
		if (status != (size_t)-1 || errno == E2BIG)
			continue;
		++*faults;
		if (cs->kind != CHARSET_OTHER)
			add_western(&b, (unsigned char)*from);
		from++;
		left--;
	}
	char *to = out;
	size_t room = sizeof(out);
	iconv(cs->cd, NULL, NULL, &to, &room);
	buf_add(&b, (struct str){ out, sizeof(out) - room });
	return buf_str(&b);
}

/* What eight-bit bytes are that are called ISO-2022-JP, which has none. */
static struct str
unescaped_jis(struct arena *a, const struct charset *cs, struct str in)
{
	const struct charset *all[] = { cs, find(STR("euc-jp")) };

	for (size_t i = 0; i < COUNT(all); i++) {
		size_t faults;
		struct str text = convert(a, all[i], in, &faults);

		if (faults == 0)
			return text;
	}
	return mixed(a, in);
}

/* The bytes of JIS row and cell in Shift_JIS. */
static void
add_sjis(struct buf *b, unsigned row, unsigned cell)
{
	buf_addc(b, (char)((row - 1) / 2 + (row < 0x5f ? 0x71 : 0xb1)));
	buf_addc(b, (char)(row % 2 == 0 ? cell + 0x7e : cell + (cell < 0x60 ? 0x1f : 0x20)));
}

/*
 * Mailers write NEC's and IBM's characters into ISO-2022-JP, which iconv's
 * reader of it refuses and its CP932 takes.
 */
static struct str
jis(struct arena *a, const struct charset *cs, struct str in, bool utf8)
{
	char set = 'B';			/* ASCII; '$' two bytes, 'I' half-width kana */
	size_t faults;
	struct buf b;

	if (str_chr(in, '\033', 0) == SIZE_MAX)
		return utf8 ? in : unescaped_jis(a, cs, in);
	buf_init(&b, a);
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];

		if (c == '\033' && i + 2 < in.n) {
			set = in.p[i + 1] == '$' ? '$' : in.p[i + 2];
			i += set == '$' && in.p[i + 2] == '(' ? 3 : 2;
		} else if (set == '$' && c > ' ' && c < 0x7f && i + 1 < in.n &&
		    in.p[i + 1] > ' ' && in.p[i + 1] < 0x7f)
			add_sjis(&b, (unsigned char)c, (unsigned char)in.p[++i]);
		else
			buf_addc(&b, set == 'I' && c > ' ' ? (char)(c | 0x80) : c);
	}
	return convert(a, cs, buf_str(&b), &faults);
}

/* HZ's own escapes taken off, its characters as the set has them in eight bits. */
static struct str
hz(struct arena *a, const struct charset *cs, struct str in)
{
	bool wide = false;
	size_t faults;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i], next = i + 1 < in.n ? in.p[i + 1] : '\0';

		/* A line ends what was left open. */
		wide = wide && c != '\n';
		if (c == '~' && (next == '{' || next == '}')) {
			wide = next == '{';
			i++;
		} else if (c == '~' && !wide && (next == '~' || next == '\n' || next == '\r')) {
			if (next == '~')
				buf_addc(&b, '~');
			i += next == '\r' ? 2 : 1;
		} else if (wide && c > ' ' && next > ' ') {
			buf_addc(&b, (char)(c | 0x80));
			buf_addc(&b, (char)(next | 0x80));
			i++;
		} else
			buf_addc(&b, c);
	}
	return convert(a, cs, buf_str(&b), &faults);
}

static bool
is_wide(const struct charset *cs)
{
	return str_starts(str_c(cs->name), STR("UTF-16")) ||
	    str_starts(str_c(cs->name), STR("UTF-32"));
}

static bool
is_ascii(struct str s)
{
	for (size_t i = str_ascii(s, 0); i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static const struct charset *
choose(struct str label, struct str fallback, struct str bytes, bool utf8)
{
	const struct charset *cs = find(label);

	if ((cs == NULL || cs->kind == CHARSET_UTF8) && str_chr(bytes, '\033', 0) != SIZE_MAX &&
	    (str_find(bytes, STR("\033$B"), 0) != SIZE_MAX ||
	    str_find(bytes, STR("\033$@"), 0) != SIZE_MAX))
		return find(STR("iso-2022-jp"));
	if (cs != NULL || utf8)
		return cs;
	/* A western fallback is as often what a program adds as what was meant. */
	cs = find(fallback);
	if (cs == NULL || cs->kind == CHARSET_UTF8 || cs->kind == CHARSET_WESTERN) {
		const struct charset *guessed = find(guess_charset(bytes));

		if (guessed != NULL)
			return guessed;
	}
	return cs;
}

struct str
charset_text(struct arena *a, struct str label, struct str fallback, struct str bytes)
{
	bool utf8 = str_is_utf8(bytes);
	const struct charset *cs = choose(label, fallback, bytes, utf8);
	size_t faults;
	struct str text;

	if (cs == NULL || cs->kind == CHARSET_UTF8)
		return utf8 ? bytes : mixed(a, bytes);
	if (cs->kind < CHARSET_JIS && is_ascii(bytes))
		return bytes;
	/* Declared with one byte a character, but it is UTF-8: nobody writes "Ã¼". */
	if (utf8 && (cs->kind == CHARSET_WESTERN || cs->kind == CHARSET_SINGLE))
		return bytes;
	if (cs->kind == CHARSET_WESTERN)
		return western(a, bytes);
	if (cs->cd == 0 || cs->cd == (iconv_t)-1)
		return utf8 ? bytes : mixed(a, bytes);
	if (cs->kind == CHARSET_JIS)
		return jis(a, cs, bytes, utf8);
	if (cs->kind == CHARSET_HZ)
		return hz(a, cs, bytes);
	/* In UTF-16 and UTF-32 a line end has a NUL byte. */
	if (utf8 && is_wide(cs) && str_chr(bytes, '\n', 0) != SIZE_MAX &&
	    str_chr(bytes, '\0', 0) == SIZE_MAX)
		return bytes;
	text = convert(a, cs, bytes, &faults);
	return faults > 0 && utf8 ? bytes : text;
}

struct str
charset_clean(struct arena *a, struct str in)
{
	char *p = arena_bytes(a, in.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		size_t from = i;
		unsigned char c;

		while (i < in.n && in.p[i] >= ' ' && in.p[i] < 0x7f)	/* most of what is read */
			i++;
		memcpy(p + n, in.p + from, i - from);
		n += i - from;
		if (i == in.n)
			break;
		c = (unsigned char)in.p[i];
		if (c == '\r' && i + 1 < in.n && in.p[i + 1] == '\n')
			continue;
		if (c == '\r' || c == '\f')
			c = '\n';
		/* U+0080 to U+009F are controls too. */
		if (c == 0xc2 && i + 1 < in.n && (unsigned char)in.p[i + 1] < 0xa0) {
			i++;
			continue;
		}
		if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f)
			continue;
		p[n++] = (char)c;
	}
	return (struct str){ p, n };
}

/* LRM, RLM, the embeddings, overrides and isolates: they only hide an order. */
static bool
is_bidi(const unsigned char *c, size_t n)
{
	return n >= 3 && c[0] == 0xe2 && ((c[1] == 0x80 && ((c[2] >= 0xaa && c[2] <= 0xae) ||
	    c[2] == 0x8e || c[2] == 0x8f || c[2] == 0xa8 || c[2] == 0xa9)) ||
	    (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9));
}

struct str
charset_line(struct arena *a, struct str in)
{
	char *p = arena_bytes(a, in.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c >= ' ' && c < 0x7f) {
			p[n++] = (char)c;
			continue;
		}
		if (is_bidi((const unsigned char *)in.p + i, in.n - i)) {
			i += 2;
			continue;
		}
		if (c == 0xc2 && i + 1 < in.n && (unsigned char)in.p[i + 1] < 0xa0) {
			i++;
			continue;
		}
		if (c == '\t' || (c == '\n' && i + 1 < in.n && in.p[i + 1] != ' ' &&
		    in.p[i + 1] != '\t'))
			c = ' ';
		if (c >= 0x20 && c != 0x7f)
			p[n++] = (char)c;
	}
	return str_trim((struct str){ p, n });
}
