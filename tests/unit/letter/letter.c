#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/head/address.h"
#include "parsers/head/msgid.h"
#include "parsers/head/param.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "parsers/text/charset.h"
#include "parsers/text/date.h"
#include "parsers/text/flowed.h"
#include "parsers/text/prosedate.h"
#include "parsers/text/words.h"
#include "tests/tap.h"

#include <string.h>

static const struct letter_conf conf = { .limits = LIMITS_DEFAULT };

/* --- header text --- */

static const struct { const char *name, *in, *charset, *want; } word_rows[] = {
	{ "plain", "hello", "", "hello" },
	{ "folded", "one\r\n two\n\tthree", "", "one two three" },
	{ "Q", "=?iso-8859-1?Q?Ger=E4t_x?=", "", "Ger\xc3\xa4t x" },
	{ "B", "=?UTF-8?B?w6TDtg==?=", "", "\xc3\xa4\xc3\xb6" },
	{ "B that is none", "=?UTF-8?B?K\xc3\xa9vin?= =?UTF-8?B?w6Q=?=", "", "K\xc3\xa9vin\xc3\xa4" },
	{ "B without padding", "=?UTF-8?B?w6TDtg?=", "", "\xc3\xa4\xc3\xb6" },
	{ "space between words is nothing", "=?utf-8?Q?a?= \r\n =?utf-8?Q?b?=", "", "ab" },
	{ "space beside text stays", "x =?utf-8?Q?a?= y", "", "x a y" },
	{ "no space between", "x=?utf-8?Q?a?==?utf-8?Q?b?=y", "", "xaby" },
	{ "a character in two words", "=?utf-8?B?w6Q=?= =?utf-8?B?ww==?= =?utf-8?B?pA==?=", "",
	    "\xc3\xa4\xc3\xa4" },
	{ "spaces within", "=?utf-8?Q?a b c?=", "", "a b c" },
	{ "language", "=?utf-8*de?Q?=C3=A4?=", "", "\xc3\xa4" },
	{ "unknown charset", "=?x-none?Q?=C3=A4?=", "", "\xc3\xa4" },
	{ "never closed", "=?utf-8?Q?abc", "", "=?utf-8?Q?abc" },
	{ "not a word", "=?utf-8?X?abc?=", "", "=?utf-8?X?abc?=" },
	{ "raw UTF-8", "\xc3\xa4", "iso-8859-1", "\xc3\xa4" },
	{ "raw bytes, the mail's charset", "\xf0\xf2\xe9", "koi8-r", "\xd0\x9f\xd0\xa0\xd0\x98" },
	{ "raw bytes, none", "\x80 \xe9", "", "\xe2\x82\xac \xc3\xa9" },
	{ "line ends hidden in a word", "=?utf-8?Q?a=0D=0ABcc:_x?=", "", "a Bcc: x" },
	{ "NUL hidden in a word", "=?utf-8?Q?a=00b?=", "", "ab" },
	{ "ISO-2022-JP, undeclared", "\033$B%F\033(B", "", "\xe3\x83\x86" },
	{ "gb2312", "=?gb2312?B?1tDOxA==?=", "", "\xe4\xb8\xad\xe6\x96\x87" },
};

static void
test_words(struct arena *a)
{
	for (size_t i = 0; i < COUNT(word_rows); i++)
		tap_str(words_decode(a, str_c(word_rows[i].in), str_c(word_rows[i].charset)),
		    str_c(word_rows[i].want), "words: %s", word_rows[i].name);
}

static const struct { const char *name, *label, *in, *want; } charset_rows[] = {
	{ "ASCII", "us-ascii", "a", "a" },
	{ "latin1 is windows-1252", "ISO-8859-1", "\x93x\x94", "\xe2\x80\x9cx\xe2\x80\x9d" },
	{ "UTF-8 declared as latin1", "iso-8859-1", "\xc3\xa4", "\xc3\xa4" },
	{ "latin1 declared as UTF-8", "utf-8", "\xe4 x", "\xc3\xa4 x" },
	{ "one bad byte in UTF-8", "utf-8", "\xc3\xa4 \xe4 \xc3\xb6", "\xc3\xa4 \xc3\xa4 \xc3\xb6" },
	{ "halves of UTF-16 in UTF-8", "utf-8", "\xc3\xa4\xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbd",
	    "\xc3\xa4\xf0\x9f\x98\x80\xc3\xad\xc2\xa0\xc2\xbd" },
	{ "gb2312 is GB18030", "GB2312", "\xe9\x46", "\xe9\x95\x95" },
	{ "a cut character", "gb18030", "a\xd6", "a\xc3\x96" },
	{ "Shift_JIS", "x-sjis", "\x83\x65", "\xe3\x83\x86" },
	{ "NEC's circled one in ISO-2022-JP", "iso-2022-jp", "\033$B-!\033(B", "\xe2\x91\xa0" },
	{ "half-width kana in ISO-2022-JP", "iso-2022-jp", "\033(I1\033(B", "\xef\xbd\xb1" },
	{ "UTF-7", "utf-7", "+AOk-", "\xc3\xa9" },
	{ "euc-kr", "ks_c_5601-1987", "\xb0\xa1", "\xea\xb0\x80" },
	{ "quoted label", "\"koi8-r\"", "\xf0", "\xd0\x9f" },
	{ "UTF-8 called UTF-16", "utf-16", "caf\xc3\xa9\n", "caf\xc3\xa9\n" },
	{ "x- before a name", "x-windows-1251", "\xcf", "\xd0\x9f" },
	{ "cs before a name", "csKOI8R", "\xf0", "\xd0\x9f" },
	{ "Mac Cyrillic", "x-mac-cyrillic", "\x8f", "\xd0\x9f" },
	{ "hole of windows-1252", "windows-1252", "a\x81" "b", "ab" },
};

