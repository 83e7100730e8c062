"""Lengths of time and amounts of money, exact.

Months and years are one measure (a year is twelve months); days are another, since no number of days is a month.
"five years and a day" is therefore sixty months and one day, and stays so. Nothing is rounded.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MONTHS_IN_YEAR = 12
SHORTEST_MONTH, LONGEST_MONTH = 28, 31
SHORTEST_YEAR, LONGEST_YEAR = 365, 366


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time. `unit` is the largest that the text used; it decides only how the length is shown."""

    months: Fraction = Fraction(0)
    days: Fraction = Fraction(0)
    unit: Unit = Unit.YEARS

    @classmethod
    def of(cls, amount: Fraction | int, unit: Unit) -> "Duration":
        number = Fraction(amount)
        if unit is Unit.DAYS:
            return cls(days=number, unit=unit)
        return cls(months=number * (MONTHS_IN_YEAR if unit is Unit.YEARS else 1), unit=unit)

    def __add__(self, other: "Duration") -> "Duration":
        unit = max(self.unit, other.unit, key=list(Unit).index)
        return Duration(self.months + other.months, self.days + other.days, unit)

    def __mul__(self, factor: Fraction) -> "Duration":
        return Duration(self.months * factor, self.days * factor, self.unit)

    def within(self, unit: Unit) -> Fraction | None:
        """The length as a fraction of one unit; None where it has months and days, or the other measure."""
        if unit is Unit.DAYS:
            return None if self.months else self.days
        if self.days:
            return None
        return self.months / MONTHS_IN_YEAR if unit is Unit.YEARS else self.months

    def is_longer(self, other: "Duration") -> bool | None:
        """None where it depends on the length of the months and years, which have 28 to 31 and 365 or 366 days."""
        months, days = self.months - other.months, self.days - other.days
        years, rest = divmod(abs(months), MONTHS_IN_YEAR)
        sign = -1 if months < 0 else 1
        shortest, longest = years * SHORTEST_YEAR + rest * SHORTEST_MONTH, years * LONGEST_YEAR + rest * LONGEST_MONTH
        ends = [sign * length + days for length in (shortest, longest)]
        if all(end > 0 for end in ends):
            return True
        return False if all(end <= 0 for end in ends) else None

    def __str__(self) -> str:
        if not self.months:
            return _counted(self.days, "day")
        shown = self.within_shown()
        return f"{shown} and {_counted(self.days, 'day')}" if self.days else shown

    def within_shown(self) -> str:
        """The months, as years where the text speaks of years and they come to no odd fraction."""
        years = self.months / MONTHS_IN_YEAR
        in_years = self.unit is Unit.YEARS and (years >= 1 or self.months.denominator > 1)
        return _counted(years, "year") if in_years else _counted(self.months, "month")


@dataclass(frozen=True, slots=True)
class Life:
    """For the rest of one's life: longer than every duration, and no number of years."""

    def __str__(self) -> str:
        return "life"


LIFE = Life()


@dataclass(frozen=True, slots=True)
class Money:
    """`currency` as the text names it: "quetzales", "BD", "monthly minimum wage"; `dollars` is the figure it gives."""

    amount: Fraction
    currency: str
    dollars: Fraction | None = None

    def __mul__(self, factor: Fraction) -> "Money":
        return Money(self.amount * factor, self.currency, None if self.dollars is None else self.dollars * factor)

    def __str__(self) -> str:
        dollars = "" if self.dollars is None or self.currency == "USD" else f" (USD {as_words(self.dollars)})"
        return f"{as_words(self.amount)} {self.currency}".strip() + dollars


Amount = Duration | Life | Money


def as_words(number: Fraction) -> str:
    """A number in figures: 1,500; 2.5; 5 1/3."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    if number.denominator in (2, 4, 5, 10, 20, 25, 50, 100) and abs(number) >= MONTHS_IN_YEAR:
        return f"{float(number):,.2f}".rstrip("0")
    whole, rest = divmod(number, 1)
    return f"{whole:,} {rest}" if whole else str(rest)


def _counted(number: Fraction, noun: str) -> str:
    return f"{as_words(number)} {noun}{'' if number == 1 else 's'}"
