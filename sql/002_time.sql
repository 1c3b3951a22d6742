-- Time worked, as people told it: no policy rounds or changes it, and what is billed of it
-- is a statement's (004_statement.sql).  A row that is stopped stays: what was wrong is
-- corrected by a row of its own, whose time is negative.
create table docket.time_entry (
	id		int8 generated always as identity primary key,
	ticket		int8 references docket.ticket on delete set null,	-- null: it was erased,
	number		int8 not null,		-- … and had this number
	project		text not null references docket.project on delete restrict,
					-- the ticket's; of what is billed, the one that it was billed to
	agent		text not null references docket.agent on delete restrict,
	entry		int8,			-- docket.entry with which it was told: of a mail, its text
	corrects	int8 references docket.time_entry on delete restrict,
	started_at	timestamptz not null,
	exact		bool not null,		-- … was told or measured; false: only the day, or the span
	stopped_at	timestamptz,		-- null: a timer that runs, or is paused
	resumed_at	timestamptz,		-- a timer's: it runs since then; null: it is paused, or stopped
	worked		int8 not null default 0,	-- s, without pauses and what runs since resumed_at
	service		text not null default '',	-- of rates.conf; '': the project's usual one
	billable	bool not null default true,
	text		text not null default '',	-- what was done, for the customer to read
	made_at		timestamptz not null,
	made_by		text not null,		-- agent's name, 'docketctl', a rule's
	-- By which it falls into a month and is approved: started_at; or made_at, where that
	-- period was approved or billed by then.
	counts_at	timestamptz not null,
	late		bool not null generated always as (counts_at <> started_at) stored,
	check (stopped_at >= started_at),
	check (stopped_at is null or resumed_at is null),
	check (worked >= 0 or corrects is not null and stopped_at is not null)
);
-- One timer an agent, running or paused.
create unique index time_entry_runs on docket.time_entry (agent) where stopped_at is null;
create index time_entry_ticket on docket.time_entry (number, started_at);
create index time_entry_agent on docket.time_entry (agent, counts_at);
create index time_entry_started on docket.time_entry (agent, started_at);
create index time_entry_project on docket.time_entry (project, counts_at);
create index time_entry_corrects on docket.time_entry (corrects) where corrects is not null;

-- A lead has seen an engineer's time of a week or a month: what counts there is locked, and
-- what is told later counts in the next one, until a lead takes it back with a reason.
create table docket.time_approval (
	id		int8 generated always as identity primary key,
	agent		text not null references docket.agent on delete restrict,
	period		text not null,		-- "2026-10", "2026-W41", in the engineer's zone
	since		timestamptz not null,
	until		timestamptz not null check (until > since),
	approved_at	timestamptz not null,
	approved_by	text not null,
	undone_at	timestamptz,
	undone_by	text,
	reason		text,			-- why it was taken back
	check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (reason is null))
);
create unique index time_approval_period on docket.time_approval (agent, period)
	where undone_at is null;
create index time_approval_since on docket.time_approval (agent, since) where undone_at is null;

-- Where time that was worked at an instant counts, told now: then; or now, where that period of
-- the agent was approved or that month of the project is closed (docket.statement), and behind
-- what of these has now in it.  Each may be null: it is not asked about.  After time_lock.
create function docket.time_counts(agent text, project text, at timestamptz, now timestamptz)
	returns timestamptz language plpgsql stable as $$
declare
	counts timestamptz := time_counts.at;
	ended timestamptz;
begin
	for step in 1..9 loop		-- a week and a month, each side of a border: few
		select max(p.until) into ended from (
			select a.until from docket.time_approval a
			 where a.agent = time_counts.agent and a.undone_at is null
			   and a.since <= counts and a.until > counts
			union all
			select s.until from docket.statement s
			 where s.project = time_counts.project and s.credits is null
			   and s.since <= counts and s.until > counts) p;
		exit when ended is null;
		counts := case when step = 1 then time_counts.now else ended end;
	end loop;
	return counts;
end $$;
