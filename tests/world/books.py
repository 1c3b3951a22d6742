"""Time as the daemon leaves it, for tests of lists and statements."""
import csv
import io


class Books:
    def __init__(self, world, docket):
        self.world, self.docket = world, docket
        for table, column, names in (("project", "key", {p["key"] for p in docket.files["projects.conf"]["projects"]}),
                                     ("agent", "name", {a["name"] for a in docket.files["agents.conf"]["agents"]})):
            world.sql(f"insert into docket.{table} ({column}) select unnest(%s) on conflict do nothing",
                      sorted(names))

    def clear(self):
        self.world.sql("truncate docket.time_entry, docket.time_approval, docket.statement, docket.ticket cascade")

    def ticket(self, project="ACME", subject="Printer hums", mail_subject=""):
        return self.world.one("insert into docket.ticket (subject, mail_subject, project, mailbox, created_at)"
                              " values (%s, %s, %s, 'support', '2026-01-01') returning id",
                              subject, mail_subject, project)

    def time(self, ticket, at, worked, agent="ana", project="ACME", **more):
        """An entry, or with `corrects` a correction; its id."""
        row = {"ticket": ticket, "number": ticket, "project": project, "agent": agent, "started_at": at,
               "exact": True, "stopped_at": at, "worked": worked, "made_at": at, "made_by": agent,
               "counts_at": at} | more
        done = self.world.one(f"insert into docket.time_entry ({', '.join(row)})"
                              f" values ({', '.join(['%s'] * len(row))}) returning id", *row.values())
        if "stopped_at" not in more and worked > 0:
            self.world.sql("update docket.time_entry set stopped_at = started_at + worked * interval '1 second'"
                           " where id = %s", done)
        return done

    def approve(self, agent, since, until, period="2026-10"):
        self.world.sql("insert into docket.time_approval (agent, period, since, until, approved_at, approved_by)"
                       " values (%s, %s, %s, %s, %s, 'lee')", agent, period, since, until, until)

    # docketctl

    def ctl(self, *argv, check=True):
        done = self.docket.ctl(*argv, check=False)
        if check:
            assert done.returncode == 0, done.stderr.decode()
        return done

    def said(self, *argv):
        return self.ctl(*argv).stdout.decode()

    def table(self, *argv):
        return rows(self.ctl(*argv).stdout)


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def seconds(text):
    """Of "-1:05:00"."""
    sign = -1 if text.startswith("-") else 1
    h, m, s = text.lstrip("-").split(":")
    return sign * (int(h) * 3600 + int(m) * 60 + int(s))
