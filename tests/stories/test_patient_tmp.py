import pytest
pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]
def test_x(page, live_server, invitation):
    print(live_server.url)
    page.goto(f"{live_server.url}/i/{invitation.token}")
    print(page.url, page.context.cookies())
    for k, v in (("day","27"),("month","3"),("year","1958")): page.fill(f"#id_date_of_birth_{k}", v)
    page.click("text=Continue")
    print(page.url, page.title(), [c["name"] for c in page.context.cookies()])
