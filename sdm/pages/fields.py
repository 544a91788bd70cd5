"""The fields that forms are made of: they keep what people type as typed, and say in plain words what to mend."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sdm.rules import nhs_number
from sdm.rules.dates import DateProblem, birth_date_problem, date_from_boxes
from sdm.rules.words import has_a_word, is_blank, names_something, names_when

# Characters that a keyboard does not type and that a database or a PDF would stumble over; half a character too.
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
HIDDEN_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


def hidden_character_problem(text: str, pattern: re.Pattern = HIDDEN) -> str:
    """Say where in a text the first character stands that cannot be kept; empty where there is none."""
    found = pattern.search(text)
    if not found:
        return ""
    before = text[: found.start()].rstrip().rpartition("\n")[2]
    words = before[-20:].strip()
    if not words:
        return gettext(
            "There is a hidden character at the start that we cannot save. Delete it, or type that part again"
        )
    sentence = gettext(
        "There is a hidden character after “%(words)s” that we cannot save. Delete it, or type that part again"
    )
    return sentence % {"words": words}


def wording(text: str) -> None:
    """A validator: a text with a word in it; a dot or a letter would count for nothing."""
    if not has_a_word(text):
        raise ValidationError("Write it in words. This does not count as an answer")


def naming(text: str) -> None:
    """A validator: words that name somebody or something; less would count for nothing."""
    if not names_something(text):
        raise ValidationError("Write it in words. This does not count as an answer")


def naming_when(text: str) -> None:
    """The same where a day or a number is enough."""
    if not names_when(text):
        raise ValidationError("Write it in words or numbers. This does not count as an answer")


class Longest(MaxLengthValidator):
    """How many characters words may have; its numbers are given as the box counts them, such as 4,000."""

    def __call__(self, value: str) -> None:
        """Raises ValidationError where there are more."""
        limit, length = self.limit_value, len(value)
        if length > limit:
            params = {"limit_value": f"{limit:,}", "show_value": f"{length:,}"}
            raise ValidationError(self.message, code=self.code, params=params)


class WordsField(forms.CharField):
    """A person's own words, on as many lines as they like, kept as typed."""

    widget = forms.Textarea
    hidden = HIDDEN
    default_error_messages = {
        "required": _("Write something in this box"),
        "max_length": _("This must be %(limit_value)s characters or fewer. You have written %(show_value)s"),
    }

    def __init__(self, *, max_length: int | None = 4000, rows: int = 6, **kwargs) -> None:
        self.rows = rows
        super().__init__(max_length=max_length, **kwargs)
        self.validators = [
            Longest(one.limit_value) if isinstance(one, MaxLengthValidator) else one for one in self.validators
        ]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut off pasted words without a sound."""
        if isinstance(widget, forms.Textarea):
            return {"rows": self.rows, "dir": "auto"}
        return {"dir": "auto"}

    def to_python(self, value: Any) -> str:
        """The words without the white space around them, their lines ending in one character."""
        text = "" if value is None else str(value)
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if is_blank(text):
            return self.empty_value
        if problem := hidden_character_problem(text, self.hidden):
            raise ValidationError(problem, code="hidden_character")
        return text


class LineField(WordsField):
    """One line of words, such as a name; `width` is how many characters its box is wide (2, 3, 4, 5, 10, 20, 30)."""

    widget = forms.TextInput
    hidden = HIDDEN_IN_A_LINE
    default_error_messages = {"required": _("Fill in this box")}

    def __init__(self, *, max_length: int | None = 200, width: int | None = None, **kwargs) -> None:
        self.width = width
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How wide the box is."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "class": f"nhsuk-input--width-{self.width}"} if self.width else attrs


class NumberField(LineField):
    """A whole number from 0 to `most`, typed in a small box; gives an int, or None where it is left empty."""

    default_error_messages = {"invalid": _("Enter a whole number from 0 to %(most)s, like 5")}

    def __init__(self, *, most: int, **kwargs) -> None:
        self.most = most
        super().__init__(**{"width": 3, "max_length": None, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keyboard with numbers."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """The number, in the digits of a keyboard."""
        text = super().to_python(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= self.most):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"most": self.most})
        return int(text)


class MailAddressField(LineField):
    """An e-mail address of a patient."""

    widget = forms.EmailInput
    default_error_messages = {
        "required": _("Enter an e-mail address"),
        "invalid": _("Enter an e-mail address like name@example.com"),
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_length": 254, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing is offered from what others typed."""
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        """The address, if mail can be sent to it."""
        text = super().to_python(value)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return text


