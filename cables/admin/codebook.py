from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cables.admin.bases import AnyAdmin, ForwardMixin, ReadOnlyAdmin, ReadOnlyInline
from cables.code_trees import changes_between
from cables.codebooks import note_change, offered_edition, shipped_entries, snapshot, take_edition
from cables.models import Code, Codebook, CodebookVersion, Coding, Exercise, ExerciseCoder

SHOWN_DEPTH = 4


class VersionInline(ReadOnlyInline):
    model = CodebookVersion
    fields = ("number", "note", "made_by", "made_at")
    show_change_link = False


@admin.register(Codebook)
class CodebookAdmin(ForwardMixin, AnyAdmin):
    """A codebook's own words. Its codes are a list of their own, as each has a page of text."""

    list_display = ("title", "slug", "version", "code_count", "shipped", "codes_link")
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}  # noqa: RUF012
    inlines = (VersionInline,)
    fields = ("title", "slug", "description", "sources", "version", "shipped", "codes_link", "edition_link")
    readonly_fields = ("version", "shipped", "codes_link", "edition_link")
    ordering = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(number=Count("codes"))
        return counted

    def get_prepopulated_fields(self, request: HttpRequest, obj: Codebook | None = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Codebook | None = None) -> tuple[str, ...]:
        """Its name in addresses stays."""
        return (*self.readonly_fields, "slug") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Codebook | None = None) -> bool:
        """Only one that nobody used: the page that asks would list what hangs on it, and codes are private."""
        used = obj is None or Coding.objects.filter(code__codebook=obj).exists() or obj.exercises.exists()
        return super().has_delete_permission(request, obj) and not used

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note_change(book=form.instance, person=request.user)  # type: ignore[arg-type] # who is signed in

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/edition/", self.admin_site.admin_view(self.edition_view), name="cables_codebook_edition")
        return [own, *super().get_urls()]

    def edition_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the shipped edition would change; POST takes it."""
        book = get_object_or_404(Codebook, pk=pk)
        if not self.has_change_permission(request, book):
            raise PermissionDenied
        edition = offered_edition(book)
        if edition is None:
            self.message_user(request, "There is no newer edition of this codebook.", messages.INFO)
            return redirect("admin:cables_codebook_change", pk)
        if request.method == "POST":
            take_edition(edition, apps.get_model, person=request.user)  # type: ignore[arg-type]
            self.message_user(request, f"Edition {edition.version} is taken, as a new version.", messages.SUCCESS)
            return redirect("admin:cables_codebook_change", pk)
        now, wanted = snapshot(book.codes.all()), shipped_entries(edition)
        context = self.admin_site.each_context(request) | {
            "title": f"Edition {edition.version} of {book.title}",
            "book": book,
            "changes": [change for change in changes_between(now, wanted) if change.kind != "gone"],
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "admin/cables/codebook/edition.html", context)

    def view_on_site(self, obj: Codebook) -> str:
        return obj.get_absolute_url()

    @admin.display(description="codes", ordering="number")
    def code_count(self, book: Any) -> int:
        return int(book.number)

    @admin.display(description="its codes")
    def codes_link(self, book: Codebook) -> SafeString | str:
        if book.pk is None:
            return "Save the codebook first."
        address = f"{reverse('admin:cables_code_changelist')}?codebook__id__exact={book.pk}"
        return format_html('<a href="{}">See and change them</a>', address)

    @admin.display(description="shipped edition")
    def edition_link(self, book: Codebook) -> SafeString | str:
        edition = offered_edition(book) if book.pk else None
        if edition is None:
            return "Nothing newer is shipped."
        address = reverse("admin:cables_codebook_edition", args=[book.pk])
        return format_html('<a href="{}">Edition {}: see what it would change</a>', address, edition.version)


class CodeForm(forms.ModelForm):  # type: ignore[type-arg] # it takes none while it runs
    note = forms.CharField(
        required=False, max_length=300, label="Note on the change", help_text="Kept with the codebook's new version."
    )

    def clean(self) -> dict[str, Any]:
        """A code stands under one of its own codebook, and never under itself, at whatever distance."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        parent, book = cleaned.get("parent"), cleaned.get("codebook") or getattr(self.instance, "codebook", None)
        if parent is None:
            return cleaned
        if book is not None and parent.codebook_id != book.pk:
            self.add_error("parent", f"“{parent.name}” is a code of another codebook.")
        above, seen = parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                self.add_error("parent", f"“{parent.name}” stands under this code: they would go round in a circle.")
                break
            seen.add(above.pk)
            above = above.parent
        return cleaned


