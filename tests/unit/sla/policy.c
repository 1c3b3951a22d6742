/* sla.conf. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "sla.conf", "\"50%\"", "\"50%\", \"50%\"", "sla.conf:@: the point \"50%\" is there twice" },
	{ "sla.conf", "name = \"gold\";", "name = \"gold\"; carry = \"keep\";",
	  "sla.conf:@: carry \"keep\" is not one of \"carry\", \"replay\"" },
	{ "sla.conf", "severity = [ \"critical\" ]", "severity = [ \"urgent\" ]",
	  "sla.conf:@: there is no severity urgent" },
	{ "sla.conf", "severity = [ \"critical\" ]", "status = \"open\"",
	  "sla.conf:@: what is promised does not go by status: by project" },
	{ "sla.conf", "severity = [ \"critical\" ]", "age = { above = \"1h\"; }",
	  "sla.conf:@: what is promised does not go by age" },
	{ "sla.conf", "severity = [ \"critical\" ]", "from = \"jo@acme.example\"",
	  "sla.conf:@: from is of what happens" },
	{ "sla.conf", "severity = [ \"critical\" ]", "tags = { matches = \"x\"; }",
	  "sla.conf:@: a pattern cannot be tried here" },
	{ "sla.conf", "severity = [ \"critical\" ]", "project = \"ACEM\"",
	  "sla.conf:@: there is no project ACEM in projects.conf (did you mean ACME?)" },
	{ "sla.conf", "severity = [ \"critical\" ]", "type = \"incidnt\"",
	  "sla.conf:@: there is no type incidnt (did you mean incident?)" },
	{ "sla.conf", "{ severity = [ \"critical\" ]; }", "{ }", "sla.conf:@: when is empty" },
	{ "sla.conf", "{ severity = [ \"critical\" ]; }", "\"critical\"",
	  "sla.conf:@: when is not a group" },
	{ "sla.conf", "severity = [ \"high\" ]", "severity = [ \"critical\" ]",
	  "this target is never reached" },
	{ "sla.conf", "when = { severity = [ \"critical\" ]; };", "",
	  "this target is never reached" },
	{ "sla.conf", "when = { severity = [ \"high\" ]; };",
	  "when = { severity = \"critical\"; project = \"ACME\"; };", "this target is never reached" },
	{ "sla.conf", "calendar = \"always\"", "calendar = \"alwys\"",
	  "sla.conf:@: there is no calendar alwys" },
	{ "sla.conf", "\"50%\"", "\"100%\"",
	  "sla.conf:@: the point \"100%\" is not before the end" },
	{ "sla.conf", "\"15m\"", "\"9h\"", "sla.conf:@: the point \"9h\" lies before the start" },
	{ "sla.conf", "\"15m\"", "\"soon\"", "sla.conf:@: this \"soon\" is not a duration" },
	{ "sla.conf", "pause = [ \"waiting\" ]", "pause = [ \"closed\" ]",
	  "sla.conf:@: there is no status to pause in closed" },
	{ "sla.conf", "response = \"30m\"", "respones = \"30m\"",
	  "sla.conf:@: there is no setting respones in targets (did you mean response?)" },
	{ "sla.conf", "name = \"standard\"", "name = \"gold\"",
	  "sla.conf:@: SLA gold is there twice" },
};

static const struct change accepted[] = {
	{ "sla.conf", "severity = [ \"critical\" ]", "project = \"ACME\"; type = \"incident\"; "
	  "any = ( { tags = \"vip\"; }, { severity = { at_least = \"high\"; }; } ); "
	  "requester_domain = { not = \"acme.example\"; }", "" },
	{ "sla.conf", "when = { severity = [ \"critical\" ]; };",
	  "when = { severity = \"high\"; tags = \"vip\"; };", "" },
	{ "sla.conf", "response = \"30m\"", "response = 0", "" },
	{ "sla.conf", "response = \"30m\"", "response = \"\"", "" },
};

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	return tap_done();
}
