"""What shoppers type into the cart and the checkout."""
