"""Whether an answer gives an answer. That a post has no information tells something, too."""

import re

from cables.parsing.structure import AnswerStatus

SHORT = 260  # characters; a longer answer says something, whatever phrases it holds
NOT_APPLICABLE = re.compile(
    r"^(?:this (?:question|section) (?:is|does) )?(?:not applicable|n/?a|none/not applicable|does not apply)\b"
    r"|\b(?:question|section|item|this) (?:is|was) not applicable\b",
    re.IGNORECASE,
)
NO_INFORMATION = re.compile(
    r"^(?:no (?:new |further |additional |reliable |specific )?information\b|no data\b|not available\b|unknown\b|"
    r"information (?:is|was) (?:un|not )available\b)"
    r"|\b(?:post|embassy|mission) (?:has|had|have) no (?:new |further |additional |reliable |specific )?information\b"
    r"|\b(?:there (?:is|was)|we have) no (?:new |reliable |specific )?information\b"
    r"|\bno information (?:is|was|were) (?:readily |currently )?(?:available|provided|received)\b"
    r"|\b(?:had|has|have|did) not (?:yet )?(?:responded|respond|replied|reply|provided post|answered|answer)\b",
    re.IGNORECASE,
)


def answer_status(answer: str) -> AnswerStatus:
    """The status of an answer's clean text, the quoted question left out."""
    text = " ".join(answer.split()).strip(" .-:")
    if not text:
        return AnswerStatus.MISSING
    if len(text) > SHORT:
        return AnswerStatus.ANSWERED
    if NOT_APPLICABLE.search(text) and len(text) < 80:
        return AnswerStatus.NOT_APPLICABLE
    if NO_INFORMATION.search(text) and len(re.findall(r"[.!?](?:\s|$)", text + ".")) <= 2:
        return AnswerStatus.NO_INFORMATION
    return AnswerStatus.ANSWERED
