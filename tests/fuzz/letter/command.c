/* A command block is within its limits, and its parts stand in the input. */
#include "parsers/base/limits.h"
#include "parsers/letter/command.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct command_block block;

	command_parse(a, in, &block);
	assert(block.n <= LIMIT_COMMANDS && block.rest.n <= in.n);
	assert(block.n == 0 || str_find(in, STR("#"), 0) != SIZE_MAX);
	for (size_t i = 0; i < block.n; i++) {
		struct command_line *c = &block.v[i];

		assert(c->name.n >= 1 && c->line.n <= LIMIT_COMMAND_LINE);
		assert(str_find(in, c->arg, 0) != SIZE_MAX);
	}
}
