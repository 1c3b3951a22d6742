-- advice: 0; alone by who tells a project of a fault, and opens its ticket.
create function docket.lock_advice() returns int4
	language sql immutable parallel safe return 1684234596;

-- Which projects were told by which template of the fault of a ticket (docketctl affected
-- --mail): each once, in the transaction that opens its ticket and queues its mail.
create table docket.advice (
	ticket		int8 not null references docket.ticket on delete cascade,
	project		text not null references docket.project on delete restrict,
	template	text not null,
	child		int8 references docket.ticket on delete set null,	-- null: it was erased
	people		int8 not null check (people > 0),	-- whom the mail went to
	author		text not null,
	at		timestamptz not null,
	due_at		timestamptz not null check (due_at >= at),	-- when it may go: they are paced
	primary key (ticket, project, template)
);
create index advice_due on docket.advice (due_at);
create index advice_child on docket.advice (child) where child is not null;
