"""`docketctl help conf`: a JSON Schema that takes what docket takes, and no more."""
import copy
import re

import pytest

TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}


def faults(schema, whole, value, at=""):
    """What of draft 2020-12 the schema uses, and nothing else."""
    if "$ref" in schema:
        yield from faults(whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, value, at)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind == "integer" and value is True)):
        yield f"{at}: no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: not {schema['const']}"
    if "anyOf" in schema and all(any(faults(s, whole, value, at)) for s in schema["anyOf"]):
        yield f"{at}: none of anyOf"
    if kind == "string":
        if len(value) < schema.get("minLength", 0) or not re.search(schema.get("pattern", ""), value):
            yield f"{at}: '{value}'"
    if kind == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value} out of range"
    if kind == "array":
        for i, v in enumerate(value):
            yield from faults(schema.get("items", {}), whole, v, f"{at}[{i}]")
    if kind == "object":
        yield from (f"{at}: lacks {k}" for k in schema.get("required", []) if k not in value)
        if len(value) < schema.get("minProperties", 0):
            yield f"{at}: empty"
        for k, v in value.items():
            fits = [s for p, s in schema.get("patternProperties", {}).items() if re.search(p, k)]
            if k in schema.get("properties", {}):
                fits.append(schema["properties"][k])
            if not fits and schema.get("additionalProperties") is False:
                yield f"{at}: no property {k}"
            for s in fits:
                yield from faults(s, whole, v, f"{at}.{k}")


def plain(value):
    """Lists for the groups of lists that files are made of."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


@pytest.fixture(scope="module")
def docket(world):
    return world.docket("schema")


@pytest.fixture(scope="module")
def schema(docket):
    made = docket.ctl_json("help", "conf")
    assert made == docket.ctl_json("help", "conf", "--json")
    return made


@pytest.fixture
def files(docket):
    made = plain({k: v for k, v in docket.files.items() if not isinstance(v, str)})
    made["rules.conf"]["rules_version"] = 1
    made["rules.conf"]["rules"][0]["when"] = {
        "severity": {"at_least": "high", "not": ["critical"]}, "sla.breached": ["response"],
        "field.order": "7", "category": "new", "tags": {"is_set": True},
        "any": [{"project": "ACME"}, {"none": {"subject": {"not": {"contains": "x"}}}}]}
    return copy.deepcopy(made)


def test_it_says_what_it_is(schema):
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"docket.conf", "agents.conf", "rules.conf", "sla.conf"} <= set(schema["properties"])


def test_each_reference_leads_somewhere(schema):
    def refs(x):
        for k, v in x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ():
            yield from [v] if k == "$ref" else refs(v)
    found = set(refs(schema))
    assert len(found) > 10 and all(r.removeprefix("#/$defs/") in schema["$defs"] for r in found)


def test_a_good_configuration_fits(schema, files):
    assert len(files) >= 6 and list(faults(schema, schema, files)) == []


@pytest.mark.parametrize("where, value, want", [
    (("docket.conf", "parse_workers"), 0, "out of range"),
    (("docket.conf", "parse_workers"), "2", "no integer"),
    (("docket.conf", "parse_wokers"), 2, "no property parse_wokers"),
    (("docket.conf", "parse_deadline"), "5 parsecs", "'5 parsecs'"),
    (("docket.conf", "log_level"), "loud", "none of"),
    (("docket.conf", "mailboxes", 0, "imap", "port"), 70000, "out of range"),
    (("docket.conf", "mailboxes", 0, "imap", "tls"), "ssl", "none of"),
    (("agents.conf", "agents", 0, "name"), "Ana López", "'Ana López'"),
    (("agents.conf", "agents", 0, "addresses"), 7, "none of anyOf"),
    (("rules.conf", "rules", 0, "on"), [""], "none of anyOf"),
    (("rules.conf", "rules", 0, "do", 0, "notifi"), "team", "no property notifi"),
    (("rules.conf", "rules", 0, "when", "subjcet"), "x", "no property subjcet"),
    (("rules.conf", "rules", 0, "when", "severity"), {"at_lest": "high"}, "none of anyOf"),
    (("rules.conf", "rules", 0, "when", "category"), "done", "none of anyOf"),
])
def test_what_docket_refuses_does_not(schema, files, where, value, want):
    at = files
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value
    assert any(want in f for f in faults(schema, schema, files))


def test_what_is_required_is(schema, files):
    del files["agents.conf"]["agents"][0]["name"]
    assert any("lacks name" in f for f in faults(schema, schema, files))
