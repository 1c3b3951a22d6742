"""The specification's cases: the model gives its answers, and so does docketctl."""
import pytest

import clocks
import engine
from cases import CASES

IDS = [case[0] for case in CASES]


def normal(row):
    """Times in UTC, as answers have them."""
    return {key: clocks.rfc3339(clocks.instant(value))
            if key in ("start", "due", "stopped", "planned", "at") and value else value
            for key, value in row.items()}


def check(got, wanted):
    assert len(got) == len(wanted)
    for have, want in zip(got, map(normal, wanted)):
        assert have | want == have


@pytest.mark.parametrize("_, scenario, until, want, fired", CASES, ids=IDS)
def test_model(_, scenario, until, want, fired):
    got = clocks.answer(scenario, until)
    check(got["clocks"], want)
    if fired is not None:
        check(got["fired"], fired)


@pytest.mark.parametrize("_, scenario, until, want, fired", CASES, ids=IDS)
def test_docketctl(tmp_path, _, scenario, until, want, fired):
    got = engine.simulate(scenario, until, tmp_path / "case.conf")
    check(got["clocks"], want)
    if fired is not None:
        check(got["fired"], fired)
    assert engine.differences(scenario, until, got) == []
