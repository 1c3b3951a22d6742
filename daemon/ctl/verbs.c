/*
 * verbs: see verbs.h.  `docketctl help` prints this table; the manual page
 * docketctl.8 tells the same at length.
 */
#include "daemon/ctl/verbs.h"

#include "parsers/base/array.h"

const struct ctl_verb ctl_verbs[] = {
	{ "init", "[--dir DIR] [--database CONNINFO]",
	  "make the database, the schema and a sample configuration",
	  "Makes what is missing and never overwrites: the configuration folder DIR\n"
	  "(/etc/docket) from the sample, the key that signs reply addresses, the\n"
	  "database that CONNINFO names, and its tables.  Safe to run again.",
	  ctl_init },
	{ "check", "",
	  "check the configuration, the database and the schema",
	  "Prints every fault as file:line: what, and what would be right.\n"
	  "Warns of what will be wrong soon, as a holiday file that ends.",
	  ctl_check },
	{ "diff", "",
	  "tell what a reload would change",
	  "Compares what docketd read last with the files that are there now: rules, agents\n"
	  "and all else that was added, removed, changed or moved.  Files with a fault are\n"
	  "refused, as a reload would.",
	  ctl_diff },
	{ "migrate", "[--database CONNINFO]",
	  "bring the database's schema up to this program's version",
	  "Of the configuration's database, or of CONNINFO's, which is made when it is\n"
	  "missing.  Run by who may make roles, it makes docket_owner, docket and\n"
	  "docket_read.  Safe to run again, and while another does.  Stop docketd of\n"
	  "an older version before.",
	  ctl_migrate },
	{ "list", "[--all] [--held] [--status STATUS] [--project KEY] [--where TESTS]\n"
	  "        [--limit N]",
	  "list open tickets",
	  "Open tickets, the last changed first.  --all: of any status, the newest\n"
	  "first; so too with --status resolved or closed.  At most N (100).\n"
	  "HELD: mails that wait for a decision, and since when; --held: tickets with such\n"
	  "mail alone.  --where: for which these tests hold, as rules have them\n"
	  "(help conf.when): --where 'severity = { at_least = \"high\"; }; tags = \"vip\";'",
	  ctl_list },
	{ "show", "N [--full]",
	  "show one ticket with its history",
	  "Fields with where each value came from, clocks, people, history and mail.\n"
	  "What a mail quotes, and its signature, are folded: --full shows each mail as it\n"
	  "was written, with | before what is folded.",
	  ctl_show },
	{ "explain", "N [--rule NAME]",
	  "tell what rules did with a ticket, and why others did not",
	  "Event by event, the last at the end: each rule that was asked, the tests that\n"
	  "decided with the values that they saw, what it changed and which mails it sent;\n"
	  "of one that did not fire the first test that failed, or the rule that stopped\n"
	  "it.  --rule: of this one alone.\n"
	  "Kept for trace_keep (docket.conf); rules are called as they were then.",
	  ctl_explain },
	{ "fixed-in", "VERSION [--product NAME] [--notes [--as markdown|html]]",
	  "list what a version mends, or print it as release notes",
	  "Tickets that are fixed in this version and were not in the one before it: those of\n"
	  "#fixed-in VERSION, and those whose mending came with what it contains\n"
	  "(products.conf).  Without --product of the first product.\n"
	  "--notes: by type and severity, with subjects as people here call them (#subject\n"
	  "gives a better one) and the numbers of tickets: no names of customers but what a\n"
	  "subject holds, so read them before you publish them.",
	  ctl_fixed_in },
	{ "attachment", "list N | get N FILE",
	  "list the files of a ticket, or write one to standard output",
	  "USE: a file travels with the mail that tells of it, as do pictures that its text\n"
	  "shows; a decoration (a logo in a signature) and a proof (a signature, a key)\n"
	  "do not.\n"
	  "get: the bytes as they came; the name that a stranger chose is used for nothing:\n"
	  "docketctl attachment get 7 1 > log.txt",
	  ctl_attachment },
	{ "new", "--subject TEXT [--requester ADDRESS] [--project KEY] [--mailbox NAME] [--as AGENT]",
	  "open a ticket, with a note from standard input",
	  "As #new in an engineer's mail does: for who called, or for nobody yet.  The text\n"
	  "stays among engineers, rules run, and the customer gets no mail until somebody\n"
	  "writes one.  Without --project it is the requester's, or the mailbox's.",
	  ctl_new },
	{ "do", "N VERB [VALUE] [--dry-run] [--as AGENT]",
	  "change one ticket, as an agent's command by mail does",
	  "What `#VERB VALUE` in a mail would do; the rules run, and their mails go out.\n"
	  "--dry-run: prints what would change and which mails rules would send.\n"
	  "--as AGENT: in this agent's name; without, in docketctl's.\n"
	  "\n"
	  "VERB is one of:",
	  ctl_do, ctl_do_verbs },
	{ "affected", "N [--as text|json|csv] | N --mail TEMPLATE [--dry-run] [--to-unknown]"
	  " [--text FILE] [--subject TEXT] [--rate N/h] [--as AGENT]",
	  "who runs what has the fault of a ticket, and tell each of them",
	  "By what #found-in, #not-in and #fixed-in say of it: each project that runs a\n"
	  "version which has the fault, or may have it, with the release that mends it;\n"
	  "and who is on the fix.  What was told, and what came of it, stands below.\n"
	  "--mail: each project that is affected gets a mail of its own, with a ticket of\n"
	  "its own below this one, where its answers go; who was told by this template is\n"
	  "not told again.  --to-unknown: those that may be affected, too.\n"
	  "--dry-run: prints who would be told, and the first mail, and does nothing.\n"
	  "--text FILE: what all of them read of the fault; --subject: of their mails.\n"
	  "--rate 60/h: so many mails an hour, else advice_per_hour.\n"
	  "--as AGENT: in this lead's name.  Exit status 1: somebody could not be told.",
	  ctl_affected },
	{ "parse", "[--explain] [FILE]",
	  "read one mail and print it as JSON",
	  "What docketd would make of it, without a database: header fields, text,\n"
	  "kind and fields. Without FILE the mail comes on standard input.\n"
	  "--explain: for people, why each value, kind and cut was chosen; with --json\n"
	  "the reasons are added to the letter.",
	  ctl_parse },
	{ "deliver", "MAILBOX",
	  "take one mail from standard input, as an MTA's pipe",
	  "Exit status 0 says that the mail is stored; 75 that it should be tried again, as\n"
	  "when its sender has sent more than sender_bytes_per_day.",
	  ctl_deliver },
	{ "queue", "[list [--why] | show ID... | retry ID...|MAILBOX | hold ID... | drop ID... |"
	  " pause MAILBOX] [--as AGENT] [--limit N]",
	  "list the mail that is not sent, try it again now, hold or drop it",
	  "One line a recipient: mail that waits, is being sent, or failed for good.\n"
	  "--why: what each waits for, and what mends it.\n"
	  "retry: that delivery is due at once, as if it had never been tried; with a\n"
	  "mailbox its queue goes on at once, paused or stopped.\n"
	  "hold: it waits until retry or drop.  drop: it is never sent, and the history\n"
	  "of its ticket says who dropped it.\n"
	  "pause: no mail of that mailbox goes out until queue retry MAILBOX.\n"
	  "A webhook's queue is called webhook:NAME.",
	  ctl_queue },
	{ "time", "[list [--project KEY] [--agent NAME] [--month MONTH] [--ticket N]]\n"
	  "        | N DURATION [@DAY] [SERVICE] [nonbillable] [TEXT] --as AGENT [--force] [--dry-run]\n"
	  "        | approve AGENT MONTH | unapprove AGENT MONTH --why REASON",
	  "book, list and approve time that was worked",
	  "N DURATION: as #time by mail does: docketctl time 7 1h30m '@yesterday 14:00'\n"
	  "call --as ana; -30m takes some off again.  --force: that day really had more\n"
	  "than 16 hours.\n"
	  "list: what counts in MONTH (2026-10, last month, 2026-W41), the newest first, in\n"
	  "the agent's zone, else the project's.\n"
	  "approve: of a month or week that is over; what is booked there later is late,\n"
	  "and counts when it is told.  unapprove: takes that back, and tells the agent\n"
	  "why.\n"
	  "--as LEAD: of their teams, not their own; admins anybody's.",
	  ctl_time },
	{ "feed", "[list [--all] | add VIEW --for AGENT|project:KEY | revoke ID] [--as AGENT]",
	  "calendars to subscribe to: a view's due points as iCalendar",
	  "add: a new address of the portal (https://.../feed/TOKEN.ics) for a calendar\n"
	  "program, which it fetches without signing in: whoever has it reads it.  It is\n"
	  "told once.  Of an agent it shows what the view shows to them; of a project what\n"
	  "its customers may see.  revoke: from now on it leads nowhere.\n"
	  "docketctl feed add calendar --for ana",
	  ctl_feed },
	{ "silence", "[list [--all] | add --where TESTS --until WHEN --why TEXT | end ID] [--as AGENT]",
	  "keep rules from telling people here and webhooks for a while",
	  "Of tickets that TESTS fit (as `when` of a rule has them, of the ticket alone):\n"
	  "docketctl silence add --where 'project = \"ACME\"; severity = \"low\";' \\\n"
	  "    --until '+2h' --why 'planned maintenance'\n"
	  "What is withheld stands in the ticket's history.  Customers get their mails, and\n"
	  "nobody misses what a colleague wrote.  It ends by itself at WHEN.\n"
	  "list: those in force; --all: those that were, too.  AGENT must be an admin.",
	  ctl_silence },
	{ "agent", "address NAME [--renew] | away [NAME UNTIL] [--as AGENT]",
	  "show an engineer's own addresses, or say that they are away",
	  "One a mailbox: a mail of theirs to it opens a ticket, and a customer's mail that\n"
	  "they pass on to it becomes the customer's.  Notices name it to its owner alone.\n"
	  "--renew: others from now on; the ones before prove nothing any more.\n"
	  "away: who is away; with NAME and UNTIL (\"fri 17:00\", \"+2d\", none) that they are:\n"
	  "their team hears of their tickets, too, and they of what happened when they are\n"
	  "back.",
	  ctl_agent_verb },
	{ "own", "[list | forget ADDRESS...] [--as AGENT]",
	  "list the addresses that were learnt to be ours, or forget one",
	  "docket learns those of a mail's To or Cc that your server delivered it for\n"
	  "(Delivered-To): nobody takes part by them, and no mail goes there.\n"
	  "forget: it is somebody's after all, from now on; it is never learnt again.\n"
	  "An address that is ours for certain: aliases in docket.conf.",
	  ctl_own },
	{ "who", "ADDRESS",
	  "say who an address is to docket, and why",
	  "An agent, by which address; a contact, of which project by what; ours; or\n"
	  "nobody yet.  Also what makes a mail from there count, as verify in docket.conf\n"
	  "has it, and what is known against the address: mail that came back, mail of\n"
	  "theirs that waits for a decision.",
	  ctl_who },
	{ "portal", "[sessions [ADDRESS] | revoke SESSION|ADDRESS... | revoke-links TICKET...]",
	  "list who is signed in to the portal, or end that",
	  "revoke: that session, or all of the person with that address, at once; links to\n"
	  "sign in that were mailed to them and not used are dead, too.\n"
	  "revoke-links: the links of this ticket in mails lead nowhere from now on; the\n"
	  "next mail to its customer has another.",
	  ctl_portal },
	{ "reach", "[list [--all] | clear ADDRESS...]",
	  "list the addresses that mail comes back from, or try one again",
	  "A permanent bounce, or a complaint that our mail is spam, marks an address: it\n"
	  "gets no automatic mail, and notices of its tickets say so.  --all lists those\n"
	  "too from which something else came back.\n"
	  "clear: as if nothing had come back, as #retry-address does by mail.",
	  ctl_reach },
	{ "breaker", "[show | hold | reset [--send | --drop]] [--as AGENT]",
	  "show the limit of automatic mail, withhold such mail, or let it go again",
	  "Over its limit (breaker_floor, breaker_factor) automatic mail to customers is\n"
	  "withheld and the admins are told; engineers' answers and notices never are.\n"
	  "When it is down to half, what is for people whom docket knows goes out, and the\n"
	  "admins are asked about the rest.\n"
	  "hold: withhold it from now on, until reset.\n"
	  "reset: let it go again, counted from now on.  What waits goes on waiting,\n"
	  "is sent (--send) or given up (--drop; docketctl queue retry sends one of it).",
	  ctl_breaker },
	{ "doctor", "[--dns ADDRESS[:PORT]]",
	  "try all that docket needs: files, database, DNS, each server to a login",
	  "One row a check: ok, warn or FAIL, what was found and what to do.  Each mailbox\n"
	  "is logged in to, its folder opened, and its SMTP server asked whether it takes\n"
	  "our sender, and mail to address+anything (address-anything with addressing\n"
	  "catchall, neither with none); nothing is read, moved or sent.  The domain's MX\n"
	  "is asked of this machine's resolver, or of the one that --dns names.\n"
	  "Exit status 1 when something fails.",
	  ctl_doctor },
	{ "oauth", "login MAILBOX",
	  "log a mailbox in by OAuth, at a browser anywhere",
	  "Prints an address and a code, waits until somebody has entered it there, and\n"
	  "keeps the tokens where docketd finds them (token_file of conf.oauth): it goes on\n"
	  "at once.\n"
	  "For the flows device and refresh.  Run it as docketd's user.",
	  ctl_oauth },
	{ "alert", "--test",
	  "try each way by which the admins hear that mail waits",
	  "Sends a test by every server and program of the group alert, or to the admins,\n"
	  "and tells what came of each.  Exit status 1 when somebody was not told.",
	  ctl_alert },
	{ "quarantine", "[list [--dropped] | show ID... | retry ID... | ticket ID... | drop ID...]"
	  " [--as AGENT] [--limit N]",
	  "list, show or decide on mail that could not be read",
	  "show prints the reason and the raw text, safe for a terminal.\n"
	  "retry: docketd reads it once more, after a setting or program changed.\n"
	  "ticket: it becomes a ticket as it is, of what could be read, with the whole mail\n"
	  "as a file.  drop: nothing comes of it; it stays, and retry or ticket takes it\n"
	  "back.  The list tells what kind each mail is: machines' wait for nobody.\n"
	  "--dropped: what rules and people dropped, the last first.",
	  ctl_quarantine },
	{ "held", "[list | show ID... | accept ID... [--remember] | ticket ID... | drop ID...]"
	  " [--as AGENT] [--limit N]",
	  "list, show or decide on mail that is held on tickets",
	  "accept: the mail is taken as a participant's: its text goes to the ticket, and\n"
	  "clocks, rules and notices follow.  --remember: its address becomes the\n"
	  "requester's other one too.  In an engineer's name, whom nothing proves, it\n"
	  "becomes an internal note, and no line of it is a command.\n"
	  "ticket: it opens a ticket of its own.  drop: nothing comes of it.\n"
	  "ID is as in the list and in docketctl show; the history says who decided:\n"
	  "--as AGENT, else docketctl.",
	  ctl_held },
	{ "sla", "explain N [--until T] | simulate SCENARIO [--until T] | verify [--until T] |"
	  " report [--project KEY] [--month YYYY-MM] [--csv]",
	  "explain, try, check and count the SLA clocks",
	  "explain: a ticket's clocks, each span that counted, pauses and warnings.\n"
	  "verify: runs every ticket's history again and compares; exit status 1 when\n"
	  "a clock differs.\n"
	  "simulate: runs a made-up history (docketctl(8), SCENARIOS) through the clocks\n"
	  "as docketd would and prints cycles and warnings as JSON; changes nothing.\n"
	  "report: how the promises of a month (this one) were kept, by project, clock\n"
	  "and severity: cycles met and breached, worked time, pauses, causes.\n"
	  "--until T: as of then (2026-06-01T10:00:00+02:00).",
	  ctl_sla },
	{ "timesheet", "[--project KEY] [--agent NAME] [--month YYYY-MM] [--as text|csv|json]",
	  "list what was worked in a month, with sums",
	  "Net of corrections, by day, with sums by day, ticket, project and engineer.  The\n"
	  "month (this one) is that in which time counts, in the project's zone, else the\n"
	  "engineer's, else in UTC.  CSV has each sum as far as its row, in seconds.\n"
	  "Timers that run are told below, and are in no sum.",
	  ctl_timesheet },
	{ "statement", "make PROJECT --month M [--as text|csv|html|json] [--dir DIR] | close"
	  " PROJECT|--all --month M [--as LEAD] [--early] [--send|--no-send] [--dir DIR] | show N"
	  " [--as text|csv|html|json] [--dir DIR] | credit N --why REASON [--entry ID...] [--as LEAD]"
	  " [--send|--no-send] [--dir DIR] | send N [--as LEAD] | list [--project KEY] [--year Y]",
	  "reckon what is billed for a month, close it, show or take back what was",
	  "make: as it would be now, a draft; nothing is stored, and what is not in it is\n"
	  "told with why.\n"
	  "close: gives it a number (2026-17: without gaps in a year), keeps its lines, the\n"
	  "rules in force, and CSV, HTML and JSON as they were made.  What it bills is\n"
	  "billed; closed again, a month takes what is unbilled alone.  --all: of each\n"
	  "project, one after the other; broken off, the same call goes on.  --early: of a\n"
	  "month that is not over.\n"
	  "show: what was kept, never reckoned anew; it says when today's rules would give\n"
	  "something else.  credit: a statement of its own takes back all of it, or those\n"
	  "entries, and frees them for another close.\n"
	  "--send: to the project's billing contacts (billing.send does so by itself), as\n"
	  "send does it once more.  --dir: files into DIR.\n"
	  "It is no invoice: no tax is reckoned.",
	  ctl_statement },
	{ "dashboard", "build --out DIR [--for project:KEY] [--view NAME]... [--language L]",
	  "write the views as static pages for a web server",
	  "A page a view, a page a project, and the first page that leads to them: no\n"
	  "script, nothing from elsewhere.  Pages that say the same as before stay as they\n"
	  "are; each says when it was made, the first one when it was last looked at.\n"
	  "Nothing in DIR changes before all pages are made; pages of ours that are no more\n"
	  "are removed, and a DIR that holds others' files is refused.  Files are for the\n"
	  "group (0640).\n"
	  "--for: what this customer may see: their tickets, views with customers = true,\n"
	  "public columns.  --view: these views alone; else all that every agent may see\n"
	  "and that do not differ by who reads them.",
	  ctl_dashboard },
	{ "calendar", "[NAME] [--from DAY] [--to DAY]",
	  "show when a calendar is open, or list the calendars",
	  "Open hours and holidays day by day in the calendar's own time zone, as the\n"
	  "clocks count them; from today, two weeks.  A span after midnight shows on both\n"
	  "days.  Without NAME: all calendars, and whether they are open now.",
	  ctl_calendar },
	{ "rate", "list | explain ENTRY",
	  "list what time costs, or say why an entry costs what it does",
	  "By the files as they are now (docket.conf(5), SECTION RATES).\n"
	  "list: the rates, the most specific first, the surcharges, and how the projects\n"
	  "that are billed are rounded.\n"
	  "explain: each rate with why it wins or not, the split by hours and surcharges,\n"
	  "and what rounding gives the entry alone and in its month.  ENTRY is the number\n"
	  "of an entry of time.  Exit status 1 when no rate covers it.",
	  ctl_rate },
	{ "types", "[show TYPE] [--as text|svg]",
	  "list the types of tickets, or show what leads where in one",
	  "Types of types.conf with their statuses.  show: each status with what it means,\n"
	  "where it leads, by whom and what for, what happens by itself, and where verbs\n"
	  "lead at first; --as svg draws it, for a browser: dashed ways ask something.",
	  ctl_types },
	{ "rules", "list | try [--last TIME] [--rules DIR] [--old DIR] [--fail-on-change] |"
	  " test [DIR|FILE.conf] [--junit FILE] [--min-coverage N] | test MAIL"
	  " [--mailbox M] [--by AGENT] [--full] | test --ticket N --event E [--by WHO]"
	  " [--text T] [--clock C] [--point P] [--full]",
	  "list the rules, try others on what happened, play their tests",
	  "list: in their order, on, off or in shadow, how often each fired in 30 days (in\n"
	  "parentheses: would have) and when it did last, by the traces.\n"
	  "try: what the files on disk, or those of DIR (a whole configuration, or\n"
	  "rules.conf and rules.d alone), would have done with the events of TIME (30d),\n"
	  "beside the rules in force, or those of --old: fired before and after, mails and\n"
	  "changes more and less, tickets as samples.  Reads only.\n"
	  "--fail-on-change: exit status 1 when something would have been otherwise.\n"
	  "test: plays the tests of tests.d/*.conf beside docket.conf (docket-rules(5),\n"
	  "TESTS OF RULES) without a database, tells what failed and what of the rules no\n"
	  "test has seen; exit status 1 when a test failed or less is covered than\n"
	  "--min-coverage.\n"
	  "--junit: the results as XML for build servers, \"-\" is standard output.\n"
	  "test MAIL: the ticket that a mail would make, each rule with the test that\n"
	  "decided, the mails that would go out (--full: with their texts).  --by: as if it\n"
	  "were proven that this agent wrote it.\n"
	  "test --ticket N --event E: the same of an event of a real ticket as it is now.\n"
	  "Nothing is stored and nothing is sent.",
	  ctl_rules },
	{ "status", "",
	  "tell how mailboxes, tickets, queue and clocks stand",
	  "Exit status 1 when a mailbox has a fault, a queue is stopped or paused, nothing\n"
	  "can be stored this month, or automatic mail is withheld (docketctl breaker);\n"
	  "2 when docketd is not running.",
	  ctl_status },
	{ "metrics", "",
	  "print how docket stands for Prometheus",
	  "What waits and for how long, queue, clocks, tickets, mailboxes, in Prometheus's\n"
	  "text format: for node_exporter's textfile collector, write it to a file there\n"
	  "and rename it to docket.prom.  docket_read may run it.",
	  ctl_metrics },
	{ "versions", "[--project KEY] [--product P] [--on V] [--below V] [--unsupported]\n"
	  "        [--tickets] [--history] [--doubts] [--as text|json|csv] |\n"
	  "        runs FILE [--agent NAME] |\n"
	  "        import --format endoflife|csv [--product P] [--scheme S] [--write] FILE",
	  "list which version each project runs, or read it from a file",
	  "Since when, whether products.conf supports it (yes, security, no, unknown) and\n"
	  "until when, and how many open tickets of the project say that version.\n"
	  "--on 2.2: of that branch, or that one; --below 2.4.0: lower ones;\n"
	  "--unsupported: whose time is over.\n"
	  "--tickets: a line a version: projects that run it, open tickets that say it, and\n"
	  "how many of these are of the highest severity.\n"
	  "--history: what one project ran, the newest first, and what is planned.\n"
	  "--doubts: where a ticket says another version than what runs.\n"
	  "runs FILE: CSV whose first line names its columns, project,product,environment,\n"
	  "version,since (2026-12-31); all of it is stored, or nothing.\n"
	  "import: branches and ends of support as a text for products.d/NAME.conf, of what\n"
	  "endoflife.date gives of a product, or of CSV: branch,version and, if you like,\n"
	  "date,from,contains,support_until,security_until.  --write: into that file, and\n"
	  "never over another.  What cannot be read is told by its line and left out.",
	  ctl_versions },
	{ "view", "[NAME [--as text|csv|json|html|ics|svg]\n"
	  "        [--set WORD=VALUE]... [--rows N|all] [--as-agent AGENT]]",
	  "show a view of views.conf, or list which there are",
	  "What #list NAME, mails on schedule and pages show, by the same rows.  --set: of\n"
	  "tickets that this holds for as well, as conditions have it (help conf.when):\n"
	  "--set project=ACME --set severity=high,critical; --set may be left out.\n"
	  "--as-agent: as this one sees it, in their language and zone; a view of the\n"
	  "reader's own tickets needs it.  --rows: so many at most instead of what\n"
	  "views.conf says; counts are of all.\n"
	  "csv and json name columns by their words, instants in UTC, durations in\n"
	  "seconds; html is a whole page, ics a calendar of its due dates, svg the picture\n"
	  "of a chart or a timeline.",
	  ctl_view },
	{ "verify", "",
	  "count what in the database points nowhere",
	  "History has no foreign keys, because each would cost every mail a look-up: this\n"
	  "says that nothing is missing.  Reads only, in short steps; role docket_read may.\n"
	  "Exit status 1 when something was found; it is told what to do then.",
	  ctl_verify },
	{ "help", "[VERB | conf | conf.SECTION | command [NAME]]",
	  "explain a verb, the keys of a configuration section, or a command of mails",
	  "command: what engineers may order by mail, or one of it by its name.\n"
	  "conf: all keys of the configuration, as a JSON Schema for editors.",
	  ctl_help },
};

const size_t ctl_n_verbs = COUNT(ctl_verbs);
