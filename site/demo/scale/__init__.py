"""A believable shop of any size, made up by the same dice each time: for measuring, and for seeing how it holds."""
