"""Puts the demo shop's data into the database: goods, pages, the shop's own settings, people and their orders."""
