import pytest
from sdm.pages.access import set_patient_cookie
from django.http import HttpResponse
from django.urls import reverse
from django.db import connection
from django.test.utils import CaptureQueriesContext
pytestmark = pytest.mark.django_db

def test_smoke(client, invitation):
    r = client.get(f"/i/{invitation.token}")
    assert r.status_code == 302 and r["Location"]=="/start"
    r = client.get("/start"); assert r.status_code==200
    r = client.post("/start", {"date_of_birth_day":"1","date_of_birth_month":"1","date_of_birth_year":"1958"})
    print(r.content.decode()[-2500:])
    assert r.status_code==422
    r = client.post("/start", {"date_of_birth_day":"27","date_of_birth_month":"3","date_of_birth_year":"1958"})
    assert r["Location"]=="/my"
    client.get("/my")
    for u in ["/my","/my/read","/my/questions/2","/my/what-matters","/my/people-and-help","/my/where-i-am","/my/options","/my/check"]:
        with CaptureQueriesContext(connection) as q:
            r=client.get(u)
        print(u, r.status_code, len(r.content), len(q))
    with CaptureQueriesContext(connection) as q:
        r=client.post("/my/questions/2",{"text":"hello","understanding":"talk","revision":"0"})
    print(r.status_code, r["Location"]); [print(x["sql"][:100]) for x in q]
