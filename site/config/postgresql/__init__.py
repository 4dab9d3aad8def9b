"""PostgreSQL as Django talks to it, with connections of a pool that need no question before each request."""