class NHSNumberField(LineField):
    """An NHS number, typed with or without spaces; gives its ten digits."""

    default_error_messages = {"required": nhs_number.TEN_DIGITS}

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"label": "NHS number", "width": 10, "max_length": None, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keyboard with numbers; nothing is offered from what others typed."""
        return {
            "class": "nhsuk-input--width-10 nhsuk-input--code",
            "inputmode": "numeric",
            "autocomplete": "off",
            "spellcheck": "false",
        }

    def to_python(self, value: Any) -> str:
        """The ten digits, once the last has checked the others."""
        text = super().to_python(value)
        if not text:
            return text
        try:
            return nhs_number.clean(text)
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from None


class RadiosField(forms.ChoiceField):
    """One answer out of a few.

    `hints` says more about an answer; `reveals` names the fields that belong to one, and stand below it. Both go by
    the answer's value. `look` is "inline" or "small", or both. What `clears` can be left without an answer again.
    """

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose one answer"),
        "invalid_choice": _("Choose one of the answers on this page"),
    }

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Iterable[str]] | None = None,
        look: str = "",
        clears: bool = False,
        **kwargs,
    ) -> None:
        self.hints, self.reveals, self.look, self.clears = hints or {}, reveals or {}, look, clears
        super().__init__(**kwargs)


class CheckboxesField(forms.MultipleChoiceField):
    """Any number of answers; `alone` is the value of an answer such as "None of these", which excludes the others."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Choose at least one answer"),
        "invalid_choice": _("Choose from the answers on this page"),
        "invalid_list": _("Choose from the answers on this page"),
        "alone": _("Choose “%(answer)s” only if you choose nothing else"),
    }

    def __init__(
        self,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, Iterable[str]] | None = None,
        alone: str = "",
        look: str = "",
        **kwargs,
    ) -> None:
        self.hints, self.reveals, self.alone, self.look = hints or {}, reveals or {}, alone, look
        super().__init__(**kwargs)

    def validate(self, value: list[str]) -> None:
        """The answers offered, and not "none of these" beside others."""
        super().validate(value)
        if self.alone in value and len(set(value)) > 1:
            answer = next(label for choice, label in self.choices if str(choice) == self.alone)
            raise ValidationError(self.error_messages["alone"], code="alone", params={"answer": answer})


class ConfirmField(forms.BooleanField):
    """A tick that is asked for only where something else on the form is unusual; else it does not stand on the page."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"required": False, **kwargs})


class DateBoxes(forms.Widget):
    """Boxes for a day, a month and a year; the form pack draws them (`nhsuk/date_boxes.html`)."""

    use_fieldset = True
    boxes = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None, autocomplete: str = "") -> None:
        super().__init__(attrs)
        self.autocomplete = autocomplete

    def value_from_datadict(self, data: Mapping, files: Any, name: str) -> dict[str, str]:
        """What stands in each box, as typed."""
        return {box: str(data.get(f"{name}_{box}", "")) for box in self.boxes}

    def value_omitted_from_data(self, data: Mapping, files: Any, name: str) -> bool:
        """Whether the page had none of the boxes."""
        return all(f"{name}_{box}" not in data for box in self.boxes)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A legend names the boxes; each has a label of its own."""
        return ""

    def format_value(self, value: Any) -> dict[str, str]:
        """What to show in each box: what was typed, or the parts of a date."""
        if isinstance(value, dict):
            return value
        if not value:
            return dict.fromkeys(self.boxes, "")
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}


class AppointmentBoxes(DateBoxes):
    """Boxes for a day, a month, a year and a time of day."""

    boxes = ("day", "month", "year", "time")

    def format_value(self, value: Any) -> dict[str, str]:
        """A moment is shown as the clock shows it at the hospital."""
        if isinstance(value, datetime):
            value = timezone.localtime(value, timezone.get_default_timezone()) if timezone.is_aware(value) else value
            return {**super().format_value(value), "time": f"{value:%H:%M}"}
        return {"time": "", **super().format_value(value)}


