"""The geometry of a chart of ranges: a bar from the minimum to the maximum of each penalty. Pure.

Across, places are per cent of the width, so that words keep their size on a phone and on a wide screen; down, they are
pixels. A length of time is a place on the scale; life and death are no lengths and stand behind its end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from statutes.penalties import Outcome, PenaltyKind
from statutes.quantities import MONTHS_IN_YEAR, Duration, Life

DAYS_IN_YEAR = 365.25  # to draw with; nothing is computed from it
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # years between two lines
MOST_STEPS = 6
PLOT, PLOT_BEFORE_ENDS = 94.0, 75.0  # where the scale ends; behind it there is room for an arrow, or for life and death
LIFE_AT, DEATH_AT = 84.0, 95.0
NARROWEST = 1.0  # a bar of one length can still be seen
TOP, HEADING, SUBHEADING, ROW, BAR_TOP, THICK, THIN = 24, 34, 26, 40, 20, 12, 8
LONGEST, SHORT = 92, 46  # characters of a label, wide and narrow


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of words over bars: an offence, or below it a provision."""

    words: str
    is_sub: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A penalty to draw. `style` says whose it is: solid, hatched or hollow."""

    outcome: Outcome
    words: str
    style: str = "solid"
    is_variant: bool = False
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Of all the charts that are to be compared: where a number of years stands."""

    years: int
    step: int
    has_ends: bool

    @property
    def end(self) -> float:
        return PLOT_BEFORE_ENDS if self.has_ends else PLOT

    def at(self, years: float) -> float:
        return round(min(years / self.years, 1) * self.end, 2)

    @property
    def ticks(self) -> list["Tick"]:
        return [Tick(percent(self.at(year)), str(year), year) for year in range(0, self.years + 1, self.step)]


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str
    year: int


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a bar in its place. Of a bar: `x` and `width` are "" where it has no length to draw; `no_minimum`
    and `no_maximum` say which end is open; `life` and `death` are where such a mark stands, "" for none."""

    y: int
    words: str
    is_heading: bool = False
    is_sub: bool = False
    style: str = ""
    is_variant: bool = False
    is_proposed: bool = False
    x: str = ""
    width: str = ""
    end: str = ""
    no_minimum: bool = False
    no_maximum: bool = False
    life: str = ""
    death: str = ""

    @property
    def label(self) -> str:
        return shortened(self.words, LONGEST)

    @property
    def short_label(self) -> str:
        return shortened(self.words, SHORT)

    @property
    def words_y(self) -> int:
        return self.y + (13 if not self.is_heading else 20)

    @property
    def bar_y(self) -> int:
        return self.y + BAR_TOP + (THICK - self.thickness) // 2

    @property
    def thickness(self) -> int:
        return THIN if self.is_variant else THICK

    @property
    def middle(self) -> int:
        return self.y + BAR_TOP + THICK // 2


@dataclass(frozen=True, slots=True)
class Chart:
    scale: Scale
    lines: tuple[Line, ...]
    height: int
    ticks: list[Tick] = field(default_factory=list)

    @property
    def foot(self) -> int:
        return self.height - 4

    @property
    def life_at(self) -> str:
        return percent(LIFE_AT) if self.scale.has_ends else ""

    @property
    def death_at(self) -> str:
        return percent(DEATH_AT) if self.scale.has_ends else ""


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs of a legend some charts need."""

    styles: frozenset[str]
    variant: bool
    proposed: bool
    no_minimum: bool
    no_maximum: bool
    life: bool
    death: bool


def years_of(outcome: Outcome) -> tuple[float | None, float | None]:
    """Minimum and maximum of a term in years, to draw; None where there is none, or it is life."""
    low, high = outcome.minimum, outcome.maximum
    return (_years(low) if isinstance(low, Duration) else None), (_years(high) if isinstance(high, Duration) else None)


def _years(length: Duration) -> float:
    return float(length.months) / MONTHS_IN_YEAR + float(length.days) / DAYS_IN_YEAR


def can_be_drawn(outcome: Outcome) -> bool:
    """A fine, a confiscation and what cannot be computed have no place on a scale of years."""
    if outcome.because:
        return False
    has_bounds = outcome.minimum is not None or outcome.maximum is not None
    return outcome.kind is PenaltyKind.DEATH or (outcome.kind is PenaltyKind.IMPRISONMENT and has_bounds)


def scale_of(outcomes: Iterable[Outcome]) -> Scale:
    drawn = [outcome for outcome in outcomes if can_be_drawn(outcome)]
    longest = max((years for outcome in drawn for years in years_of(outcome) if years is not None), default=0.0)
    step = next((step for step in STEPS if longest <= step * MOST_STEPS), STEPS[-1])
    years = max(step, -(-int(longest * 1000) // (step * 1000)) * step)
    return Scale(years, step, has_ends=any(_is_life(one) or one.kind is PenaltyKind.DEATH for one in drawn))


def chart_of(rows: Sequence[Heading | Bar], scale: Scale) -> Chart:
    lines, y = [], TOP
    for row in rows:
        lines.append(_heading(row, y) if isinstance(row, Heading) else _bar(row, scale, y))
        y += ROW if isinstance(row, Bar) else SUBHEADING if row.is_sub else HEADING
    return Chart(scale, tuple(lines), y + 8, scale.ticks)


def _heading(row: Heading, y: int) -> Line:
    return Line(y, row.words, is_heading=True, is_sub=row.is_sub)


def _bar(row: Bar, scale: Scale, y: int) -> Line:
    low, high = years_of(row.outcome)
    is_life, is_death = _is_life(row.outcome), row.outcome.kind is PenaltyKind.DEATH
    has_length = can_be_drawn(row.outcome) and (low is not None or high is not None)
    open_end = is_life or high is None
    start = scale.at(low or 0)
    stop = LIFE_AT if is_life and has_length else scale.end if open_end else scale.at(high or 0)
    width = max(NARROWEST, round(stop - start, 2))
    return Line(
        y,
        row.words,
        style=row.style,
        is_variant=row.is_variant,
        is_proposed=row.is_proposed,
        x=percent(start) if has_length else "",
        width=percent(width) if has_length else "",
        end=percent(round(start + width, 2)) if has_length else "",
        no_minimum=has_length and low is None,
        no_maximum=has_length and high is None and not is_life,
        life=percent(LIFE_AT) if is_life else "",
        death=percent(DEATH_AT) if is_death else "",
    )


def signs_of(charts: Iterable[Chart]) -> Signs:
    lines = [line for chart in charts for line in chart.lines if not line.is_heading]
    return Signs(
        styles=frozenset(line.style for line in lines if line.x or line.life or line.death),
        variant=any(line.is_variant for line in lines),
        proposed=any(line.is_proposed for line in lines),
        no_minimum=any(line.no_minimum for line in lines),
        no_maximum=any(line.no_maximum for line in lines),
        life=any(line.life for line in lines),
        death=any(line.death for line in lines),
    )


def _is_life(outcome: Outcome) -> bool:
    return not outcome.because and (isinstance(outcome.minimum, Life) or isinstance(outcome.maximum, Life))


def percent(number: float) -> str:
    """As an attribute has it: `12.5%`."""
    return f"{number:g}%"


def shortened(words: str, longest: int) -> str:
    """The first words, whole."""
    if len(words) <= longest:
        return words
    return f"{words[: longest - 1].rsplit(' ', 1)[0].rstrip(' ,;:(')} …"
