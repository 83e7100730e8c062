from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Brings the portal's commands; it has no models."""

    name = "tipportal"
    verbose_name = "Portal"
