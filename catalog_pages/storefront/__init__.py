"""What the templates of the shop's pages are given, one page type a file."""
