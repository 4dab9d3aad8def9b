"""The search's part of the API."""
