"""The people who buy: accounts, log-in by e-mail, addresses. Imports no other app of the house."""
