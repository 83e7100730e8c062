"""Which post, country and questions a reading belongs to: looked up once for a whole run of imports."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from cables.models import Country, Post, Question, Questionnaire
from cables.parsing.questionnaires import letters_of
from cables.parsing.structure import Header, ParserWarning
from cables.reference_files import squeeze

OWN_COUNTRY = "US"  # a tag of its own in many cables about somewhere else


class Gazetteer:
    """Holds a few hundred rows for as long as it lives. Real cables never see the sample's invented places."""

    def __init__(self, *, sample: bool = False) -> None:
        self.sample = sample

    @cached_property
    def posts(self) -> dict[str, Post]:
        """By name as in MRNs and by other names, without blanks."""
        found: dict[str, Post] = {}
        rows = Post.objects.select_related("country").order_by("pk")
        posts = list(rows if self.sample else rows.filter(sample=False))
        for post in posts:
            for name in (*post.other_names, post.name):
                found.setdefault(squeeze(name), post)
        for post in posts:
            found[squeeze(post.mrn_name)] = post
        found.pop("", None)
        return found

    @cached_property
    def posts_by_routing(self) -> dict[str, Post]:
        return {post.routing: post for post in self.posts.values() if post.routing}

    @cached_property
    def countries(self) -> dict[str, Country]:
        """By TAGS code."""
        rows = Country.objects.order_by("pk")
        rows = rows if self.sample else rows.filter(sample=False)
        return {code: country for country in rows for code in country.tags_codes}

    @cached_property
    def questionnaires(self) -> dict[int, int]:
        """Primary keys by report year."""
        return dict(Questionnaire.objects.values_list("report_year", "pk"))

    @cached_property
    def _questions(self) -> dict[tuple[int, str, str], list[int]]:
        found: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        rows = Question.objects.order_by("position").values_list("questionnaire__report_year", "chapter", "key", "pk")
        for report_year, chapter, key, pk in rows:
            for letter in letters_of(key.upper()) or [""]:
                found[report_year, chapter, letter].append(pk)
        return found

    def post(self, header: Header) -> Post | None:
        return self.posts.get(squeeze(header.post)) or self.posts_by_routing.get(header.routing)

    def knows_post(self, name: str) -> bool:
        return squeeze(name) in self.posts

    def country(self, header: Header, post: Post | None) -> Country | None:
        """Of the TAGS; where they name several, the post's own, else the first that is not the United States."""
        tagged = [self.countries[code] for code in header.tags if code in self.countries]
        home = post.country if post else None
        if home in tagged or not tagged:
            return home
        return next((country for country in tagged if country.iso2 != OWN_COUNTRY), tagged[0])

    def questions(self, report_year: int | None, chapter: str, keys: Iterable[str]) -> list[int]:
        """Primary keys of the questions that an answer under these letters answers."""
        if report_year is None:
            return []
        wanted = tuple(keys) or ("",)
        found = (pk for key in wanted for pk in self._questions.get((report_year, chapter, key.upper()), []))
        return list(dict.fromkeys(found))  # one question may be asked under two letters: "A-B"

    def warnings(self, header: Header, report_year: int | None) -> list[ParserWarning]:
        """What could not be resolved: the cable is kept, and a curator should know."""
        found = []
        post = self.post(header)
        if post is None:
            found.append(ParserWarning(header.marking_line, "unknown_post", f"no post is called {header.post!r}"))
        if self.country(header, post) is None:
            found.append(ParserWarning(0, "unknown_country", "neither TAGS nor post name a country"))
        if report_year is not None and report_year not in self.questionnaires:
            found.append(ParserWarning(0, "unknown_questionnaire", f"no questionnaire of {report_year} is known"))
        return found
