/*
 * What an engineer wrote is the same in both parts of a mail.  Of text that only looks
 * like Markdown not one character differs; of anything else no letter, digit or mark that
 * Markdown has no use for.  On made texts, and on mails of ../shared where they are
 * (DOCKET_CORPUS=all: each of them).
 */
#define _XOPEN_SOURCE 700

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/out/markdown.h"
#include "parsers/letter/letter.h"
#include "tests/tap.h"

enum { ROUNDS = 3000, PIECES = 12, FILE_MAX_BYTES = 60000, EVERY = 10 };

static const char markdown[] = "*_~`#<>-|[]():+=.";

/* Shown as they are typed. */
static const char *const literal[] = {
	"<timeout>30</timeout>", "if (a<b AND c>d) x = *p * q[i](z);", "C:\\Program Files\\_app_\\*.log",
	"SELECT * FROM t WHERE a LIKE '%*x*%' AND b <> 3;", "grep -r '^\\[.*\\]$' /etc/*.conf | sort",
	"+ added line", "@@ -1,3 +1,4 @@", "2026-06-01T10:00:00Z [ERROR] a.b.C#run: x_y_z <null>",
	"&lt; &amp; &#65; &nbsp;", "int main(int argc, char **argv) { return argv[0][0]; }",
	"Preis: 5,00 \xe2\x82\xac \xf0\x9f\x98\x80 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
	"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\x8f(x) \xe2\x80\xab\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\xe2\x80\xac",
	"\xe8\xab\x8b\xe8\xa6\x8bhttps://a.example/x\xe3\x80\x82", "7. seven", "3) three", "1.2.3 a",
	"[section]", "key = \"va\\\"lue\" # comment", "${HOME}/.ssh/~x ~/y `unclosed", "a|b|c", "x: |",
	"\\\\server\\share$", "!important", "<!-- x -->", "<?xml version=\"1.0\"?>", "<![CDATA[x]]>",
	"<a href=\"https://a.example/?a=1&b=2\">t</a>", "__init__(self, *args, **kwargs)",
	"5 * 3 * 2 = 30", "^\\s*#include <x.h>$", "%s %d\\n\\t\\\\", "a  b   c\td", "    deep",
	"$ docker run --rm -v $PWD:/x img:tag", "foo_bar_baz __a__b", "~~", "**", "``x", "***", "#5 #x",
	"https://a.example/_x_/*y*?q=[1]&z=~~w~~#f", "user@host.example:/path", "a\\*b\\_c\\", "::1 [::1]:80",
};

/* And these are not, or may begin something that goes on. */
static const char *const meant[] = {
	"*so*", "**now**", "`code *x* \\n`", "~~gone~~", "- item", "* item", "- [ ] todo", "- [x] done",
	"> quoted", ">> twice", "> - item", "# Heading", "---", "===", "```", "```sql", "~~~", "a | b",
	"--- | ---", "|1|2|", "|1|2|3|", "[t](https://a.example/x)", "<https://a.example/y>", "[1]: x",
	"    code", "\t\ttabs", "  - nested", "![i](https://a.example/i.png)", "[x](javascript:y)", "",
	"", "1. one", "> [a]: b", "- [a]: b", "***both***", "_em_ and __strong__", "> ```", "- ```",
	"-----", "| :-: |", "**a", "b**", "`a", "b`", "+ plus", "   ```", "- - -", "a\\", "[a\nb]: c",
};

static unsigned long long seed = 88172645463325252ull;

static size_t
random_below(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % n);
}

/* --- what is compared --- */

static bool
is_kept(const char *p, bool strict)
{
	return (unsigned char)*p > ' ' && (strict || strchr(markdown, *p) == NULL);
}

/* No blanks, and no no-break spaces. */
static struct str
squeezed(struct arena *a, struct str s, bool strict)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (str_starts(str_sub(s, i, 2), STR("\xc2\xa0")))
			i++;
		else if (is_kept(s.p + i, strict))
			buf_addc(&b, s.p[i]);
	return buf_str(&b);
}

static const struct { const char *entity, *text; } entities[] = {
	{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", " " },
	{ "&#9744;", "[ ]" }, { "&#9745;", "[x]" },
};

static size_t
put_entity(struct buf *b, struct str s)
{
	for (size_t k = 0; k < COUNT(entities); k++)
		if (str_starts(s, str_c(entities[k].entity))) {
			buf_adds(b, entities[k].text);
			return strlen(entities[k].entity);
		}
	buf_addc(b, s.p[0]);
	return 1;
}

static struct str
decoded(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n;)
		i += put_entity(&b, str_sub(s, i, SIZE_MAX));
	return buf_str(&b);
}

/* "%C3%B6" is what an alphabet's letter is in an address. */
static struct str
unescaped(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		int c = s.p[i] == '%' ? str_hex(s, i + 1) : -1;

		buf_addc(&b, c < 0 ? s.p[i] : (char)c);
		i += c < 0 ? 0 : 2;
	}
	return buf_str(&b);
}

/* The href of the link whose tag begins here, where the text that was typed has it too. */
static struct str
hidden_target(struct arena *a, struct str tag, struct str typed)
{
	size_t end = str_chr(tag, '"', 9), close = str_find(tag, STR("</a>"), 0);
	struct str href, text;

	if (!str_starts(tag, STR("<a href=\"")) || end == SIZE_MAX || close == SIZE_MAX)
		return STR_NONE;
	href = decoded(a, str_sub(tag, 9, end - 9));
	text = decoded(a, str_sub(tag, end + 2, close - end - 2));
	if (str_find(typed, str_printf(a, "%.*s](%.*s)", STR_ARG(text), STR_ARG(href)), 0) !=
	    SIZE_MAX)
		return href;
	return str_ends(unescaped(a, href), text) || str_ends(href, text) ? STR_NONE : href;
}

