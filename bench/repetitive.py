"""Invented sections that repeat themselves, as answers do: sentences that stand in many places."""

import random

BOILERPLATE = (
    "There was no change in this area during the reporting period.",
    "The government did not provide statistics.",
    "The government did not prosecute any officials for complicity in trafficking during the reporting period.",
    "Post has no further information.",
    "NGOs provided shelter and care to victims; the government gave no money to them.",
    "The government, within its means, cooperated with the embassy.",
    "No change.",
    "See the answer above.",
    "The Ministry of Foreign Affairs told the embassy that it had no figures for 2007.",
    "The police trained 40 officers and the Ministry of Labor trained 12 inspectors.",
)
SUBJECTS = ("The government", "The police", "The Public Ministry", "Procuraduría General", "An NGO", "Casa Alianza",
            "The Secretariat of Migration", "The court in Cobán", "The Ministry of Labor")  # fmt: skip
VERBS = ("arrested", "did not arrest", "convicted", "sheltered", "sent home", "interviewed", "acquitted", "identified")
OBJECTS = ("victims", "traffickers", "minors", "foreign women", "officials", "suspects", "children")
PLACES = ("in Petén", "at the border", "in the capital", "on the coast", "in Quetzaltenango", "in two raids")
ENDS = (
    "in 2006",
    "in 2007",
    "last year",
    "since March",
    "with an NGO's help",
    "without a warrant",
    "for the first time",
)


def sentence(dice: random.Random) -> str:
    said = f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.choice(('no', '3', '12', 'two', '117', '1,400'))}"
    return f"{said} {dice.choice(OBJECTS)} {dice.choice(PLACES)} {dice.choice(ENDS)}."


def row(dice: random.Random) -> str:
    crime, cases = dice.choice(("Rape", "Pandering", "Forced labor")), dice.choice(("none", "none", "2", "5"))
    return f"{crime}: {cases} cases, {dice.choice(('none', 'none', '1'))} convicted"


def paragraph(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.15:
        return "\n".join(f"({number}) {row(dice)}" for number in range(1, dice.randint(3, 7)))
    if kind < 0.3:
        article = dice.choice(("173", "191", "194", "194 bis"))
        years = dice.choice(("five to eight", "six to twelve"))
        return f"Article {article}. Whoever does so is punished with {years} years in prison. A third is added."
    return " ".join(
        dice.choice(BOILERPLATE) if dice.random() < 0.5 else sentence(dice) for _ in range(dice.randint(1, 7))
    )


def section(dice: random.Random) -> str:
    """An answer of 20 to some 4,000 characters."""
    paragraphs = [paragraph(dice) for _ in range(dice.choice((1, 1, 2, 3, 4, 6, 9)))]
    while dice.random() < 0.25:
        paragraphs.insert(dice.randint(0, len(paragraphs)), dice.choice(paragraphs))
    return "\n\n".join(paragraphs)
