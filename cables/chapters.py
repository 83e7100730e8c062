"""The chapters of an input, as a choice for models and as an order for pages."""

from django.db import models


class Chapter(models.TextChoices):
    INTRO = "intro", "Introduction"
    SUMMARY = "summary", "Summary"
    OVERVIEW = "overview", "Overview"
    SITUATION = "situation", "The country's situation"
    SCENE = "scene", "Setting the scene"
    PROSECUTION = "prosecution", "Investigation and prosecution"
    PROTECTION = "protection", "Protection and assistance"
    PREVENTION = "prevention", "Prevention"
    PARTNERSHIPS = "partnerships", "Partnerships"
    HEROES = "heroes", "Heroes"
    BEST_PRACTICES = "best-practices", "Best practices"
    CHILD_SOLDIERS = "child-soldiers", "Child soldiers"
    COMMENT = "comment", "Comment"
    OTHER = "other", "Other"
