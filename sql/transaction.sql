-- Transactions, the session, and the schema's version: what db.c itself asks.

-- name: begin
begin isolation level read committed

-- What is looked at as it stands at one moment, and nothing of it is locked.
-- name: begin_read
begin isolation level repeatable read read only

-- name: commit
commit

-- name: rollback
rollback

-- What is queued between these two is not kept.
-- name: dry_begin
savepoint dry

-- name: dry_end
rollback to savepoint dry

-- name: listen
listen docket

-- Wakes every core: there is something to do.
-- name: notify
notify docket

-- Whatever the server's or the user's own settings say.  $2: a core asks the same
-- for weeks and each statement has one plan, made once, whatever the values are:
-- planned with its values, the cost of a tick grows with the alarms that wait.
-- name: session
-- in: timeout text, plans text
-- out: zone void, path void, patience void, idle void, bytes void, plan void
select set_config('TimeZone', 'UTC', false),
    set_config('search_path', 'pg_catalog', false),
    set_config('statement_timeout', $timeout, false),
    set_config('idle_in_transaction_session_timeout', $timeout, false),
    set_config('bytea_output', 'hex', false),
    set_config('plan_cache_mode', $plans, false)

-- A migration takes the time it takes.
-- name: session_patient
-- out: patience void
select set_config('statement_timeout', '0', false)

-- For a transaction that reckons a month: it may hash a million cycles.
-- name: session_reckons
-- out: patience void, memory void, jit void
select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true),
    set_config('jit', 'off', true)

-- One thread that closes months on a second session: month_keep() fails at once where it
-- would wait for that, since what it waits for would never go on.
-- name: session_gives_way
-- out: way void
select set_config('docket.gives_way', 'on', false)

-- False before the first migration.
-- name: schema_exists
-- out: is_there bool
select to_regclass('docket.migration') is not null

-- What has been applied, and of which files.
-- name: migration_list
-- out: version int4, name text, checksum text
select version, name, checksum from docket.migration order by version

-- One migrating program at a time, as long as its session lives.  Never waited for in
-- SQL: who waits holds a snapshot, and `create index concurrently` waits for that.
-- name: migration_lock
-- out: had bool
select pg_try_advisory_lock(hashtextextended('docket.migration', 0))

-- name: migration_insert
-- in: version int8, name text, checksum text
insert into docket.migration (version, name, checksum) values ($version, $name, $checksum)

-- In a transaction of its own, for it takes locks.
-- name: partitions_make
-- in: now at
-- out: since at, until at, made int4, fault text
select docket.month_start($now, 0), until, made, fault from docket.months_make($now)

-- name: database_exists
-- in: name text
-- out: n int8
select count(*) from pg_catalog.pg_database where datname = $name

-- CREATE DATABASE takes no parameters: the server quotes the name.
-- name: database_create
-- in: name text
-- out: command text
select format('create database %I encoding ''UTF8'' template template0', $name)
