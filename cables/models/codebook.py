"""Codebooks, and exercises in which two people code the same sections without seeing each other's codes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from cables.annotations import ExerciseQuerySet
from cables.models.archive import Section


class Colour(models.TextChoices):
    """The colours a code may have: names of tokens, each designed for light and dark."""

    TEAL = "teal"
    OCHRE = "ochre"
    PLUM = "plum"
    MOSS = "moss"
    SLATE = "slate"
    RUST = "rust"
    INDIGO = "indigo"
    ROSE = "rose"


class Codebook(models.Model):
    """A set of codes. Every change of a code makes a new version; codings remember which one their coder read."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    sources = models.TextField(blank=True, help_text="What the definitions rest on, one a line")
    version = models.PositiveIntegerField(default=1, editable=False)
    shipped = models.BooleanField(default=False, editable=False, help_text="Came with the portal")

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("codebook", args=[self.slug])


class CodebookVersion(models.Model):
    """A codebook's codes as they were at one version: a list of objects with the fields of `Code`, parents by slug."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    codes = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["codebook", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["codebook", "number"], name="codebook_version_once")]

    def __str__(self) -> str:
        return f"{self.codebook_id} version {self.number}"


class Code(models.Model):
    """One entry of a codebook. `symbol` and `colour` stand for it in margins, always together."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    slug = models.SlugField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    definition = models.TextField()
    when_to_use = models.TextField(blank=True)
    when_not = models.TextField("when not to use", blank=True)
    example = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=10, choices=Colour.choices)
    symbol = models.CharField(max_length=2)
    position = models.PositiveIntegerField(default=0, help_text="Order within the codebook")
    retired = models.BooleanField(default=False, help_text="Old codings keep it; nobody can put it on any more")

    class Meta:
        ordering: ClassVar = ["codebook", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["codebook", "slug"], name="code_slug_once"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="code_not_its_own_parent"),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="code_colour_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("code", args=[self.codebook.slug, self.slug])


class Exercise(models.Model):
    """Sections that several people code blind: neither sees the others' codes until all have finished."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="exercises")
    sections = models.ManyToManyField(Section, related_name="exercises")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exercises_made")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercise", args=[self.slug])


class ExerciseCoder(models.Model):
    """One who codes in an exercise. A section that a coder who has finished put no code on was judged to have none,
    but for those that were hidden from them when they finished.

    Who was left out is not waited for and not compared, and nobody else ever reads what they put on.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="coders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exercises")
    finished_at = models.DateTimeField(null=True, blank=True)
    hidden = models.ManyToManyField(Section, related_name="+", blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "person"], name="exercise_coder_once"),
            models.CheckConstraint(
                condition=Q(left_out_at=None, left_out_by=None)
                | Q(left_out_at__isnull=False, left_out_by__isnull=False, finished_at=None),
                name="exercise_coder_left_out_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.exercise_id}"


class Decision(models.Model):
    """What was decided where coders differed: does the code apply to the section, and why."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="decisions")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="decisions")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="decisions")
    applies = models.BooleanField()
    reason = models.TextField(max_length=2000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["decided_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exercise", "section", "code"], name="decision_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"  # not what it says: it is for those in the exercise
