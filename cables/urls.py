from django.urls import URLPattern

app_name = "cables"
urlpatterns: list[URLPattern] = []
