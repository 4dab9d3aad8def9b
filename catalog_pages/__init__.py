"""Goods and the pages that show them. Imports no other app of the house."""
