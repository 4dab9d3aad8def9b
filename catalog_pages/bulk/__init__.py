"""Writes new goods and pages by the thousand, as rows rather than as objects.

For whoever brings a catalogue that is not there yet: every row is new, nothing is looked at twice, no signal is sent.
What the slow way leaves behind is left behind here too: trees that hold, a first revision and a history for each
page, Wagtail's index of references, a ledger that sums to the levels. The search indexes come last, by
`catalog_pages.bulk.searching`. See docs/adr/0018.
"""
