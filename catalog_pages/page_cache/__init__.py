"""The page cache: whole pages, the same for every shopper, held until what they show has changed.

docs/adr/0019-pages-are-kept-until-the-journal-says-otherwise.md tells how and why. In short: while a page is put
together it says by keys what it shows (`dependencies`); the database notes in a journal, in the transaction of each
change, the keys it concerns (`watches`, `triggers`); a kept page is handed out only where the journal, read at that
moment, names none of its keys since before it was put together (`journal`, `store`, `middleware`).
"""
