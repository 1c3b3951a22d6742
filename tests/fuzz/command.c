/* A command block is within its limits, and its parts stand in the input. */
#include <assert.h>

#include "parsers/command.h"
#include "parsers/limits.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)data, n };
	struct command_block block;
	struct strs names = { NULL, 0 };

	command_parse(a, in, &block);
	assert(block.n <= LIMIT_COMMANDS && block.rest.n <= n);
	assert(block.n == 0 || str_find(in, STR("#"), 0) != SIZE_MAX);
	for (size_t i = 0; i < block.n; i++) {
		struct command_line *c = &block.v[i];

		assert(c->name.n >= 1 && c->line.n <= LIMIT_COMMAND_LINE);
		assert(str_find(in, c->arg, 0) != SIZE_MAX);
		strs_add(a, &names, c->name);
	}
	for (size_t i = 0; i < block.n; i++)
		(void)command_nearest(block.v[i].name, &names);
	arena_free(a);
	return 0;
}
