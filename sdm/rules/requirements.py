"""What must have happened before consent can be recorded, and whose words ask for it: the one rule on consent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sdm.rules.ages import ADULT, is_adult, is_too_young
from sdm.rules.arrangements import Arrangement
from sdm.rules.capacity import Capacity
from sdm.rules.capacity import may_consent as may_decide
from sdm.rules.follow_up import DONE
from sdm.rules.words import has_a_word, marked

# Whose words ask for a requirement, as people see it beside the requirement.
LEAFLET = marked("The leaflet, “Is this procedure right for me?”")
NICE_CATEGORIES = marked("NICE's categories for interventional procedures")
SPECIAL_ARRANGEMENTS = marked("NICE's special arrangements")


@dataclass(frozen=True)
class Requirement:
    """Something the leaflet or NICE says must happen before consent.

    `id` is stable, `label` tells staff what is outstanding, `done` tells both sides afterwards what has happened,
    `part` names the part of the discussion where it is met, `source` says whose words ask for it.
    """

    id: str
    label: str
    done: str
    part: str
    source: str


@dataclass(frozen=True)
class ConsentFacts:
    """What a conversation holds that bears on consent, as plain values.

    `questions` are the edition's question numbers, `discussed` those with what was said beside them.
    `standard_wording` are the parts in which nothing but a hospital's phrases stands, not fitted to the patient.
    `arrangement` is None while the indication is not known. `not_offered_because` is why this patient is not offered
    the procedure, empty where they are. `team` are the professions that the edition wants the patient assessed by, and
    `team_source` who says so. `age` is the patient's on the day of the decision, and `who_else` are the words on who
    takes part beside somebody under 18. `procedure_end` is what is noted to have become of the procedure, or empty.
    `help_open` counts the help that the patient asked for and nobody arranged; none where words say how they
    understood without it.
    """

    questions: tuple[int, ...]
    arrangement: Arrangement | None = None
    discussed: frozenset[int] = frozenset()
    standard_wording: frozenset[str] = frozenset()
    no_procedure_discussed: bool = False
    team: tuple[str, ...] = ()
    team_source: str = ""
    open_agenda_items: int = 0
    waiting_changes_of_mind: int = 0
    what_matters_recorded: bool = False
    family_offered: bool = False
    told_where_to_find_more: bool = False
    written_information_given: bool = False
    uncertainties_explained: bool = False
    checks_planned: bool = False
    governance_lead_told: bool = False
    registry_or_audit: bool = False
    team_assessed: bool = False
    not_offered_because: str = ""
    age: int = ADULT
    who_else: str = ""
    procedure_end: str = ""
    capacity: Capacity = Capacity.PRESUMED
    decides_freely: bool = True
    study_named: bool = False
    study_explained: bool = False
    study_consent_given: bool = False
    help_open: int = 0
    time_to_think_settled: bool = False
    withdrawal_settled: bool = False
    question_wordings: dict[int, str] = field(default_factory=dict, hash=False)


INDICATION_KNOWN = Requirement(
    "indication-known",
    "Say which kind of the condition this patient has.",
    marked("The kind of the condition was recorded."),
    "indication",
    marked("NICE gives its advice for each kind of the condition"),
)
MAY_BE_OFFERED = Requirement(
    "may-be-offered",
    "NICE says this procedure must not be used for this kind of the condition.",
    marked("NICE allows this procedure for this kind of the condition."),
    "indication",
    NICE_CATEGORIES,
)
OFFERED_DONE = marked("The procedure is offered to this patient.")
OFFERED_SOURCE = marked("The team's own judgement, with its reason")
ARRANGEMENT_SETTLED = Requirement(
    "arrangement-settled",
    "The leaflet's advice for this kind of the condition has not been settled. Ask the content team.",
    marked("The leaflet's advice for this kind of the condition was settled."),
    "indication",
    NICE_CATEGORIES,
)
NO_PROCEDURE_DISCUSSED = Requirement(
    "no-procedure-discussed",
    "Talk about the options, with not having the procedure among them.",
    marked("The options were talked about, with not having the procedure among them."),
    "options",
    LEAFLET,
)
AGENDA_CLOSED = Requirement(
    "agenda-closed",
    "Close each thing to talk about: answered, parked or withdrawn.",
    marked("Each thing to talk about was answered, parked for later or withdrawn."),
    "agenda",
    LEAFLET,
)
NOT_DONE_YET = Requirement(
    "not-done-yet",
    "It is recorded that the procedure was done. Nobody can agree to it afterwards. If it was not, put that right.",
    marked("The procedure had not been done yet."),
    "procedure-end",
    LEAFLET,
)
CHANGE_OF_MIND_ANSWERED = Requirement(
    "change-of-mind-answered",
    "Talk with the patient about what was said after the last decision, and answer it.",
    marked("What the patient said after an earlier decision was answered."),
    "said",
    marked("The patient, after the last decision"),
)
WHAT_MATTERS = Requirement(
    "what-matters",
    "Record what matters to the patient.",
    marked("What matters to the patient was recorded."),
    "what-matters",
    LEAFLET,
)
FAMILY_OFFERED = Requirement(
    "family-offered",
    "Say that family can be involved, if the patient wishes.",
    marked("The patient was told that family can be involved, if they wish."),
    "sharing",
    LEAFLET,
)
TOLD_WHERE = Requirement(
    "told-where-to-find-more",
    "Tell the patient where to find out more.",
    marked("The patient was told where to find out more."),
    "sharing",
    LEAFLET,
)
WRITTEN_INFORMATION = Requirement(
    "written-information",
    "Give the patient clear written information.",
    marked("The patient was given clear written information."),
    "special",
    SPECIAL_ARRANGEMENTS,
)
UNCERTAINTIES = Requirement(
    "uncertainties-explained",
    "Explain what is not certain about how safe it is and how well it works.",
    marked("What is not certain about how safe it is and how well it works was explained."),
    "special",
    SPECIAL_ARRANGEMENTS,
)
CHECKS = Requirement(
    "checks-planned",
    "Plan the regular checks: what, when and with whom.",
    marked("Regular checks were planned: what, when and with whom."),
    "special",
    marked("The leaflet: only when patients are having regular checks"),
)
GOVERNANCE = Requirement(
    "governance-lead-told",
    "Tell the clinical governance lead.",
    marked("The clinical governance lead was told."),
    "special",
    SPECIAL_ARRANGEMENTS,
)
REGISTRY = Requirement(
    "registry-or-audit",
    "Plan the registry entry or the audit of how the patient gets on.",
    marked("A registry entry or an audit of how the patient gets on was planned."),
    "special",
    SPECIAL_ARRANGEMENTS,
)
OLD_ENOUGH = Requirement(
    "old-enough",
    "The patient is under 16, and this app records an adult’s own consent. Use consent form 2 on paper, and follow "
    "your hospital’s policy.",
    marked("The patient is old enough for this consent."),
    "age",
    marked("This hospital: its policy for patients under 18"),
)
WHO_ELSE = Requirement(
    "who-else-takes-part",
    "The patient is under 18. Follow your hospital’s policy for patients under 18, and write who else takes part.",
    marked("Who else takes part in the decision was written down."),
    "age",
    marked("This hospital: its policy for patients under 18"),
)
UNDERSTOOD = Requirement(
    "understood",
    "The patient asked for help that nobody has arranged. Arrange it, or write how you made sure that they understood.",
    marked("How the team made sure that the patient understood was written down."),
    "understood",
    marked("The patient, on the help that they need"),
)
MAY_DECIDE = Requirement(
    "may-decide",
    "There is a doubt whether the patient can make this decision. Record what was done to support them, and the "
    "assessment.",
    marked("Whether the patient can make this decision was assessed: they can."),
    "capacity",
    marked("Capacity is presumed. Where it is in doubt, it is assessed"),
)
CANNOT_DECIDE = replace(
    MAY_DECIDE,
    label="The patient cannot make this decision: the assessment says so. Use consent form 4, on paper, and follow "
    "your hospital’s policy.",
)
DECIDES_FREELY = Requirement(
    "decides-freely",
    "There is a doubt whether the patient decides freely, or they say that they have no choice. Record what was done "
    "about it, and why they do decide freely after all.",
    marked("A doubt whether the patient decides freely was settled."),
    "capacity",
    marked("Consent counts only where it is given freely"),
)
STUDY_NAMED = Requirement(
    "study-named",
    "Name the research study and its ethics reference.",
    marked("The research study and its ethics reference were named."),
    "research",
    marked("The leaflet: only as part of a research study"),
)
STUDY_EXPLAINED = Requirement(
    "study-explained",
    "Explain the research study, and write down which version of its information sheet the patient has.",
    marked("The research study was explained."),
    "research",
    LEAFLET,
)
STUDY_CONSENT = Requirement(
    "study-consent",
    "Record the patient's own consent to be in this study.",
    marked("The patient's own consent to be in this study was recorded."),
    "study-consent",
    LEAFLET,
)
TIME_TO_THINK = Requirement(
    "time-to-think",
    "Give the patient more time to think before the procedure, or say why there is less.",
    marked("Why there is less time to think was written down."),
    "procedure",
    marked("This hospital: how many days there are between a decision and the procedure"),
)
TOLD_OF_WITHDRAWAL = Requirement(
    "told-of-withdrawal",
    "This edition of the leaflet was withdrawn. Move the patient to the newest edition, or write down what you told "
    "them about it.",
    marked("The patient was told that their edition of the leaflet was withdrawn, and what that means for them."),
    "withdrawn",
    marked("This hospital: an edition of the leaflet that was withdrawn"),
)
# What is said besides of a part in which a hospital's phrases stand as they are kept.
NOT_FITTED = "The standard wording is not changed for this patient."
# What is said of a question that was talked about.
QUESTION_DONE = marked("Question %(number)s was talked about: “%(wording)s”")
QUESTION_DONE_BARE = marked("Question %(number)s was talked about.")

# Sources of those by arrangement, for the first leaflet: IPG651 1.2 (governance lead, uncertainties, written
# information), 1.3 (registry), the leaflet itself (regular checks, research study and a consent to it).
# Each requirement that is one yes or no, beside the fact that meets it. Order is the order of the conversation.
ALWAYS = (
    (NO_PROCEDURE_DISCUSSED, "no_procedure_discussed"),
    (WHAT_MATTERS, "what_matters_recorded"),
    (FAMILY_OFFERED, "family_offered"),
    (TOLD_WHERE, "told_where_to_find_more"),
)
BY_ARRANGEMENT = {
    Arrangement.STANDARD: (),
    Arrangement.SPECIAL: (
        (WRITTEN_INFORMATION, "written_information_given"),
        (UNCERTAINTIES, "uncertainties_explained"),
        (CHECKS, "checks_planned"),
        (GOVERNANCE, "governance_lead_told"),
        (REGISTRY, "registry_or_audit"),
    ),
    Arrangement.RESEARCH: (
        (STUDY_NAMED, "study_named"),
        (STUDY_EXPLAINED, "study_explained"),
        (STUDY_CONSENT, "study_consent_given"),
    ),
    Arrangement.DO_NOT_USE: (),
    Arrangement.UNKNOWN: (),
}


def question_discussed(number: int, wording: str = "") -> Requirement:
    """The requirement that one of the leaflet's questions was talked about.

    Source: the leaflet, "Is this procedure right for me?": what is involved, risks, benefits, options, views.
    """
    end = f": “{wording}”" if wording else "."
    done = QUESTION_DONE if wording else QUESTION_DONE_BARE
    return Requirement(
        f"question-{number}",
        f"Record what was said about question {number}{end}",
        done % {"number": number, "wording": wording},
        f"question-{number}",
        LEAFLET,
    )


def offered(because: str) -> Requirement:
    """The requirement that a procedure is offered to whoever consents to it, where it was written down why it is not.

    Source: the PRSB standard: that an option is not offered is a professional judgement, which must be explained.
    """
    return Requirement(
        "procedure-offered",
        f"It is recorded that this option is not offered to this patient, because: “{because.rstrip(' .')}”. Take that "
        "back or choose otherwise.",
        OFFERED_DONE,
        "options",
        OFFERED_SOURCE,
    )


def team_assessed(team: tuple[str, ...], source: str) -> Requirement:
    """The requirement that the professions that the edition names assessed the patient together (IPG651 3.8)."""
    professions = ", ".join(profession.lower() for profession in team)
    return Requirement(
        "team-assessed",
        f"Record who of the team assessed the patient, and when: {professions}.",
        marked("A team of specialists assessed the patient together."),
        "team",
        source,
    )


def asked_for(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Every requirement for these facts, each with whether it is met, in the order of the conversation."""
    indication = ((INDICATION_KNOWN, facts.arrangement is not None),)
    questions = tuple(
        (question_discussed(number, facts.question_wordings.get(number, "")), number in facts.discussed)
        for number in facts.questions
    )
    always = tuple((requirement, getattr(facts, fact)) for requirement, fact in ALWAYS)
    agenda = ((AGENDA_CLOSED, facts.open_agenda_items == 0),)
    stops = _not_done_yet(facts) + patients_own(facts) + _offered(facts) + _arrangement(facts.arrangement)
    return indication + stops + questions + always + agenda + _team(facts) + _besides(facts) + _time_to_think(facts)


