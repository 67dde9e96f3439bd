"""Run by Alembic: the migrations go through the connection, and in the transaction, that they are given."""

from alembic import context

from assessor.storage.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