static void
test_charsets(struct arena *a)
{
	for (size_t i = 0; i < COUNT(charset_rows); i++)
		tap_str(charset_text(a, str_c(charset_rows[i].label), STR_NONE,
		    str_c(charset_rows[i].in)), str_c(charset_rows[i].want), "charset: %s",
		    charset_rows[i].name);
	tap_str(charset_text(a, STR("utf-16"), STR_NONE, STR("\xff\xfe" "a\0b\0")), STR("ab"),
	    "charset: UTF-16");
	tap_str(charset_clean(a, STR("a\r\nb\rc\0\x07\fd\xc2\x85" "e\x7f\tf")),
	    STR("a\nb\nc\nde\tf"), "clean text");
	tap_str(charset_line(a, STR(" a\xe2\x80\xae" "b\xe2\x80\xa8" "c\x01\td ")), STR("abc d"),
	    "clean line");
}

/* --- addresses --- */

/* "name|addr" of each, ended by newlines. */
static const struct { const char *name, *in, *want; } address_rows[] = {
	{ "bare", "jo@x.example", "|jo@x.example\n" },
	{ "named", "Jo Doe <jo@X.Example>", "Jo Doe|jo@x.example\n" },
	{ "local part as written", "<Jo@x.example>", "|Jo@x.example\n" },
	{ "quoted", "\"Doe, \\\"Jo\\\"\" <jo@x.example>", "Doe, \"Jo\"|jo@x.example\n" },
	{ "comment as name", "jo@x.example (Jo (x) Doe)", "Jo (x) Doe|jo@x.example\n" },
	{ "two", "a@x.example, B <b@x.example>", "|a@x.example\nB|b@x.example\n" },
	{ "semicolon", "a@x.example; b@x.example", "|a@x.example\n|b@x.example\n" },
	{ "group", "team: a@x.example, b@x.example; c@x.example",
	    "|a@x.example\n|b@x.example\n|c@x.example\n" },
	{ "empty group", "undisclosed-recipients:;", "" },
	{ "encoded name with a comma", "=?utf-8?Q?Doe,_J?= <j@x.example>", "Doe, J|j@x.example\n" },
	{ "encoded address is a name", "=?utf-8?Q?<evil@x.example>?= <j@x.example>",
	    "<evil@x.example>|j@x.example\n" },
	{ "encoded alone is no address", "=?utf-8?Q?evil@x.example?=", "evil@x.example|\n" },
	{ "no angles", "Jo Doe jo@x.example", "Jo Doe|jo@x.example\n" },
	{ "twice angled", "<<jo@x.example>>", "|jo@x.example\n" },
	{ "never closed", "Jo <jo@x.example", "Jo|jo@x.example\n" },
	{ "route", "<@a.example,@b.example:jo@x.example>", "|jo@x.example\n" },
	{ "mailto", "<mailto:jo@x.example>", "|jo@x.example\n" },
	{ "apostrophes", "'jo@x.example' <jo@x.example>", "jo@x.example|jo@x.example\n" },
	{ "spaces in apostrophes", "' Jo ' <jo@x.example>", "Jo|jo@x.example\n" },
	{ "quoted local part", "\"jo doe\"@x.example", "|\"jo doe\"@x.example\n" },
	{ "an at in the name", "a@b.example <jo@x.example>", "a@b.example|jo@x.example\n" },
	{ "local name", "MAILER-DAEMON", "|MAILER-DAEMON\n" },
	{ "line end hidden", "\"a\r\nBcc: b@x.example\" <jo@x.example>",
	    "a Bcc: b@x.example|jo@x.example\n" },
	{ "comments within", "Jo (x) Doe <jo(c)@(d)x.example(e)>", "Jo Doe|jo@x.example\n" },
	{ "a comment never closed", "Jo (boss <jo@x.example>", "Jo (boss|jo@x.example\n" },
	{ "quotes never closed", "\"Jo <jo@x.example>", "Jo|jo@x.example\n" },
	{ "a comma without quotes", "Doe, Jo <jo@x.example>, al@x.example",
	    "Doe, Jo|jo@x.example\n|al@x.example\n" },
	{ "a local name before others", "root, jo@x.example", "|root\n|jo@x.example\n" },
	{ "a local name last", "jo@x.example, root", "|jo@x.example\n|root\n" },
	{ "Outlook's brackets", "\"jo@x.example\" [mailto:jo@x.example]", "|jo@x.example\n" },
	{ "spaces between", "jo@x.example\r\n al@x.example", "|jo@x.example\n|al@x.example\n" },
	{ "a domain in brackets", "jo@[192.0.2.1]", "|jo@[192.0.2.1]\n" },
	{ "raw ISO-2022-JP", "\033$B;3ED\033(B <y@x.example>",
	    "\xe5\xb1\xb1\xe7\x94\xb0|y@x.example\n" },
	{ "words within angles", "\"postmaster@\" <acme.example postmaster@acme.example>",
	    "postmaster@|postmaster@acme.example\n" },
	{ "a name within angles", "<Jo Doe jo@x.example>", "|jo@x.example\n" },
	{ "an address broken by a fold", "<a.very.long.name\r\n .of.jo@x.example>",
	    "|a.very.long.name.of.jo@x.example\n" },
	{ "spaces around the at", "<jo @ x.example>", "|jo@x.example\n" },
	{ "bytes that would be an at", "<jo\x81@x.example>", "|jo@x.example\n" },
	{ "empty ones", ", ,<>, jo@x.example,", "|jo@x.example\n" },
	{ "characters that nobody sees", "Jo <\xe2\x80\x8bjo@x.example\xc2\xa0>",
	    "Jo|jo@x.example\n" },
	{ "quotes without need", "<\"fax3/+49\"@x.example>", "|fax3/+49@x.example\n" },
	{ "Exchange's brackets", "Jo Doe [SMTP:jo@x.example]", "Jo Doe|jo@x.example\n" },
	{ "Outlook's brackets behind a name", "Jo Doe [mailto:jo@x.example]",
	    "Jo Doe|jo@x.example\n" },
};

