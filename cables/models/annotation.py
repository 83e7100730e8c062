"""What people write beside the archive: comments in threads, the passages they are about, teams and notices."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cables.anchoring import AnchorState
from cables.annotations import CodingQuerySet, CommentQuerySet, CommentVersionQuerySet, NoticeQuerySet
from cables.models.archive import Section, SectionText, choices_of


class Visibility(models.TextChoices):
    """Who reads an annotation, among those who may see its cable."""

    PRIVATE = "private", "Only me"
    TEAM = "team", "My team"
    PUBLIC = "public", "Everybody"


class Team(models.Model):
    """People who read each other's notes. Kept by the administrator."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teams", blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """What a person chose for themselves; without a row the defaults hold."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference")
    visibility = models.CharField(max_length=7, choices=Visibility.choices, default=Visibility.PRIVATE)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    single_keys = models.BooleanField("keys without Ctrl or Alt do something", default=True)
    names_marked = models.BooleanField("names of laws and institutions are links in the text", default=True)

    def __str__(self) -> str:
        return f"preferences of {self.person_id}"


class Passage(models.Model):
    """A quoted stretch of a section's clean text: W3C TextQuoteSelector and TextPositionSelector.

    `exact`, `prefix`, `suffix`, `start` and `end` (characters, half-open) are those of `made_on`, the text in which it
    was selected, and never change. `state`, `score`, `found_start` and `found_end` say where it stands in `placed_in`,
    the text in which it was last looked for (`cables.anchoring`); `section` is the section of that text.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="passages")
    made_on = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="passages_made")
    exact = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    placed_in = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="passages")
    state = models.CharField(max_length=9, choices=choices_of(AnchorState), default=AnchorState.EXACT.value)
    score = models.FloatField(default=1.0)
    found_start = models.PositiveIntegerField(null=True, blank=True)
    found_end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_has_words"),
            models.CheckConstraint(
                condition=Q(state__in=["ambiguous", "orphan"], found_start__isnull=True, found_end__isnull=True)
                | Q(state__in=["exact", "moved", "changed"], found_start__lt=F("found_end")),
                name="passage_found_or_not",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="passage_score_in_range"),
        ]

    def __str__(self) -> str:
        return f"passage {self.pk} ({self.state})"  # not its words: they tell what a private note is about


class Annotation(models.Model):
    """What comments and codings have in common: a place, an author, and who may read it.

    `key` names it in addresses. It is made by the page that sends the form: the same form sent twice makes one.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="%(class)ss")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss")
    visibility = models.CharField(max_length=7, choices=Visibility.choices)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visibility="team", team__isnull=False)
                | Q(visibility__in=["private", "public"], team__isnull=True),
                name="%(class)s_team_when_for_team",
            ),
        ]


class Comment(Annotation):
    """A note on a section or a passage, or a reply to one. Markdown.

    A thread is a comment without `root` and the replies that have it as theirs; only the root has a passage and a
    status. A reply is read by nobody who may not read the root. `version` counts the edits, so that the second of two
    people who edit the same text is told.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved"

    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    body = models.TextField(max_length=20_000)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Annotation.Meta):
        ordering: ClassVar = ["created_at", "pk"]
        permissions: ClassVar = [("moderate_comment", "Can remove public comments of others")]
        indexes: ClassVar = [
            models.Index(fields=["section", "created_at"], name="comment_section_created"),
            models.Index(fields=["author", "-created_at"], name="comment_author_created"),
        ]
        constraints: ClassVar = [
            *Annotation.Meta.constraints,
            models.CheckConstraint(
                condition=Q(root__isnull=True) | Q(passage__isnull=True, status="open"), name="comment_reply_is_plain"
            ),
            models.CheckConstraint(
                condition=Q(status="open", resolved_at__isnull=True) | Q(status="resolved", resolved_at__isnull=False),
                name="comment_resolved_when",
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.key}"  # not its words: the admin names what hangs on a row to whoever would delete it

    def get_absolute_url(self) -> str:
        return f"{self.section.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its name inside pages."""
        return f"note-{self.key}"


class CommentVersion(models.Model):
    """What a comment said before an edit, and to whom. `number` is the version that this was."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    visibility = models.CharField(max_length=7, choices=Visibility.choices)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    objects = CommentVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.comment_id}"


class Notice(models.Model):
    """A line in a person's inbox: they were mentioned in a comment, or somebody replied in their thread."""

    class Reason(models.TextChoices):
        MENTION = "mention", "mentioned you"
        REPLY = "reply", "replied in your thread"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notices")
    reason = models.CharField(max_length=7, choices=Reason.choices)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "comment"], name="notice_once_a_comment")]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} for {self.person_id}"


class Coding(Annotation):
    """A code put on a section or a passage. In an exercise nobody sees the others' codings until all have finished."""

    code = models.ForeignKey("cables.Code", on_delete=models.PROTECT, related_name="codings")
    codebook_version = models.PositiveIntegerField(help_text="The version of the codebook that the coder read")
    exercise = models.ForeignKey(
        "cables.Exercise", on_delete=models.CASCADE, null=True, blank=True, related_name="codings"
    )

    objects = CodingQuerySet.as_manager()

    class Meta(Annotation.Meta):
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["section", "code"], name="coding_section_code")]
        constraints: ClassVar = [
            *Annotation.Meta.constraints,
            models.UniqueConstraint(
                fields=["author", "section", "code", "exercise"],
                condition=Q(passage__isnull=True),
                nulls_distinct=False,
                name="coding_of_section_once",
            ),
        ]

    def __str__(self) -> str:
        return f"coding {self.key}"  # nor its code or place: what was put on may be private, or blind
