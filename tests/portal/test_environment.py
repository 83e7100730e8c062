from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tipportal.environment import Environment, read_environment


def read(**given: str) -> Environment:
    return read_environment(given, root=Path("/somewhere"))


def test_with_nothing_set_the_portal_serves_this_machine_only() -> None:
    environment = read()
    assert environment.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert environment.var == Path("/somewhere/var")
    assert environment.port == 8000
    assert (environment.origin, environment.secret_key, environment.database_url) == (None, None, None)
    assert environment.pg_bin is None
    assert not environment.debug
    assert not environment.require_second_factor
    assert not environment.in_production


def test_an_empty_value_counts_as_not_set() -> None:
    assert read(TIPPORTAL_PORT="", TIPPORTAL_ORIGIN=" ", DATABASE_URL="") == read()


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="TIPPORTAL_DEBUGG is not a setting"):
        read(TIPPORTAL_DEBUGG="on")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIPPORTAL_DEBUG", "maybe"),
        ("TIPPORTAL_REQUIRE_SECOND_FACTOR", "perhaps"),
        ("TIPPORTAL_PORT", "0"),
        ("TIPPORTAL_PORT", "65536"),
        ("TIPPORTAL_PORT", "http"),
        ("TIPPORTAL_PORT", "८०"),
        ("TIPPORTAL_ALLOWED_HOSTS", "*"),
        ("TIPPORTAL_ALLOWED_HOSTS", "a.example,,b.example"),
        ("TIPPORTAL_ALLOWED_HOSTS", "https://a.example"),
        ("TIPPORTAL_ORIGIN", "tip.example.org"),
        ("TIPPORTAL_ORIGIN", "ftp://tip.example.org"),
        ("TIPPORTAL_ORIGIN", "https://tip.example.org/portal"),
        ("TIPPORTAL_ORIGIN", "https://someone@tip.example.org"),
        ("TIPPORTAL_ORIGIN", "https://tip.example.org:port"),
        ("TIPPORTAL_ORIGIN", "https://[::1"),
        ("TIPPORTAL_SECRET_KEY", "short"),
        ("TIPPORTAL_PG_BIN", "/no/such/folder"),
        ("TIPPORTAL_VAR", __file__),
        ("DATABASE_URL", "mysql://someone@localhost/tipportal"),
    ],
)
def test_an_unfit_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("TIPPORTAL_SECRET_KEY", "hush-hush"), ("DATABASE_URL", "mysql://someone:hush-hush@localhost/tipportal")],
)
def test_a_refusal_does_not_repeat_a_secret(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})
    assert "hush" not in str(refusal.value)


def test_an_https_origin_means_production_and_adds_its_host() -> None:
    environment = read(TIPPORTAL_ORIGIN="https://TIP.example.org:8443/")
    assert environment.origin == "https://tip.example.org:8443"
    assert environment.in_production
    assert environment.allowed_hosts[-1] == "tip.example.org"


def test_an_http_origin_is_not_production() -> None:
    assert not read(TIPPORTAL_ORIGIN="http://tip.example.org").in_production


def test_debug_in_production_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="TIPPORTAL_DEBUG must be off"):
        read(TIPPORTAL_DEBUG="on", TIPPORTAL_ORIGIN="https://tip.example.org")


@pytest.mark.parametrize(("word", "truth"), [("1", True), ("Yes", True), ("on", True), ("OFF", False), ("0", False)])
def test_debug_is_said_in_plain_words(word: str, truth: bool) -> None:
    assert read(TIPPORTAL_DEBUG=word).debug is truth
