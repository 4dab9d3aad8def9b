"""Wagtail's management of users, so that managing users there is not a way to become a superuser."""
