"""From words that somebody quotes to a passage that is kept, and from one reading of a cable to the next.

The only writer of `Passage`. Where a passage stands is always told from the text in which it was selected and the
texts of now; what stood between them does not count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q

from cables.anchoring import Anchor, AnchorState, Selector, anchor_among, quoted, select
from cables.disclosure import Person, disclosed
from cables.models import Cable, Coding, Comment, Passage, Section, SectionText

Span = tuple[int, int]

MOST_PLACES = 12  # more than these nobody tells apart in a list
BESIDE = 40  # characters shown on either side of a place
MAX_QUOTE = 20_000


def find_quote(text: str, quote: str) -> tuple[Span, ...]:
    """Where a typed quotation stands in a text: offsets in characters, half-open, in order."""
    return quoted(text, quote)


@transaction.atomic
def passage_at(text: SectionText, start: int, end: int) -> Passage:
    """The passage of these characters, kept. Where the text is not the current one any more, it is looked for in that.

    Raises AnchorError where the text has no such characters. Holds the cable, so that no import passes it by.
    """
    cable = Cable.objects.select_for_update(of=("self",), no_key=True).get(sections__texts=text)
    selector = select(text.text, start, end)
    passage = Passage(
        section=text.section,
        made_on=text,
        exact=selector.exact,
        prefix=selector.prefix,
        suffix=selector.suffix,
        start=start,
        end=end,
        placed_in=text,
        found_start=start,
        found_end=end,
    )
    if not Section.objects.filter(current=text).exists():
        _place(passage, list(current_texts(cable)))
    passage.save(force_insert=True)
    return passage


def replace_passages(cable: Cable) -> None:
    """Look for every passage of a cable in the reading that is current now. Runs inside the caller's transaction.

    Comments and codings go along with a passage that stands in another section now. One that stands nowhere keeps its
    quote and goes back to the section in which it was selected.
    """
    passages = list(Passage.objects.filter(section__cable=cable).select_related("made_on__section"))
    if not passages:
        return
    texts = list(current_texts(cable))
    gone: dict[Section, list[int]] = defaultdict(list)
    for passage in passages:
        was = passage.section_id
        _place(passage, texts)
        if passage.section_id != was:
            gone[passage.section].append(passage.pk)
    Passage.objects.bulk_update(
        passages, ["section", "placed_in", "state", "score", "found_start", "found_end"], batch_size=500
    )
    for section, moved in gone.items():
        Comment.objects.filter(Q(passage__in=moved) | Q(root__passage__in=moved)).update(section=section)
        Coding.objects.filter(passage__in=moved).update(section=section)


def current_texts(cable: Cable) -> Iterable[SectionText]:
    return SectionText.objects.filter(current_for__cable=cable).select_related("section").order_by("position")


def selector_of(passage: Passage) -> Selector:
    return Selector(passage.exact, passage.prefix, passage.suffix, passage.start, passage.end)


def _place(passage: Passage, texts: Sequence[SectionText]) -> None:
    """Say where the passage stands among these texts, or that it has no place; nothing is saved."""
    made_on = passage.made_on
    home = next((at for at, text in enumerate(texts) if text.section_id == made_on.section_id), None)
    words = [text.text for text in texts]
    at, anchor = anchor_among(selector_of(passage), words, home, made_on.text)
    if at is None:
        at, anchor = home, _nowhere(anchor)
    placed_in = made_on if at is None else texts[at]
    passage.placed_in, passage.section = placed_in, placed_in.section
    passage.state, passage.score = anchor.state.value, anchor.score
    passage.found_start, passage.found_end = anchor.start, anchor.end


def _nowhere(anchor: Anchor) -> Anchor:
    state = AnchorState.AMBIGUOUS if anchor.state is AnchorState.AMBIGUOUS else AnchorState.ORPHAN
    return Anchor(state, None, None, anchor.score)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The passage that a form is about: characters of one text of its section."""

    text: SectionText
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text.text[self.start : self.end]

    def keep(self) -> Passage:
        return passage_at(self.text, self.start, self.end)


