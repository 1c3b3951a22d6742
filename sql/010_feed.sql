-- Calendars that somebody subscribed to: the address has a token, which is kept as its
-- SHA-256 alone, so that who reads the table can subscribe to nothing.  A row stays when it is
-- revoked: who made it, and who ended it.
create table docket.feed (
	id		int8 generated always as identity primary key,
	token		bytea not null unique check (length(token) = 32),
	view		text not null,		-- of views.conf
	-- Whose: an engineer's; or a project's, which shows what its customers may see.
	agent		text references docket.agent on delete cascade,
	project		text references docket.project on delete cascade,
	made_at		timestamptz not null,
	made_by		text not null,		-- agent's name or 'docketctl'
	revoked_at	timestamptz,
	revoked_by	text,
	check ((agent is null) <> (project is null)),
	check ((revoked_at is null) = (revoked_by is null))
);
create index feed_agent on docket.feed (agent) where agent is not null;
create index feed_project on docket.feed (project) where project is not null;

-- What ended of late is told to those who had it before them.
create index ticket_ended on docket.ticket (resolved_at) where resolved_at is not null;
