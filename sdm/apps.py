"""The app's place in Django."""

from django.apps import AppConfig


class SdmConfig(AppConfig):
    """sdm is one Django app; its rooms are folders, not apps."""

    name = "sdm"
    verbose_name = "Shared decisions"
    default_auto_field = "django.db.models.BigAutoField"
