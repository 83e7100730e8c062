import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tipportal.secret_key import read_or_make_secret_key

PROGRAM = """
import sys
from pathlib import Path
from tipportal.secret_key import read_or_make_secret_key
sys.stdin.readline()
print(read_or_make_secret_key(Path(sys.argv[1])))
"""


def test_the_key_is_long_kept_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = read_or_make_secret_key(path)
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_make_secret_key(path) == key
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert read_or_make_secret_key(tmp_path / "a") != read_or_make_secret_key(tmp_path / "b")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    read_or_make_secret_key(path)
    path.chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        read_or_make_secret_key(path)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.touch(mode=0o600)
    with pytest.raises(ImproperlyConfigured, match="empty"):
        read_or_make_secret_key(path)


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "secret_key"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, path], cwd=root, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(6)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    keys = {process.communicate()[0].strip() for process in processes}
    assert keys == {path.read_text().strip()}


def test_a_process_that_comes_second_takes_the_first_ones_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret_key"
    first = read_or_make_secret_key(path)
    looks = iter([False])
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: next(looks, None) or (self != path and exists(self)))
    assert read_or_make_secret_key(path) == first
