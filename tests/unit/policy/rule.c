/* rules.conf and rules.d/. */
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "rules.conf", "on = [ \"created\" ]", "on = [ \"craeted\" ]",
	  "rules.conf:@: there is no event craeted (did you mean created?)" },
	{ "rules.conf", "kind = \"human\"", "kind = \"humane\"",
	  "rules.conf:@: there is no kind of mail humane" },
	{ "rules.conf", "project = [ \"ACME\" ]", "project = [ \"ACNE\" ]",
	  "rules.conf:@: there is no project ACNE" },
	{ "rules.conf", "severity = \"critical\"", "severity = \"urgent\"",
	  "rules.conf:@: there is no severity urgent" },
	{ "rules.conf", "severity = \"critical\"", "field.order2 = \"1\"",
	  "rules.conf:@: there is no subject of tests field.order2 (did you mean field.order?)" },
	{ "rules.conf", "severity = \"critical\"", "status = \"done\"",
	  "rules.conf:@: there is no status done" },
	{ "rules.conf", "severity = \"critical\"", "version = \"v2.4\"",
	  "rules.conf:@: version is never \"v2.4\": write \"2.4.0\"" },
	{ "rules.conf", "severity = \"critical\"", "mailbox = \"suport\"",
	  "rules.conf:@: there is no mailbox suport (did you mean support?)" },
	{ "rules.conf", "severity = \"critical\"", "assignee = { not = \"bob\"; }",
	  "rules.conf:@: there is no agent bob" },
	{ "rules.conf", "severity = \"critical\"", "team = \"dsek\"",
	  "rules.conf:@: there is no team dsek in agents.conf or teams.conf (did you mean desk?)" },
	{ "rules.conf", "severity = \"critical\"", "sla.clock = \"response\"",
	  "rules.conf:@: sla.clock is known only on sla-warning and sla-breach" },
	{ "rules.conf", "severity = \"critical\"", "point = 75",
	  "rules.conf:@: point is known only on budget, version-eol, contract-ending, which" },
	{ "rules.conf", "severity = \"critical\"", "budget.used = { above = \"1h\"; }",
	  "rules.conf:@: budget.used is known only on budget, which this rule is not on" },
	{ "rules.conf", "severity = \"critical\"", "event = \"closed\"",
	  "rules.conf:@: event is never \"closed\"" },
	{ "rules.conf", "matches = ", "match = ",
	  "rules.conf:@: there is no test match (did you mean matches?)" },
	{ "rules.conf", "(outage|down", "(outage|(down", "rules.conf:@: the pattern" },
	{ "rules.conf", "(outage|down", "(outage|(down", "column 72" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"leo\"",
	  "rules.conf:@: there is no agent leo" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"team:night\"",
	  "rules.conf:@: there is no team night" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severity\"", "rules.conf:@: set without to" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severity\"; to = \"mega\"",
	  "rules.conf:@: severity: \"mega\" is none of" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severiti\"; to = \"high\"",
	  "rules.conf:@: there is no field severiti" },
	{ "rules.conf", "assign = \"lee\"", "assgin = \"lee\"",
	  "rules.conf:@: there is no setting assgin in actions (did you mean assign?)" },
	{ "rules.conf", "assign = \"lee\";", "assign = \"lee\"; stop = true;",
	  "an action does one thing" },
	{ "rules.conf", "assign = \"lee\";", "assign = \"lee\"; to = \"x\";",
	  "rules.conf:@: to belongs to set" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"round-robin:nite\"",
	  "rules.conf:@: there is no team nite" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"least-busy:lee\"",
	  "rules.conf:@: there is no team lee" },
	{ "rules.conf", "on = [ \"created\" ]", "group_by = \"project\"; on = [ \"created\" ]",
	  "rules.conf:@: group_by without group_wait" },
	{ "rules.conf", "on = [ \"created\" ]", "group_wait = \"30s\"; group_by = \"projct\"; on = [ \"created\" ]",
	  "rules.conf:@: there is no subject of groups projct (did you mean project?)" },
	{ "rules.conf", "on = [ \"created\" ]", "group_wait = \"2d\"; on = [ \"created\" ]",
	  "rules.conf:@: group_wait" },
	{ "rules.conf", "on = [ \"created\" ]", "mute = \"nite\"; on = [ \"created\" ]",
	  "rules.conf:@: there is no calendar nite" },
	{ "rules.conf", "on = [ \"created\" ]", "active = \"nite\"; on = [ \"created\" ]",
	  "rules.conf:@: there is no calendar nite" },
	{ "rules.conf", "on = [ \"sla-breach\" ]", "group_wait = \"30s\"; on = [ \"sla-breach\" ]",
	  "rules.conf:@: group_wait on sla-breach: what falls due together is one mail" },
	{ "rules.conf", "on = [ \"created\", \"changed\" ]", "repeat_every = \"4h\"; on = [ \"created\" ]",
	  "repeat_every, active and mute are for notify and webhook" },
	{ "rules.conf", "assign = \"lee\"", "webhook = \"chat\"", "rules.conf:@: there is no webhook chat" },
	{ "rules.conf", "assign = \"lee\"", "team = \"dsek\"", "rules.conf:@: there is no team dsek" },
	{ "rules.conf", "assign = \"lee\"", "status = \"opne\"",
	  "rules.conf:@: there is no status opne" },
	{ "rules.conf", "assign = \"lee\"", "type = \"bugg\"", "rules.conf:@: there is no type bugg" },
	{ "rules.conf", "assign = \"lee\"", "project = \"ACNE\"",
	  "rules.conf:@: there is no project ACNE" },
	{ "rules.conf", "assign = \"lee\"", "sla = \"golden\"", "rules.conf:@: there is no SLA golden" },
	{ "rules.conf", "assign = \"lee\"", "cc = [ \"boss\" ]",
	  "rules.conf:@: boss is no mail address" },
	{ "rules.conf", "assign = \"lee\"", "uncc = \"a@b, c@d\"", "is no mail address" },
	{ "rules.conf", "assign = \"lee\"", "cc = \"${who}@x.example\"",
	  "rules.conf:@: cc takes no ${name}" },
	{ "rules.conf", "assign = \"lee\"", "due = \"soon\"", "rules.conf:@: soon is no instant" },
	{ "rules.conf", "assign = \"lee\"", "hold = \"+1q\"", "rules.conf:@: +1q is no instant" },
	{ "rules.conf", "assign = \"lee\"", "tag = [ \"+\" ]", "rules.conf:@: a tag has 1 to" },
	{ "rules.conf", "assign = \"lee\"", "note = \"{{#open}}\"", "rules.conf:@: note: line 1" },
	{ "rules.conf", "assign = \"lee\"", "reply = \"ackn\"",
	  "rules.conf:@: there is no template ackn" },
	{ "rules.conf", "assign = \"lee\"", "reply = \"acknowledgement\"; template = \"bounce\"",
	  "rules.conf:@: template belongs to notify" },
	{ "rules.conf", "assign = \"lee\"", "set = \"severity\"; to = \"${level}\"",
	  "no pattern of the rule has a group level: write { matches = \"…(?<level>…)\"; }" },
	{ "rules.conf", "assign = \"lee\"", "subject = \"a ${b c}\"",
	  "rules.conf:@: ${b c} is no capture: write ${name}" },
	{ "rules.conf", "assign = \"lee\"", "note = \"${b\"", "${b is no capture" },
	{ "rules.conf", "assign = \"lee\"", "drop = true",
	  "rules.conf:@: drop is only for rules on arrived, before there is a ticket, and this one is "
	  "on created" },
	{ "rules.conf", "assign = \"lee\"", "held = true", "held is only for rules on arrived" },
	{ "rules.conf", "on = [ \"created\" ]", "on = [ \"arrived\" ]",
	  "notify is nothing to do on arrived: there is no ticket yet; write it in a rule on created" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"x\"; on = [ \"arrived\" ]; "
	  "do = ( { status = \"open\"; } ); },", "status is nothing to do on arrived" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"x\"; on = [ \"arrived\" ]; "
	  "do = ( { drop = true; }, { held = true; } ); },", "rules.conf:@: a mail that has arrived has one end" },
	{ "rules.conf", "notify = [ \"requester\" ]", "notify = [ \"requestor\" ]",
	  "rules.conf:@: nobody is called requestor (did you mean requester?)" },
	{ "rules.conf", "notify = [ \"requester\" ]", "notify = [ \"agent:bob\" ]",
	  "rules.conf:@: there is no agent bob" },
	{ "rules.conf", "template = \"acknowledgement\"", "template = \"acknowledgment\"",
	  "rules.conf:@: there is no template acknowledgment in templates/en "
	  "(did you mean acknowledgement?)" },
	{ "rules.conf", "template = \"acknowledgement\";", "", "notify without template" },
	{ "rules.conf", "name = \"time is up\"", "name = \"time is running out\"",
	  "rules.conf:@: rule \"time is running out\" is there twice" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"end\"; on = [ \"bounce\" ]; "
	  "do = ( { stop = true; } ); },", "rule \"a mail of ours came back\" is never reached" },
	{ "rules.conf", "do = ( { notify = [ \"requester\" ]; template = \"acknowledgement\"; } );",
	  "do = ( );", "rules.conf:@: do is empty" },
	{ "rules.conf", "rules = (", "rules_version = 2;\nrules = (",
	  "rules.conf:@: this docket reads rules of version 1: write rules_version = 1;" },
	{ "rules.conf", "rules = (", "rules_version = \"1\";\nrules = (",
	  "rules.conf:@: this docket reads rules of version 1" },
	{ "rules.conf", "rules = (", "rule_version = 1;\nrules = (",
	  "rules.conf:@: there is no setting rule_version in this file: it holds "
	  "rules_version = 1; and rules = (" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; enabled = \"shadows\";",
	  "rules.conf:@: enabled is true, false or \"shadow\"" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; enabled = 1;",
	  "rules.conf:@: enabled is true, false or \"shadow\"" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"idle\" ];",
	  "on idle and idle go together" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; idle = \"3d\";",
	  "rules.conf:@: on idle and idle go together" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"idle\" ]; idle = \"3s\";",
	  "rules.conf:@: idle is at least a minute" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"idle\" ]; idle = \"3d\"; "
	  "idle_calendar = \"offise\";", "rules.conf:@: there is no calendar offise" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; idle_calendar = \"office\";",
	  "rules.conf:@: idle_calendar belongs to idle" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"schedule\" ];",
	  "on schedule and schedule go together" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"schedule\" ]; schedule = \"0 9 * * mo\";",
	  "rules.conf:@: \"mo\" is no day of the week" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"schedule\" ]; schedule = \"0 9 * * *\"; "
	  "zone = \"Madrid\";", "rules.conf:@: " },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; note = \"\";",
	  "rules.conf:@: note" },
	{ "rules.conf", "do = ( { notify = [ \"requester\" ]; template = \"acknowledgement\"; } );",
	  "", "rules lacks do" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"end\"; on = [ \"bounce\" ]; "
	  "stop = true; },", "rule \"a mail of ours came back\" is never reached" },
};

