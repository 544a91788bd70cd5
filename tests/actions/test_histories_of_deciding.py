"""Random histories: no consent without all that is asked for, a refusal always, nothing lost from the record."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.conversations import reopen
from sdm.actions.decisions import NotGiven, consent_to_study, decide
from sdm.models import Decision, RecordEntry
from sdm.models.facts import facts_of
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.rules.requirements import may_consent
from sdm.rules.transitions import NotAllowed
from tests.actions.conftest import DISTAL, ILIOFEMORAL
from tests.conftest import NHS_NUMBERS
from tests.given import spoken

DOUBT = {parts.CAPACITY: {"details": {"doubt": "yes"}}}
NOT_FREE = {parts.CAPACITY: {"details": {"not_free": "Her son answers for her."}}}
NO_DOUBT = {parts.CAPACITY: {"details": {"doubt": ""}}}
SAID = [{part: note} for notes in (ILIOFEMORAL, DISTAL) for part, note in notes.items()] + [DOUBT, NOT_FREE, NO_DOUBT]
EMPTIED = [{part: {}} for part in (*ILIOFEMORAL, parts.RESEARCH)]
STEPS = st.one_of(
    st.tuples(st.just("discuss"), st.sampled_from([ILIOFEMORAL, DISTAL, *SAID, *EMPTIED])),
    st.tuples(st.just("decide"), st.sampled_from([choice for choice, _ in Decision.CHOICES])),
    st.tuples(st.sampled_from(["consent unsigned", "study", "reopen"]), st.none()),
)


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=3, max_size=8))
def test_a_random_history(start, discuss, clinician, fresh, steps):
    with transaction.atomic():
        goes_as_it_should(start(nhs_number=NHS_NUMBERS[0]), discuss, clinician, fresh, steps)
        transaction.set_rollback(True)


def goes_as_it_should(conversation, discuss, clinician, fresh, steps):
    kept = {}
    for what, more in steps:
        before = fresh(conversation)
        could = may_consent(facts_of(before)) and before.status == "discussing"
        decisions = before.decisions.count()
        shown = before.head[0]
        values = {"conversation": before, "reasons": "Because.", "seen": decisions, "shown": shown, "by": clinician}
        unsigned = False
        try:
            if what == "discuss":
                discuss(conversation, more)
            elif what == "decide":
                decide(choice=more, given=spoken(), **values)
                assert more != Decision.CONSENT or could
            elif what == "consent unsigned":
                decide(choice=Decision.CONSENT, **values)
                raise AssertionError("an unsigned consent was recorded")
            elif what == "study":
                consent_to_study(conversation=before, given=spoken(), shown=shown, by=clinician)
            else:
                reopen(conversation=before, by=clinician)
        except NotAllowed as error:
            is_open = what == "decide" and more in ("refusal", "more-time", "another-opinion")
            signed = what == "decide" and could
            assert (is_open or signed) is False
            unsigned = unsigned or type(error) is NotGiven
        assert unsigned == (what == "consent unsigned" and could) or what == "study"
        now = dict(RecordEntry.objects.filter(conversation=conversation).values_list("sequence", "digest"))
        assert {sequence: now.get(sequence) for sequence in kept} == kept
        kept = now
    assert fault_of(conversation) is None
