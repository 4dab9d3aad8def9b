"""Production's settings, with one more address: a view that does nothing."""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
