"""A realistic summary of IPG651, built by hand: no database is needed to say what a summary looks like."""

from dataclasses import replace

import pytest

from sdm.summary.build import Summary
from sdm.summary.mark import RecordMark

CONSENT = {
    "number": 1,
    "choice": "consent",
    "label": "Have the procedure",
    "option": "",
    "reasons": "I want to be able to walk to the allotment again. I know it may not work.",
    "next_steps": "You come in on 2 April at 8am. Keep taking apixaban until the evening before.",
    "review_on": "2026-06-27",
    "decided_at": "2026-03-27T14:30:00+00:00",
    "recorded_by": "Dr Amira Khan, Consultant vascular surgeon",
}


@pytest.fixture
def provisional() -> Summary:
    return Summary(
        hospital={
            "name": "Northfield Hospital",
            "contact_name": "Vascular nurses",
            "contact_details": "01632 960 001, Monday to Friday, 9am to 5pm",
        },
        patient={"name": "Margaret Ellis", "date_of_birth": "1958-03-27", "nhs_number": "943 476 5919"},
        leaflet={
            "reference": "IPG651",
            "title": "Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg",
            "published": "2019-06-12",
            "source": "NICE",
            "edition": "7d9f2c1e-0c53-4b8e-9d55-6a1f0f5d2a11",
        },
        appointment_at="2026-03-27T14:00:00+00:00",
        symptoms_began="2026-03-20",
        indication={
            "name": "Iliofemoral DVT: a clot in a vein near the top of the leg",
            "arrangement": "special",
            "arrangement_title": "Special arrangements",
            "meaning": (
                "It is not certain how safe it is or how well it works. It can be used with extra care: "
                "what is not known is explained, and how each patient gets on is checked."
            ),
            "evidence": (
                "This procedure can be used for an iliofemoral DVT, but only when patients are having regular checks "
                "to see how well it is working or if it has caused problems."
            ),
        },
        questions=[
            {
                "number": 1,
                "wording": "What does the procedure involve?",
                "answer": "A tube goes into the vein behind my knee. Will I be awake?",
                "understanding": "I want to talk about it",
                "said": "Awake, with local anaesthetic and something to relax you. One to two hours.",
            },
            {
                "number": 2,
                "wording": "What are the possible benefits? How likely am I to get them?",
                "answer": "Less swelling. I hope to get back to the allotment.",
                "understanding": "I understand this",
                "said": "The swelling may go down sooner. Nobody can say for certain how likely that is for you.",
            },
            {
                "number": 3,
                "wording": "What are the risks or side effects? How likely are they?",
                "answer": "Bleeding frightens me. My brother had a stroke on blood thinners.",
                "understanding": "I want to talk about it",
                "said": "We went through bleeding, damage to the vein, and a clot moving to the lung.\n\n"
                "Your brother's stroke does not make a bleed more likely for you.",
            },
            {
                "number": 4,
                "wording": "What happens if the procedure doesn't work or something goes wrong?",
                "answer": "",
                "understanding": "I'm not sure",
                "said": "You stay on anticoagulants. A second procedure is possible but rarely done.",
            },
            {
                "number": 5,
                "wording": "What happens if I don't want the procedure? Are there other treatments available?",
                "answer": "",
                "understanding": "",
                "said": "Anticoagulants and stockings. Most people do well; some have a swollen leg for years.",
            },
        ],
        what_matters={
            "patient": "Walking to the allotment, and not being a burden on my daughter.",
            "said": "Getting back to walking matters most; you can live with some swelling.",
        },
        people={
            "asked_for": [
                {"label": "Who I want with me", "words": "My daughter Sian"},
                {"label": "Help I need", "words": "Large print, Help with hearing"},
                {"label": "Anything else that would help me", "words": "Somewhere to sit while I wait."},
            ],
            "present": "Sian Ellis, daughter; Jo Price, vascular nurse",
            "interpreter": "Not needed",
            "explained_back": "You told us in your own words what will happen, and what could go wrong.",
        },
        where_i_am=[
            {"label": "What I am leaning towards", "words": "Thrombectomy"},
            {"label": "How sure I am", "words": "A bit sure"},
            {"label": "What would help me decide", "words": "Hearing about bleeding."},
        ],
        options=[
            {
                "id": "thrombectomy",
                "name": "Percutaneous mechanical thrombectomy",
                "description": "The clot is broken up and sucked out through a tube in the vein.",
                "benefits": [
                    {"text": "The leg may be less swollen and painful", "figure": "Not known", "source": "NICE IPG651"},
                    {"text": "Fewer long-term problems of the leg", "figure": "Not known", "source": ""},
                ],
                "risks": [
                    {"text": "Serious bleeding", "figure": "1 in 100 in the first month", "source": "NICE IPG651"},
                    {"text": "Damage to the vein", "figure": "Not known", "source": "NICE IPG651"},
                ],
                "discussed": True,
            },
            {
                "id": "clot-busting",
                "name": "Clot-busting drugs",
                "description": "A drug given into the vein dissolves the clot.",
                "benefits": [{"text": "The clot may go sooner", "figure": "Not known", "source": ""}],
                "risks": [{"text": "Serious bleeding", "figure": "Not known", "source": "NICE IPG651"}],
                "discussed": True,
            },
            {
                "id": "no-procedure",
                "name": "No procedure: anticoagulants",
                "description": "Tablets stop further clotting. They do not dissolve the clot.",
                "benefits": [{"text": "No procedure and no hospital stay", "figure": "100 in 100", "source": ""}],
                "risks": [{"text": "Long-term swelling or ulcers", "figure": "Not known", "source": "NICE IPG651"}],
                "discussed": False,
            },
        ],
        agenda=[
            {
                "text": "Will I be awake?",
                "raised_by": "Patient",
                "state": "Answered",
                "outcome": "Yes, with something to relax you.",
                "owner": "",
                "due_on": None,
            },
            {
                "text": "Can I fly in June?",
                "raised_by": "Patient",
                "state": "Parked",
                "outcome": "We will ask the haematologist.",
                "owner": "Jo Price, vascular nurse",
                "due_on": "2026-04-10",
            },
        ],
        arranged=[
            {"label": "Regular checks", "text": "Scan at 1, 6 and 12 months in the vascular clinic"},
            {"label": "Registry or audit", "text": "British Society of Interventional Radiology Venous Registry"},
            {"label": "Clinical governance lead told", "text": "Dr Helen Marsh"},
            {"label": "Told on", "text": "2026-03-26"},
            {"label": "Where to find out more", "text": "https://www.nhs.uk/conditions/deep-vein-thrombosis-dvt/"},
        ],
        study=None,
        requirements=[
            {
                "id": f"question-{number}",
                "label": f"Record what was said about question {number}: “{wording}”",
                "done": f"Question {number} was talked about: “{wording}”",
                "source": "The leaflet, “Is this procedure right for me?”",
                "met": True,
            }
            for number, wording in enumerate(("What does the procedure involve?", "What are the risks?"), start=1)
        ]
        + [
            {
                "id": "registry-or-audit",
                "label": "Plan the registry entry or the audit of how the patient gets on.",
                "done": "A registry entry or an audit of how the patient gets on was planned.",
                "source": "NICE's special arrangements",
                "met": False,
            },
        ],
    )


@pytest.fixture
def consented(provisional) -> Summary:
    met = [{**one, "met": True} for one in provisional.requirements]
    return replace(provisional, decision=CONSENT, requirements=met)


@pytest.fixture
def mark() -> RecordMark:
    return RecordMark(
        digest="3f8a91c2d4e5b6079182a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8",
        sequence=23,
        conversation="0c7f5b1e-4b7c-4a8e-9d55-6a1f0f5d2a11",
        at="2026-03-27T14:30:00+00:00",
    )
