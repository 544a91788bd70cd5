"""The demo as `make run` has it: its addresses, its setting, and its people."""

import sys
from types import ModuleType

import pytest

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


@pytest.fixture
def loaded(db):
    assert load() is True
