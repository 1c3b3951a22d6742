-- The class of the advisory lock of statements; its second key is 0: alone by who numbers one.
create function docket.lock_statement() returns int4
	language sql immutable parallel safe return 1684239220;

-- What was billed to a project for a month: kept as it was reckoned then, with the rules by
-- which it was and the files that went out.  Never changed: a credit is a statement of its own.
create table docket.statement (
	id		int8 generated always as identity primary key,
	year		int8 not null,		-- numbers have no gaps in a year
	n		int8 not null check (n > 0),
	project		text not null references docket.project on delete restrict,
	month		int8 not null,		-- as calendar/month.h counts them
	zone		text not null,		-- in whose time it is cut
	since		timestamptz not null,
	until		timestamptz not null,
	credits		int8 references docket.statement on delete restrict,
	reason		text not null default '',	-- of a credit
	currency	text not null,
	digits		int8 not null check (digits between 0 and 4),
	total		int8 not null,		-- in the smallest unit of it: the sum of the lines
	raw		int8 not null,		-- s
	billed		int8 not null,		-- s
	apart		int8 not null,		-- by how much the lines, each rounded, are more than all at once
	prepaid_before	int8,			-- s of the contract that were left; null: it has none
	prepaid_used	int8,			-- … of them here; a credit's are negative
	rules		text not null,		-- rates and rounding that were in force, as their files had them
	closed_at	timestamptz not null,
	closed_by	text not null,
	text		text not null,		-- as docketctl prints it; the files as they were made
	csv		text not null,
	html		text not null,
	json		text not null,
	text_sha256	bytea not null,
	csv_sha256	bytea not null,
	html_sha256	bytea not null,
	json_sha256	bytea not null,
	sent_at		timestamptz,		-- to the customer; null: it was not
	sent_to		text,
	unique (year, n),
	check ((prepaid_before is null) = (prepaid_used is null))
);
create index statement_project on docket.statement (project, month, id);

create table docket.statement_line (
	statement	int8 not null references docket.statement on delete restrict,
	n		int8 not null,
	entry		int8 references docket.time_entry on delete restrict,	-- null: of no entry of its own
	number		int8 not null,		-- ticket's
	at		timestamptz not null,
	agent		text not null,
	service		text not null,
	text		text not null,
	raw		int8 not null,		-- s; of a credit negative, as billed and amount are
	billed		int8 not null,		-- s
	prepaid		int8 not null,		-- s of it that the contract has paid: in amount they are 0
	rate		int8 not null,		-- 1/10,000 of the currency's unit an hour
	amount		int8 not null,		-- in its smallest unit
	late		bool not null,
	why		text not null,		-- which rate, surcharge and rounding made it
	primary key (statement, n)
);
-- A correction that is billed with its entry has no line, but its row of docket.billed.
create index statement_line_entry on docket.statement_line (entry) where entry is not null;

-- What entries are billed by: one statement at a time.  A credit takes the row away.
create table docket.billed (
	entry		int8 primary key references docket.time_entry on delete restrict,
	statement	int8 not null references docket.statement on delete restrict
);
create index billed_statement on docket.billed (statement);
