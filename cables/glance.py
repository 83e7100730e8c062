"""The archive at a glance: countries by years, each cell saying how complete the input is, and to members how much of
it was reviewed."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse

from cables.disclosure import Person
from cables.models import Cable, Country, Question, Review, Section
from cables.reviews import reads_states
from cables.search.completeness import answered_by_cable

FILL_STEPS = 8


@dataclass(frozen=True, slots=True)
class Held:
    """One cable of a cell."""

    mrn: str
    part_of: int | None
    sample: bool
    answered: int
    sections: int = 0
    reviewed: int = 0


@dataclass(slots=True)
class Cell:
    """One country's input for one report year; usually one cable. `asked` is 0 where the questions are not known."""

    country: Country
    year: int
    asked: int = 0
    cables: list[Held] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        """Parts of one input are one."""
        return len({held.mrn if held.part_of is None else (held.part_of, held.sample) for held in self.cables})

    @property
    def samples(self) -> int:
        return sum(held.sample for held in self.cables)

    @property
    def sample(self) -> bool:
        return self.samples == len(self.cables)

    @property
    def answered(self) -> int:
        """Parts of one input answer together; of several whole inputs the fullest counts. Where a real cable is held,
        what a sample answers does not count."""
        together = sum(held.answered for held in self.counted if held.part_of)
        return max([together, *(held.answered for held in self.counted if not held.part_of)])

    @property
    def counted(self) -> list[Held]:
        return [held for held in self.cables if self.sample or not held.sample]

    @property
    def reviewed(self) -> int:
        return sum(held.reviewed for held in self.counted)

    @property
    def sections(self) -> int:
        return sum(held.sections for held in self.counted)

    @property
    def reviewed_steps(self) -> int:
        """How long the line below the square is, from 0 (nothing reviewed) to 8 (every section)."""
        if not self.reviewed:
            return 0
        return max(1, FILL_STEPS * self.reviewed // self.sections)

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
        if len(self.cables) == 1:
            return reverse("cables:detail", args=[self.cables[0].mrn])
        return f"{reverse('cables:list')}?country={self.country.slug}&year={self.year}"

    @property
    def names(self) -> str:
        """`08GUATEMALA327`, or `2 cables (1 a sample)` where a real cable stands beside an invented one."""
        names = self.cables[0].mrn if len(self.cables) == 1 else f"{len(self.cables)} cables"
        if self.sample:
            return f"{names} (sample)"
        few = f"{self.samples} a sample" if self.samples == 1 else f"{self.samples} samples"
        return f"{names} ({few})" if self.samples else names

    @property
    def label(self) -> str:
        held = f"{self.country.name} {self.year}: {self.names}"
        held += f", {self.answered} of {self.asked} questions answered" if self.asked else ", held"
        return f"{held}, {self.reviewed} of {self.sections} sections reviewed" if self.reviewed else held


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
    inputs: int  # fewer than the cables where some are parts of one
    shows_reviewed: bool = False  # some of it was reviewed, and the person may know


def matrix_for(person: Person, country: Country | None = None) -> Matrix:
    """Of all countries, or of one. Two queries whatever the archive's size: the inputs this person may see, and how
    many questions each year asks; how many each input answers is told by what search holds. For members a third: how
    many sections were reviewed."""
    answered = answered_by_cable()
    inputs = Cable.objects.visible_to(person).inputs().filter(country__isnull=False, report_year__isnull=False)
    inputs = inputs.filter(country=country) if country else inputs
    cables = inputs.select_related("country").order_by("country__sort_name", "mrn")
    lettered = Question.objects.exclude(key="").values_list("questionnaire__report_year")
    asked: dict[int, int] = dict(lettered.annotate(number=Count("pk")).order_by("questionnaire__report_year"))
    reviewed = reviewed_by_cable(person)
    cells: dict[Country, dict[int, Cell]] = defaultdict(dict)
    held = 0
    for cable in cables.only("mrn", "report_year", "part_of", "sample", "country"):
        held += 1
        country, year = cable.country, cable.report_year
        if country is not None and year is not None:
            cell = cells[country].setdefault(year, Cell(country, year, asked=asked.get(year, 0)))
            read = reviewed.get(cable.pk, (0, 0))
            cell.cables.append(Held(cable.mrn, cable.part_of, cable.sample, answered.get(cable.pk, 0), *read))
    years = tuple(sorted({year for by_year in cells.values() for year in by_year}))
    rows = tuple(Row(country, tuple(by_year.get(year) for year in years)) for country, by_year in cells.items())
    every = [cell for by_year in cells.values() for cell in by_year.values()]
    return Matrix(years, rows, held, sum(cell.inputs for cell in every), any(cell.reviewed for cell in every))


def reviewed_by_cable(person: Person) -> dict[int, tuple[int, int]]:
    """How many sections each cable has, and how many of them were reviewed, in countries of which anything was; nothing
    for the public."""
    if not reads_states(person):
        return {}
    reviewed = Review.objects.filter(state=Review.State.REVIEWED)
    sections = Section.objects.visible_to(person).filter(current__isnull=False)
    countries = reviewed.values("section__cable__country")
    rows = sections.filter(cable__country__in=countries).order_by().values_list("cable")
    read = Count("pk", filter=Q(review__state=Review.State.REVIEWED))
    return {cable: (number, done) for cable, number, done in rows.annotate(number=Count("pk"), done=read)}