@admin.register(Code)
class CodeAdmin(ForwardMixin, AnyAdmin):
    """Every change makes a new version of the codebook. A code that was put on anywhere is retired, not deleted."""

    form = CodeForm
    list_display = ("mark", "tree_name", "slug", "colour", "position", "retired", "codebook", "on_site")
    list_display_links = ("mark", "tree_name")
    list_filter = ("codebook", "colour", "retired")
    list_select_related = ("codebook", "parent__parent__parent")
    search_fields = ("name", "slug", "definition")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012
    ordering = ("codebook", "position", "pk")
    list_per_page = 200
    fields = (
        *("codebook", "parent", "name", "slug", ("symbol", "colour", "position"), "retired"),
        *("definition", "when_to_use", "when_not", "example", "source", "note"),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Code | None = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Code | None = None) -> tuple[str, ...]:
        """Its book and its name in addresses stay."""
        return ("codebook", "slug") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Code | None = None) -> bool:
        """Only one that hangs on nothing: the page that asks would list what does, and codes are private. None of a
        codebook with exercises: a coder who keeps codebooks would see here that another put it on."""
        used = obj is None or obj.codings.exists() or obj.codebook.exercises.exists() or obj.children.exists()
        return super().has_delete_permission(request, obj) and not used

    def save_model(self, request: HttpRequest, obj: Code, form: Any, change: bool) -> None:
        """A new code without a position stands last."""
        if not change and not obj.position:
            last = Code.objects.filter(codebook=obj.codebook).aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 1
        super().save_model(request, obj, form, change)
        note = form.cleaned_data.get("note") or f"{'Changed' if change else 'Added'}: {obj.name}"
        note_change(book=obj.codebook, person=request.user, note=note)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Code) -> None:
        super().delete_model(request, obj)
        note_change(book=obj.codebook, person=request.user, note=f"Deleted: {obj.name}")  # type: ignore[arg-type]

    def view_on_site(self, obj: Code) -> str:
        return obj.get_absolute_url()

    @admin.display(description="symbol")
    def mark(self, code: Code) -> str:
        return code.symbol

    @admin.display(description="code", ordering="position")
    def tree_name(self, code: Code) -> str:
        """Its name behind a dash for every code above it."""
        depth, above = 0, code.parent
        while above is not None and depth < SHOWN_DEPTH:
            depth, above = depth + 1, above.parent
        return f"{'— ' * depth}{code.name}"

    @admin.display(description="page")
    def on_site(self, code: Code) -> SafeString:
        return format_html('<a href="{}">Passages</a>', code.get_absolute_url())


class CoderInline(ReadOnlyInline):
    model = ExerciseCoder
    fields = ("person", "finished_at", "left_out_at", "left_out_by")
    show_change_link = False


@admin.register(Exercise)
class ExerciseAdmin(ReadOnlyAdmin):
    """Who codes what with whom, and how far they are. What they put on is between them."""

    list_display = ("name", "codebook", "made_by", "made_at", "finished")
    list_filter = ("codebook",)
    list_select_related = ("codebook", "made_by")
    search_fields = ("name", "made_by__username")
    fields = ("name", "slug", "codebook", "made_by", "made_at")
    inlines = (CoderInline,)
    ordering = ("-made_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = found.annotate(coder_count=Count("coders"), ended=Count("coders__finished_at"))
        return counted

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Not from an exercise to its sections and codes."""
        return lookup.split("__")[0] in {"codebook", "made_by", "name"} and super().lookup_allowed(
            lookup, value, request
        )

    @admin.display(description="finished")
    def finished(self, exercise: Any) -> str:
        return f"{exercise.ended} of {exercise.coder_count}"
