"""Notes by their words: the same language of queries as the search in answers."""

from django.db import connection
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import RawSQL

from cables.search.language import Sql, compiled, understood


def with_words(typed: str) -> Q | None:
    """The notes whose body matches; None where the words do not narrow: none at all, or such as stand everywhere."""
    expression = understood(typed)
    if not expression.clauses:
        return None
    query = compiled(expression)
    if not _has_nodes(query.query):
        return None
    matches = Q(_matches(query.query))
    return ~matches if query.complement else matches


def _matches(query: Sql) -> Func:
    """`vector @@ (query)`; the column is not part of the model."""
    vector = RawSQL('"cables_comment"."vector"', ())
    asked = RawSQL(query.text, query.parameters)  # noqa: S611 - the text is ours, what was typed is a parameter
    return Func(vector, asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _has_nodes(query: Sql) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode({query.text}) > 0", query.parameters)
        return bool(cursor.fetchone()[0])