def has_come(name: str = "The day") -> Callable[[date], None]:
    """A validator: a day that is today or has passed."""

    def check(day: date) -> None:
        if day > timezone.localdate():
            raise ValidationError(f"{name} must be today or in the past")

    return check


def is_to_come(*, within: timedelta | None = None, too_far: str = "") -> Callable[[date], None]:
    """A validator: a day that is today or to come, and not by a slip in a year far away, which `too_far` says."""

    def check(day: date) -> None:
        if day < timezone.localdate():
            raise ValidationError("The day must be today or in the future")
        if within and day > timezone.localdate() + within:
            raise ValidationError(f"Check the year: {too_far}")

    return check


class DateBoxesField(forms.Field):
    """A date in three boxes; an error knows which boxes it is about (`params["boxes"]`)."""

    widget = DateBoxes
    default_error_messages = {"required": _("Enter a date")}

    def __init__(self, *, autocomplete: str = "", **kwargs) -> None:
        super().__init__(**kwargs)
        if autocomplete:
            self.widget.autocomplete = autocomplete

    def to_python(self, value: Any) -> date | None:
        """The date in the boxes, or None where all of them are empty."""
        if value is None or isinstance(value, date):
            return value
        if not any(text.strip() for text in value.values()):
            return None
        return self.read_boxes(value)

    def read_boxes(self, typed: dict[str, str]) -> date:
        """The date in boxes that hold something."""
        try:
            return date_from_boxes(typed["day"], typed["month"], typed["year"])
        except DateProblem as problem:
            raise _wrong(gettext(problem.message) % problem.params, *problem.boxes) from None


class BirthDateField(DateBoxesField):
    """A date of birth; for a person's own, pass `autocomplete="bday"`."""

    default_error_messages = {"required": _("Enter a date of birth")}

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"label": _("Date of birth"), "help_text": _("For example, 27 3 1958"), **kwargs})

    def validate(self, value: date | None) -> None:
        """A day that somebody can have been born on."""
        super().validate(value)
        if value and (problem := birth_date_problem(value, timezone.localdate())):
            raise _wrong(gettext(problem), "day", "month", "year")


class AppointmentField(DateBoxesField):
    """A day and a time of day at the hospital; gives the moment, in the hospital's time zone."""

    widget = AppointmentBoxes
    default_error_messages = {
        "required": "Enter the date and time of the appointment",
        "no_time": "Enter the time of the appointment, like 09:30",
        "wrong_time": "Enter a time from 00:00 to 23:59, like 09:30 or 14:15",
        "no_such_time": "The clocks go forward that night, so there is no such time. Check the time",
    }

    def read_boxes(self, typed: dict[str, str]) -> datetime:
        """The moment; where date and time are both wrong, both are named."""
        problems, day, clock = [], None, None
        try:
            if not any(typed[box].strip() for box in ("day", "month", "year")):
                raise _wrong("Enter the date of the appointment", "day", "month", "year")
            day = super().read_boxes(typed)
        except ValidationError as problem:
            problems.append(problem)
        try:
            clock = self.read_time(typed["time"].strip())
        except ValidationError as problem:
            problems.append(problem)
        if problems:
            raise ValidationError(problems)
        return self.moment(day, clock)

    def read_time(self, text: str) -> time:
        """A time of day such as 9:30, 09.30 or 14:15."""
        if not text:
            raise _wrong(self.error_messages["no_time"], "time")
        found = CLOCK.fullmatch(text)
        if not found:
            raise _wrong(self.error_messages["wrong_time"], "time")
        return time(int(found[1]), int(found[2]))

    def moment(self, day: date, clock: time) -> datetime:
        """When the clock shows this; in the hour that comes twice in October, the first time."""
        zone = timezone.get_default_timezone()
        moment = datetime.combine(day, clock, tzinfo=zone)
        # The hour that is skipped in March comes back as another one.
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise _wrong(self.error_messages["no_such_time"], "time")
        return moment


def _wrong(problem: str, *boxes: str) -> ValidationError:
    return ValidationError(problem.replace("%", "%%"), code="invalid", params={"boxes": boxes})
