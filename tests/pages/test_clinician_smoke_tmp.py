import pytest
from django.urls import reverse, get_resolver
from django.db import connection
from django.test.utils import CaptureQueriesContext
pytestmark = pytest.mark.django_db
def test_smoke(client, clinician, conversation, invitation, patient, fresh):
    from sdm.actions.answers import save_answer, send_answers
    save_answer(conversation=fresh(conversation), part="question-3", text="Will I bleed?", understanding="talk", seen=0, by=patient)
    save_answer(conversation=fresh(conversation), part="people-and-help", details={"needs":["interpreter"],"language":"Polish"}, seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    client.force_login(clinician)
    client.get("/conversations/")
    for name in ["conversation","conversation-invitation","conversation-discussion","conversation-study-consent","conversation-decision","conversation-summary","conversation-summary-pdf","conversation-cancel"]:
        with CaptureQueriesContext(connection) as q:
            r = client.get(reverse(name, args=[conversation.pk]))
        print(name, r.status_code, len(r.content), len(q))
        assert r.status_code == 200
    with CaptureQueriesContext(connection) as q:
        r = client.get("/conversations/")
    print("list", r.status_code, len(q))
    for x in q: print(x["sql"][:3000])
    assert client.get("/conversations/new/").status_code==200
    r=client.post(reverse("conversation-invitation", args=[conversation.pk]), {"seen":"1"})
    assert r.status_code==200, r.content.decode()
    r=client.post(reverse("conversation-invitation", args=[conversation.pk]), {"seen":"1"})
    assert r.status_code==409
