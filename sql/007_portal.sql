-- The portal: who somebody is there.  What a browser or a mail holds is kept as SHA-256 of
-- it alone: who reads the table cannot be anybody.  All of it goes with its person.

-- Links and codes that were mailed, or are to be.  What was asked is stored before anybody
-- looks whose the address is: it takes as long whether there is such a person or not.
create table docket.web_proof (
	id		int8 generated always as identity primary key,
	token		bytea unique check (length(token) = 32),	-- of the link; null: no mail went out
	browser		bytea not null check (length(browser) = 32),	-- of the cookie of who asked
	typed		text,			-- the address, as asked; null: it was looked at
	network		text not null,		-- whence it was asked
	program		text not null,		-- the browser, as it calls itself, cut
	asked_at	timestamptz not null,
	expires_at	timestamptz not null,
	wrong		int8 not null default 0,	-- codes that were typed
	spent_at	timestamptz,
	-- Whose it is, once known: one of them, or nobody, and no mail goes out.
	agent		text references docket.agent on delete cascade,
	contact		int8 references docket.contact on delete cascade,
	address		text,			-- where the mail went: theirs, as we have it
	-- A code for who has this ticket's link; null: a link to sign in.
	ticket		int8 references docket.ticket on delete cascade,
	check (agent is null or contact is null),
	check ((token is null) = (address is null)),
	check (address is null or agent is not null or contact is not null)
);
create index web_proof_asked on docket.web_proof (id) where typed is not null;
create index web_proof_expires on docket.web_proof (expires_at);
create index web_proof_browser on docket.web_proof (browser);
create index web_proof_agent on docket.web_proof (agent) where agent is not null;
create index web_proof_contact on docket.web_proof (contact) where contact is not null;
create index web_proof_ticket on docket.web_proof (ticket) where ticket is not null;

-- Browsers that are signed in.  `by_code` is no sign-in: who has a ticket's link, and typed
-- the code that was mailed to its requester, may write there.
create table docket.web_session (
	id		int8 generated always as identity unique,
	token		bytea primary key check (length(token) = 32),	-- of the cookie
	agent		text references docket.agent on delete cascade,
	contact		int8 references docket.contact on delete cascade,
	address		text not null,		-- where the mail went; not theirs any more: it ends
	by_code		bool not null default false,
	network		text not null,
	program		text not null,
	made_at		timestamptz not null,
	seen_at		timestamptz not null,	-- to the hour
	expires_at	timestamptz not null check (expires_at > made_at),
	check ((agent is null) <> (contact is null)),
	check (not by_code or contact is not null)
);
create index web_session_agent on docket.web_session (agent) where agent is not null;
create index web_session_contact on docket.web_session (contact) where contact is not null;
create index web_session_expires on docket.web_session (expires_at);

-- Links to one ticket, in mails to its requester.  Its token is made of a key, the ticket, the
-- contact and the ticket's serial, so that all mails have the same one; that it has a row here
-- is what makes it good.
create table docket.web_link (
	token		bytea primary key check (length(token) = 32),
	ticket		int8 not null references docket.ticket on delete cascade,
	contact		int8 not null references docket.contact on delete cascade,
	made_at		timestamptz not null
);
create index web_link_ticket on docket.web_link (ticket);
create index web_link_contact on docket.web_link (contact);
alter table docket.ticket add column link_serial int8 not null default 0
	check (link_serial >= 0);	-- how often its links were revoked

-- Forms that were taken: one that comes twice is a no-op and gets the same answer.
create table docket.web_form (
	form		bytea primary key check (length(form) = 32),	-- of its number and the cookie
	at		timestamptz not null,
	location	text not null		-- where its sender was sent
);
create index web_form_at on docket.web_form (at);

-- A mail that core composed of a form, whose sender had proven who they are: their address.
-- Null: it is no such mail.
alter table docket.raw add column portal text;
