/* Words for commands in the languages of the sample, and faults of such a file. */
#include "daemon/policy/verbword.h"

#include "parsers/letter/command.h"
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "templates/de/_commands.txt", "take => ", "take ",
	  "templates/de/_commands.txt:3: the line is not" },
	{ "templates/de/_commands.txt", "take => ", "tkae => ",
	  "templates/de/_commands.txt:3: there is no command tkae: did you mean take?" },
	{ "templates/fr/_commands.txt", "clore", "close, 1clore", "'1clore' is no word" },
	{ "templates/fr/_commands.txt", "clore", "clore la", "'clore la' is no word" },
	{ "templates/fr/_commands.txt", "fermer", "prendre", "'prendre' cannot be close: it is take" },
	{ "templates/it/_commands.txt", "chiudere", "note", "'note' cannot be close: it is note" },
	{ "templates/it/_commands.txt", "assign me", "take me", "take takes no value" },
};

static const struct change accepted[] = {
	{ "templates/de/_commands.txt", NULL, "resolve => feierabend\n", NULL },
	{ "templates/de/_commands.txt", NULL, "\n# nothing\ntag bug => fehler\n", NULL },
};

/* One block in each language. */
static const struct { const char *text, *want; } rows[] = {
	{ "#prendre\n#gravité élevée", "take=|severity=élevée|" },
	{ "#Zuweisen mich\n#Lösen\n#schließen", "assign=mich|resolve=|close=|" },
	{ "#asignar yo\n#resuelto", "assign=yo|resolve=|" },
	{ "#atribuir eu\n#fechar", "assign=eu|close=|" },
	{ "#assegnare me\n#priorità alta", "assign=me|severity=alta|" },
	{ "#done\n#pending\n#priority !", "resolve=|wait=|severity=!|" },
	{ "#RÉSOUDRE", "resolve=|" },
	{ "#SCHLIESSEN", "close=|" },
};

static const struct { const char *verb, *value, *want; } values[] = {
	{ "assign", "MICH", "me" }, { "assign", "yo", "me" }, { "assign", "ana", "ana" },
	{ "severity", "!", "high" }, { "severity", "!!", "critical" }, { "tag", "!", "!" },
};

static void
test_words(struct arena *a, const struct conf *c)
{
	struct command_block block;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b;

		command_parse(a, &c->verb_words.by_mail, str_c(rows[i].text), &block);
		buf_init(&b, a);
		for (size_t k = 0; k < block.n; k++)
			buf_printf(&b, "%.*s=%.*s|", STR_ARG(block.v[k].name),
			    STR_ARG(block.v[k].arg));
		tap_str(buf_str(&b), str_c(rows[i].want), "%s", rows[i].text);
	}
	for (size_t i = 0; i < COUNT(values); i++)
		tap_str(verb_words_value(&c->verb_words,
		    verb_find(DOOR_MAIL, str_c(values[i].verb)), str_c(values[i].value)),
		    str_c(values[i].want), "%s %s", values[i].verb, values[i].value);
}

int
main(void)
{
	struct arena *a = arena_new();
	const struct conf *c;
	struct conf_faults faults;

	world_open();
	if (tap_int(world_load(a, &c, &faults), 0, "loads")) {
		test_words(a, c);
		world_drop(c);
	}
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	arena_free(a);
	return tap_done();
}
