-- Who may do what.  Three roles, when the program that makes the schema may make them:
-- docket_owner (no login) has the schema, docket is the daemon and docketctl, docket_read
-- reads.  Else the one role that makes the schema has it and does everything.

-- Makes what is missing of them, before the first migration.  A superuser may, and who
-- has both CREATEROLE and the database.
-- name: roles_make
do $$
declare
	wanted text;
	mine record;
begin
	select r.rolsuper as super, r.rolcreaterole and pg_has_role(d.datdba, 'usage') as makes
	  into mine
	  from pg_roles r, pg_database d
	 where r.rolname = current_user and d.datname = current_database();
	if to_regnamespace('docket') is not null or not (mine.super or mine.makes) then
		return;
	end if;
	foreach wanted in array '{docket_owner nologin,docket login,docket_read login}'::text[]
	loop
		if to_regrole(split_part(wanted, ' ', 1)) is null then
			execute 'create role ' || wanted;
		end if;
	end loop;
	if not mine.super then
		execute format('grant docket_owner to %I', current_user);
	end if;
	execute format('grant create on database %I to docket_owner', current_database());
exception when duplicate_object or unique_violation then
	raise exception 'the roles are being made for another database: try again'
	    using errcode = 'serialization_failure';
end $$

-- Who reads stands in nobody's way: in this database docket_read waits and reads only so long,
-- unless somebody set something else of the kind (pg_dump always does, for itself).  Roles are
-- the whole server's: who may not change this one leaves it as it is.
-- name: roles_limit
do $$
begin
	if to_regrole('docket_read') is null or exists (
		select from pg_db_role_setting s, unnest(s.setconfig) c
		 where s.setrole = to_regrole('docket_read') and s.setdatabase in (0,
			(select oid from pg_database where datname = current_database()))
		   and split_part(c, '=', 1) in ('statement_timeout', 'lock_timeout',
			'idle_in_transaction_session_timeout')) then
		return;
	end if;
	execute format('alter role docket_read in database %1$I set statement_timeout = ''60s'';'
	    'alter role docket_read in database %1$I set lock_timeout = ''5s'';'
	    'alter role docket_read in database %1$I'
	    ' set idle_in_transaction_session_timeout = ''5min''', current_database());
exception when insufficient_privilege then
	null;
end $$

-- From here on the session is the owner, where there is one.
-- name: roles_become_owner
-- out: role void
select set_config('role', r.rolname, false)
  from pg_roles r
 where r.rolname = 'docket_owner' and pg_has_role(r.oid, 'member')
   and coalesce((select nspowner = r.oid from pg_namespace where nspname = 'docket'),
	has_database_privilege(r.oid, current_database(), 'create'))

-- After the migrations, whether or not there were any: what each role may do with what
-- is there now.  History is written and never changed; nobody but the owner erases.
-- name: roles_grant
do $$
begin
	if current_user <> 'docket_owner' or to_regrole('docket') is null
	    or to_regrole('docket_read') is null then
		return;
	end if;
	revoke all on all tables in schema docket from docket, docket_read;
	grant usage on schema docket to docket, docket_read;
	grant select on all tables in schema docket to docket, docket_read;
	grant usage on schema docket_v1 to docket_read;
	grant select on all tables in schema docket_v1 to docket_read;
	grant select on all sequences in schema docket to docket_read;		-- for pg_dump
	grant usage on all sequences in schema docket to docket;
	grant execute on function docket.months_make(timestamptz),
	    docket.ticket_erase(int8, text, timestamptz),
	    docket.contact_take(text, int8), docket.alarm_end(int8, text, timestamptz) to docket;
	grant insert on docket.raw_bytes to docket;
	grant update (known) on docket.contact to docket;
	grant insert on docket.sent, docket.entry, docket.change, docket.attachment, docket.blob,
	    docket.participant, docket.own_address, docket.contact, docket.contact_address, docket.outbox, docket.month,
	    docket.month_row, docket.alarm to docket;
	grant update (due_at) on docket.alarm to docket;
	grant update (doubt), delete on docket.participant to docket;
	grant delete on docket.field, docket.cycle to docket;
	grant insert, update on docket.silence, docket.rule_told to docket;
	grant insert, update, delete on docket.grouped to docket;
	grant delete on docket.rule_told to docket;
	grant insert, update, delete on docket.conf to docket;
	grant insert, delete on docket.conf_file, docket.conf_text to docket;
	grant insert, delete on docket.trace, docket.policy, docket.policy_rule to docket;
	grant update (used_at) on docket.policy to docket;
	grant insert, update on docket.raw, docket.mailbox, docket.ticket, docket.field,
	    docket.cycle, docket.seen, docket.project, docket.agent, docket.daemon,
	    docket.held, docket.held_told, docket.withdrawn, docket.automatic, docket.outlet, docket.rotation
	    to docket;
	grant update on docket.breaker, docket.own_address to docket;
	grant insert on docket.time_entry, docket.time_approval to docket;
	grant update (ticket, number, project, entry, started_at, stopped_at, resumed_at, worked, service,
	    billable, text, counts_at) on docket.time_entry to docket;
	grant update (undone_at, undone_by, reason) on docket.time_approval to docket;
	grant insert, delete on docket.run to docket;
	grant insert on docket.advice to docket;
	grant insert on docket.statement, docket.statement_line, docket.project_event to docket;
	grant update (told_at) on docket.project_event to docket;
	grant insert, update (next_at) on docket.project_look to docket;
	grant update (sent_at, sent_to) on docket.statement to docket;
	grant insert, update, delete on docket.web_proof, docket.web_session to docket;
	grant insert, update (revoked_at, revoked_by) on docket.feed to docket;
	grant insert, delete on docket.web_link, docket.web_form to docket;
	grant insert, update, delete on docket.tally, docket.delivery, docket.relation,
	    docket.ticket_version, docket.run_doubt, docket.billed, docket.control, docket.control_part, docket.report_wanted, docket.held_untold, docket.condition, docket.reach, docket.alias, docket.schedule
	    to docket;
end $$
