"""The art, the goods and the rooms of the demo shop, drawn by code. `demo.pictures` is the way in."""
