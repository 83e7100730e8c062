"""Codebooks, their codes, and the passages that carry a code."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from cables.code_trees import TreeCode, counts_of, ids_below, matching, tree_of, versions_of
from cables.codebooks import offered_edition
from cables.coding_lists import COLUMNS, CodingFilter, CodingRow, ListForm, ordered, record_of, rows_of, with_places
from cables.csv_files import csv_text
from cables.filters import PageForm
from cables.models import Code, Codebook, Coding
from cables.views.addresses import public_page

PAGE_SIZE = 50
MOST_EXPORTED = 50_000
LONGEST_QUERY = 200


@public_page
def codebooks(request: HttpRequest) -> HttpResponse:
    """Every codebook, with how many codings of it the person may see."""
    numbers = Coding.objects.visible_to(request.user).order_by().values_list("code__codebook")
    counts = dict(numbers.annotate(number=Count("pk")))
    books = Codebook.objects.annotate(number=Count("codes", filter=Q(codes__retired=False)))
    rows = [(book, counts.get(book.pk, 0)) for book in books.order_by("title")]
    return render(request, "codes/codebooks.html", {"books": rows})


@public_page
def codebook(request: HttpRequest, book: str) -> HttpResponse:
    """A codebook's tree with its definitions, and its versions. `?q=` finds codes in it."""
    found = get_object_or_404(Codebook, slug=book)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY].strip()
    codes = list(found.codes.select_related("codebook"))
    whole = tree_of(codes, counts_of(codes, request.user))
    context = {
        "book": found,
        "words": words,
        "tree": matching(whole, words) if words else whole,
        "sources": [line for line in found.sources.splitlines() if line.strip()],
        "versions": versions_of(found),
        "offered": offered_edition(found) if request.user.has_perm("cables.change_codebook") else None,
        "total": len(codes),
    }
    return render(request, "codes/codebook.html", context)


@public_page
def code(request: HttpRequest, book: str, slug: str) -> HttpResponse:
    """A code's definition and every passage that carries it, as far as the person may see."""
    found = find_code(book, slug)
    siblings = list(found.codebook.codes.select_related("codebook"))
    tree = tree_of(siblings, counts_of(siblings, request.user))
    own = next(one for one in tree if one.row.pk == found.pk)
    filters = filters_of(request, found, siblings)
    page_form = PageForm(request.GET)
    page = page_of(filters, page_form, request)
    context = {
        "code": own,
        "row": found,
        "above": above(own, tree),
        "below": [one for one in tree if one.row.parent_id == found.pk],
        "below_count": sum(one.count for one in tree if one.row.pk in ids_below(found, siblings)),
        "with_below": wants_below(request),
        "filters": filters,
        "page": page,
        "problems": [*filters.problems, *(error for errors in page_form.errors.values() for error in errors)],
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "codes/code.html", context)


@public_page
def code_csv(request: HttpRequest, book: str, slug: str) -> HttpResponse:
    rows = exported(request, book, slug)
    response = HttpResponse(csv_text(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{book}-{slug}.csv"'
    return response


@public_page
def code_json(request: HttpRequest, book: str, slug: str) -> HttpResponse:
    found = find_code(book, slug)
    record = {
        "codebook": {"slug": found.codebook.slug, "title": found.codebook.title, "version": found.codebook.version},
        "code": {name: getattr(found, name) for name in ("slug", "name", "definition", "when_to_use", "when_not")},
        "codings": exported(request, book, slug),
    }
    return JsonResponse(record, json_dumps_params={"ensure_ascii": False})


def find_code(book: str, slug: str) -> Code:
    return get_object_or_404(Code.objects.select_related("codebook"), codebook__slug=book, slug=slug)


def wants_below(request: HttpRequest) -> bool:
    form = ListForm(request.GET)
    return form.is_valid() and bool(form.cleaned_data["below"])


def filters_of(request: HttpRequest, found: Code, siblings: list[Code]) -> CodingFilter:
    ids = {found.pk} | (ids_below(found, siblings) if wants_below(request) else set())
    return CodingFilter(request.GET, Coding.objects.visible_to(request.user).filter(code__in=ids))


def page_of(filters: CodingFilter, form: PageForm, request: HttpRequest) -> Page[CodingRow]:
    """The page asked for; past the end the last one."""
    number = form.cleaned_data.get("page") if form.is_valid() else None
    page: Any = Paginator(with_places(ordered(filters.found)), PAGE_SIZE).get_page(number or 1)
    page.object_list = rows_of(list(page.object_list), request.user)
    return page  # type: ignore[no-any-return]


def exported(request: HttpRequest, book: str, slug: str) -> list[dict[str, Any]]:
    """What the list shows under the same filters, whole."""
    found = find_code(book, slug)
    filters = filters_of(request, found, list(found.codebook.codes.all()))
    rows = rows_of(ordered(filters.found)[:MOST_EXPORTED], request.user)
    return [record_of(row, request.build_absolute_uri(row.place.path)) for row in rows]


def above(own: TreeCode, tree: list[TreeCode]) -> list[TreeCode]:
    """The codes over this one, the top one first."""
    by_id = {one.row.pk: one for one in tree}
    found: list[TreeCode] = []
    parent = own.row.parent_id
    while parent in by_id and by_id[parent] not in found:
        found.insert(0, by_id[parent])
        parent = by_id[parent].row.parent_id
    return found