static struct str
list_addresses(struct arena *a, struct str in, size_t max)
{
	struct addresses list = { NULL, 0 };
	struct buf b;

	buf_init(&b, a);
	address_parse(a, in, STR_NONE, max, &list);
	for (size_t i = 0; i < list.n; i++)
		buf_printf(&b, "%.*s|%.*s\n", STR_ARG(list.v[i].name), STR_ARG(list.v[i].addr));
	return buf_str(&b);
}

static void
test_addresses(struct arena *a)
{
	struct buf b;

	for (size_t i = 0; i < COUNT(address_rows); i++)
		tap_str(list_addresses(a, str_c(address_rows[i].in), 100),
		    str_c(address_rows[i].want), "address: %s", address_rows[i].name);
	tap_str(list_addresses(a, STR("a@x.example, b@x.example"), 1), STR("|a@x.example\n"),
	    "address: at most max");
	buf_init(&b, a);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "a:");
	buf_adds(&b, "jo@x.example");
	list_addresses(a, buf_str(&b), 10);
	b.n = 0;
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "(");
	tap_str(list_addresses(a, buf_str(&b), 10), STR(""), "address: nesting costs no stack");
}

/* --- dates --- */

static const struct { const char *in, *want; } date_rows[] = {
	{ "Mon, 06 Jul 2020 10:00:00 +0200", "2020-07-06T10:00:00+02:00" },
	{ "6 Jul 2020 10:00 GMT", "2020-07-06T10:00:00+00:00" },
	{ "Mon, 6 Jul 2020 10:00:00 +0530 (IST)", "2020-07-06T10:00:00+05:30" },
	{ "Mon Jul  6 10:00:00 2020", "2020-07-06T10:00:00" },
	{ "Mon,6 Jul 2020 10:00:00+0200", "2020-07-06T10:00:00+02:00" },
	{ "Mon, 6 Jul 2020 10:00:00 \"GMT\"", "2020-07-06T10:00:00+00:00" },
	{ "Mon, 6 Jul 2020 10:00:00 +2500", "2020-07-06T10:00:00" },
	{ "Mon Jul 6 10:00:00 MET DST 2020", "2020-07-06T10:00:00+02:00" },
	{ "Mon, 6 Jul 2020 24:00:00 +0000", "2020-07-07T00:00:00+00:00" },
	{ "Mon, 6 Jul 2020 24:01 +0000", "2020-07-06" },
	{ "Thu, 13 Feb 1969 23:32 -0330", "1969-02-13T23:32:00-03:30" },
	{ "6 Jul 2020", "2020-07-06" }, { "6 Jul 2020 10:00 XYZ", "2020-07-06T10:00:00" },
	{ "Mar, 3 Nov 2020 10:00 +0100", "2020-11-03T10:00:00+01:00" },
	{ "Mo, 6 Jul 2020 10:00:00 MESZ", "2020-07-06T10:00:00+02:00" },
	{ "Mon Jul  6 10:00:00 EST 2020", "2020-07-06T10:00:00-05:00" },
	{ "06 Jul 20 10:00:00 -0130", "2020-07-06T10:00:00-01:30" },
	{ "06 Jul 99 10:00:00 Z", "1999-07-06T10:00:00+00:00" },
	{ "2020-07-06T10:00:00Z", "2020-07-06T10:00:00+00:00" },
	{ "2020-07-06 10:00:00 +02:00", "2020-07-06T10:00:00+02:00" },
	{ "Mon, 6 July 2020 10:00:00 PM +0000", "2020-07-06T22:00:00+00:00" },
	{ "Mon, 29 Feb 2016 23:59:60 +0000", "2016-03-01T00:00:00+00:00" },
	{ "Thu, 01 Jan 1970 00:30:00 +0100", "1970-01-01T00:30:00+01:00" },
	{ "Mon,\r\n 6 Jul 2020\r\n 10:00:00 -0000", "2020-07-06T10:00:00+00:00" },
	{ "6-Jul-2020 10:00:00 GMT+2", "2020-07-06T10:00:00+02:00" },
	{ "yesterday", "" }, { "", "" }, { "32 Jul 2020 10:00", "" }, { "6 Foo 2020", "" },
	{ "99999999999999999999", "" },
};

