/* Cookies, links and codes of the portal; and what is taken out of texts. */
#include "daemon/ticket/weblogin.h"

#include <string.h>

#include "daemon/ticket/tokentext.h"
#include "tests/tap.h"

#define KEY_A	"a 000102030405060708090a0b0c0d0e0f\n"
#define KEY_B	"b f00102030405060708090a0b0c0d0e0f\n"

static struct token_keys *
keys_of(struct arena *a, const char *text)
{
	struct token_keys *keys = NULL;
	struct err e;

	tap_int(token_keys_parse(a, str_c(text), &keys, &e), 0, "keys");
	return keys;
}

static void
check_secrets(struct arena *a)
{
	struct str one = web_secret(a), two = web_secret(a);
	struct str csrf = web_csrf(a, one);

	tap_ok(web_is_secret(one) && !str_eq(one, two), "each is another");
	tap_ok(!web_is_secret(STR_NONE) && !web_is_secret(str_sub(one, 1, SIZE_MAX)) &&
	    !web_is_secret(str_printf(a, "%.*sA", STR_ARG(str_sub(one, 1, SIZE_MAX)))), "what is none");
	tap_ok(web_csrf_is(one, csrf), "a form's value");
	tap_ok(!web_csrf_is(two, csrf), "is of one cookie");
	tap_ok(!web_csrf_is(one, STR_NONE) && !web_csrf_is(STR_NONE, STR_NONE) &&
	    !web_csrf_is(STR_NONE, csrf), "none is never right");
	tap_ok(str_find(csrf, one, 0) == SIZE_MAX, "and does not tell it");
}

static void
check_links(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A), *new = keys_of(a, KEY_B KEY_A);
	struct str t = web_link_token(a, keys, 42, 7, 0);

	tap_int((long long)t.n, TOKEN_LINK_LETTERS, "its letters");
	tap_str(web_link_token(a, keys, 42, 7, 0), t, "all mails have the same");
	tap_ok(!str_eq(web_link_token(a, keys, 43, 7, 0), t), "of this ticket");
	tap_ok(!str_eq(web_link_token(a, keys, 42, 8, 0), t), "… contact");
	tap_ok(!str_eq(web_link_token(a, keys, 42, 7, 1), t), "… and serial");
	tap_ok(!str_eq(web_link_token(a, keys, 7, 42, 0), t), "nor the other way");
	tap_ok(!str_eq(web_link_token(a, new, 42, 7, 0), t), "and key");
}

static void
check_codes(struct arena *a)
{
	struct token_keys *keys = keys_of(a, KEY_A), *new = keys_of(a, KEY_B KEY_A);
	unsigned char one[SHA256_BYTES], two[SHA256_BYTES];
	struct str code, spaced;

	web_hash(STR("one"), one);
	web_hash(STR("two"), two);
	code = web_code(a, keys, one);
	tap_int((long long)code.n, 9, "eight digits and a blank");
	spaced = str_printf(a, " %.*s-%.*s \r\n", STR_ARG(str_sub(code, 0, 4)),
	    STR_ARG(str_sub(code, 5, 4)));
	tap_ok(web_code_is(keys, one, code), "a code");
	tap_ok(web_code_is(keys, one, spaced), "as people type it");
	tap_ok(web_code_is(new, one, code), "of a key that signs no more");
	tap_ok(!web_code_is(keys, two, code), "of another mail");
	tap_ok(!web_code_is(keys_of(a, KEY_B), one, code), "of a key that is gone");
	tap_ok(!web_code_is(keys, one, STR_NONE) && !web_code_is(keys, one, str_sub(code, 1, 7)) &&
	    !web_code_is(keys, one, str_printf(a, "%.*s0", STR_ARG(code))) &&
	    !web_code_is(keys, one, STR("abcdefgh")), "what is none");
}

/* LINK and IN stand for tokens. */
static const struct { const char *name, *in, *want; int n; } blanked[] = {
	{ "a ticket's", "see https://d.example/t/42/LINK there", "see https://d.example there", 1 },
	{ "a sign-in's", "https://d.example/in/IN", "https://d.example", 1 },
	{ "with a page behind", "https://d.example/t/4/LINK/code?x=1", "https://d.example/code?x=1", 1 },
	{ "in HTML", "<a href=\"https://d/t/4/LINK\">https://d/t/4/LINK</a>",
	    "<a href=\"https://d\">https://d</a>", 2 },
	{ "in a scanner's link", "https://s.example/?url=https%3A%2F%2Fd%2Ft%2F42%2FLINK&data=1",
	    "https://s.example/?url=https%3A%2F%2Fd&data=1", 1 },
	{ "twice encoded", "u=https%253A%252F%252Fd%252fin%252fIN", "u=https%253A%252F%252Fd", 1 },
	{ "with a broken line", "> https://d.example/t/42/LI\n> NK\n> Bye", "> https://d.example\n> Bye", 1 },
	{ "with a broken path", "https://d.example/t/\r\n42/LINK.", "https://d.example.", 1 },
	{ "no number", "https://d/t/x/LINK", "https://d/t/x/LINK", 0 },
	{ "another path", "https://d/x/42/LINK", "https://d/x/42/LINK", 0 },
	{ "too long", "https://d/t/42/LINKa", "https://d/t/42/LINKa", 0 },
	{ "too short", "https://d/t/42/abc", "https://d/t/42/abc", 0 },
	{ "the other's size", "https://d/in/LINK /t/1/IN", "https://d/in/LINK /t/1/IN", 0 },
	{ "slashes", "////t////in//%2f%2F/t/1/", "////t////in//%2f%2F/t/1/", 0 },
};

static struct str
put(struct arena *a, struct str text, struct str word, struct str token)
{
	size_t at, from = 0;
	struct buf b;

	buf_init(&b, a);
	while ((at = str_find(text, word, from)) != SIZE_MAX) {
		buf_add(&b, str_sub(text, from, at - from));
		buf_add(&b, token);
		from = at + word.n;
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

static struct str
filled(struct arena *a, const char *text, struct str link, struct str in)
{
	struct str s = put(a, put(a, str_c(text), STR("LINK"), link), STR("IN"), in);

	s = put(a, s, STR("LI\n"), str_printf(a, "%.*s\n", STR_ARG(str_sub(link, 0, 9))));
	return put(a, s, STR("> NK"), str_printf(a, "> %.*s", STR_ARG(str_sub(link, 9, SIZE_MAX))));
}

static void
check_blank(struct arena *a)
{
	struct str link = web_link_token(a, keys_of(a, KEY_A), 42, 7, 0), in = web_secret(a);

	for (size_t i = 0; i < COUNT(blanked); i++) {
		struct str text = filled(a, blanked[i].in, link, in);
		size_t n = 0;

		tap_str(token_blank(a, text, &n), filled(a, blanked[i].want, link, in), "blank: %s",
		    blanked[i].name);
		tap_int((long long)n, blanked[i].n, "so many: %s", blanked[i].name);
		n = 0;
		if (str_find(text, in, 0) == SIZE_MAX && str_find(text, link, 0) != SIZE_MAX)
			tap_str(token_blank_but(a, text, link, &n), text, "ours stays: %s",
			    blanked[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	check_secrets(a);
	check_links(a);
	check_codes(a);
	check_blank(a);
	arena_free(a);
	return tap_done();
}
