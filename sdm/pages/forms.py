"""What every form is: plain words beside each field, an error summary that leads to it, and the NHS look."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, flatatt
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sdm.pages.fields import ConfirmField, DateBoxes, WordsField, hidden_character_problem

# The template and the class that draw each kind of control. Checkboxes come before radios: one subclasses the other.
DRAWN_BY = (
    (forms.CheckboxSelectMultiple, "choices", "nhsuk-checkboxes"),
    (forms.RadioSelect, "choices", "nhsuk-radios"),
    (DateBoxes, "date_boxes", "nhsuk-input"),
    (forms.CheckboxInput, "checkbox", "nhsuk-checkboxes__input"),
    (forms.Select, "input", "nhsuk-select"),
    (forms.Textarea, "input", "nhsuk-textarea"),
    (forms.FileInput, "input", "nhsuk-file-upload__input"),
    (forms.Widget, "input", "nhsuk-input"),
)
BOX_LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year"), "time": _("Time")}
BOX_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 4}
# What Django's own fields say, and what is said instead; the first kind that a field is of counts.
INSTEAD = (
    ("required", forms.BooleanField, _("Tick this box to carry on")),
    ("required", forms.ChoiceField, _("Choose one answer")),
    ("required", forms.FileField, _("Choose a file")),
    ("required", forms.Field, _("Fill in this box")),
    ("invalid_choice", forms.ChoiceField, _("Choose one of the answers on this page")),
)
SAID_BY_DJANGO = (
    forms.Field.default_error_messages["required"],
    forms.ChoiceField.default_error_messages["invalid_choice"],
)


class PlainBoundField(BoundField):
    """A field of a form as the templates in `nhsuk/` draw it."""

    @cached_property
    def _drawn_by(self) -> tuple[str, str]:
        return next((name, look) for kind, name, look in DRAWN_BY if isinstance(self.field.widget, kind))

    @property
    def pack_template(self) -> str:
        """The template that draws this field whole; a control that is like no other has one of its own."""
        if own := getattr(self.field.widget, "pack_template", ""):
            return own
        return "nhsuk/hidden.html" if self.is_hidden else f"nhsuk/{self._drawn_by[0]}.html"

    @property
    def look(self) -> str:
        """The class of the control, from which the classes of its parts are made."""
        return self._drawn_by[1]

    @property
    def modifiers(self) -> str:
        """How radios or checkboxes stand, as classes: inline, small, or as usual."""
        return "".join(f" {self.look}--{one}" for one in getattr(self.field, "look", "").split())

    @property
    def problems(self) -> list[str]:
        """What is wrong with this field, in sentences."""
        found = self.form.errors.get(self.name)
        return list(found) if found else []

    @property
    def is_heading(self) -> bool:
        """Whether the question of this field is the heading of the page."""
        return self.form.page_heading == self.name

    @property
    def label_size(self) -> str:
        """How large the label is: s, m, l or xl."""
        return "l" if self.is_heading else self.form.label_size

    @property
    def first_control(self) -> str:
        """The id of the control that an error's link leads to: the first that can be wrong."""
        if self.is_hidden:
            return ""
        if self._drawn_by[0] == "date_boxes":
            return f"{self.auto_id}_{self.wrong_boxes[0]}"
        if self._drawn_by[0] == "choices":
            return f"{self.auto_id}_0"
        return self.id_for_label

    @property
    def counts_to(self) -> int:
        """How many characters these words may have, where the box counts them; else 0."""
        if isinstance(self.field, WordsField) and isinstance(self.field.widget, forms.Textarea):
            return self.field.max_length or 0
        return 0

    @cached_property
    def control(self) -> dict[str, Any]:
        """What Django would give its own template for the control."""
        widget = self.field.widget
        attrs = self.build_widget_attrs({"id": self.id_for_label})
        # The group names what describes it; a control on its own does so itself.
        if self.counts_to:
            attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {attrs['id']}-info".strip()
        return widget.get_context(self.html_name, self.value(), attrs)["widget"]

    @property
    def attributes(self) -> SafeString:
        """The attributes of an <input>, <textarea> or <select>, ready to print."""
        control = self.control
        attrs = {"name": control["name"], **control["attrs"]}
        attrs["class"] = " ".join(filter(None, (self.look, attrs.get("class"))))
        if self.problems and self._drawn_by[0] == "input":
            attrs["class"] += f" {self.look}--error"
        if "type" in control:
            attrs["type"] = control["type"]
            if control["value"] is not None:
                attrs["value"] = control["value"]
        if self.counts_to:
            attrs["class"] += " nhsuk-js-character-count"
        if attrs.get("type") == "password":
            attrs["class"] += " nhsuk-password-input__input nhsuk-js-password-input-input"
        return flatatt(attrs)

    @property
    def tag(self) -> str:
        """Which element the control is: input, password, textarea or select."""
        if self.look in ("nhsuk-textarea", "nhsuk-select"):
            return self.look.removeprefix("nhsuk-")
        return "password" if self.control["type"] == "password" else "input"

    @property
    def options(self) -> list[dict[str, Any]]:
        """The answers of radios or checkboxes, each with its hint and the fields it reveals."""
        field = self.field
        chosen = {str(value) for value in field.widget.format_value(self.value())}
        hints, reveals = getattr(field, "hints", {}), getattr(field, "reveals", {})
        alone = getattr(field, "alone", None)
        return [
            {
                "id": f"{self.auto_id}_{number}",
                "value": value,
                "label": label,
                "checked": str(value) in chosen,
                "hint": hints.get(value, ""),
                "reveals": [self.form[name] for name in reveals.get(value, ()) if self.form.is_asked_for(name)],
                "alone": bool(alone) and str(value) == alone,
            }
            for number, (value, label) in enumerate(field.widget.choices)
        ]

    @property
    def wrong_boxes(self) -> list[str]:
        """The boxes of a date that its errors are about, in order; all of them where an error names none."""
        boxes = self.field.widget.boxes
        named = [(error.params or {}).get("boxes", boxes) for error in self.form.errors.as_data().get(self.name, ())]
        return [box for box in boxes if any(box in names for names in named)] or list(boxes)

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """The boxes of a date, each with what was typed in it."""
        widget = self.field.widget
        typed = widget.format_value(self.value())
        wrong = self.wrong_boxes if self.problems else ()
        return [
            {
                "name": f"{self.html_name}_{box}",
                "id": f"{self.auto_id}_{box}",
                "label": BOX_LABELS[box],
                "value": typed.get(box, ""),
                "is_wrong": box in wrong,
                "width": BOX_WIDTHS[box],
                "inputmode": "text" if box == "time" else "numeric",
                "autocomplete": f"{widget.autocomplete}-{box}" if widget.autocomplete and box != "time" else "",
            }
            for box in widget.boxes
        ]


