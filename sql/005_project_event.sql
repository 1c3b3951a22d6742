-- What is told of a project once: each point of a budget, a contract, a version's end.
create table docket.project_event (
	id		int8 generated always as identity primary key,
	project		text not null references docket.project on delete restrict,
	kind		text not null,		-- budget, version-eol, contract-ending
	what		text not null,		-- budget's period, product and version, contract's end
	point		text not null,		-- "75%", "30d"
	at		timestamptz not null,
	passed		bool not null default false,	-- a higher point was told at the same time
	unique (project, kind, what, point)
);
