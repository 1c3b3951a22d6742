/* Only what our server wrote names a network, and only in one form. */
#include "parsers/head/received.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str own_id = STR("mx.example.com"), n;
	struct strs own = { &own_id, 1 }, nobody = { NULL, 0 };

	assert(received_network(a, in, &nobody).n == 0);
	n = received_network(a, str_printf(a, "Received: %.*s", STR_ARG(in)), &own);
	if (n.n == 0)
		return;
	assert(str_ends(n, STR(".0/24")) || str_ends(n, STR("::/64")) || str_ends(n, STR("/64")));
	assert(str_ifind(in, own_id, 0) != SIZE_MAX);
}