def with_short_lines(typed: str) -> str:
    """The text with line ends as they are counted: browsers send two characters for one."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


class PersonForm(forms.Form):
    """A form that one person fills in."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person


class PassageFields(PersonForm):
    """The part of a form that names a passage: by its words, by its offsets in the text of a revision, or both.

    Without words and offsets the form is about the whole section. `chosen` is the passage of a valid form, or None.
    Where the words stand more than once, the form asks with `place`, whose choices show what stands beside each.
    """

    quote = forms.CharField(
        required=False,
        max_length=MAX_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Words that it is about",
        help_text="Copied from the text. Leave it empty for the whole section.",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    rev = forms.IntegerField(required=False, min_value=1, max_value=32767, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, min_value=0, widget=forms.RadioSelect, label="Which of them")

    def __init__(self, *args: Any, section: Section, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.section = section
        self.chosen: Chosen | None = None
        self.places: tuple[Span, ...] = ()
        if self.is_bound:
            self._offer_places()

    @property
    def asks_where(self) -> bool:
        """Whether the quoted words stand in several places, among which one is to be chosen."""
        return 1 < len(self.places) <= MOST_PLACES

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"quote", "start", "end", "rev", "place"}:
            span = self._span(cleaned)
            self.chosen = Chosen(self._text, *span) if span and self._text else None
        return cleaned

    def _offer_places(self) -> None:
        """Look for the quoted words in the text as the person sees it: `place` is one of those found."""
        quote = str(self.data.get(self.add_prefix("quote"), ""))
        self._text = self._text_of(str(self.data.get(self.add_prefix("rev"), "")))
        self._words = ""
        if self._text:
            self._words = disclosed(self._text.text, cable=self.section.cable, person=self.person)
        self.places = find_quote(self._words, quote) if quote.strip() and len(quote) <= MAX_QUOTE else ()
        choices = [(start, self._beside(start, end)) for start, end in self.places] if self.asks_where else []
        self.fields["place"].widget.choices = choices

    def _text_of(self, rev: str) -> SectionText | None:
        """The text that the person had before them: that of the revision named, else the latest."""
        texts = self.section.texts.select_related("section")
        if rev.isascii() and rev.isdigit() and len(rev) < 6:
            return texts.filter(revision__number=int(rev)).first()
        return texts.order_by("-revision__number").first()

    def _span(self, cleaned: dict[str, Any]) -> Span | None:
        """The characters that the form is about, None for the whole section or where it cannot be told."""
        quote, start, end = cleaned["quote"], cleaned["start"], cleaned["end"]
        if not quote.strip() and start is None and end is None:
            return None
        if self._text is None:
            self.add_error("quote", "That revision has no such section.")
            return None
        if not quote.strip():
            return self._offsets(start, end)
        if not self.places:
            self.add_error(
                "quote",
                "These words do not stand in this section. Copy them from the text, or leave the box empty to write "
                "about the whole section.",
            )
            return None
        wanted = start if cleaned["place"] is None else cleaned["place"]
        return self._among(wanted)

    def _offsets(self, start: int | None, end: int | None) -> Span | None:
        if start is None or end is None or not start < end <= len(self._words):
            self.add_error("quote", "The text has no such passage. Select it again.")
            return None
        return start, end

    def _among(self, wanted: int | None) -> Span | None:
        if len(self.places) == 1:
            return self.places[0]
        for start, end in self.places:
            if start == wanted:
                return start, end
        if self.asks_where:
            self.add_error("place", f"These words stand in {len(self.places)} places. Which of them?")
        else:
            self.add_error("quote", f"These words stand in {len(self.places)} places. Quote more of the sentence.")
        return None

    def _beside(self, start: int, end: int) -> str:
        """`… before the words after …`, in one line."""
        before, after = self._words[max(0, start - BESIDE) : start], self._words[end : end + BESIDE]
        around = (before, self._words[start:end], after)
        shown = " ".join("".join(around).split())
        return f"{'… ' if start > BESIDE else ''}{shown}{' …' if end + BESIDE < len(self._words) else ''}"
