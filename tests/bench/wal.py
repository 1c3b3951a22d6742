"""What PostgreSQL says was written: rows by its own counts, WAL by pg_walinspect."""

ROWS = """
select coalesce(p.relname, s.relname)::text, sum(n_tup_ins)::int8, sum(n_tup_upd)::int8,
    sum(n_tup_hot_upd)::int8, sum(n_tup_del)::int8
  from pg_stat_user_tables s left join pg_inherits h on h.inhrelid = s.relid
  left join pg_class p on p.oid = h.inhparent
 where s.schemaname = 'docket' group by 1"""

# A record goes to the table of its first block: indexes, long values, the sequence
# of its key and its partitions are the table's own.
WAL = r"""
with block as (
  select record_length - fpi_length as bytes, fpi_length as images,
      regexp_match(block_ref, 'rel (\d+)/(\d+)/(\d+)')::oid[] as ref
    from bench.pg_get_wal_records_info(%s, %s)
), file as (
  select bytes, images, case when ref[2] = d.oid then pg_filenode_relation(
      case when ref[1] = d.dattablespace then 0 else ref[1] end, ref[3]) end as rel
    from block, pg_database d where d.datname = current_database()
), named as (
  select bytes, images, i.indrelid is not null as is_index,
      coalesce(t.oid, i.indrelid, q.refobjid, f.rel) as rel
    from file f left join pg_index i on i.indexrelid = f.rel
    left join pg_class t on t.reltoastrelid = coalesce(i.indrelid, f.rel)
    left join pg_depend q on q.objid = f.rel and q.deptype = 'i'
      and q.classid = 'pg_class'::regclass and q.refclassid = 'pg_class'::regclass
      and q.refobjsubid > 0
)
select case when n.rel is null then '(commits)'
      when c.relnamespace <> 'docket'::regnamespace then '(of PostgreSQL)'
      else coalesce(p.relname, c.relname)::text end, count(*), sum(bytes)::int8,
    coalesce(sum(bytes) filter (where is_index), 0)::int8, sum(images)::int8
  from named n left join pg_class c on c.oid = n.rel
  left join pg_inherits h on h.inhrelid = n.rel left join pg_class p on p.oid = h.inhparent
 group by 1"""

COUNTED = ("inserted", "updated", "hot", "deleted")
LOGGED = ("records", "bytes", "index_bytes", "images")


class Writes:
    """Made before docket starts, read once it has ended: then all is counted."""

    def __init__(self, world):
        self.world = world
        self.rows = self._rows()
        world.sql("checkpoint")
        self.start = self._position()

    def _position(self):
        return self.world.one("select pg_current_wal_insert_lsn()")

    def _rows(self):
        return {name: counts for name, *counts in self.world.sql(ROWS)}

    def total(self):
        """(rows inserted, bytes of WAL with its images)"""
        end = self._position()
        before = sum(counts[0] for counts in self.rows.values())
        return (sum(counts[0] for counts in self._rows().values()) - before,
                int(self.world.one("select %s::pg_lsn - %s::pg_lsn", end, self.start)))

    def tables(self):
        """{table: {what: number}}, zeros left out; only while all of the WAL is kept."""
        end, found = self._position(), {}
        for name, counts in self._rows().items():
            before = self.rows.get(name, [0] * len(counts))
            found[name] = {k: n - b for k, n, b in zip(COUNTED, counts, before)}
        self.world.sql("create schema bench")
        self.world.sql("create extension pg_walinspect schema bench")
        for name, *numbers in self.world.sql(WAL, self.start, end):
            found.setdefault(name, {}).update(zip(LOGGED, numbers))
        self.world.sql("drop schema bench cascade")
        return {name: row for name, row in found.items() if any(row.values())}
