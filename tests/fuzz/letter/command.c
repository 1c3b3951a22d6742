/* A command block is within its limits, and what is no block stays what it was. */
#include "parsers/base/limits.h"
#include "parsers/letter/command.h"
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"

static const struct command_word list[] = {
	{ STR("close"), STR("close"), COMMAND_NOTHING },
	{ STR("help"), STR("help"), COMMAND_PERHAPS },
	{ STR("losen"), STR("resolve"), COMMAND_NOTHING },
	{ STR("note"), STR("note"), COMMAND_NOTHING },
	{ STR("severity"), STR("severity"), COMMAND_VALUE },
	{ STR("subject"), STR("subject"), COMMAND_TEXT },
};

void
fuzz_one(struct arena *a, struct str in)
{
	static const struct command_words words = { list, sizeof(list) / sizeof(list[0]) };
	struct command_block block;
	size_t known = 0;

	command_parse(a, &words, in, &block);
	assert(block.n <= LIMIT_COMMANDS && block.rest.n <= in.n && block.end <= in.n);
	assert(str_find(in, block.rest, 0) != SIZE_MAX || block.rest.n == 0);
	if (block.n == 0 && !block.too_many && !str_starts(fold_trim(in), STR("\\#")))
		assert(str_eq(block.rest, fold_trim(in)));
	for (size_t i = 0; i < block.n; i++) {
		struct command_line *c = &block.v[i];

		assert(c->name.n >= 1 && c->arg.n <= c->said.n);
		known += c->is_known;
		if (c->is_known)
			assert(command_of_line(a, &words, c->line) != NULL);
	}
	assert(block.n == 0 || block.too_many || known > 0 || block.end > 0);
}
