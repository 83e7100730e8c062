"""How far the reading of sections is, apart from what people wrote about them, and who was asked to read what."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cables.models.archive import Cable, Section
from cables.models.questionnaire import Topic
from cables.reviews import AssignmentQuerySet, ReviewQuerySet


class Review(models.Model):
    """A section's reading state, one for everybody; a section without a row is still to do.

    `version` counts the changes, so that the second of two people who change it at once is told.
    """

    class State(models.TextChoices):
        TO_DO = "to-do", "To do"
        IN_PROGRESS = "in-progress", "In progress"
        DONE = "done", "Done"
        REVIEWED = "reviewed", "Reviewed"

    section = models.OneToOneField(Section, on_delete=models.CASCADE, related_name="review")
    state = models.CharField(max_length=11, choices=State.choices, default=State.TO_DO)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    set_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    is_changed: bool = False  # the text since it was set: only `cables.reviews` says so

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["to-do", "in-progress", "done", "reviewed"]), name="review_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.state}"


class Assignment(models.Model):
    """A cable, or a topic in all cables, that somebody was asked to review."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    cable = models.ForeignKey(Cable, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments_made")
    made_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cable__isnull=False, topic__isnull=True) | Q(cable__isnull=True, topic__isnull=False),
                name="assignment_cable_or_topic",
            ),
            models.UniqueConstraint(fields=["person", "cable"], name="assignment_of_cable_once"),
            models.UniqueConstraint(fields=["person", "topic"], name="assignment_of_topic_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cable or self.topic} for {self.person_id}"
