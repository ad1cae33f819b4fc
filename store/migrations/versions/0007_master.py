"""Suppliers and purchase orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing, or from 0006."""
    op.create_table(
        "suppliers",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("vat_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_suppliers_client"),
        sa.PrimaryKeyConstraint("id", name="pk_suppliers"),
        sa.UniqueConstraint("client", "id", name="uq_suppliers_client_id"),
    )
    op.create_index("ix_suppliers_client_folded", "suppliers", ["client", "folded"])
    op.create_index("ix_suppliers_client_vat_id", "suppliers", ["client", "vat_id"])
    op.create_table(
        "supplier_ibans",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("supplier_id", NUMBER, nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client", "supplier_id"], ["suppliers.client", "suppliers.id"], name="fk_supplier_ibans_client_supplier_id"
        ),
    )
    op.create_index("ix_supplier_ibans_client_iban", "supplier_ibans", ["client", "iban"])
    op.create_index("ix_supplier_ibans_supplier_id", "supplier_ibans", ["supplier_id"])
    op.create_table(
        "purchase_orders",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("total", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client"], ["clients.name"], name="fk_purchase_orders_client"),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_orders"),
    )
    op.create_index("ix_purchase_orders_client_folded", "purchase_orders", ["client", "folded"])
