"""Alembic migrations: one file a step, in order, never changed once released."""
