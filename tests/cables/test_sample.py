import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from cables.heading import head_of
from cables.importing import Outcome, Result, import_document
from cables.models import Cable, Country, Post, Revision, Section, Source, Tag
from cables.parsing.structure import AnswerStatus
from cables.sample import SampleError, held_sample, load_sample, remove_sample, sample_folder
from cables.sources import Document
from tests.factories import cable_text, make_cable

pytestmark = pytest.mark.django_db

ARCHIVE = (Cable, Source, Revision, Section, Country, Post, Tag)


def counts() -> list[int]:
    return [model._default_manager.count() for model in ARCHIVE]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sample archive of one invented country with two cables."""
    places = {
        "countries": [{"iso2": "XQ", "iso3": "XQP", "tags": "XQ", "name": "Pruebia", "bureau": "WHA"}],
        "posts": [
            {"mrn_name": "PORTOPRUEBA", "name": "Porto Prueba", "kind": "embassy", "country": "XQ", "routing": "RUEHXQ"}
        ],
    }
    (tmp_path / "places.json").write_text(json.dumps(places))
    for serial in (900001, 900002):
        (tmp_path / f"{serial}.txt").write_text(cable_text(serial=serial))
    return tmp_path


def command(name: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def test_the_sample_comes_with_its_places(folder: Path) -> None:
    assert [outcome.result for outcome in load_sample(folder)] == [Result.IMPORTED] * 2
    cable = Cable.objects.get(serial=900001)
    assert cable.sample
    assert cable.country == Country.objects.get(name="Pruebia", sample=True)
    assert cable.post == Post.objects.get(name="Porto Prueba", sample=True)
    assert Tag.objects.get(code="XQ").name == "Pruebia"


def test_loading_it_twice_changes_nothing(folder: Path) -> None:
    list(load_sample(folder))
    before = counts()
    assert [outcome.result for outcome in load_sample(folder)] == [Result.UNCHANGED] * 2
    assert counts() == before


def test_removing_it_leaves_what_was_there_before(folder: Path) -> None:
    make_cable(mrn="08SANJOSE900500", post=Post.objects.get(mrn_name="SANJOSE"), tags=("KTIP", "CS"))
    before = counts()
    list(load_sample(folder))
    removed = remove_sample()
    assert (removed.cables, removed.posts, removed.countries, removed.tags) == (2, 1, 1, 1)
    assert counts() == before
    assert Cable.objects.get().mrn == "08SANJOSE900500"


def test_a_sample_of_a_real_country_leaves_the_country(folder: Path) -> None:
    (folder / "a.txt").write_text(cable_text(post="GUATEMALA", serial=900327, tags="KTIP GT"))
    list(load_sample(folder))
    assert Cable.objects.get(country__iso2="GT").sample
    remove_sample()
    assert Country.objects.filter(iso2="GT").exists()
    assert Post.objects.filter(mrn_name="GUATEMALA").exists()
    assert Tag.objects.filter(code="GT").exists()


def test_an_invented_place_that_a_real_cable_was_given_by_hand_stays(folder: Path) -> None:
    list(load_sample(folder))
    real = make_cable(mrn="08SANJOSE900500", post=Post.objects.get(mrn_name="SANJOSE"))
    real.post = Post.objects.get(mrn_name="PORTOPRUEBA")
    real.save()
    assert remove_sample().cables == 2
    real.refresh_from_db()
    assert real.post is not None
    assert real.post.country is not None


def test_a_real_cable_does_not_become_a_sample(folder: Path) -> None:
    text = cable_text(serial=900001).encode()
    import_document(Document("a.txt", text, origin="a.txt"))
    first, second = load_sample(folder)
    assert (first.result, first.reason[:24]) == (Result.REFUSED, "a real cable of this MRN")
    assert second.result == Result.IMPORTED
    assert not Cable.objects.get(serial=900001).sample


def test_places_that_cannot_be_used_are_one_clear_error(folder: Path) -> None:
    (folder / "places.json").write_text('{"countries": []}')
    with pytest.raises(CommandError, match=r"places\.json cannot be used"):
        command("load_sample", folder=folder)
    real = {"iso2": "GT", "iso3": "GTM", "tags": "GT", "name": "Pruebia", "bureau": "WHA"}
    (folder / "places.json").write_text(json.dumps({"countries": [real], "posts": []}))
    with pytest.raises(SampleError, match="GT is a real country"):
        list(load_sample(folder))


def test_the_commands_say_what_they_did(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = command("load_sample", folder=folder).splitlines()
    assert said[0] == "Sample archive: 2 imported."
    assert said[1] == "Read by: 2 public. Signed out you see the public ones."
    found = [json.loads(line) for line in command("load_sample", folder=folder, format="json").splitlines()]
    assert found[-1] == {"summary": {"unchanged": 2}}
    assert command("remove_sample", dry_run=True) == "Would be removed: 2 cables, 1 post, 1 country, 1 tag.\n"
    monkeypatch.setattr("builtins.input", lambda question: "n")
    with pytest.raises(CommandError, match="Nothing was removed"):
        command("remove_sample")
    assert held_sample().cables == 2
    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert command("remove_sample") == "Removed: 2 cables, 1 post, 1 country, 1 tag.\n"
    assert json.loads(command("remove_sample", no_input=True, format="json"))["cables"] == 0


def test_without_anybody_to_ask_the_way_not_to_be_asked_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command("load_sample", folder=folder)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--no-input"):
        command("remove_sample")
    assert held_sample().cables == 2


def test_a_refused_sample_fails_the_command(folder: Path) -> None:
    (folder / "b.txt").write_text(cable_text(marking="SECRET"))
    with pytest.raises(CommandError, match="1 refused"):
        command("load_sample", folder=folder)


@pytest.fixture
def whole_sample() -> list[Outcome]:
    return list(load_sample(sample_folder()))


def test_the_projects_own_sample_comes_in_whole(whole_sample: list[Outcome]) -> None:
    assert len(whole_sample) >= 14
    assert {outcome.result for outcome in whole_sample} == {Result.IMPORTED}
    cables = Cable.objects.filter(sample=True)
    assert not cables.filter(country=None)
    assert not cables.filter(post=None)
    assert not cables.filter(questionnaire=None)
    assert not cables.filter(kind="other")
    assert set(cables.values_list("access", flat=True)) == {"public", "members"}
    years = cables.filter(country__sample=True).values_list("country__iso2", "report_year").distinct()
    several = {code for code, _ in years if sum(code == other for other, _ in years) >= 2}
    assert len(several) >= 4
    assert AnswerStatus.ANSWERED in set(Section.objects.values_list("current__status", flat=True))
    part = cables.get(mrn="09PORTELLERY900061")
    assert [other.mrn for other in head_of(part, User(is_superuser=True)).parts] == ["09PORTELLERY900062"]
