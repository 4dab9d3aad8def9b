"""The pages of cart, checkout and orders. All of them work without JavaScript."""
