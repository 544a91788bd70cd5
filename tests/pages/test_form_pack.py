"""Facts about the markup of forms: what names a control, what describes it, and where an error's link leads."""

from datetime import date

import pytest
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.template import engines
from lxml import html

from sdm.pages.fields import (
    AppointmentField,
    BirthDateField,
    CheckboxesField,
    LineField,
    NHSNumberField,
    RadiosField,
    WordsField,
)
from sdm.pages.forms import Plain, PlainForm

FORM = "<div>{% include 'parts/error_summary.html' %}{% crispy form %}</div>"
HELP = [("interpreter", "An interpreter"), ("none", "None of these")]
BORN = {"born_day": "27", "born_month": "3", "born_year": "1958"}


class EveryKind(PlainForm):
    words = WordsField(label="What do you think?", help_text="You can write as much as you like")
    name = LineField(width=20, help_text="As on your letter")
    number = NHSNumberField()
    born = BirthDateField(autocomplete="bday")
    when = AppointmentField(label="Appointment")
    clear = RadiosField(choices=[("yes", "I understand"), ("no", "I'm not sure")], hints={"no": "That is all right"})
    help = CheckboxesField(
        choices=HELP, alone="none", help_text="Choose all you want", reveals={"interpreter": ["language"]}
    )
    language = LineField(required=False)
    agreed = forms.BooleanField(label="I agree", help_text="You can change your mind")
    chosen = forms.ChoiceField(choices=[("", "Choose"), ("1", "One"), ("2", "Two")])
    secret = forms.CharField(widget=forms.PasswordInput)
    mail = forms.EmailField()
    file = forms.FileField()
    revision = forms.IntegerField(widget=forms.HiddenInput)


def drawn(form, template=FORM):
    return html.fromstring(engines["django"].from_string(template).render({"form": form}))


def by_id(page, name):
    found = page.xpath("//*[@id=$name]", name=name)
    assert len(found) == 1, name
    return found[0]


def described_by(page, element) -> list[str]:
    return [by_id(page, name).get("class") for name in (element.get("aria-describedby") or "").split()]


@pytest.fixture(
    params=[None, {}, {"born_day": "x", "help": ["interpreter"], "words": "\x01"}], ids=["new", "empty", "wrong"]
)
def page(request):
    return drawn(EveryKind(request.param))


def test_ids_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_control_has_one_label_and_every_label_its_control(page):
    controls = page.xpath("//input[@type!='hidden'] | //textarea | //select")
    assert sorted(page.xpath("//label/@for")) == sorted(control.get("id") for control in controls)


def test_whatever_describes_something_is_on_the_page(page):
    names = [name for value in page.xpath("//@aria-describedby") for name in value.split()]
    names += page.xpath("//@data-aria-controls | //@aria-controls")
    assert [name for name in names if len(page.xpath("//*[@id=$name]", name=name)) != 1] == []


def test_every_link_in_the_summary_reaches_a_control(page):
    links = [href.removeprefix("#") for href in page.xpath("//*[@role='alert']//a/@href")]
    assert [
        by_id(page, link).tag for link in links if by_id(page, link).tag not in ("input", "textarea", "select")
    ] == []


def test_radios_checkboxes_and_dates_stand_in_a_fieldset_with_a_legend(page):
    for name in ("clear", "help", "born", "when"):
        inputs = page.xpath(f"//input[starts-with(@id, 'id_{name}_')]")
        legends = {control.xpath("ancestor::fieldset/legend")[0].text for control in inputs}
        assert legends == {EveryKind.base_fields[name].label or name.capitalize()}


def test_checkboxes_are_not_taken_for_radios(page):
    assert page.xpath("//input[@name='help']/@type") == ["checkbox", "checkbox"]
    assert page.xpath("//input[@name='help']/@class") == ["nhsuk-checkboxes__input"] * 2
    assert page.xpath("//input[@name='clear']/@class") == ["nhsuk-radios__input"] * 2


