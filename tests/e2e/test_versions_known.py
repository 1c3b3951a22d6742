"""The field version knows what products.conf lists."""
import pathlib

from world import desk as desks

CATALOGUE = (pathlib.Path(__file__).parents[2] / "conf/products.conf").read_text()


def test_the_catalogue_is_what_fields_know(world):
    docket = world.docket()
    docket.files["products.conf"] = CATALOGUE
    docket.write()
    docket.start()
    desk = desks.Desk(world, docket)
    known = desk.open("Version: v2.4\n\nIt is stuck.", sender="ver@acme.example", subject="A")["id"]
    other = desk.open("Version: 2.4.77\n\nIt is stuck.", sender="ver2@acme.example", subject="B")["id"]
    assert [desk.fields(n)["version"]["value"] for n in (known, other)] == ["2.4.0", "2.4.77"]
    assert [desk.fields(n)["version"]["verified"] for n in (known, other)] == [True, False]
    asked = desk.mail(other, "ver2@acme.example").text
    assert "2.5.1, 2.5.0, 2.4.3" in asked, asked
    assert docket.stop() == 0