static struct str
text_of(struct arena *a, struct str html, struct str typed)
{
	struct str target = STR_NONE;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < html.n;) {
		struct str rest = str_sub(html, i, SIZE_MAX);

		if (html.p[i] != '<') {
			i += put_entity(&b, rest);
			continue;
		}
		if (str_starts(rest, STR("<a ")))
			target = hidden_target(a, rest, typed);
		else if (str_starts(rest, STR("</a>")))
			buf_add(&b, target);
		i = str_chr(html, '>', i);
		if (i == SIZE_MAX)
			break;
		i++;
	}
	return buf_str(&b);
}

static bool
same(struct arena *a, struct str text, bool strict, const char *name)
{
	struct str html = markdown_html(a, text);
	struct str want = squeezed(a, text, strict);
	struct str got = squeezed(a, text_of(a, html, text), strict);
	size_t i = 0;

	if (str_eq(got, want))
		return true;
	while (i < got.n && i < want.n && got.p[i] == want.p[i])
		i++;
	printf("# %s: from byte %zu on\n# want %.60s\n# got  %.60s\n", name, i, want.p + i, got.p + i);
	if (text.n < 2000)
		printf("# --- text\n%.*s\n# --- HTML\n%.*s\n", STR_ARG(text), STR_ARG(html));
	return false;
}

/* --- made texts --- */

static struct str
made(struct arena *a, size_t of_meant)
{
	size_t n = 1 + random_below(PIECES);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < n; i++) {
		bool is_meant = random_below(100) < of_meant;

		buf_adds(&b, is_meant ? meant[random_below(COUNT(meant))] :
		    literal[random_below(COUNT(literal))]);
		buf_adds(&b, random_below(3) == 0 ? " " : random_below(4) == 0 ? "\n\n" : "\n");
	}
	return buf_str(&b);
}

static void
check_made(struct arena *a)
{
	static const struct { const char *name; size_t of_meant; } kinds[] = {
		{ "text", 0 }, { "some Markdown", 20 }, { "much Markdown", 80 },
	};

	for (size_t k = 0; k < COUNT(kinds); k++) {
		size_t failed = 0;

		for (size_t i = 0; i < ROUNDS && failed < 3; i++) {
			failed += !same(a, made(a, kinds[k].of_meant), kinds[k].of_meant == 0,
			    kinds[k].name);
			arena_reset(a);
		}
		tap_int((long long)failed, 0, "%s is the same in both parts", kinds[k].name);
	}
	for (size_t i = 0; i < COUNT(literal); i++)
		tap_ok(same(a, str_c(literal[i]), true, "alone"), "as it stands: %s", literal[i]);
}

/* --- mails --- */

static struct arena *mails;
static size_t seen, compared, failed;

static struct str
contents(struct arena *a, const char *path)
{
	char *p = arena_alloc(a, FILE_MAX_BYTES);
	FILE *f = fopen(path, "r");
	size_t n = f == NULL ? 0 : fread(p, 1, FILE_MAX_BYTES, f);

	if (f != NULL)
		fclose(f);
	return (struct str){ p, n };
}

static int
check_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	static const struct letter_conf conf = { .limits = { 0 } };
	const char *all = getenv("DOCKET_CORPUS");
	struct letter l;
	struct str raw;

	(void)ftw;
	if (type != FTW_F || st->st_size >= FILE_MAX_BYTES || (all == NULL && seen++ % EVERY > 0))
		return 0;
	raw = contents(mails, path);
	letter_parse(mails, &conf, raw, &l);
	if (str_is_text(l.text)) {
		compared++;
		failed += !same(mails, l.text, false, path);
	}
	if (str_is_text(raw)) {		/* all that a mail is made of, as a text */
		compared++;
		failed += !same(mails, raw, false, path);
	}
	arena_reset(mails);
	return failed > 5;
}

/* --- time --- */

static void
check_time(struct arena *a)
{
	static const char *const units[] = { "[", "`", "[a](", "`a `` ", "> ", "- ", "a|b\n---|---\n",
	    "*a_ ", "![[]()", "<a", "1. ", "https://a.example/)", "**a *b", "\\", "a|b|c\n--|--\n", "~~~\n" };

	for (size_t k = 0; k < COUNT(units); k++)
		for (size_t size = 65536; size <= 1024 * 1024; size *= 16) {
			struct buf b;
			clock_t t;
			double ms;

			buf_init(&b, a);
			while (b.n < size)
				buf_adds(&b, units[k]);
			b.n = size;
			t = clock();
			markdown_html(a, buf_str(&b));
			ms = (double)(clock() - t) * 1000 / CLOCKS_PER_SEC;
			printf("# %zu bytes of row %zu: %.1f ms\n", size, k, ms);
			/* Of core, as it is installed, 50; here without optimising. */
			tap_ok(ms < 500, "a heap of %zu is done soon", k);
			arena_reset(a);
		}
}

int
main(void)
{
	const char *source = getenv("DOCKET_SOURCE");
	struct arena *a = arena_new();
	char path[4096];

	mails = arena_new();
	check_made(a);
	check_time(a);
	snprintf(path, sizeof(path), "%s/../shared/corpus/raw", source == NULL ? "." : source);
	if (nftw(path, check_file, 16, FTW_PHYS) == -1)
		tap_skip("there are no mails of ../shared");
	else
		tap_int((long long)failed, 0, "%zu texts of mails", compared);
	arena_free(a);
	arena_free(mails);
	return tap_done();
}