def test_the_summary_lists_everything_in_the_order_of_the_page():
    page = drawn(EveryKind({**BORN, "born_month": "", "when_day": "1", "when_month": "2", "when_year": "2027"}))
    assert page.xpath("//*[@role='alert']//a/@href") == [
        "#id_words",
        "#id_name",
        "#id_number",
        "#id_born_month",
        "#id_when_time",
        "#id_clear_0",
        "#id_help_0",
        "#id_agreed",
        "#id_chosen",
        "#id_secret",
        "#id_mail",
        "#id_file",
    ]
    assert page.xpath("//*[@role='alert']/h2/text()") == ["There is a problem"]
    # What people cannot see has no control to lead to.
    assert page.xpath("//*[@role='alert']//li[not(a)]/text()") == ["Fill in this box"]


def test_every_group_with_an_error_shows_it_and_no_other_does():
    page = drawn(EveryKind({"name": "Margaret", "mail": "m@example.org", "clear": "yes", **BORN}))
    groups = page.find_class("nhsuk-form-group--error")
    assert [len(group.find_class("nhsuk-error-message")) for group in groups] == [1] * len(groups)
    assert len(page.find_class("nhsuk-error-message")) == 8
    assert page.xpath("//*[@aria-invalid]/@name") == [
        "words", "number", "when_day", "when_month", "when_year", "when_time", "agreed", "chosen", "secret", "file",
    ]  # fmt: skip


def test_hint_error_and_count_describe_the_words_in_that_order():
    page = drawn(EveryKind({}))
    assert by_id(page, "id_words").get("aria-describedby") == "id_words_helptext id_words_error id_words-info"
    assert described_by(page, by_id(page, "id_words")) == [
        "nhsuk-hint",
        "nhsuk-error-message",
        "nhsuk-hint nhsuk-character-count__message",
    ]


def test_hint_and_error_describe_the_group_of_checkboxes():
    page = drawn(EveryKind({}))
    fieldset = by_id(page, "id_help_0").xpath("ancestor::fieldset")[0]
    assert described_by(page, fieldset) == ["nhsuk-hint", "nhsuk-error-message"]
    assert described_by(page, by_id(page, "id_clear_1")) == ["nhsuk-hint nhsuk-radios__hint"]


def test_words_are_counted_and_never_cut_off():
    page = drawn(EveryKind())
    words = by_id(page, "id_words")
    assert words.get("maxlength") is None
    assert "nhsuk-js-character-count" in words.classes
    assert words.getparent().get("data-maxlength") == "4000"
    assert by_id(page, "id_words-info").text == "You can write up to 4,000 characters."


def test_only_the_wrong_boxes_of_a_date_are_marked_and_all_show_what_was_typed():
    page = drawn(EveryKind({"born_day": " 031", "born_month": "2<", "born_year": "58"}))
    found = [by_id(page, f"id_born_{box}") for box in ("day", "month", "year")]
    assert [box.get("value") for box in found] == [" 031", "2<", "58"]
    assert ["nhsuk-input--error" in box.classes for box in found] == [False, True, False]
    assert page.xpath("//*[@role='alert']//a[contains(@href, 'born')]/@href") == ["#id_born_month"]


def test_a_problem_that_a_view_finds_with_a_date_is_about_all_its_boxes():
    form = EveryKind(BORN)
    form.add_error("born", "This does not match your letter")
    found = drawn(form).xpath("//fieldset[.//input[@id='id_born_day']]//input")
    assert ["nhsuk-input--error" in box.classes for box in found] == [True, True, True]
    assert ("#id_born_day", "This does not match your letter") in form.problems


def test_a_date_that_is_known_stands_in_its_boxes_with_what_browsers_may_offer():
    page = drawn(EveryKind(initial={"born": date(1958, 3, 27)}))
    found = page.xpath("//input[starts-with(@name, 'born_')]")
    assert [(box.get("value"), box.get("autocomplete"), box.get("inputmode")) for box in found] == [
        ("27", "bday-day", "numeric"),
        ("3", "bday-month", "numeric"),
        ("1958", "bday-year", "numeric"),
    ]


