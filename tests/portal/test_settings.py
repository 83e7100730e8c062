"""The settings as a whole, each time in a process of its own: they are read once a process."""

import os
import subprocess
import sys
from pathlib import Path

PRODUCTION = "https://tip.example.org"


def manage(root: Path, var: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TIPPORTAL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=root,
        env=own | {"TIPPORTAL_VAR": str(var)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(root: Path, var: Path, expression: str, **environ: str) -> str:
    program = f"from django.conf import settings; print({expression})"
    done = manage(root, var, "shell", "--no-imports", "-v", "0", "-c", program, **environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_deployment_check_is_clean_in_production(root: Path, tmp_path: Path) -> None:
    done = manage(root, tmp_path, "check", "--deploy", "--fail-level", "INFO", TIPPORTAL_ORIGIN=PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_deployment_check_complains_outside_of_production(root: Path, tmp_path: Path) -> None:
    done = manage(root, tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode != 0
    assert "security.W008" in done.stderr


def test_an_unknown_setting_stops_every_command(root: Path, tmp_path: Path) -> None:
    done = manage(root, tmp_path, "check", TIPPORTAL_SECRETKEY="x" * 60)
    assert done.returncode != 0
    assert "TIPPORTAL_SECRETKEY is not a setting" in done.stderr


def test_reading_the_settings_starts_no_database(root: Path, tmp_path: Path) -> None:
    assert manage(root, tmp_path, "check").returncode == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret_key"]


def test_production_uses_secure_cookies_and_redirects_to_https(root: Path, tmp_path: Path) -> None:
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS"
    expression = "*(getattr(settings, name) for name in " + repr(names.split()) + ")"
    assert setting(root, tmp_path, expression, TIPPORTAL_ORIGIN=PRODUCTION) == "True True True 31536000"
    assert setting(root, tmp_path, expression) == "False False False 0"


def test_a_given_secret_key_is_used_and_none_is_written(root: Path, tmp_path: Path) -> None:
    key = "given-" * 10
    assert setting(root, tmp_path, "settings.SECRET_KEY", TIPPORTAL_SECRET_KEY=key) == key
    assert not any(tmp_path.iterdir())


def test_database_url_names_another_server(root: Path, tmp_path: Path) -> None:
    url = "postgresql://someone:secret@db.example.org:6543/archive?sslmode=require"
    where = "*(settings.DATABASES['default'][key] for key in ('HOST', 'PORT', 'NAME', 'USER'))"
    options = "settings.DATABASES['default']['OPTIONS']['sslmode']"
    shown = setting(root, tmp_path, f"{where}, {options}", DATABASE_URL=url)
    assert shown == "db.example.org 6543 archive someone require"


def test_nothing_is_public_without_saying_so(root: Path, tmp_path: Path) -> None:
    middleware = setting(root, tmp_path, "settings.MIDDLEWARE")
    assert "tipportal.middleware.SignInFirstMiddleware" in middleware
