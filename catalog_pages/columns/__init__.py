"""Columns: the goods a site shows, as arrays in the memory of each process, for lists and the counts of facets.

docs/adr/0020-lists-are-counted-in-memory.md tells how and why. In short: a list of 100,000 products with its facets is
some scans of arrays, a few milliseconds, where SQL would group a million rows (`selection`, `counting`). The arrays
are read from the goods by SQL (`reading`), hold no more than lists are narrowed and sorted by (`table`), and follow
the journal of changes that the database writes (`keeping`), so that a list is never older than the last commit
before its request.
"""
