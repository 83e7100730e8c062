from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from cables.views.front import home
from tipportal.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("", home, name="home"),
    path("cables/", include("cables.urls")),
]
