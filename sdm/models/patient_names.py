"""The words of patients' names, by which they are found, and who is found by what somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection, models

from sdm.models.conversations import Patient
from sdm.models.plain_sql import Query, field
from sdm.models.staff import Hospital, User
from sdm.rules.name_words import LONGEST, beginning_with, words_of


class PatientName(models.Model):
    """One word of a patient's name, in small letters without accents."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+", db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="words", db_index=False)
    word = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "word"], name="each_word_of_a_name_once")]
        indexes = [
            # In the order of the letters' numbers, whatever the language of the database is.
            models.Index(
                fields=["hospital", "word", "patient"],
                opclasses=["uuid_ops", "varchar_pattern_ops", "uuid_ops"],
                name="patients_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Named(NamedTuple):
    """A patient who was found, and the word by which: their place among all who are found."""

    word: str
    patient_id: UUID


# How each database compares words by their letters' numbers, which is what its index is in the order of.
COMPARE = {
    "sqlite": {"from": ">=", "before": "<", "order": "ASC"},
    "postgresql": {"from": "~>=~", "before": "~<~", "order": "USING ~<~"},
}
# Of the words of one name that begin so, the first counts.
NAMED = Query(
    """
    SELECT {select} FROM sdm_patientname
    WHERE hospital_id = %s AND word {from} %s AND word {before} %s AND (word <> %s OR patient_id > %s)
      AND NOT EXISTS (SELECT 1 FROM sdm_patientname earlier WHERE earlier.patient_id = sdm_patientname.patient_id
        AND earlier.word {from} %s AND earlier.word {before} sdm_patientname.word)
      {others}
    ORDER BY word {order}, patient_id LIMIT {limit:d}
    """,
    word=field(PatientName, "word"),
    patient_id=field(PatientName, "patient"),
)
# The hospital is named again, so that PostgreSQL can begin with this word where fewer names have it.
OTHER = """
      AND EXISTS (SELECT 1 FROM sdm_patientname other WHERE other.patient_id = sdm_patientname.patient_id
        AND other.hospital_id = sdm_patientname.hospital_id
        AND other.word {from} %s AND other.word {before} %s)
"""
FIRST = Named("", UUID(int=0))


def words_for(patient: Patient) -> list[PatientName]:
    """The words of a patient's name as rows, not saved yet."""
    return [PatientName(hospital_id=patient.hospital_id, patient=patient, word=word) for word in words_of(patient.name)]


def named(user: User, typed: Sequence[str], *, after: Named = FIRST, limit: int) -> list[Named]:
    """The patients of a clinician's own hospital whose name has words that begin with each of those typed.

    In the order of the word that the longest one typed begins, one place after the other. One query; there are none for
    anybody who is no clinician. `typed` are words as `rules.name_words.typed_words` gives them, one at least.
    """
    if not user.is_clinician:
        return []
    longest, *others = sorted(typed, key=len, reverse=True)
    first, last = beginning_with(longest)
    compare = COMPARE[connection.vendor]
    rows = NAMED.ask(
        *(user.hospital_id, max(first, after.word), last, after.word, after.patient_id, first),
        *_bounds(others),
        others=OTHER.format(**compare) * len(others),
        limit=limit,
        **compare,
    )
    return [Named(**row) for row in rows]


def _bounds(words: Iterable[str]) -> list[str]:
    return [bound for word in words for bound in beginning_with(word)]
