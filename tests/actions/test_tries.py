"""Tries at one password at the same moment, by as many workers: never more than are allowed are looked at."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sdm.actions.tries import take_a_try
from sdm.models import Try

pytestmark = pytest.mark.django_db(transaction=True)


def test_tries_at_the_same_moment_all_count():
    guessers = 12
    barrier = Barrier(guessers)

    def guess(number: int) -> bool:
        try:
            barrier.wait()
            return take_a_try(address="surgeon@northfield.example") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(guessers) as pool:
        looked_at = sum(pool.map(guess, range(guessers)))
    assert looked_at <= 10
    assert Try.objects.count() == looked_at
