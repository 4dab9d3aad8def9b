"""What the Wagtail admin adds for editors of a shop: choosers, panels, the way to the back-office."""
