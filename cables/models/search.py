"""Searches that people keep, to see later what is new in them."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone


class SavedSearch(models.Model):
    """A search under a name of its owner's. `query` is the query string of its address, without a page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    last_looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('search')}?{self.query}"

    def address_since(self, moment: datetime) -> str:
        """The same search in cables that were imported after this moment."""
        query = QueryDict(self.query, mutable=True)
        query["since"] = moment.isoformat()
        return f"{reverse('search')}?{query.urlencode()}"
