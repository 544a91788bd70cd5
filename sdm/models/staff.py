"""Hospitals and the people who work in them."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator
from django.db import models

from sdm.rules.people import Actor, Kind, Role


class Hospital(models.Model):
    """A hospital: whose patients and staff are kept apart from every other hospital's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    contact_name = models.CharField(
        "whom patients ask", max_length=200, help_text="The team that answers patients' questions."
    )
    contact_details = models.CharField(
        "how to reach them", max_length=300, help_text="A phone number with its hours, or an e-mail address."
    )
    postal_address = models.TextField(
        "where forms are posted to",
        max_length=300,
        blank=True,
        help_text="Where patients post a form that they filled in on paper. Without it they are asked to bring it.",
    )
    days_to_think = models.PositiveSmallIntegerField(
        "days to think",
        default=1,
        db_default=1,
        validators=[MaxValueValidator(365)],
        help_text="How many days there should be between a decision and the procedure. Where there are fewer, staff "
        "write down why. With 1, only a procedure on the same day needs a reason.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet):
    """Staff, found by their e-mail address."""

    def clinicians_of(self, hospital_id: uuid.UUID) -> "UserQuerySet":
        """Those who may see and record conversations of a hospital, by name."""
        return self.filter(hospital_id=hospital_id, role=Role.CLINICIAN.value, is_active=True).order_by("name", "email")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts for staff, known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A member of staff; without a password they cannot sign in until one is set.

        The address is kept in small letters, which is how signing in looks for it.
        """
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The person who keeps hospitals and accounts in the admin site."""
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True, "role": Role.ADMINISTRATOR}
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff of one hospital, in one role."""

    ROLES = [
        (Role.CLINICIAN.value, "Clinician"),
        (Role.CONTENT_EDITOR.value, "Content editor"),
        (Role.ADMINISTRATOR.value, "Administrator"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True, help_text="As the record names it.")
    role = models.CharField(max_length=20, choices=ROLES)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="staff", null=True, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField(
        "keeps accounts", default=False, help_text="May open the admin site, where hospitals and accounts are kept."
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role=Role.CLINICIAN.value) | models.Q(hospital__isnull=False),
                name="clinician_has_hospital",
                violation_error_message="A clinician must belong to a hospital.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, by which the admin site's history tells people from each other besides their address."""
        return self.name

    @property
    def is_clinician(self) -> bool:
        """Whether this person may see and record conversations of their hospital."""
        return self.role == Role.CLINICIAN and self.hospital_id is not None

    def works_at(self, hospital_id: uuid.UUID) -> bool:
        """Whether this person is one of the clinicians of a hospital, and their account is open."""
        return self.is_active and self.is_clinician and self.hospital_id == hospital_id

    @property
    def is_content_editor(self) -> bool:
        """Whether this person may work on leaflets, for their hospital; administrators may too.

        Never whoever keeps accounts: with an account made for it they would be the second person, too.
        """
        in_the_team = self.role in (Role.CONTENT_EDITOR, Role.ADMINISTRATOR)
        return in_the_team and self.hospital_id is not None and not self.is_staff

    @property
    def is_administrator(self) -> bool:
        """Whether this person may publish editions."""
        return self.is_content_editor and self.role == Role.ADMINISTRATOR

    def as_actor(self) -> Actor:
        """This person as the record names them."""
        name = f"{self.name}, {self.job_title}" if self.job_title else self.name
        return Actor(Kind.STAFF, str(self.id), name)

    def as_named(self) -> dict[str, str]:
        """This person as a record names somebody who did not act: by id, and by their name on that day."""
        actor = self.as_actor()
        return {"id": actor.id, "name": actor.name}
