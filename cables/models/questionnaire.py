"""The yearly questionnaires, their questions, and the topics that let years and countries be compared."""

from typing import ClassVar

from django.db import models

from cables.chapters import Chapter


class Topic(models.Model):
    """What questions of several years ask alike. Answers are compared by topic, since letters change their meaning."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Questionnaire(models.Model):
    """The Department's instruction for one report year."""

    report_year = models.PositiveSmallIntegerField(unique=True)
    ref = models.CharField(max_length=40, blank=True, help_text="MRN of the instruction, e.g. 08STATE2731")
    ref_note = models.TextField(blank=True)
    numbering = models.TextField(blank=True, help_text="How that year's answers are numbered")
    completeness = models.CharField(max_length=40, blank=True, help_text="How much of it is known")
    provenance = models.TextField(blank=True, help_text="Where our knowledge of it comes from")

    class Meta:
        ordering: ClassVar = ["-report_year"]

    def __str__(self) -> str:
        return f"Questionnaire for the {self.report_year} report"


class Question(models.Model):
    """One lettered question of a questionnaire, in our own words."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    chapter = models.CharField(max_length=20, choices=Chapter.choices)
    key = models.CharField(
        max_length=20, blank=True, help_text="Letter as printed; empty for a chapter without letters"
    )
    position = models.PositiveSmallIntegerField(help_text="Order within the questionnaire, from 1")
    para = models.CharField("paragraph", max_length=12, blank=True, help_text="Number of the instruction's paragraph")
    heading = models.CharField(max_length=200, blank=True, help_text="The chapter's heading in that year")
    subject = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    certainty = models.CharField(max_length=20, blank=True, help_text="quoted, inferred, unseen ...")
    note = models.TextField(blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["questionnaire", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "chapter", "key"], name="question_unique_key"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire.report_year} {self.chapter} {self.key}".strip()
