"""The admin knows every model: what the parser wrote is shown and not edited; what people keep is edited here."""

from cables.admin import annotation, archive, codebook, places, questionnaires, review

__all__ = ["annotation", "archive", "codebook", "places", "questionnaires", "review"]
