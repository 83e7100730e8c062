from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from statutes.admin.bases import RegistryAdmin
from statutes.admin.law import read_in
from statutes.entry_forms import RegistryForm
from statutes.models import LifeEvent, Mention
from statutes.penalty_forms import LifeEventForm
from statutes.suggestions import extract_of, with_words


class MentionForm(RegistryForm):
    """What a passage names, and whether that is so."""

    class Meta:
        model = Mention
        fields = ("standing", "instrument", "provision", "institution")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        law, part, body = (cleaned.get(name) for name in ("instrument", "provision", "institution"))
        if law is None and part is not None:
            law = cleaned["instrument"] = part.instrument
        if body is not None and law is not None:
            self.add_error("institution", "A passage names law or an institution, not both: empty one of the two.")
        if body is None and law is None:
            name = "institution" if self.instance.institution_id else "instrument"
            self.add_error(name, "Choose what the passage names. Where it names nothing, set its standing to rejected.")
        if part is not None and law is not None and part.instrument_id != law.pk:
            self.add_error("provision", f"“{part}” is not of “{law}”. Choose one that is, or none.")
        if body is not None and body.merged_into_id is not None:
            self.add_error("institution", f"“{body}” is merged into “{body.merged_into}”: choose that.")
        return cleaned


@admin.register(Mention)
class MentionAdmin(RegistryAdmin):
    """Passages, each with what it names. Whoever sets that is on record for it, and no later reading changes it."""

    form = MentionForm
    list_display = ("surface", "names", "role", "standing", "read_in", "decided_by", "decided_at")
    list_filter = ("role", "standing", ("decided_at", admin.EmptyFieldListFilter), "section__chapter")
    list_select_related = ("instrument", "provision__instrument", "institution", "section__cable", "decided_by")
    search_fields = ("surface", "instrument__name", "institution__name", "section__cable__mrn")
    autocomplete_fields = ("instrument", "provision", "institution")
    readonly_fields = ("sentence", "read_in", "role", "reason", "decided_by", "decided_at")
    fields = ("sentence", "read_in", "role", "standing", "instrument", "provision", "institution", "reason",
              "decided_by", "decided_at")  # fmt: skip
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rejected ones too; of the texts that are current."""
        rows: QuerySet[Any] = Mention.objects.visible_whole(request.user)
        # The list takes its own `list_select_related` only where the rows have none.
        return rows.select_related(*self.list_select_related).order_by(*self.ordering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deleted, the next reading would bring it back: it is rejected instead."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        is_open = obj.standing == "suggested" and not {"instrument", "provision", "institution"} & set(
            form.changed_data
        )
        obj.decided_by, obj.decided_at = (None, None) if is_open else (request.user, timezone.now())
        super().save_model(request, obj, form, change)

    @admin.display(description="passage")
    def sentence(self, mention: Mention) -> SafeString:
        row = with_words(Mention.objects.filter(pk=mention.pk)).get()
        person: Any = getattr(mention, "asked_by", None)
        extract = extract_of(row, person)
        return format_html("{}<mark>{}</mark>{}", extract.before, extract.words, extract.after)

    @admin.display(description="names")
    def names(self, mention: Mention) -> str:
        return str(mention.institution or mention.provision or mention.instrument)

    @admin.display(description="read in")
    def read_in(self, mention: Mention) -> SafeString | str:
        return read_in(mention)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With who asks, for whom the words are."""
        found: Any = super().get_object(request, object_id, from_field)
        if found is not None:
            found.asked_by = request.user
        return found


class EventForm(RegistryForm, LifeEventForm):
    class Meta(LifeEventForm.Meta):
        pass


@admin.register(LifeEvent)
class LifeEventAdmin(RegistryAdmin):
    """What happened to law and institutions. New ones are typed in with what they happened to."""

    form = EventForm
    list_display = ("kind", "date_words", "of", "words", "standing", "is_curated", "read_in")
    list_filter = ("kind", "standing", "is_curated")
    list_select_related = ("instrument", "institution", "section__cable")
    search_fields = ("words", "date_words", "instrument__name", "institution__name", "section__cable__mrn")
    fields = ("of", "read_in", "kind", "date_words", ("year", "month", "day"), "words", "standing")
    readonly_fields = ("of", "read_in")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.is_from_text)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.is_curated = True
        super().save_model(request, obj, form, change)

    @admin.display(description="of")
    def of(self, event: LifeEvent) -> str:
        return str(event.instrument or event.institution)

    @admin.display(description="read in")
    def read_in(self, event: LifeEvent) -> SafeString | str:
        return read_in(event)
