"""Topics by report years: how many sections name an institution, each figure an address that narrows the page to it."""

from dataclasses import dataclass

from django.http import QueryDict

from statutes.institution_passages import NONE, Passages, numbers_of

MOST_ROWS = 12  # topics that are shown before all are asked for
SHADES = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that filters; a chosen one leads back to the page without it. `shade` goes from 1 to 4."""

    label: str
    number: int
    address: str
    is_chosen: bool = False
    shade: int = 0


@dataclass(frozen=True, slots=True)
class TopicRow:
    head: Figure
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`hidden` topics are left out until `all_address` is followed."""

    years: tuple[Figure, ...]
    rows: tuple[TopicRow, ...]
    hidden: int
    all_address: str


def matrix_of(passages: Passages, query: QueryDict, path: str, *, whole: bool) -> Matrix:
    """The topic with the most sections first; years from left to right. The numbers are those of all sections that
    name the institution, whatever is chosen."""
    return _Making(passages, query, path).matrix(whole=whole)


class _Making:
    def __init__(self, passages: Passages, query: QueryDict, path: str) -> None:
        self.passages, self.query, self.path = passages, query, path
        self.numbers = numbers_of(passages.spots)
        self.most = max(self.numbers["cell"].values(), default=1)

    def matrix(self, *, whole: bool) -> Matrix:
        years = sorted(self.passages.labels["year"], key=lambda year: (year == NONE, year))
        topics = sorted(self.passages.labels["topic"], key=self._rank)
        shown = topics if whole else [
            topic for at, topic in enumerate(topics) if at < MOST_ROWS or topic in self.passages.chosen["topic"]
        ]  # fmt: skip
        return Matrix(
            years=tuple(self._figure(year=year) for year in years),
            rows=tuple(
                TopicRow(self._figure(topic=topic), tuple(self._cell(topic, year) for year in years)) for topic in shown
            ),
            hidden=len(topics) - len(shown),
            all_address=self._address(topics="all"),
        )

    def _rank(self, topic: str) -> tuple[bool, int, str]:
        return topic == NONE, -self.numbers["topic"][(topic,)], self.passages.labels["topic"][topic]

    def _cell(self, topic: str, year: str) -> Figure | None:
        return self._figure(topic=topic, year=year) if self.numbers["cell"][topic, year] else None

    def _figure(self, **of: str) -> Figure:
        """Of a year, a topic, or a topic in a year."""
        kind = "cell" if len(of) > 1 else next(iter(of))
        number = self.numbers[kind][tuple(of.values())]
        labels = [self.passages.labels[name][value] for name, value in of.items()]
        asked = {name: [of[name]] if name in of else [] for name in ("year", "topic")}
        is_chosen = self.passages.chosen == asked
        shade = max(1, round(SHADES * number / self.most)) if kind == "cell" else 0
        address = self._address(**(dict.fromkeys(of, "") if is_chosen else of))
        return Figure(", ".join(labels), number, address, is_chosen, shade)

    def _address(self, **changes: str) -> str:
        """This page from its first row on, with these parameters and without the others of the matrix."""
        query = self.query.copy()
        dropped = ("page",) if "topics" in changes else ("page", "year", "topic")
        for name in dropped:
            query.pop(name, None)
        for name, value in changes.items():
            query.setlist(name, [value] if value else [])
        return f"{self.path}?{query.urlencode()}#sections" if query.urlencode() else f"{self.path}#sections"