class PlainHelper(FormHelper):
    """What crispy-forms asks for: the page writes the <form> and its buttons, the pack draws what stands in it."""

    form_tag = False
    # FormHelper would look for an address named "" each time.
    form_action = ""


class Plain:
    """For a form of another package: `class SignIn(Plain, LoginForm)`. Our own forms are a PlainForm."""

    bound_field_class = PlainBoundField
    use_required_attribute = False
    # The one field, if any, whose question is the page's heading.
    page_heading = ""
    label_size = "s"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for field in self.fields.values():
            speak_plainly(field)

    @cached_property
    def helper(self) -> FormHelper:
        """How `{% crispy form %}` draws the form."""
        return PlainHelper()

    @property
    def rows(self) -> list[BoundField]:
        """The fields in order, without those below the answer they belong to, and ticks that nobody asks for."""
        below = {
            name for field in self.fields.values() for names in getattr(field, "reveals", {}).values() for name in names
        }
        return [self[name] for name in self.fields if name not in below and self.is_asked_for(name)]

    def is_asked_for(self, name: str) -> bool:
        """Whether a field stands on the page: a tick to confirm something does where it is missing, or was made."""
        asked = self[name]
        return not isinstance(asked.field, ConfirmField) or bool(asked.value() or asked.problems)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page: where a link leads, and the sentence."""
        if not self.errors:
            return []
        fields = [self[name] for name in self.fields]
        first = next((field.first_control for field in fields if not field.is_hidden), "")
        found = [(first, problem) for problem in self.non_field_errors()]
        found += [(field.first_control, problem) for field in fields for problem in field.problems]
        return [(f"#{place}" if place else "", problem) for place, problem in found]


class PlainForm(Plain, forms.Form):
    """What our own forms are; a `quiet` one is shown again without a word about what is missing."""

    quiet = False

    @property
    def errors(self) -> ErrorDict:
        """What is wrong, or nothing while somebody is only adding a row, or a phrase."""
        return ErrorDict() if self.quiet else super().errors

    def only_wrong(self, problems: Mapping[str, str]) -> Self:
        """The same form with these errors and no others: what was sent could not be read."""
        self.full_clean()
        self.errors.clear()
        for name, problem in problems.items():
            self.add_error(name, problem)
        return self


@cache
def drawn_empty(form: type[PlainForm]) -> SafeString:
    """A form of staff before anybody has typed in it: drawn once, in English, with nobody's words in it."""
    return render_to_string("nhsuk/uni_form.html", {"form": form()})


def seen_revision(request: HttpRequest) -> int:
    """The revision that was on the screen, as a form sends it back; 0, which nothing saved has, where it does not."""
    return whole_number(request.POST.get("revision", "")) or 0


def whole_number(text: str) -> int | None:
    """A number from 0 on, of nine digits at most, as a hidden box sends it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def speak_plainly(field: forms.Field) -> None:
    """Have one of Django's own fields refuse hidden characters, and complain in plain words."""
    if isinstance(field, forms.CharField) and not isinstance(field, WordsField):
        field.validators.append(no_hidden_characters)
    for code, kind, words in INSTEAD:
        if isinstance(field, kind) and any(field.error_messages[code] is said for said in SAID_BY_DJANGO):
            field.error_messages[code] = words


def no_hidden_characters(text: Any) -> None:
    """Refuse what a keyboard does not type (ASVS 2.2)."""
    if isinstance(text, str) and (problem := hidden_character_problem(text.replace("\r", "\n"))):
        raise ValidationError(problem, code="hidden_character")
