/* projects.conf, and what it needs of others. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "projects.conf", "acme.night.shift@mail.example", "acme.night.shift",
	  "projects.conf:@: acme.night.shift is not a mail address" },
	{ "projects.conf", "acme.night.shift@mail.example", "Ana@example.com",
	  "projects.conf:@: ana@example.com is the address of ana in agents.conf" },
	{ "projects.conf", "domains = [ \"globex.example\" ];",
	  "contacts = \"acme.night.shift@MAIL.example\";",
	  "projects.conf:@: acme.night.shift@mail.example is a contact of project ACME already" },
	{ "projects.conf", "ops@acme.example", "ops",
	  "projects.conf:@: ops is not a mail address" },
	{ "projects.conf", "ops@acme.example", "Ana@example.com",
	  "projects.conf:@: ana@example.com is an engineer's address in agents.conf" },
	{ "projects.conf", "ops@acme.example", "jo@globex.example",
	  "jo@globex.example in advise of project ACME is an address of project GLOBEX" },
	{ "projects.conf", "domains = [ \"globex.example\" ];",
	  "domains = [ \"globex.example\" ]; advise = \"acme.night.shift@mail.example\";",
	  "in advise of project GLOBEX is an address of project ACME" },
	{ "projects.conf", "support_level = \"gold\"", "support_level = \"very gold\"",
	  "projects.conf:@: support_level \"very gold\"" },
	{ "sla.conf", "when = { severity = [ \"critical\" ]; };",
	  "when = { severity = [ \"critical\" ]; support_level = \"glod\"; };",
	  "there is no support level glod in projects.conf (did you mean gold?)" },
	{ "rules.conf", "project = [ \"ACME\" ];", "support_level = [ \"silver\" ];",
	  "rules.conf:@: there is no support level silver" },
	{ "projects.conf", "key = \"GLOBEX\"", "key = \"ACME\"",
	  "projects.conf:@: project ACME is there twice" },
	{ "projects.conf", "\"globex.example\"", "\"ACME.example\"",
	  "projects.conf:@: domain acme.example is that of project ACME already" },
	{ "projects.conf", "\"globex.example\"", "\"jo@globex.example\"",
	  "projects.conf:@: jo@globex.example is not a mail domain" },
	{ "projects.conf", "calendar = \"madrid\"", "calendar = \"madird\"",
	  "projects.conf:@: there is no calendar madird in calendars.conf (did you mean madrid?)" },
	{ "projects.conf", "sla = \"gold\"", "sla = \"golden\"",
	  "projects.conf:@: there is no SLA golden" },
	{ "projects.conf", "calendar = \"madrid\";", "",
	  "names no calendar, and neither does project GLOBEX" },
	{ "projects.conf", "language = \"es\"", "language = \"sp\"",
	  "projects.conf:@: there is no language sp" },
	{ "projects.conf", "support_level = \"gold\";", "contract = \"gold\";",
	  "projects.conf:@: contract is not a group: write contract = { until" },
	{ "projects.conf", "support_level = \"gold\";", "contract = { sla = \"gold\"; };",
	  "projects.conf:@: contract lacks until" },
	{ "projects.conf", "support_level = \"gold\";", "contract = { until = \"2026-02-29\"; };",
	  "projects.conf:@: until: \"2026-02-29\" is no day" },
	{ "projects.conf", "support_level = \"gold\";", "contract = { until = \"31.12.2026\"; };",
	  "projects.conf:@: until: \"31.12.2026\" is no day: write until = \"2026-12-31\"" },
	{ "projects.conf", "support_level = \"gold\";",
	  "contract = { from = \"2026-12-31\"; until = \"2026-12-31\"; };",
	  "projects.conf:@: the contract begins on 2026-12-31 and ends on 2026-12-31" },
	{ "projects.conf", "support_level = \"gold\";",
	  "contract = { until = \"2026-12-31\"; sla = \"glod\"; };",
	  "projects.conf:@: there is no SLA glod" },
	{ "projects.conf", "support_level = \"gold\";",
	  "contract = { until = \"2026-12-31\"; prepaid = \"lots\"; };",
	  "projects.conf:@: prepaid" },
	{ "projects.conf", "severity = \"medium\"", "severity = \"middle\"",
	  "projects.conf:@: severity: \"middle\" is none of low, medium, high, critical" },
	{ "projects.conf", "severity = \"medium\"", "severty = \"medium\"",
	  "projects.conf:@: there is no field severty (did you mean severity?)" },
};

/* The subject's words are those of the setting. */
static void
test_billings(void)
{
	struct arena *a = arena_new();
	struct strs words = subject_row(SUBJECT_BILLING)->words(a);

	for (size_t i = 0; i < words.n; i++)
		tap_str(words.v[i], str_c(billing_modes[i]), "billing %zu", i);
	tap_ok(billing_modes[words.n] == NULL, "no others");
	arena_free(a);
}

int
main(void)
{
	world_open();
	test_billings();
	world_refuses(refused, COUNT(refused));
	world_close();
	return tap_done();
}