static void
test_dates(struct arena *a)
{
	for (size_t i = 0; i < COUNT(date_rows); i++) {
		struct date d;
		struct str got = date_parse(str_c(date_rows[i].in), &d) ? date_text(a, &d) :
		    STR("");

		tap_str(got, str_c(date_rows[i].want), "date %zu: %s", i,
		    date_rows[i].want);
	}
}

/* --- message-ids, parameters, flowed --- */

static void
test_msgids(struct arena *a)
{
	struct strs ids = { NULL, 0 };

	msgid_list(a, STR("junk <a@x> (c) <b\r\n @x>,<c@x><> <d <e@x> <f"), &ids);
	tap_int((long long)ids.n, 4, "msgid: count");
	tap_str(ids.v[0], STR("a@x"), "msgid: first");
	tap_str(ids.v[1], STR("b@x"), "msgid: folded");
	tap_str(ids.v[3], STR("e@x"), "msgid: begun anew");
	ids.n = 0;
	msgid_list(a, STR("a@x\r\n\tb@x"), &ids);
	msgid_list(a, STR("<cut@off"), &ids);
	msgid_list(a, STR("jo@x's message of Monday"), &ids);
	msgid_list(a, STR("someone@"), &ids);
	tap_int((long long)ids.n, 3, "msgid: without angles, none for words");
	tap_str(ids.v[1], STR("b@x"), "msgid: second without angles");
	tap_str(ids.v[2], STR("cut@off"), "msgid: half its angles in a list");
	tap_str(msgid_one(a, STR("<cut@off")), STR("cut@off"), "msgid: half its angles");
	tap_str(msgid_one(a, STR(" 1234@x ")), STR("1234@x"), "msgid: without angles");
	tap_str(msgid_one(a, STR("two words")), STR(""), "msgid: not one word");
}

static const struct { const char *name, *in, *want; } param_rows[] = {
	{ "token", "x; filename=a.txt", "a.txt" },
	{ "quoted", "x; filename=\"a;b.txt\"; y=z", "a;b.txt" },
	{ "spaces without quotes", "x; filename=a b.txt; y=z", "a b.txt" },
	{ "escape", "x; filename=\"a\\\"b\"", "a\"b" },
	{ "folded", "x;\r\n\tFileName =\r\n a.txt", "a.txt" },
	{ "encoded", "x; filename*=utf-8'de'%C3%A4.txt", "\xc3\xa4.txt" },
	{ "encoded in latin1", "x; filename*=iso-8859-1''%E4.txt", "\xc3\xa4.txt" },
	{ "pieces", "x; filename*1=\"b.txt\"; filename*0=\"a\"", "ab.txt" },
	{ "pieces, encoded", "x; filename*0*=utf-8''%C3; filename*1*=%A4; filename*2=%41",
	    "\xc3\xa4%41" },
	{ "encoded beats plain", "x; filename=a; filename*=utf-8''b", "b" },
	{ "encoded word in quotes", "x; filename=\"=?utf-8?Q?=C3=A4?=.txt\"", "\xc3\xa4.txt" },
	{ "raw bytes", "x; filename=\"\xe4.txt\"", "\xc3\xa4.txt" },
	{ "never closed", "x; filename=\"a.txt", "a.txt" },
	{ "absent", "x; y=z", "" },
	{ "bidi override", "x; filename=\"a\xe2\x80\xaegpj.exe\"", "agpj.exe" },
};

static void
test_params(struct arena *a)
{
	struct params ps;

	for (size_t i = 0; i < COUNT(param_rows); i++) {
		param_parse(a, str_c(param_rows[i].in), &ps);
		tap_str(param_text(a, &ps, STR("filename"), STR_NONE), str_c(param_rows[i].want),
		    "param: %s", param_rows[i].name);
	}
	param_parse(a, STR(" Text/HTML (a (b)) ; charset=x"), &ps);
	tap_str(ps.head, STR("text/html"), "param: head");
}

static const struct { const char *name, *in; bool delsp; const char *want; } flowed_rows[] = {
	{ "joined", "one \ntwo\nthree\n", false, "one two\nthree\n" },
	{ "DelSp", "on \ne\n", true, "one\n" },
	{ "stuffed", " >no quote\n", false, ">no quote\n" },
	{ "quotes", ">one \n>two\n>> deep\n", false, "> one two\n>> deep\n" },
	{ "depth changes", "> one \ntwo\n", false, "> one \ntwo\n" },
	{ "signature", "text \n-- \nJo\n", false, "text \n-- \nJo\n" },
};

static void
test_flowed(struct arena *a)
{
	for (size_t i = 0; i < COUNT(flowed_rows); i++)
		tap_str(flowed_text(a, str_c(flowed_rows[i].in), flowed_rows[i].delsp),
		    str_c(flowed_rows[i].want), "flowed: %s", flowed_rows[i].name);
}

