"""Finding goods: the search page, over the goods behind published pages."""
