"""A customer in a real browser: signs in by the mailed link, opens a request with a file, is
answered by mail, replies and closes: on a phone and at a desk."""
import re

import pytest

webdriver = pytest.importorskip("selenium.webdriver")

exceptions = pytest.importorskip("selenium.common.exceptions")

from test_pages import browser, keep		# noqa: E402, F401 (a fixture)
from world import base, desk as desks		# noqa: E402
from world.docket import AGENT			# noqa: E402

By = webdriver.common.by.By


@pytest.fixture(scope="module")
def desk(world):
    docket = world.docket()
    docket.port = base.free_port()
    docket.files["docket.conf"] |= {"auto_per_hour": 1000, "portal": {
        "url": f"http://localhost:{docket.port}", "protocol": "http", "listen": f"127.0.0.1:{docket.port}"}}
    for project in docket.files["projects.conf"]["projects"]:
        project["customer_commands"] = ["close", "reopen", "severity"]
    docket.write()
    docket.start()
    yield desks.Desk(world, docket)
    assert docket.stop() == 0


def fill(browser, action, values):
    """Fills in the form that leads there and presses its button."""
    form = browser.find_element(By.CSS_SELECTOR, f"form[action$='{action}']")
    browser.execute_script("const d = arguments[0].closest('details'); if (d) d.open = true", form)
    for name, value in values.items():
        form.find_element(By.NAME, name).send_keys(value)
    page = browser.find_element(By.TAG_NAME, "html")
    form.find_element(By.TAG_NAME, "button").click()
    base.wait(lambda: gone(page), 20, f"what follows {action}")


def gone(element):
    try:
        element.is_enabled()
    except exceptions.WebDriverException:
        return True
    return False


def text(browser):
    return browser.find_element(By.TAG_NAME, "main").text


@pytest.mark.parametrize("width, mode", ((375, "dark"), (1280, "light")))
def test_a_customer(browser, desk, tmp_path, width, mode):
    who = f"jo{width}@acme.example"
    desk.open("Who are you?", sender=f"Jo Doe <{who}>", subject="Hello")
    desk.quiet()
    seen = desk.seen()
    browser.delete_all_cookies()
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": mode}]})
    site = f"http://localhost:{desk.docket.port}"
    browser.get(site)
    fill(browser, "/sign-in", {"address": who})
    assert "Look into your mail" in text(browser)
    [link] = set(re.findall(rf"{site}/in/[a-z2-7]+", desk.mail(to=who, but=seen).text))
    browser.get(link)
    fill(browser, link[len(site):], {})
    assert "My requests" in text(browser) and "Hello" in text(browser)
    # A request with a file, answered by mail.
    (tmp_path / "steam.log").write_text("17:00 steam\n")
    seen = desk.seen()
    browser.get(f"{site}/requests/new")
    fill(browser, "/requests/new", {"subject": f"Steam {width}", "text": "The press steams.", "field.severity": "high",
                                    "file": str(tmp_path / "steam.log")})
    assert "The press steams." in text(browser) and "steam.log" in text(browser) and "high" in text(browser)
    ticket = desk.row("select id from docket.ticket where subject = %s", f"Steam {width}")["id"]
    desk.answer(desk.mail(ticket, AGENT, but=seen), "Open the valve.", AGENT)
    browser.refresh()
    assert "Open the valve." in text(browser)
    # The last words are theirs.
    fill(browser, "/reply", {"text": "It is open, thank you."})
    assert "It is open, thank you." in text(browser)
    keep(browser, f"portal-flow-{width}-{mode}")
    fill(browser, "/close", {"text": "All is well."})
    assert "closed" in text(browser) and desk.ticket(ticket)["category"] == "closed"
    assert browser.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
    assert [c["name"] for c in browser.get_cookies() if c["name"].startswith("__Host-") and
            (not c["httpOnly"] or not c["secure"])] == []
