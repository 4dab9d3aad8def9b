"""The orders part of the REST API."""