static const struct change accepted[] = {
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\", \"idle\" ]; idle = \"3d\"; "
	  "idle_calendar = \"office\";", "" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = \"schedule\"; schedule = \"*/5 8-18 * * 1-5\"; "
	  "zone = \"Europe/Madrid\";", "" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"round-robin:desk\"", "" },
	{ "rules.conf", "assign = \"lee\"", "assign = \"least-busy:desk\"", "" },
	{ "rules.conf", "assign = \"lee\"", "unassign = true", "" },
	{ "rules.conf", "assign = \"lee\"", "status = \"resolved\"", "" },
	{ "rules.conf", "assign = \"lee\"", "due = \"none\"", "" },
	{ "rules.conf", "assign = \"lee\"", "hold = \"+2d\"", "" },
	{ "rules.conf", "assign = \"lee\"", "spam = true", "" },
	{ "rules.conf", "assign = \"lee\"", "tag = [ \"+a\", \"-b\", \"c\" ]", "" },
	{ "rules.conf", "assign = \"lee\"", "uncc = \"boss@acme.example\"", "" },
	{ "rules.conf", "assign = \"lee\"", "subject = \"5 $ and $$7, {{x}}\"", "" },
	{ "rules.conf", "assign = \"lee\"", "reply = \"acknowledgement\"", "" },
	{ "rules.conf", "assign = \"lee\"", "note = \"{{ticket.subject}}\"", "" },
	{ "rules.conf", "(outage|down|offline)\\\\b\"; };\n\t\t};\n\t\tdo = (\n\t\t\t{ assign = \"lee\"; }",
	  "(?<what>outage|down)\\\\b\"; };\n\t\t};\n\t\tdo = (\n\t\t\t{ note = \"${what}\"; }, "
	  "{ set = \"severity\"; to = \"${what}\"; }", "" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"x\"; on = [ \"arrived\" ]; "
	  "when = { header.X-Spam-Flag = \"yes\"; }; do = ( { project = \"ACME\"; }, { spam = true; } ); },",
	  "" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"x\"; on = [ \"arrived\" ]; "
	  "when = { recipient = \"a+b@x.example\"; }; do = ( { drop = true; } ); },", "" },
	{ "rules.conf", "rules = (", "rules_version = 1;\nrules = (", "" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; enabled = false;", "" },
	{ "rules.conf", "on = [ \"bounce\" ];", "on = [ \"bounce\" ]; enabled = \"shadow\"; "
	  "note = \"until spring\"; stop = true;", "" },
	{ "rules.conf", "rules = (", "rules = ( { name = \"end\"; on = [ \"bounce\" ]; "
	  "enabled = \"shadow\"; do = ( { stop = true; } ); },", "" },
	{ "rules.conf", "letter = { kind = \"human\"; }", "letter.kind = \"human\"", "" },
	{ "rules.conf", "on = [ \"sla-warning\" ];",
	  "on = \"sla-warning\"; when = { sla.clock = \"response\"; sla = { point = [ "
	  "\"75%\", \"1h\" ]; }; field.order = { not = \"1\"; }; assignee = \"\"; };", "" },
};