/* --- whole letters --- */

#define HEAD	"From: Jo <jo@x.example>\nSubject: s\n"

static const struct {
	const char	*name;
	const char	*raw;
	const char	*text;
	long long	 attachments;
	const char	*quarantine;	/* begins with */
} letter_rows[] = {
	{ "text", HEAD "\nhello\n", "hello\n", 0, "" },
	{ "empty body", HEAD "\n", "", 0, "" },
	{ "no header", "hello\n", "hello\n", 0, "no header fields" },
	{ "no header at the end", HEAD, "", 0, "" },
	{ "HTML", HEAD "Content-Type: text/html\n\n<p>a<p>b", "a\n\nb\n", 0, "" },
	{ "plain beats HTML", HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
	    "--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>html\n--b--\n", "plain\n", 0, "" },
	{ "blank plain does not", HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
	    "--b\n\n \n--b\nContent-Type: text/html\n\n<p>html\n--b--\n", "html\n", 0, "" },
	{ "two texts", HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\none\n--b\n\ntwo\n--b--\n", "one\n\ntwo\n", 0, "" },
	{ "no part found", HEAD "Content-Type: multipart/mixed; boundary=b\n\nhello\n",
	    "hello\n", 0, "" },
	{ "no boundary", HEAD "Content-Type: multipart/mixed\n\nhello\n", "hello\n", 0, "" },
	{ "attached mail does not leak", HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\none\n--b\nContent-Type: message/rfc822\n\nSubject: i\n\nsecret\n--b--\n",
	    "one\n", 1, "" },
	{ "attached text", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n"
	    "--b\nContent-Disposition: attachment; filename=a.txt\n\nfile\n--b--\n",
	    "one\n", 1, "" },
	{ "a named text alone is shown too", HEAD
	    "Content-Type: text/plain; name=a.txt\n\nhello\n", "hello\n", 1, "" },
	{ "base64", HEAD "Content-Transfer-Encoding: base64\n\naGVsbG8=\n", "hello\n", 0, "" },
	{ "quoted-printable, broken", HEAD "Content-Transfer-Encoding: quoted-printable\n\n"
	    "a=3Db=\nc=ZZ=\n", "a=bc=ZZ\n", 0, "" },
	{ "attachment in HTML's branch", HEAD
	    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n"
	    "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n\n"
	    "<p>html\n--c\nContent-Type: application/pdf\n\nx\n--c--\n--b--\n", "plain\n", 1, "" },
	{ "odd names of an encoding", HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\nContent-Transfer-Encoding: \"base64\"\n\nb25lCg==\n"
	    "--b\nContent-Transfer-Encoding: BASE-64\n\ndHdvCg==\n"
	    "--b\nContent-Transfer-Encoding: (x) Quoted_Printable\n\nthre=65\n--b--\n",
	    "one\n\ntwo\n\nthree\n", 0, "" },
	{ "base64 in several pieces", HEAD "Content-Transfer-Encoding: base64\n\n"
	    "SGVsbG8=\n\nIHdvcmxkIQ==\n", "Hello world!\n", 0, "" },
	{ "a footer behind base64", HEAD "Content-Transfer-Encoding: base64\n\n"
	    "SGVsbG8=\n_______\nour list\n", "Hello\n", 0, "" },
	{ "called base64, and is text", HEAD "Content-Transfer-Encoding: base64\n\n"
	    "This is no base64 at all.\n", "This is no base64 at all.\n", 0, "" },
	{ "spaces behind a soft line break", HEAD "Content-Transfer-Encoding: quoted-printable\n\n"
	    "caf=C3=  \n=A9 a = b =\t\nc=\n", "caf\xc3\xa9 a = b c\n", 0, "" },
	{ "HTML called plain", HEAD "Content-Type: text/plain\n\n<!DOCTYPE HTML><html><p>Hi &eacute;</p>"
	    "</html>\n", "Hi \xc3\xa9\n", 0, "" },
	{ "HTML without a type", HEAD "\n\n<html><p>Hi</p></html>\n", "Hi\n", 0, "" },
	{ "a type of html", HEAD "Content-Type: html\n\n<p>Hi</p>\n", "Hi\n", 0, "" },
	{ "a piece of a mail", HEAD "Content-Type: message/partial; number=2; id=a\n\nand more\n",
	    "and more\n", 0, "" },
};

static void
test_letters(struct arena *a)
{
	struct letter l;

	for (size_t i = 0; i < COUNT(letter_rows); i++) {
		letter_parse(a, &conf, str_c(letter_rows[i].raw), &l);
		tap_str(l.text, str_c(letter_rows[i].text), "text: %s", letter_rows[i].name);
		tap_int((long long)l.n_attachments, letter_rows[i].attachments,
		    "attachments: %s", letter_rows[i].name);
		tap_ok(*letter_rows[i].quarantine == '\0' ? l.quarantine.n == 0 :
		    str_starts(l.quarantine, str_c(letter_rows[i].quarantine)),
		    "quarantine: %s", letter_rows[i].name);
	}
}

static void
test_attachment(struct arena *a)
{
	struct letter l;

	letter_parse(a, &conf, STR(HEAD "Content-Type: Application/PDF; name=\"../../etc/a.pdf\"\n"
	    "Content-Transfer-Encoding: base64\nContent-ID: <1@x>\n"
	    "Content-Disposition: inline\n\nYWJj\n"), &l);
	tap_int((long long)l.n_attachments, 1, "one attachment");
	if (l.n_attachments != 1)
		return;
	tap_str(l.attachments[0].name, STR("a.pdf"), "its name is no path");
	tap_str(l.attachments[0].type, STR("application/pdf"), "type");
	tap_str(l.attachments[0].content_id, STR("1@x"), "Content-ID");
	tap_int((long long)l.attachments[0].size, 3, "decoded size");
	tap_str(l.attachments[0].sha256, STR("ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad"), "SHA-256 of \"abc\"");
	tap_ok(l.attachments[0].is_inline, "inline");
	tap_ok(!l.attachments[0].is_shown, "but no page shows it");
	letter_parse(a, &conf, STR(HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/html\n\n<img src=\"cid:1%40x\"><img src=2@x>\n--b\n"
	    "Content-Type: image/png\nContent-ID: <1@x>\n\nx\n--b\n"
	    "Content-Type: image/png\nContent-ID: <2@x>\n\nx\n--b\n"
	    "Content-Type: image/png\nContent-ID: <3@x>\n\nx\n--b\n"
	    "Content-Type: image/png\n\nx\n--b--\n"), &l);
	for (size_t i = 0; i < l.n_attachments; i++)
		tap_int(l.attachments[i].is_shown, i < 2, "shown by a page: %zu", i);
}

/* A type that is longer than is kept is none. */
static void
test_long_type(struct arena *a)
{
	struct letter l;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Disposition: attachment; filename=a.bin\nContent-Type: ");
	while (b.n < 600)
		buf_addc(&b, 'x');
	buf_adds(&b, "/y\n\nabc\n");
	letter_parse(a, &conf, buf_str(&b), &l);
	tap_int((long long)l.n_attachments, 1, "a file of a long type");
	if (l.n_attachments == 1)
		tap_str(l.attachments[0].type, STR("text/plain"), "its type");
}

static void
test_quarantined_header(struct arena *a)
{
	struct letter l;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "From: jo@x.example\r\nX-Long: ");
	for (int i = 0; i < 1 << 17; i++)
		buf_adds(&b, "12345678");
	buf_adds(&b, "\r\nSubject: after\r\n\r\nbody\r\n");
	letter_parse(a, &conf, buf_str(&b), &l);
	tap_str(l.quarantine, STR("over the limit header_line = 65536"), "quarantined");
	tap_ok(l.from.n == 1, "with its sender");
	tap_str(l.subject, STR("after"), "and the subject behind the long line");
	tap_str(l.text, STR("body\n"), "and its text");
}

