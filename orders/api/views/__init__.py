"""The endpoints: parse, call the domain, answer."""
