"""Alembic's way in: it migrates over the connection that `store.migrating` hands it."""

from __future__ import annotations

from alembic import context

from store.columns import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False
)
context.run_migrations()
