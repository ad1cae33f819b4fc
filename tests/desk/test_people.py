from __future__ import annotations

from store import people
from tests.desk.conftest import GOOD, PASSWORD, Site, a_case

OTHER = "another long river"


def _as_admin(site: Site, clients: tuple[str, ...] = ("*",)) -> None:
    site.person("root", role="admin", clients=clients)
    site.sign_in("root")


def _roles(site: Site, name: str) -> tuple[set[str], set[str]]:
    [found] = [one for one in people.everybody(site.db) if one.name == name]
    return set(found.roles), set(found.clients)


def test_an_administrator_changes_roles_and_clients(site: Site) -> None:
    site.save(a_case(GOOD))
    _as_admin(site)
    given = {"roles": ["qa", "auditor"], "clients": ["acme"]}
    assert site.browser.post("/people/anna/grant", data=given).status_code == 200
    assert _roles(site, "anna") == ({"qa", "auditor"}, {"acme"})
    for wrong in ({"roles": ["king"], "clients": ["acme"]}, {"roles": ["qa"], "clients": ["globex"]}):
        assert site.browser.post("/people/anna/grant", data=wrong).status_code == 422
    assert site.browser.post("/people/anna/grant", data={"roles": ["qa"]}).status_code == 422
    assert _roles(site, "anna") == ({"qa", "auditor"}, {"acme"})


def test_nobody_changes_their_own_rights(site: Site) -> None:
    _as_admin(site)
    for act, sent in (("grant", {"roles": ["auditor"], "clients": ["*"]}), ("disable", {}), ("password", {})):
        answer = site.browser.post(f"/people/root/{act}", data={"password": OTHER} | sent)
        assert answer.status_code == 422 and "another administrator can" in answer.text
    assert _roles(site, "root") == ({"admin"}, {"*"})


def test_an_administrator_of_one_client_touches_nobody_of_another(site: Site) -> None:
    site.save(a_case(GOOD))
    _as_admin(site, clients=("acme",))
    for act in ("grant", "password", "enable", "disable"):
        sent = {"roles": ["qa"], "clients": ["acme"], "password": OTHER}
        assert "Nobody of your clients" in site.browser.post(f"/people/anna/{act}", data=sent).text
    assert people.verify(site.db, "anna", PASSWORD).roles == {"operator"}


def test_shut_out_and_let_in_again(site: Site) -> None:
    _as_admin(site)
    site.browser.post("/people/anna/disable")
    assert site.sign_in("anna").status_code == 401
    site.sign_in("root")
    site.browser.post("/people/anna/enable")
    assert site.sign_in("anna").status_code == 303


def test_a_new_password_ends_the_sessions(site: Site) -> None:
    token = people.sign_in(site.db, "anna", PASSWORD)
    _as_admin(site)
    assert site.browser.post("/people/anna/password", data={"password": "short"}).status_code == 422
    assert site.browser.post("/people/anna/password", data={"password": OTHER}).status_code == 200
    assert people.by_session(site.db, token) is None
    assert people.verify(site.db, "anna", OTHER).name == "anna"


def test_ones_own_password_needs_the_old_one(site: Site) -> None:
    wrong = site.browser.post("/me/password", data={"now": "not this one", "password": OTHER})
    assert wrong.status_code == 422 and people.REFUSAL in wrong.text
    done = site.browser.post("/me/password", data={"now": PASSWORD, "password": OTHER}, follow_redirects=False)
    assert done.status_code == 303 and done.headers["location"] == "/login"
    assert site.browser.get("/me", follow_redirects=False).headers["location"] == "/login"
    assert site.sign_in("anna", OTHER).status_code == 303
    assert "keys documents" in site.browser.get("/me").text
