"""The floors: bare Django views without middleware, on the same database, server and machine as the app.

The read floor reads one row by its key and renders a small template; the write floor inserts one row in a
transaction besides. Everything the app does more than that is what the ratios show.
"""

import os

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

if not settings.configured:
    database = dj_database_url.parse(os.environ["DATABASE_URL"])
    database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4}, "prepare_threshold": 5, "server_side_binding": True}
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[],
        MIDDLEWARE=[],
        ROOT_URLCONF=__name__,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                (
                                    "django.template.loaders.locmem.Loader",
                                    {"floor.html": "<!doctype html><title>Floor</title><p>{{ row.words }}"},
                                )
                            ],
                        )
                    ]
                },
            }
        ],
    )
    django.setup()


class Row(models.Model):
    """One row of words."""

    words = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"

    def __str__(self) -> str:
        return self.words


def read(request: HttpRequest, row_id: int) -> HttpResponse:
    """One indexed read, a small template."""
    return render(request, "floor.html", {"row": Row.objects.get(pk=row_id)})


def write(request: HttpRequest, row_id: int) -> HttpResponse:
    """The same, with one row inserted in a transaction."""
    row = Row.objects.get(pk=row_id)
    with transaction.atomic():
        Row.objects.create(words=request.POST["text"])
    return render(request, "floor.html", {"row": row})


urlpatterns = [path("read/<int:row_id>", read), path("write/<int:row_id>", write)]
application = get_wsgi_application()
