"""What templates know of money and of the catalogue."""
