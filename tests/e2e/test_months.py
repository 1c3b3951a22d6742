"""Two months of time (docs/months.md): what was booked, billed and sent, as it was reckoned by hand."""
import csv
import io
import json

import pytest

from world import months


@pytest.fixture(scope="module")
def company(world):
    company = months.Months(world)
    company.page = months.tell(company)
    yield company
    assert company.docket.stop() == 0


def statement(company, number, kind):
    return company.docket.ctl("statement", "show", number, "--as", kind).stdout.decode()


def test_it_reads_as_the_docs_have_it(company):
    with open(months.PAGE, encoding="utf-8") as f:
        assert company.page == f.read()


def test_the_figures_are_those_reckoned_by_hand(company):
    assert company.world.sql("select year, n, project, raw, billed, total, currency, credits is not null"
                             " from docket.statement order by n") == [
        (2026, 1, "ACME", 4 * 3600 + 36 * 60, 4 * 3600 + 45 * 60, 53162, "EUR", False),
        (2026, 2, "GLOBEX", 15 * 60, 15 * 60, 2751, "USD", False),
        (2026, 3, "ACME", 4 * 3600 + 15 * 60, 4 * 3600 + 15 * 60, 51619, "EUR", False),
        (2026, 4, "ACME", -3600, -3600, -12531, "EUR", True),
        (2026, 5, "ACME", 3600, 3600, 10025, "EUR", False)]


@pytest.mark.parametrize("n, amounts", [
    (1, [100.25, 180.75, 100.25, 25.06, 125.31]), (2, [9.17, 9.17, 9.17]),
    (3, [-60.25, 75.19, 375.94, 125.31]), (4, [-125.31]), (5, [100.25])])
def test_each_file_has_the_same_amounts(company, n, amounts):
    number = f"2026-{n}"
    table = [row for row in csv.DictReader(io.StringIO(statement(company, number, "csv").lstrip("\ufeff")))
             if row["ticket"]]
    told = json.loads(statement(company, number, "json"))
    assert [float(row["amount"]) for row in table] == amounts
    assert [float(line["amount"]) for t in told["tickets"] for line in t["lines"]] == amounts
    page = statement(company, number, "html").replace("\u2212", "-")
    assert all(f"{a:.2f}" in page for a in amounts)


def test_raw_time_is_as_it_was_told(company):
    """Whatever was billed of it, rounded, credited and billed anew."""
    assert [row[0] // 60 for row in company.world.sql(
        "select worked from docket.time_entry order by id")] == [50, 90, 60, 5, 5, 5, 16, 60, 45, -30, 180, 60]
