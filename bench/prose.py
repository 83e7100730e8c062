"""Writes invented answers: sentences of Zipf-drawn words, institutions, statutes, figures, quoted law."""

import random
from dataclasses import dataclass

from bench.words import SMALL, Vocabulary, dice_of

SMALL_WORDS = frozenset(SMALL)
MEAN_TOKENS = 158  # about 1,000 characters
RARE_SHARE = 25  # one token in so many comes from the vocabulary's tail
LAWS = ("Penal Code", "Immigration Law", "Law against Trafficking", "Labor Code", "Children's Code")
BODIES = (
    *("Ministry of {}", "National Council for {}", "Directorate of {}", "Prosecutor's Office for {}"),
    *("Institute of {}", "{} Foundation", "Commission on {}", "{} Police", "Secretariat of {}", "Court of {}"),
)
LAW_OPENINGS = ("Whoever", "Any person who", "The penalty for those who", "Anyone who", "A person who")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind` and `label` as the parser names them (cables.parsing.structure.ParagraphKind)."""

    kind: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """What a country's cables keep naming: (institution, acronym), articles of its laws, places."""

    institutions: tuple[tuple[str, str], ...]
    articles: tuple[tuple[int, str], ...]  # (number, law)
    places: tuple[str, ...]


class Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._countries: dict[str, Country] = {}

    def country(self, iso2: str) -> Country:
        if iso2 not in self._countries:
            self._countries[iso2] = self._invented_country(dice_of("country", iso2))
        return self._countries[iso2]

    def _invented_country(self, dice: random.Random) -> Country:
        names = dice.sample(self.vocabulary.names, 60)
        institutions = []
        for count in range(40):
            name = dice.choice(BODIES).format(names[count])
            institutions.append((name, "".join(word[0] for word in name.split() if word[0].isupper())))
        articles = [(dice.randint(2, 480), dice.choice(LAWS)) for _ in range(12)]
        return Country(tuple(institutions), tuple(articles), tuple(names[40:]))

    def answer(self, country: Country, dice: random.Random, *, with_law: bool = False) -> tuple[Paragraph, ...]:
        """The paragraphs of one answer, quoted law last."""
        count = max(12, int(dice.lognormvariate(0, 0.55) * MEAN_TOKENS * 0.86))
        tokens = self._tokens(count, country, dice)
        size = max(60, count // dice.choice((1, 1, 2, 2, 3)) + 1)
        paragraphs = [Paragraph("prose", sentences(tokens[at : at + size], dice)) for at in range(0, len(tokens), size)]
        if with_law:
            paragraphs += self._law(country, dice)
        return tuple(paragraphs)

    def _tokens(self, count: int, country: Country, dice: random.Random) -> list[str]:
        table = self.vocabulary.table
        tokens = [table[place] for place in memoryview(dice.randbytes(2 * count)).cast("H")]
        for word in dice.choices(self.vocabulary.tail, cum_weights=self.vocabulary.tail_weights, k=count // RARE_SHARE):
            tokens[dice.randrange(count)] = word
        for mention in self._mentions(country, dice):
            tokens[dice.randrange(count)] = mention
        # By dice of its own: all else stays what the seed has always made.
        more = dice_of("bodies", *tokens[:4], count)
        for mention in self._more_mentions(country, more):
            tokens[more.randrange(count)] = mention
        return tokens

    def _mentions(self, country: Country, dice: random.Random) -> list[str]:
        """Proper names and figures: an institution with its acronym, then the acronym alone."""
        luck = dice.random()
        found = [str(dice.randint(2, 400)), dice.choice(country.places)]
        if luck < 0.7:
            name, acronym = dice.choice(country.institutions)
            found += [f"the {name} ({acronym})", *[acronym] * dice.randint(0, 2)]
        if luck < 0.3:
            number, law = dice.choice(country.articles)
            found.append(f"article {number} of the {law}")
        return found

    def _more_mentions(self, country: Country, dice: random.Random) -> list[str]:
        """Up to three other institutions, by name, with or without the acronym."""
        found = []
        for name, acronym in dice.choices(country.institutions, k=dice.choice((0, 1, 1, 2, 3))):
            found.append(f"the {name}" if dice.random() < 0.6 else f"the {name} ({acronym})")
        return found

    def _law(self, country: Country, dice: random.Random) -> list[Paragraph]:
        """Two to four articles quoted, each a caption and its words."""
        found = []
        for number, _ in dice.sample(country.articles, dice.randint(2, 4)):
            caption = " ".join(dice.sample(country.places, 2))
            tokens = [dice.choice(LAW_OPENINGS), *self._tokens(dice.randint(30, 70), country, dice)]
            words = f"{' '.join(_ended(tokens))}."
            found += [
                Paragraph("law-heading", f"Article {number} ({caption})", f"art-{number}"),
                Paragraph("law", words),
            ]
        return found


def sentences(tokens: list[str], dice: random.Random) -> str:
    """The tokens as sentences of nine to thirty words."""
    made = []
    at = 0
    while at < len(tokens):
        end = at + dice.randint(9, 30)
        if len(tokens) - end < 5:
            end = len(tokens)
        sentence = " ".join(_ended(tokens[at:end]))
        made.append(f"{sentence[0].upper()}{sentence[1:]}.")
        at = end
    return " ".join(made)


def _ended(tokens: list[str]) -> list[str]:
    """No sentence ends with a small word or a figure: a line that is broken there would read as a marker."""
    if tokens[-1] in SMALL_WORDS or tokens[-1].isdigit() or tokens[-1].isupper():
        return [*tokens[:-1], "again"]
    return tokens