static void
test_references(struct arena *a)
{
	struct letter l;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "References:");
	for (int i = 0; i < 300; i++)
		buf_printf(&b, " <%d@x>\n", i);
	buf_adds(&b, "\n\nx");
	letter_parse(a, &conf, buf_str(&b), &l);
	tap_int((long long)l.references.n, 100, "references are bounded");
	tap_str(l.references.v[0], STR("0@x"), "the oldest stays");
	tap_str(l.references.v[99], STR("299@x"), "and the newest");
}

/* --- the wire --- */

static const char full[] =
    "Return-Path: <jo@x.example>\nDelivered-To: desk+t@d.example\n" HEAD
    "To: a@d.example\nCc: b@d.example\nReply-To: r@x.example\nSender: s@x.example\n"
    "Date: Mon, 06 Jul 2020 10:00:00 +0200\nMessage-ID: <m@x>\nIn-Reply-To: <i@x>\n"
    "References: <r1@x> <r2@x>\nContent-Type: multipart/mixed; boundary=b\n\n"
    "--b\n\nhello\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\n";

static void
test_wire(struct arena *a)
{
	struct letter l, back;
	struct buf b, again;
	struct wire w;
	size_t refused = 0;

	letter_parse(a, &conf, STR(full), &l);
	buf_init(&b, a);
	buf_init(&again, a);
	letter_pack(&b, &l);
	w = (struct wire){ .in = buf_str(&b) };
	tap_int(letter_unpack(a, &w, &back), 0, "unpacked");
	tap_int(wire_end(&w), 0, "to the end");
	tap_str(letter_json(a, &back), letter_json(a, &l), "the same letter");
	tap_str(back.delivered_to.v[0].addr, STR("desk+t@d.example"), "delivered to");
	for (size_t n = 0; n < b.n; n++) {
		w = (struct wire){ .in = { b.p, n } };
		refused += letter_unpack(a, &w, &back) == -1 && back.from.n == 0;
	}
	tap_int((long long)refused, (long long)b.n, "every cut is refused");
}

