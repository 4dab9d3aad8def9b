"""The account's pages. Each parses, calls and renders; the rules are in the subject modules."""
