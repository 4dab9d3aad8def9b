"""The customers' part of the REST API: djoser with the house's rules."""
