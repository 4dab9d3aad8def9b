"""Settings for a machine of one's own: the demo, development, `manage.py` by hand."""

from .base import *
from .base import env

DEBUG = env.bool("DEBUG", default=True)
