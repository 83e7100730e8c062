from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from cables.views import saved
from cables.views.front import favicon, home
from cables.views.search import search_page
from tipportal.accounts.views import admin_sign_in
from tipportal.health import healthz, readyz


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """In place of the admin's redirect from any row's number to its page: the page's address would name a cable to
    staff who may not see it."""
    raise Http404


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("tipportal.accounts.urls")),
    path("admin/login/", admin_sign_in),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/r/<path:rest>", nowhere),
    path("admin/statutes/", include("statutes.admin.urls")),
    path("admin/", admin.site.urls),
    path("", home, name="home"),
    path("favicon.ico", favicon),
    path("cables/", include("cables.urls")),
    path("review/", include("cables.review_urls")),
    path("notes/", include("cables.note_urls")),
    path("codes/", include("cables.code_urls")),
    path("codings/", include("cables.coding_urls")),
    path("coding/", include("cables.exercise_urls")),
    path("notes/", include("cables.comment_urls")),
    path("statutes/", include("statutes.law_urls")),
    path("institutions/", include("statutes.institution_urls")),
    path("countries/", include("statutes.country_urls")),
    path("search/", search_page, name="search"),
    path("search/saved/", saved.saved_searches, name="saved_searches"),
    path("search/saved/<str:name>/look/", saved.look_at_saved, name="look_at_saved"),
    path("search/saved/<str:name>/rename/", saved.rename_saved, name="rename_saved"),
    path("search/saved/<str:name>/delete/", saved.delete_saved, name="delete_saved"),
]
