"""What makes an order cheaper: the arithmetic (`engine`, `basket`), and which rules a cart may use (`offers`)."""
