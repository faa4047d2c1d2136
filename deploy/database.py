"""Room for a service on a database server: a role that owns one schema and can reach no other."""

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL


def make_room(admin_url: str, url: URL) -> None:
    """Make the role and the schema of a store URL, and give them its password. Idempotent.

    Raises ValueError where the URL names no role or schema: a service must not work as the administrator.
    """
    role, schema = url.username, url.query.get("schema")
    if not role or not schema or not url.password:
        raise ValueError("the store URL must name a role, its password and a schema of its own")
    engine = create_engine(admin_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            _make(connection, role, str(url.password), str(schema), str(url.database))
    finally:
        engine.dispose()


def _make(connection: Connection, role: str, password: str, schema: str, database: str) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first()
    verb = "ALTER" if known else "CREATE"
    # A utility statement takes no parameters: the server itself writes the password as a literal.
    literal = connection.execute(text("SELECT quote_literal(:word)"), {"word": password}).scalar_one()
    for statement in (
        f"{verb} ROLE {quote(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {literal}",
        f"GRANT CONNECT ON DATABASE {quote(database)} TO {quote(role)}",
        f"CREATE SCHEMA IF NOT EXISTS {quote(schema)} AUTHORIZATION {quote(role)}",
        f"REVOKE ALL ON SCHEMA {quote(schema)} FROM PUBLIC",
    ):
        connection.exec_driver_sql(statement.replace("%", "%%"))
