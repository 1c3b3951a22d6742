/* goodrules: rules with a bit of everything, in which nothing is to be complained of. */
#ifndef TESTS_UNIT_POLICY_GOODRULES_H
#define TESTS_UNIT_POLICY_GOODRULES_H

static const char good[] =
    "rules_version = 1;\n"
    "rules = (\n"
    "{ name = \"spam\"; on = \"created\"; when = { subject = { contains = \"viagra\"; }; };\n"
    "  do = ( { tag = \"junk\"; } ); stop = true; },\n"
    "{ name = \"acme\"; on = [ \"created\", \"changed\" ]; when = { project = \"ACME\";\n"
    "    severity = { at_least = \"high\"; }; }; do = ( { assign = \"lee\"; } ); },\n"
    "{ name = \"globex\"; on = [ \"created\", \"changed\" ]; when = { project = \"GLOBEX\"; };\n"
    "  do = ( { assign = \"ana\"; } ); },\n"
    "{ name = \"outage\"; on = \"created\"; when = {\n"
    "    subject = { matches = \"(?i)\\\\b(outage|down)\\\\b\"; }; severity = { not = \"critical\"; }; };\n"
    "  do = ( { set = \"severity\"; to = \"critical\"; } ); },\n"
    "{ name = \"vip\"; on = \"customer-replied\"; when = { tags = \"vip\";\n"
    "    none = { category = [ \"resolved\", \"closed\" ]; }; };\n"
    "  do = ( { tag = \"seen\"; }, { notify = \"lead\"; template = \"agent-notice\"; } ); },\n"
    "{ name = \"old\"; on = \"customer-replied\"; when = { version = { below = \"2.0.0\"; };\n"
    "    any = ( { tags = \"paid\"; }, { support_level = \"\"; } ); };\n"
    "  do = ( { tag = \"old\"; } ); },\n"
    "{ name = \"clock\"; on = [ \"sla-warning\", \"sla-breach\" ]; when = { sla.clock = \"resolution\";\n"
    "    severity = { at_least = \"medium\"; at_most = \"high\"; }; };\n"
    "  do = ( { notify = \"assignee\"; template = \"sla-warning\"; } ); },\n"
    "{ name = \"moved\"; on = \"changed\"; when = { severity = { was = \"low\"; to = \"critical\"; }; };\n"
    "  do = ( { tag = \"jumped\"; } ); },\n"
    "{ name = \"last\"; on = \"created\"; do = ( { notify = \"team\"; template = \"agent-notice\"; } ); }\n"
    ");\n";

#endif
