#include "daemon/render/text.h"

#include <locale.h>

#include "parsers/base/json.h"
#include "tests/tap.h"

static const struct {
	const char	*in, *safe, *lines, *json;
} rows[] = {
	{ "plain", "plain", "plain", "\"plain\"" },
	{ "a\nb\tc", "a\\nb\\tc", "a\nb\tc", "\"a\\nb\\tc\"" },
	{ "a\r\nb\r", "a\\r\\nb\\r", "a\nb\\r", "\"a\\r\\nb\\r\"" },
	{ "\x1b[2J", "\\x1b[2J", "\\x1b[2J", "\"\\u001B[2J\"" },
	{ "\u202egnp", "<U+202E>gnp", "<U+202E>gnp", "\"\\u202egnp\"" },
	{ "caf\xe9", "caf\\xe9", "caf\\xe9", "\"caf\ufffd\"" },
	{ "\U000e0041x", "<U+E0041>x", "<U+E0041>x", "\"\\udb40\\udc41x\"" },
	{ "say \"hi\\\"", "say \"hi\\\"", "say \"hi\\\"", "\"say \\\"hi\\\\\\\"\"" },
	{ "", "", "", "\"\"" },
};

static const struct {
	const char	*in;
	size_t		 columns;
	const char	*want;
} cuts[] = {
	{ "hello", 5, "hello" }, { "hello!", 5, "hell…" }, { "hello", 1, "…" },
	{ "hello", 0, "" }, { "日本語", 6, "日本語" }, { "日本語", 5, "日本…" },
	{ "日本語", 4, "日…" }, { "", 3, "" },
};

static const struct {
	const char	*in;
	size_t		 indent, columns;
	const char	*want;
} folds[] = {
	{ "one two three", 0, 0, "one two three\n" },
	{ "the quick brown fox jumps over", 2, 24, "  the quick brown fox\n  jumps over\n" },
	{ "abcdefghijklmnopqrstuvwxyz", 0, 20, "abcdefghijklmnopqrst\nuvwxyz\n" },
	{ "a\n\nb", 1, 80, " a\n\n b\n" },
};

static const struct { int64_t bytes; const char *want; } sizes[] = {
	{ 0, "0 B" }, { 999, "999 B" }, { 1000, "1.0 KB" }, { 1449000, "1.4 MB" },
	{ 25000000000, "25.0 GB" }, { 2500000000000, "2500.0 GB" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct json j;
	struct buf b;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str in = str_c(rows[i].in);

		tap_str(text_safe(a, in), str_c(rows[i].safe), "safe %zu", i);
		tap_str(text_safe_lines(a, in), str_c(rows[i].lines), "lines %zu", i);
		buf_init(&b, a);
		json_init(&j, &b, 0);
		json_str(&j, NULL, in);
		tap_str(text_json(a, buf_str(&b)), str_c(rows[i].json), "json %zu", i);
	}
	for (size_t i = 0; i < COUNT(cuts); i++)
		tap_str(text_cut(a, str_c(cuts[i].in), cuts[i].columns), str_c(cuts[i].want),
		    "cut '%s' to %zu", cuts[i].in, cuts[i].columns);
	for (size_t i = 0; i < COUNT(folds); i++) {
		buf_init(&b, a);
		text_fold(&b, str_c(folds[i].in), folds[i].indent, folds[i].columns);
		tap_str(buf_str(&b), str_c(folds[i].want), "fold %zu", i);
	}
	for (size_t i = 0; i < COUNT(sizes); i++)
		tap_str(text_size(a, sizes[i].bytes), str_c(sizes[i].want), "%lld bytes",
		    (long long)sizes[i].bytes);
	arena_free(a);
	return tap_done();
}
