"""Log-in by e-mail."""

from django.contrib.auth.backends import ModelBackend


class EmailBackend(ModelBackend):
    """Django's own backend; CustomerManager.get_by_natural_key finds the account whatever the e-mail's case."""
