-- Which version of a product each project runs (daemon/ticket/runs.h).

-- Alone with what a project runs until the commit: what is compared is what is there.
-- name: run_lock
-- in: project text
-- out: locked void
select pg_advisory_xact_lock(docket.lock_run(), hashtext($project));

-- What it runs at that instant, and what is planned for later.
-- name: run_of_project
-- in: project text, at at
-- out: product text, environment text, version text, key bytea, since at, source text, planned bool
select product, environment, version, key, since, source, false
  from docket.runs($at, $project)
union all
select product, environment, version, key, since, source, true
  from docket.run where project = $project and since > $at
 order by 1, 2, 7, 5;

-- Saying the same once more adds nothing.
-- name: run_add
-- in: project text, product text, environment text, version text, key bytea, since at,
-- in: source text, ticket int8?, author text, decided bool, now at
insert into docket.run (project, product, environment, version, key, since, source, ticket,
    author, decided, told_at)
select $project, $product, $environment, $version, $key, $since, $source, $ticket, $author,
    $decided, $now
 where $version is distinct from (select r.version from docket.run r
    where r.project = $project and r.product = $product and r.environment = $environment
      and r.since <= $since
    order by r.since desc, r.id desc limit 1);

-- A version runs that is no lower than what was planned: the plan is done with.
-- name: run_unplan
-- in: project text, product text, environment text, key bytea, since at
delete from docket.run
 where project = $project and product = $product and environment = $environment
   and since > $since and source <> 'import' and key <> '' and key <= $key;

-- What a ticket told by its version is taken back, but of there; an empty project: all of it.
-- name: run_unsay
-- in: ticket int8, project text, product text, environment text
delete from docket.run
 where ticket = $ticket and not decided
   and (project, product, environment) is distinct from ($project, $product, $environment);

-- name: run_doubt_put
-- in: ticket int8, project text, product text, environment text, version text, runs text,
-- in: since at?, now at
insert into docket.run_doubt (ticket, project, product, environment, version, runs, since, at)
values ($ticket, $project, $product, $environment, $version, $runs, $since, $now)
on conflict (ticket) do update set project = excluded.project, product = excluded.product,
    environment = excluded.environment, version = excluded.version, runs = excluded.runs,
    since = excluded.since, at = excluded.at;

-- name: run_doubt_drop
-- in: ticket int8
delete from docket.run_doubt where ticket = $ticket;

-- Somebody decided what runs there, and it does.
-- name: run_doubt_settle
-- in: project text, product text, environment text, version text, at at
delete from docket.run_doubt
 where project = $project and product = $product and environment = $environment
   and $version = (select r.version from docket.run r
	where r.project = $project and r.product = $product and r.environment = $environment
	  and r.since <= $at
	order by r.since desc, r.id desc limit 1);

-- What runs there is right.
-- name: run_doubt_keep
-- in: project text, product text, environment text
delete from docket.run_doubt
 where project = $project and product = $product and environment = $environment;

-- It runs another since: what is still asked is asked against that.
-- name: run_doubt_against
-- in: project text, product text, environment text, runs text, since at
update docket.run_doubt set runs = $runs, since = $since
 where project = $project and product = $product and environment = $environment;

-- What all projects run at that instant.
-- name: run_all
-- in: at at
-- out: project text, product text, environment text, version text, since at
select project, product, environment, version, since from docket.runs($at, null)
 order by project, product, environment;

-- What projects run at an instant, for docketctl versions; null: all of them.
-- name: run_list
-- in: at at, project text?
-- out: project text, product text, environment text, version text, since at, source text,
-- out: author text, ticket int8?
select project, product, environment, version, since, source, author, ticket
  from docket.runs($at, $project)
 order by project, product, environment;

-- The history of one project, the newest first, with what is planned.
-- name: run_history
-- in: project text
-- out: product text, environment text, version text, since at, source text, author text,
-- out: ticket int8?
select product, environment, version, since, source, author, ticket
  from docket.run where project = $project
 order by since desc, id desc;

-- name: run_doubts
-- out: ticket int8, project text, product text, environment text, version text, runs text,
-- out: since at?, at at
select ticket, project, product, environment, version, runs, since, at
  from docket.run_doubt order by project, product, environment, ticket;

-- Open tickets by what they say of product and version, and of these the ones of a severity.
-- name: run_open
-- in: severity text
-- out: project text, product text?, version text, n int8, grave int8
select t.project, t.product, t.version, count(*), count(*) filter (where t.severity = $severity)
  from (select o.project,
	    (select value from docket.field where ticket = o.id and name = 'product') as product,
	    (select value from docket.field where ticket = o.id and name = 'version') as version,
	    (select value from docket.field where ticket = o.id and name = 'severity') as severity
	  from docket.ticket o where o.category not in ('resolved', 'closed')) t
 where t.version is not null
 group by 1, 2, 3 order by 1, 2, 3;
