from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser, AnonymousUser, BaseUserManager
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from rest_framework.authtoken.models import Token

from customers.emails import MAX_LENGTH, validate_local_part
from customers.exceptions import EmailTaken

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from customers.models.address import Address


class CustomerQuerySet(models.QuerySet["Customer"]):
    def with_email(self, email: str) -> CustomerQuerySet:
        """The account with this e-mail whatever its case, or none. The database lowers both, as in the constraint."""
        return self.alias(lower_email=Lower("email")).filter(lower_email=Lower(Value(email.strip())))


class CustomerManager(BaseUserManager.from_queryset(CustomerQuerySet)):  # type: ignore[misc]
    """Makes customers by e-mail, and finds them whatever the case it is typed in."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> Customer:
        """The customer with this e-mail, whatever its case. Raises Customer.DoesNotExist."""
        return self.with_email(username or "").get()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Customer:
        """Make a customer who can log in at once; None as password makes one who must reset it first.

        The name and the e-mail's local part are stored as typed. Raises EmailTaken, also when somebody else was
        quicker, and ValueError without an e-mail.
        """
        if not email:
            raise ValueError("A customer needs an e-mail address.")
        customer: Customer = self.model(email=self.normalize_email(email.strip()), **fields)
        customer.set_password(password)
        try:
            with transaction.atomic(using=self.db):
                customer.save(using=self.db, force_insert=True)
        except IntegrityError:
            if self.with_email(email).exists():
                raise EmailTaken(email) from None
            raise
        return customer

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Customer:
        """Make a customer who may do everything in both admins. Raises EmailTaken."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class Customer(AbstractUser):
    """Anyone with an account, staff and editors too. The e-mail address is the log-in."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), max_length=MAX_LENGTH, validators=[validate_local_part])
    phone = PhoneNumberField(_("phone"), max_length=40, blank=True)
    activated_at = models.DateTimeField(
        _("activated"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the account first became active. Empty: the activation mail is still unanswered."),
    )
    email_changed_at = models.DateTimeField(_("e-mail changed"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = CustomerManager()  # type: ignore[misc]

    if TYPE_CHECKING:
        addresses: RelatedManager[Address]

    class Meta:
        ordering = ["-date_joined", "-pk"]
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [models.Index(fields=["-date_joined", "-id"], name="customer_newest_first")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="customer_email_unique_whatever_its_case",
                violation_error_message=_("There is already an account with this e-mail address."),
                violation_error_code="email_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def awaits_activation(self) -> bool:
        """Signed up and never activated; an account that staff switched off is not waiting, it is closed."""
        return not self.is_active and self.activated_at is None

    def may_be_changed_by(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Whoever can change the e-mail of an account with rights can take it over; so those are for superusers.

        Besides the permission to change customers. Up to two queries for an account that is not staff's.
        """
        if getattr(user, "is_superuser", False) or user == self:
            return True
        holds_rights = (
            self.is_staff or self.is_superuser or self.groups.exists() or self.user_permissions.exists()
        )
        return not holds_rights

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes when the account first became active, and ends API tokens with the password they were got by.

        Here, because both admins and Django's own commands change these without asking us.
        """
        if getattr(self, "_password", None) is not None and self.pk:  # set by set_password
            Token.objects.filter(user=self).delete()
        if self.is_active and self.activated_at is None:
            self.activated_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "activated_at"}
        super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Says a taken e-mail at its field: Django puts the violation of an expression above the form."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict({})
            general = errors.pop(NON_FIELD_ERRORS, [])
            taken = [each for each in general if each.code == "email_taken"]
            rest = [each for each in general if each.code != "email_taken"]
            if taken:
                errors["email"] = taken
            if rest:
                errors[NON_FIELD_ERRORS] = rest
            raise ValidationError(errors) from error
