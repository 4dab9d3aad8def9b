"""Settings for a machine of one's own: the demo, development, `manage.py` by hand."""

from .base import *
from .base import env

DEBUG = env.bool("DEBUG", default=True)
# Who changes templates wants to see them.
PAGE_CACHE = env.bool("PAGE_CACHE", default=not DEBUG)
