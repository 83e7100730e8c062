import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cables.models import Cable, Tag
from tests.factories import cable_text

pytestmark = pytest.mark.django_db


def import_cables(*paths: Path, **options: Any) -> tuple[str, str]:
    """What the command printed, and the error it ended with ("" for a good end)."""
    out = StringIO()
    try:
        call_command("import_cables", *map(str, paths), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def lines(*paths: Path, **options: Any) -> tuple[list[dict[str, Any]], str]:
    out, error = import_cables(*paths, format="json", **options)
    return [json.loads(line) for line in out.splitlines()], error


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two cables, one of them twice, one that is classified, and a file of another kind."""
    for name, text in {
        "a.txt": cable_text(),
        "b.txt": cable_text(serial=900328, captions="SENSITIVE"),
        "c.txt": cable_text(),
        "d.txt": cable_text(serial=900329, marking="SECRET"),
        "notes.md": "notes",
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_file_is_told_and_a_refusal_fails_the_command(folder: Path) -> None:
    out, error = import_cables(folder)
    assert error == "1 refused"
    told = [line.split("  (")[0].split() for line in out.splitlines()[:3]]
    assert [line[:2] for line in told] == [
        ["imported", "08PORTOPRUEBA900327"],
        ["imported", "08PORTOPRUEBA900328"],
        ["unchanged", "08PORTOPRUEBA900327"],
    ]
    refused = next(line for line in out.splitlines() if line.startswith("refused"))
    assert refused.endswith('d.txt, line 10: classified: "SECRET PORTO PRUEBA 900329"')
    assert "notes.md" not in out
    assert Cable.objects.count() == 2


def test_the_summary_counts_what_became_of_them_and_who_may_see_them(folder: Path) -> None:
    out, _ = import_cables(folder)
    rows = [[cell.strip() for cell in row.split("│")[1:3]] for row in out.splitlines() if "│" in row]
    for row in (
        ["imported", "2"],
        ["unchanged", "1"],
        ["refused", "1"],
        ["ignored", "1"],
        ["seen by: members only", "1"],
    ):
        assert row in rows


def test_json_is_one_object_a_line_and_a_summary(folder: Path) -> None:
    found, error = lines(folder)
    *outcomes, summary = found
    assert error == "1 refused"
    assert sorted(each["result"] for each in outcomes) == ["ignored", "imported", "imported", "refused", "unchanged"]
    refused = next(each for each in outcomes if each["result"] == "refused")
    assert (refused["line"], refused["reason"]) == (10, 'classified: "SECRET PORTO PRUEBA 900329"')
    assert summary["summary"]["imported"] == 2
    assert summary["dry_run"] is False


def test_a_good_import_ends_well_and_a_second_one_changes_nothing(folder: Path) -> None:
    (folder / "d.txt").unlink()
    assert import_cables(folder)[1] == ""
    before = list(Cable.objects.values_list("pk", "current", "imported_at"))
    found, error = lines(folder)
    assert error == ""
    assert found[-1]["summary"] == {
        "imported": 0,
        "unchanged": 3,
        "refused": 0,
        "ignored": 1,
        "seen by: public": 2,
        "seen by: members only": 1,
    }
    assert list(Cable.objects.values_list("pk", "current", "imported_at")) == before


def test_a_dry_run_writes_nothing_and_reports_the_same(folder: Path) -> None:
    (folder / "e.txt").write_text(cable_text().replace("Two", "Three"))
    (folder / "f.txt").write_text(cable_text().replace("Two", "Three"))
    rehearsed, _ = lines(folder, dry_run=True)
    assert not Cable.objects.exists()
    assert not Tag.objects.filter(code="XQ").exists()
    done, _ = lines(folder)
    assert rehearsed[:-1] == done[:-1]
    assert rehearsed[-1] == {"summary": done[-1]["summary"], "dry_run": True}


def test_access_can_be_narrowed_and_only_public_widens(folder: Path) -> None:
    import_cables(folder, access="members")
    assert set(Cable.objects.values_list("access", flat=True)) == {"members"}
    out, _ = import_cables(folder, access="public")
    assert set(Cable.objects.values_list("access", flat=True)) == {"public"}
    assert 'opened by the importer in spite of line 12: "SENSITIVE"' in out
    assert "opened to the public against their marking" in out


def test_other_traffic_comes_in_only_when_accepted(tmp_path: Path) -> None:
    text = cable_text(subject="VISIT OF THE MINISTER", answers=[("Comment", ())], tags="PREL XQ")
    (tmp_path / "a.txt").write_text(text)
    found, error = lines(tmp_path)
    assert error == "1 refused"
    assert found[0]["reason"].startswith("not a TIP input: ")
    assert lines(tmp_path, accept_other=True)[1] == ""
    assert Cable.objects.get().kind == "other"


def test_an_empty_path_is_not_the_folder_one_is_in() -> None:
    with pytest.raises(CommandError, match="an empty path"):
        call_command("import_cables", "")


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    out, error = import_cables(tmp_path / "nothing")
    assert error == "1 refused"
    assert "nothing: no such file or folder" in out


# Broken off: a real process, stopped while it is half way through its third cable

HALF_WAY = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import execute_from_command_line
from cables import recording

record_header, seen = recording._record_header, []

def wait_at_the_third(cable, header):
    seen.append(cable)
    if len(seen) == 3:
        print("HALF WAY", flush=True)
        sys.stdin.read()
    record_header(cable, header)

recording._record_header = wait_at_the_third
execute_from_command_line(["manage.py", "import_cables", "--format", "json", sys.argv[2]])
"""


def broken_off(folder: Path, root: Path, by: signal.Signals) -> tuple[int, list[str]]:
    """The command's exit code and what it printed."""
    for serial in range(900001, 900006):
        (folder / f"{serial}.txt").write_text(cable_text(serial=serial))
    command = [sys.executable, "-c", HALF_WAY, connection.settings_dict["NAME"], str(folder)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=root,
    ) as process:
        assert process.stdout
        printed = []
        for line in process.stdout:
            printed.append(line)
            if line.startswith("HALF WAY"):
                process.send_signal(by)
        return process.wait(), printed


def is_whole(cable: Cable) -> bool:
    counts = cable.sources.count(), cable.revisions.count(), cable.sections.count(), cable.addressees.count()
    return counts == (1, 1, 9, 1) and cable.current is not None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("by", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_broken_off_import_leaves_whole_cables_and_goes_on(
    tmp_path: Path, root: Path, by: signal.Signals, code: int
) -> None:
    ended, printed = broken_off(tmp_path, root, by)
    assert ended == code, printed
    assert [cable.serial for cable in Cable.objects.order_by("pk")] == [900001, 900002]
    assert all(is_whole(cable) for cable in Cable.objects.all())
    if by is signal.SIGINT:
        assert json.loads(printed[-1])["summary"]["imported"] == 2
    found, _ = lines(tmp_path)
    assert [each["result"] for each in found[:-1]] == ["unchanged"] * 2 + ["imported"] * 3
    assert all(is_whole(cable) for cable in Cable.objects.all())
