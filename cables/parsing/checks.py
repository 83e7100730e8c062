"""Where a cable and that year's questionnaire disagree. The text wins; a person is told."""

from collections import Counter

from cables.parsing.lines import LineNumbers
from cables.parsing.questionnaires import LETTERED, questionnaires
from cables.parsing.structure import AnswerStatus, ParserWarning, Section


def check_letters(text: str, sections: tuple[Section, ...], report_year: int | None) -> list[ParserWarning]:
    """Letters that the questionnaire does not have, letters given twice apart, answers that are empty."""
    warnings: list[ParserWarning] = []
    number = LineNumbers(text)
    asked = questionnaires().get(report_year or 0)
    seen: Counter[tuple[str, str]] = Counter()
    for section in sections:
        if section.chapter not in LETTERED or not section.keys:
            continue
        line = number(section.start)
        known = asked.keys(section.chapter) if asked else ()
        strange = [key for key in section.keys if known and key not in known]
        if strange:
            message = f"{section.chapter} {', '.join(strange)}: the {report_year} questionnaire has no such letter"
            warnings.append(ParserWarning(line, "unknown_letter", message))
        key = (section.chapter, "-".join(section.keys))
        seen[key] += 1
        if seen[key] > 1:
            warnings.append(ParserWarning(line, "repeated_letter", f"{key[0]} {key[1]} is answered a second time"))
        if section.status is AnswerStatus.MISSING:
            warnings.append(ParserWarning(line, "empty_answer", f"{key[0]} {key[1]} has no text"))
    return warnings
