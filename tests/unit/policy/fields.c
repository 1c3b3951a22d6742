/* fields.conf. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "fields.conf", "name = \"order\"", "name = \"severity\"",
	  "field severity is there twice" },
	{ "fields.conf", "name = \"order\"", "name = \"Order No\"",
	  "fields.conf:@: name \"Order No\"" },
	{ "fields.conf", "name = \"order\"", "name = \"1st\"",
	  "fields.conf:@: \"1st\" is not a field" },
	{ "fields.conf", "type = \"enum\"", "type = \"text\"",
	  "fields.conf:@: severity is built in as a enum" },
	{ "fields.conf", "type = \"text\"", "type = \"nmuber\"", "fields.conf:@: type \"nmuber\"" },
	{ "fields.conf", "example = \"4711\"", "example = \"4711\"; min = \"1\"",
	  "fields.conf:@: min and max are for numbers" },
	{ "fields.conf", "type = \"text\"", "type = \"number\"; min = \"9\"; max = \"1,5\"",
	  "fields.conf:@: max is below min: nothing is between 9 and 1.5" },
	{ "fields.conf", "type = \"text\"", "type = \"date\"; min = \"soon\"",
	  "fields.conf:@: order: \"soon\" is no date such as 2026-03-31" },
	{ "fields.conf", "type = \"text\"", "type = \"duration\"; values = [ \"1h\", \"x\" ]",
	  "fields.conf:@: in values, order: \"x\" is no duration such as 1h30m" },
	{ "fields.conf", "type = \"text\"", "type = \"bool\"; values = [ \"yes\" ]",
	  "fields.conf:@: a bool is yes or no" },
	{ "fields.conf", "type = \"text\"", "type = \"version\"; values = [ \"1.0\" ]",
	  "fields.conf:@: the values of a version are its catalogue" },
	{ "fields.conf", "type = \"text\"", "type = \"text\"; words = ( [ \"a\", \"b\" ] )",
	  "fields.conf:@: words mean values, and order has none" },
	{ "fields.conf", "example = \"4711\"", "example = \"none\"",
	  "fields.conf:@: the example is no value itself: order" },
	{ "fields.conf", "example = \"4711\"", "default = \"4711\"; required = true",
	  "fields.conf:@: order has a default, so it is never missing" },
	{ "fields.conf", "matches = \"[A-Z]*", "matches = \"[A-Z*",
	  "is not a regular expression: column" },
	{ "fields.conf", "[ \"Pedido\" ]", "[ \"Gravedad\" ]",
	  "fields.conf:@: label \"Gravedad\" is of field severity already" },
	{ "fields.conf", "[ \"Pedido\" ]", "[ \"Pedido:\" ]",
	  "fields.conf:@: label \"Pedido:\" has a colon" },
	{ "fields.conf", "\"X-Example-Version\"", "\"X Example\"",
	  "fields.conf:@: \"X Example\" is no header field's name" },
	{ "fields.conf", "type = \"text\"", "type = \"enum\"", "enum order has no values" },
	{ "fields.conf", "default = \"medium\"", "default = \"meh\"",
	  "fields.conf:@: severity: \"meh\"" },
	{ "fields.conf", "\"critical\" ],\n", "\"disaster\" ],\n", "there is no value disaster" },
	{ "fields.conf", "[ \"nice to have\", \"low\" ]", "[ \"nice to have\" ]",
	  "pair 2 of words" },
	{ "fields.conf", "\"2.2.0\"", "\"latest\"",
	  "\"latest\" in the catalogue is not a version" },
	{ "fields.conf", "(?<order>", "(?<ordre>", "pattern 1 has no group (?<order>" },
	{ "fields.conf", "(?<order>\\\\d{4,})", "(?<order>\\\\d{4,}",
	  "is not a regular expression: column" },
};

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	world_close();
	return tap_done();
}
