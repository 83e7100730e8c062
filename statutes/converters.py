"""Parts of addresses. Registered here, once, for the several modules of addresses that need them."""

from django.urls import register_converter

from statutes.models import INTERNATIONAL


class PlaceConverter:
    """A country's two letters, or what stands for all countries."""

    regex = rf"[a-z]{{2}}|{INTERNATIONAL}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PlaceConverter, "place")
