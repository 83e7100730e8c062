"""Django's PostgreSQL backend, which also has the embedded server running before it connects."""
