"""The catalog_pages part of the REST API."""
