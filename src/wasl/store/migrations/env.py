"""What Alembic runs: the migrations, on the connection and in the transaction of the store."""

from alembic import context

# SQLite undoes changes of tables with the rest, though Alembic assumes it does not.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
