"""The demo as `make run` has it: its addresses, its setting, and its people."""

import sys
from types import ModuleType

import pytest
from django.db import transaction

from sdm import urls
from sdm.demo.loading import load
from sdm.pages.accounts import demo_urls


@pytest.fixture
def demo_addresses(settings, monkeypatch):
    """The addresses that exist where the app was started as a demo."""
    with_demo = ModuleType("addresses_with_the_demo")
    vars(with_demo).update({name: value for name, value in vars(urls).items() if name.startswith("handler")})
    with_demo.urlpatterns = [*demo_urls.urlpatterns, *urls.urlpatterns]
    monkeypatch.setitem(sys.modules, with_demo.__name__, with_demo)
    settings.ROOT_URLCONF = with_demo.__name__


@pytest.fixture
def demo_on(settings, demo_addresses):
    settings.DEMO = True


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup, django_db_blocker):
    """The demo, made once for all tests of a module: each of them undoes its own changes alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load() is True
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once, db):
    """The demo as it is loaded; a module that asks for it has it in all of its tests."""