/* Each is what a parser that was taken over could claim. */
static void
test_wire_faults(struct arena *a)
{
	static struct attachment hash = { .sha256 = { "abc", 3 } };
	static struct field_value source = { .source = FIELD_SOURCES };
	static const struct {
		const char	*name;
		struct letter	 l;
	} rows[] = {
		{ "a line end in the subject", { .subject = { "a\nb", 3 } } },
		{ "invalid UTF-8", { .text = { "\xff", 1 } } },
		{ "a NUL", { .message_id = { "a\0b", 3 } } },
		{ "a control in the text", { .text = { "\x1b[2J", 4 } } },
		{ "a kind that is none", { .kind = LETTER_KINDS } },
		{ "a hash that is none", { .attachments = &hash, .n_attachments = 1 } },
		{ "a source that is none", { .fields = { &source, 1 } } },
		{ "a digest that is none", { .digest = { "abc", 3 } } },
	};
	struct letter back;
	struct wire w;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		letter_pack(&b, &rows[i].l);
		w = (struct wire){ .in = buf_str(&b) };
		tap_int(letter_unpack(a, &w, &back), -1, "refused: %s", rows[i].name);
	}
}

/* --- dates as people write them --- */

static const struct { const char *in; bool day_first; const char *want; } prosedate_rows[] = {
	{ "Mon, Nov 2, 2026 at 9:15 AM", false, "2026-11-02T09:15:00" },
	{ "Monday, November 2, 2026 12:15 AM", false, "2026-11-02T00:15:00" },
	{ "2 November 2026 at 21:15:00 GMT", false, "2026-11-02T21:15:00+00:00" },
	{ "November 2nd, 2026 9:15pm", false, "2026-11-02T21:15:00" },
	{ "11/2/2026 9:15 AM", false, "" }, { "11/22/2026 9:15 PM", false, "2026-11-22T21:15:00" },
	{ "22/11/2026 9:15", false, "2026-11-22T09:15:00" },
	{ "2026-11-02 09:15", false, "2026-11-02T09:15:00" },
	{ "lunes, 2 de noviembre de 2026 9:15 p. m.", true, "2026-11-02T21:15:00" },
	{ "mar, 3 nov 2026 a las 9:15", true, "2026-11-03T09:15:00" },
	{ "2 de noviembre de 2026, 9:00:00 CET", true, "2026-11-02T09:00:00+01:00" },
	{ "Montag, 2. November 2026 um 09:15 Uhr", true, "2026-11-02T09:15:00" },
	{ "Am 02.11.2026 um 12:15", true, "2026-11-02T12:15:00" },
	{ "1. August 2011 23:28:15 GMT-07:00", true, "2011-08-01T23:28:15-07:00" },
	{ "Dienstag, 3. März 2026 09:15:30 MEZ", true, "2026-03-03T09:15:30+01:00" },
	{ "mar. 3 févr. 2026 à 14h30", true, "2026-02-03T14:30:00" },
	{ "1er août 2026 à 14:30:00 UTC+2", true, "2026-08-01T14:30:00+02:00" },
	{ "03/04/2026 09:15", true, "2026-04-03T09:15:00" },
	{ "segunda-feira, 2 de março de 2026 09:15", true, "2026-03-02T09:15:00" },
	{ "martedì 3 novembre 2026 alle ore 9.15", true, "2026-11-03T09:15:00" },
	{ "maandag 2 maart 2026 14u30", true, "2026-03-02T14:30:00" },
	{ "02-11-2026 09:15", true, "2026-11-02T09:15:00" },
	{ "poniedziałek, 2 listopada 2026 09:15", true, "2026-11-02T09:15:00" },
	{ "2 paź 2026, o 9:15", true, "2026-10-02T09:15:00" },
	{ "пн, 2 нояб. 2026 г. в 9:15", true,
	    "2026-11-02T09:15:00" },
	{ "2 Мая 2026, 09:15 +03:00", true, "2026-05-02T09:15:00+03:00" },
	{ "den 2 november 2026 kl. 09.15", true, "2026-11-02T09:15:00" },
	{ "2. nov. 2026 kl. 9.15", true, "2026-11-02T09:15:00" },
	{ "2. 11. 2026 9:15", true, "2026-11-02T09:15:00" },
	{ "2. října 2026 v 9:15", true, "2026-10-02T09:15:00" },
	{ "2 Kasım 2026 Pazartesi 09:15", true, "2026-11-02T09:15:00" },
	{ "2026年11月2日(月) 9:15", true,
	    "2026-11-02T09:15:00" },
	{ "2026年11月2日 下午9:15", true,
	    "2026-11-02T21:15:00" },
	{ "2026年11月2日 9时15分", true,
	    "2026-11-02T09:15:00" },
	{ "2026. 11. 2. 오후 9:15", true, "2026-11-02T21:15:00" },
	{ "2026년 11월 2일 (월) 오전 12:15", true,
	    "2026-11-02T00:15:00" },
	{ "2025年3月3日", true, "2025-03-03" },
	{ "yesterday", true, "" }, { "31.02.2026", true, "" }, { "2 November", true, "" },
	{ "99999999999999999999/1/1", true, "" }, { "", true, "" },
};

static void
test_prosedates(struct arena *a)
{
	for (size_t i = 0; i < COUNT(prosedate_rows); i++) {
		struct date d;
		struct str got = prosedate_parse(a, str_c(prosedate_rows[i].in),
		    prosedate_rows[i].day_first, &d) ? date_text(a, &d) : STR("");

		tap_str(got, str_c(prosedate_rows[i].want), "date: %s", prosedate_rows[i].in);
	}
}

/* --- limits: at one a mail is fine, with one more the limit is named --- */