/* Settings of files that are there or not. */
static void
test_folders(struct arena *a)
{
	struct str rules = world_path(a, "rules.d"), late = world_path(a, "rules.d/b.conf");
	struct str early = world_path(a, "rules.d/a.conf");
	const struct conf *conf;
	struct conf_faults faults;

	mkdir(rules.p, 0755);
	world_write(late, STR("rules = ( { name = \"late\"; on = \"closed\"; "
	    "do = ( { tag = \"x\"; } ); } );"));
	world_write(early, STR("rules = ( { name = \"early\"; on = \"closed\"; "
	    "do = ( { tag = \"x\"; } ); } );"));
	world_write(world_path(a, "rules.d/ignored.conf~"), STR("{"));
	if (tap_int(world_load(a, &conf, &faults), 0, "rules.d is read")) {
		tap_str(conf->rules.v[conf->rules.n - 2].name, STR("early"), "in order");
		tap_str(conf->rules.v[conf->rules.n - 1].file, STR("rules.d/b.conf"), "by file");
		world_drop(conf);
	}
	world_write(late, STR("rules = (\n{ name = \"late\"; });"));
	tap_ok(world_load(a, &conf, &faults) == -1 &&
	    world_told(&faults, "rules.d/b.conf:2: rules lacks on"),
	    "a fault in rules.d");
	unlink(late.p);
	unlink(early.p);
	unlink(world_path(a, "rules.d/ignored.conf~").p);
	rmdir(rules.p);
}

/* The manual explains each subject that a test can have. */
static void
test_manual(struct arena *a)
{
	struct str page = world_read(a, str_printf(a, "%s/../daemon/docket-rules.5",
	    world_sample(a).p)), help = conf_help(a, STR("when"));
	struct strs known = { 0 };
	struct str line, word;

	while (str_line(&page, &line))
		for (bool of = str_starts(line, STR(".It Cm ")); of &&
		    str_split(&line, ' ', &word);)
			strs_add(a, &known, word);
	for (unsigned i = 0; i < SUBJECTS; i++) {
		struct str of = str_printf(a, "%s%s", subject_row((enum subject_id)i)->word,
		    subject_is_named((enum subject_id)i) ? "NAME" : "");

		tap_ok(strs_has(&known, of), "the manual has %s", of.p);
		tap_ok(str_find(help, str_printf(a, "\n  %s\n", of.p), 0) != SIZE_MAX, "help has %s",
		    of.p);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	test_folders(a);
	test_manual(a);
	world_close();
	arena_free(a);
	return tap_done();
}