def test_what_was_typed_comes_back_as_typed():
    typed = '\n\n  <b>"both"</b> & more\n'
    page = drawn(
        EveryKind({"words": typed, "name": typed.strip(), "secret": "secret", "help": ["none"], "chosen": "2"})
    )
    # HTML drops the first line end after <textarea>, and lxml does not.
    assert by_id(page, "id_words").text == "\n" + typed
    assert by_id(page, "id_name").get("value") == typed.strip()
    assert by_id(page, "id_secret").get("value") is None
    assert page.xpath("//input[@checked]/@value") == ["none"]
    assert page.xpath("//option[@selected]/@value") == ["2"]


def test_what_belongs_to_an_answer_stands_below_it_and_nowhere_else():
    page = drawn(EveryKind())
    assert page.xpath("//input[@name='language']/ancestor::div[@id]/@id") == ["id_help_0_more"]
    assert by_id(page, "id_help_0").get("data-aria-controls") == "id_help_0_more"


def test_none_of_these_is_set_apart():
    page = drawn(EveryKind())
    assert page.xpath("//input[@data-checkbox-exclusive]/@value") == ["none"]
    assert [divider.text for divider in page.find_class("nhsuk-checkboxes__divider")] == ["or"]


def test_a_form_of_its_own_page_has_its_question_as_the_heading():
    class Birth(PlainForm):
        born = BirthDateField(label="What is your date of birth?")
        page_heading = "born"

    assert drawn(Birth()).xpath("//legend/h1/text()") == ["What is your date of birth?"]


def test_a_problem_with_the_whole_form_leads_to_its_first_control():
    class Two(PlainForm):
        key = forms.CharField(widget=forms.HiddenInput, required=False)
        clear = RadiosField(choices=HELP, required=False)

        def clean(self):
            raise forms.ValidationError("Somebody else saved this")

    assert Two({}).problems == [("#id_clear_0", "Somebody else saved this")]


def test_prefixes_keep_two_forms_on_one_page_apart():
    class Birth(PlainForm):
        born = BirthDateField()

    form = Birth({"a-born_day": "31", "a-born_month": "2", "a-born_year": "1958"}, prefix="a")
    assert form.problems == [("#id_a-born_day", "There is no such day in that month. Check the day and the month")]
    page = drawn(form)
    assert page.xpath("//input[@type='text']/@name") == ["a-born_day", "a-born_month", "a-born_year"]


def test_fields_that_others_wrote_speak_plainly_and_refuse_hidden_characters():
    class Theirs(forms.Form):
        text = forms.CharField()
        mail = forms.EmailField(error_messages={"required": "Enter your e-mail address"})

    class Ours(Plain, Theirs):
        pass

    assert Ours({}).problems == [("#id_text", "Fill in this box"), ("#id_mail", "Enter your e-mail address")]
    assert Ours({"text": "a\x01b", "mail": "m@example.org"}).problems == [
        ("#id_text", "There is a hidden character after “a” that we cannot save. Delete it, or type that part again")
    ]
    assert Theirs({}).errors["text"] == ["This field is required."]


def test_crispy_layouts_are_drawn():
    class Laid(PlainForm):
        first = LineField()
        second = WordsField()

        @property
        def helper(self):
            helper = super().helper
            helper.layout = Layout(Fieldset("Both", "first", Div("second", css_class="sdm-columns")))
            return helper

    page = drawn(Laid())
    assert page.xpath("//fieldset/legend/text()") == ["Both"]
    assert page.xpath("//fieldset//div[@class='sdm-columns']//textarea/@name") == ["second"]
    assert page.xpath("//fieldset//input/@name") == ["first"]


def test_one_field_can_be_drawn_by_itself():
    page = drawn(EveryKind(), "<div>{{ form.clear|as_crispy_field }}</div>")
    assert page.xpath("//input/@value") == ["yes", "no"]


def test_markup_in_labels_hints_and_errors_is_text():
    class Odd(PlainForm):
        odd = LineField(label="<i>a</i>", help_text="<i>b</i>", error_messages={"required": "<i>c</i>"})

    assert drawn(Odd({})).xpath("//i") == []