def patients_own(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """What is asked for before any consent of the patient's own, to the procedure or to a study."""
    return _change_of_mind(facts) + _withdrawal(facts) + _age(facts) + _capacity(facts) + _help(facts)


def _capacity(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Capacity and a free choice are presumed: asked for only where there is a doubt, or the patient cannot decide."""
    lacks = CANNOT_DECIDE if facts.capacity is Capacity.LACKS else MAY_DECIDE
    can = () if may_decide(facts.capacity) else ((lacks, False),)
    return can if facts.decides_freely else (*can, (DECIDES_FREELY, False))


def _age(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Nothing of an adult; of a child a consent that cannot be recorded here; between them, who else takes part."""
    if is_adult(facts.age):
        return ()
    return ((OLD_ENOUGH, False),) if is_too_young(facts.age) else ((WHO_ELSE, has_a_word(facts.who_else)),)


def _not_done_yet(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where it is noted that the procedure was done ("before you agree (consent) to have" it)."""
    return ((NOT_DONE_YET, False),) if facts.procedure_end == DONE else ()


def _help(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where the patient asked for help that nobody arranged, and nobody said how they understood."""
    return ((UNDERSTOOD, False),) if facts.help_open else ()


def _offered(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where it is recorded that this patient is not offered the procedure."""
    return ((offered(facts.not_offered_because), False),) if facts.not_offered_because else ()


def _team(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where the edition names the professions."""
    return ((team_assessed(facts.team, facts.team_source), facts.team_assessed),) if facts.team else ()


def _change_of_mind(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Nobody consents while what they said about the last decision has no answer; else there is nothing to ask for."""
    return ((CHANGE_OF_MIND_ANSWERED, False),) if facts.waiting_changes_of_mind else ()


def _withdrawal(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where the edition was withdrawn and nobody has told the patient what that means for them."""
    return () if facts.withdrawal_settled else ((TOLD_OF_WITHDRAWAL, False),)


def _time_to_think(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """Asked for only where the procedure is planned sooner than the hospital wants, and nobody has said why."""
    return () if facts.time_to_think_settled else ((TIME_TO_THINK, False),)


def _arrangement(arrangement: Arrangement | None) -> tuple[tuple[Requirement, bool], ...]:
    """What can never be met in a conversation: a procedure NICE says not to use, or advice nobody has settled."""
    if arrangement is Arrangement.DO_NOT_USE:
        return ((MAY_BE_OFFERED, False),)
    if arrangement is Arrangement.UNKNOWN:
        return ((ARRANGEMENT_SETTLED, False),)
    return ()


def _besides(facts: ConsentFacts) -> tuple[tuple[Requirement, bool], ...]:
    """What the arrangement asks for besides what is always asked for (NICE's four categories)."""
    if facts.arrangement is None:
        return ()
    return tuple((requirement, getattr(facts, fact)) for requirement, fact in BY_ARRANGEMENT[facts.arrangement])


def outstanding(facts: ConsentFacts) -> tuple[Requirement, ...]:
    """What must still happen before consent to the procedure can be recorded; empty when it may be.

    Source: the leaflet ("All of this should happen before you agree (consent)") and NICE's four categories.
    """
    return tuple(_with_why(requirement, facts) for requirement, met in asked_for(facts) if not met)


def _with_why(requirement: Requirement, facts: ConsentFacts) -> Requirement:
    """The requirement, saying so where something stands there that does not count."""
    if requirement.part not in facts.standard_wording:
        return requirement
    return replace(requirement, label=f"{requirement.label} {NOT_FITTED}")


def may_consent(facts: ConsentFacts) -> bool:
    """Whether consent to the procedure may be recorded now."""
    return not outstanding(facts)
