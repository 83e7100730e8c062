import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_icon_that_browsers_ask_for_unasked_is_the_mark(client: Client) -> None:
    response = client.get("/favicon.ico", follow=True)
    response.close()
    assert response.redirect_chain[0][1] == 302
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")


def test_the_admin_bears_the_portals_name_and_mark(client: Client, administrator: User) -> None:
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/").content.decode()
    assert "| tipportal</title>" in page
    assert '<div id="site-name"><a href="/admin/">tipportal</a></div>' in page
    assert 'rel="icon"' in page
    assert "Django" not in page
