from cables.models.archive import (
    Access,
    Addressee,
    Cable,
    Country,
    Paragraph,
    Post,
    Reference,
    Revision,
    Section,
    SectionText,
    Source,
    Tag,
)
from cables.models.questionnaire import Question, Questionnaire, Topic
from cables.models.search import SavedSearch

__all__ = [
    "Access",
    "Addressee",
    "Cable",
    "Country",
    "Paragraph",
    "Post",
    "Question",
    "Questionnaire",
    "Reference",
    "Revision",
    "SavedSearch",
    "Section",
    "SectionText",
    "Source",
    "Tag",
    "Topic",
]
