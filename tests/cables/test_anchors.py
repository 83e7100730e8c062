"""Every place of a page has its own anchor, and every link within the archive leads to one."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cables.models import Cable
from cables.sample import load_sample, sample_folder
from tests.factories import SECTIONS, make_cable

pytestmark = pytest.mark.django_db

ADDRESS = "/cables/08PORTOPRUEBA900327/"


def ids(page: str) -> Counter[str]:
    return Counter(re.findall(r'\sid="([^"]+)"', page))


def assert_sound(page: str, address: str) -> None:
    """What a template holds is not on the page yet, and gets names of its own when it is."""
    page = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)
    found = ids(page)
    assert [name for name, times in found.items() if times > 1] == [], address
    for named in re.findall(r'(?:aria-labelledby|aria-describedby|href|popovertarget)="#?([\w-]+)"', page):
        assert named in found, (address, named)


def test_no_page_of_the_sample_archive_has_two_places_of_one_name(
    client_for: Callable[[User], Client], curator: User
) -> None:
    list(load_sample(sample_folder()))
    client = client_for(curator)
    for mrn in Cable.objects.values_list("mrn", flat=True):
        page = client.get(f"/cables/{mrn}/").content.decode()
        sections = re.findall(r'class="answer__link" href="([^"]+)"', page)
        assert_sound(page, mrn)
        for address in (f"/cables/{mrn}/source/", f"/cables/{mrn}/history/", sections[0]):
            assert_sound(client.get(address).content.decode(), address)
    for address in ("/", "/cables/"):
        assert_sound(client.get(address).content.decode(), address)


def test_a_chapter_and_its_unlettered_text_have_anchors_of_their_own(client: Client) -> None:
    make_cable(sections=[*SECTIONS, ("heroes", "", "Nobody was named.")])
    page = client.get(ADDRESS).content.decode()
    assert_sound(page, ADDRESS)
    assert '<h2 class="chapter__title" id="chapter-heroes">' in page
    assert re.search(r'<section class="answer[^"]*" id="heroes"', page)
    assert re.search(r'<a href="#heroes"[^>]*>Heroes</a>', page)  # the rail has no letter to show


def test_a_chapter_that_the_cable_comes_back_to_has_two_anchors(client: Client) -> None:
    make_cable(sections=[("intro", "1", "One."), ("summary", "2", "Two."), ("intro", "3", "Three.")])
    page = client.get(ADDRESS).content.decode()
    assert_sound(page, ADDRESS)
    assert '<a href="#chapter-intro">Introduction</a>' in page
    assert '<a href="#chapter-intro-2">Introduction</a>' in page


def test_the_plain_name_of_a_chapter_still_leads_there(client: Client) -> None:
    make_cable()
    redirect = client.get(f"{ADDRESS}prosecution/")["Location"]
    address, _, anchor = redirect.partition("#")
    assert ids(client.get(address).content.decode())[anchor] == 1