#define FROM	"From: a@x.example\r\n"
#define MIXED	"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
#define LENGTH(s)	(sizeof(s) - 1)

/* `before`, `at` times `unit`, `after` is a mail at the limit. */
static const struct limit_row {
	const char *name;
	size_t offset, value;
	const char *before, *unit, *after;
	size_t at;
	bool quarantined;
} limit_rows[] = {
#define LIMIT(member)	#member, offsetof(struct limits, member)
	{ LIMIT(message_bytes), 100, FROM "\r\n", "x", "", 100 - LENGTH(FROM "\r\n"), true },
	{ LIMIT(header_bytes), 100, FROM "X: ", "y", "\r\n\r\nbody",
	    100 - LENGTH(FROM "X: \r\n"), true },
	{ LIMIT(header_line), 100, FROM "X: ", "y", "\r\n\r\nbody", 100 - LENGTH("X: \r\n"),
	    true },
	{ LIMIT(header_fields), 3, FROM, "X: y\r\n", "\r\nbody", 2, true },
	{ LIMIT(parts), 3, FROM MIXED, "--b\r\n\r\nx\r\n", "--b--\r\n", 2, true },
	{ LIMIT(parts), 2, FROM "\r\n", "begin 644 a\n#0V%T\n`\nend\n", "", 2, false },
	{ LIMIT(depth), 2, FROM MIXED, "--b\r\n" MIXED, "--b\r\n\r\nx\r\n--b--\r\n", 1, true },
	{ LIMIT(addresses), 3, FROM "To: b@x.example", ", b@x.example", "\r\n\r\n", 2, false },
	{ LIMIT(addresses), 3, FROM, "Cc: b@x.example\r\n", "\r\n", 3, false },
	{ LIMIT(references), 3, FROM "References: ", "<a@x.example> ", "\r\n\r\n", 3, false },
	{ LIMIT(references), 3, FROM "In-Reply-To: ", "<a@x.example> ", "\r\n\r\n", 3, false },
	{ LIMIT(text_bytes), 10, FROM "\r\n", "x", "", 10, false },
	{ LIMIT(text_bytes), 10, FROM "Content-Transfer-Encoding: quoted-printable\r\n\r\n", "=41",
	    "", 10, false },
	{ LIMIT(text_bytes), 10, FROM "Content-Type: text/html\r\n\r\n<b>", "x", "</b>", 10,
	    false },
	{ LIMIT(text_bytes), 10, FROM "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n",
	    "\xe4", "", 5, false },
	{ LIMIT(text_bytes), 5, FROM MIXED, "--b\r\n\r\nx\n", "--b--\r\n", 2, false },
	{ LIMIT(text_bytes), 10, FROM MIXED "--b\r\n" MIXED "--b\r\n\r\n", "x",
	    "\r\n--b\r\nContent-Type: text/html\r\n\r\n\r\n--b--\r\n", 10, false },
};

static void
read_limited(struct arena *a, const struct limit_row *r, size_t n, struct letter *out)
{
	struct letter_conf small = conf;
	struct letter letter;
	struct wire w;
	struct buf b;

	*(size_t *)(void *)((char *)&small.limits + r->offset) = r->value;
	small.explain = true;
	buf_init(&b, a);
	buf_adds(&b, r->before);
	for (size_t i = 0; i < n; i++)
		buf_adds(&b, r->unit);
	buf_adds(&b, r->after);
	letter_parse(a, &small, buf_str(&b), &letter);
	b.n = 0;
	letter_pack(&b, &letter);
	w = (struct wire){ .in = str_dup(a, buf_str(&b)) };
	tap_int(letter_unpack(a, &w, out), 0, "limit %s: over the wire", r->name);
}

static void
test_limits(struct arena *a)
{
	for (size_t i = 0; i < COUNT(limit_rows); i++) {
		const struct limit_row *r = &limit_rows[i];
		struct letter l;
		bool said = false;

		read_limited(a, r, r->at, &l);
		tap_int((long long)l.limits.n, 0, "limit %s = %zu: at it", r->name, r->value);
		tap_str(l.quarantine, STR(""), "limit %s: fine", r->name);
		read_limited(a, r, r->at + 1, &l);
		tap_int((long long)l.limits.n, 1, "limit %s = %zu: over it", r->name, r->value);
		if (l.limits.n > 0)
			tap_str(l.limits.v[0], str_printf(a, "%s = %zu", r->name, r->value),
			    "limit %s: is named", r->name);
		tap_int(l.quarantine.n > 0, r->quarantined, "limit %s: quarantined", r->name);
		for (size_t k = 0; k < l.reasons.n; k++)
			said |= str_eq(l.reasons.v[k].about, STR("limits"));
		tap_ok(said, "limit %s: is explained", r->name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	mime_init();
	test_words(a);
	test_charsets(a);
	test_addresses(a);
	test_dates(a);
	test_prosedates(a);
	test_msgids(a);
	test_params(a);
	test_flowed(a);
	test_letters(a);
	test_attachment(a);
	test_long_type(a);
	test_quarantined_header(a);
	test_references(a);
	test_limits(a);
	test_wire(a);
	test_wire_faults(a);
	arena_free(a);
	return tap_done();
}
