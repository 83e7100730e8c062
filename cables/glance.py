"""The archive at a glance: countries by years, each cell saying how complete the input is."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cables.disclosure import Person
from cables.models import Cable, Country, Question
from cables.parsing.structure import AnswerStatus

FILL_STEPS = 8


@dataclass(slots=True)
class Cell:
    """One country's input for one report year; usually one cable. `asked` is 0 where the questions are not known."""

    country: Country
    year: int
    mrns: list[str] = field(default_factory=list)
    answered: int = 0
    asked: int = 0
    sample: bool = True  # until a real cable is added

    def add(self, cable: Any) -> None:
        """Parts of one input answer together; of several whole inputs the fullest counts."""
        self.mrns.append(cable.mrn)
        self.sample = self.sample and cable.sample
        answered: int = cable.answered
        self.answered = self.answered + answered if cable.part_of else max(self.answered, answered)

    @property
    def steps(self) -> int:
        """How full the square is drawn, from 0 (held, nothing counted) to 8 (every question answered)."""
        if not self.asked or not self.answered:
            return 0
        return max(1, min(FILL_STEPS, round(FILL_STEPS * self.answered / self.asked)))

    @property
    def top(self) -> int:
        return FILL_STEPS - self.steps

    @property
    def url(self) -> str:
        if len(self.mrns) == 1:
            return reverse("cables:detail", args=self.mrns)
        return f"{reverse('cables:list')}?country={self.country.slug}&year={self.year}"

    @property
    def label(self) -> str:
        cables = self.mrns[0] if len(self.mrns) == 1 else f"{len(self.mrns)} cables"
        cables += " (sample)" if self.sample else ""
        if not self.asked:
            return f"{self.country.name} {self.year}: {cables}, held"
        return f"{self.country.name} {self.year}: {cables}, {self.answered} of {self.asked} questions answered"


@dataclass(frozen=True, slots=True)
class Row:
    country: Country
    cells: tuple[Cell | None, ...]

    @property
    def sample(self) -> bool:
        return all(cell.sample for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class Matrix:
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    cables: int


def matrix_for(person: Person) -> Matrix:
    """Three queries whatever the archive's size: the inputs this person may see, and how many questions each year asks
    and each input answers."""
    counts = Count(
        "current__section_texts__questions",
        filter=Q(current__section_texts__status=AnswerStatus.ANSWERED),
        distinct=True,
    )
    inputs = Cable.objects.visible_to(person).inputs().filter(country__isnull=False, report_year__isnull=False)
    cables = inputs.select_related("country").annotate(answered=counts).order_by("country__sort_name", "mrn")
    lettered = Question.objects.exclude(key="").values_list("questionnaire__report_year")
    asked: dict[int, int] = dict(lettered.annotate(number=Count("pk")).order_by("questionnaire__report_year"))
    cells: dict[Country, dict[int, Cell]] = defaultdict(dict)
    held = 0
    for cable in cables.only("mrn", "report_year", "part_of", "sample", "country"):
        held += 1
        country, year = cable.country, cable.report_year
        if country is not None and year is not None:
            cells[country].setdefault(year, Cell(country, year, asked=asked.get(year, 0))).add(cable)
    years = tuple(sorted({year for by_year in cells.values() for year in by_year}))
    rows = (Row(country, tuple(by_year.get(year) for year in years)) for country, by_year in cells.items())
    return Matrix(years, tuple(rows), held)
