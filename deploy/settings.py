"""Settings of the house: the only reader of the environment (`GONGXU_*`); every default runs the embedded house."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self


def setting(default: Any, sentence: str, *, secret: bool = False, shown: bool = True) -> Any:
    """A setting with its default and the sentence that explains it; `shown` is not what may carry a password."""
    return field(default=default, repr=shown and not secret, metadata={"sentence": sentence, "secret": secret})


OTHERS = ("GONGXU_SERVERS_", "GONGXU_TEST_")
"""Names in the environment that are not settings of the house itself."""


class BadSetting(ValueError):
    """A value in the environment that cannot be used; says which and what would be right."""


@dataclass(frozen=True)
class Settings:
    """All settings. `{var}` and `{service}` in a URL are filled in when it is opened."""

    port: int = setting(8080, "Port of the site and of /graphql.")
    host: str = setting("127.0.0.1", "Address to listen on; 0.0.0.0 for all.")
    var: Path = setting(Path("var"), "Folder of all data of the embedded house.")
    store_url: str = setting("sqlite:///{var}/{service}.db", "Database of each service.", shown=False)
    store_admin_url: str = setting(
        "", "Database address of an administrator, for `migrate` to make role and schema of each service.", secret=True
    )
    log_url: str = setting("sqlite:///{var}/log.db", "The log of facts.", shown=False)
    index_url: str = setting("tantivy:///{var}/index", "The search index.", shown=False)
    peers_url: str = setting("inproc:", "How services reach each other; http://{service}:8000 when they are apart.")
    peers: str = setting("", "Services that live elsewhere than peers_url says: name=URL, divided by commas.")
    public_url: str = setting("", "Address people type; made of host and port when empty.")
    secret: str = setting("", "Secret that signs tokens; made at the first start and kept in var/secret.", secret=True)
    threads: int = setting(8, "Requests one web process answers at the same time.")
    log_level: str = setting("info", "Least level that is logged: debug, info, warning, error.")
    demo: bool = setting(True, "Whether the first start also creates the demo needs and conference (演示).")
    drain_seconds: int = setting(8, "Seconds an ending process may take to finish what is in hand.")
    linger_seconds: int = setting(0, "Seconds an ending process still answers after it has said it is not ready.")
    health_port: int = setting(0, "Port on which a `work` process answers /livez, /readyz and /metrics; 0 is none.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read `GONGXU_*`. Raises BadSetting for an unknown name or a value of the wrong form."""
        given = os.environ if environment is None else environment
        known = {f"GONGXU_{one.name.upper()}": one for one in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in given.items():
            if not name.startswith("GONGXU_") or name.startswith(OTHERS):
                continue
            if name not in known:
                raise BadSetting(f"{name}: unknown setting; known: {', '.join(sorted(known))}")
            values[known[name].name] = _read(name, text, known[name].default)
        return cls(**values)

    def url(self, template: str, service: str = "") -> str:
        """A URL with its places filled."""
        return template.replace("{var}", str(self.var.absolute())).replace("{service}", service)

    def peer_url(self, service: str) -> str:
        """Where a service is reached. Raises BadSetting when `peers` cannot be read."""
        elsewhere = {}
        for one in filter(None, self.peers.split(",")):
            name, equals, url = one.strip().partition("=")
            if not equals:
                raise BadSetting(f"GONGXU_PEERS: {one!r} is not name=URL")
            elsewhere[name] = url
        return elsewhere.get(service, self.peers_url)

    @property
    def is_apart(self) -> bool:
        """Whether services live in processes of their own, so that none may count on being alone with its data."""
        return not self.peers_url.startswith("inproc")

    @property
    def address(self) -> str:
        """The address people type."""
        host = "localhost" if self.host in {"0.0.0.0", "127.0.0.1"} else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    def find_secret(self) -> str:
        """The secret of the house; made once, readable by its owner alone."""
        if self.secret:
            return self.secret
        path = self.var / "secret"
        if not path.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            draft = self.var / f"secret.{os.getpid()}"
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)  # Fails when another process was first: then its secret is the one.
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise BadSetting(f"{name}: {text!r} is neither true nor false")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        if not text.isdigit():
            raise BadSetting(f"{name}: {text!r} is not a whole number")
        return int(text)
    return Path(text) if isinstance(default, Path) else text


def _cache() -> Path:
    # Not under root's home: a server runs as a user of its own and must be able to read it.
    return Path("/var/cache/gongxu-servers") if os.geteuid() == 0 else Path.home() / ".cache" / "gongxu-servers"


@dataclass(frozen=True)
class ServerSettings:
    """Where the real servers for tests are kept and listen (`GONGXU_SERVERS_*`)."""

    cache: Path
    run: Path
    postgresql_port: int = 25432
    kafka_port: int = 29092
    elasticsearch_port: int = 29200

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read `GONGXU_SERVERS_*`. Raises BadSetting for a value of the wrong form."""
        given = os.environ if environment is None else environment
        values: dict[str, Any] = {"cache": _cache(), "run": Path(f"/var/tmp/gongxu-servers-{os.geteuid()}")}
        for one in fields(cls):
            name = f"GONGXU_SERVERS_{one.name.upper()}"
            if name in given:
                values[one.name] = _read(name, given[name], values.get(one.name, one.default))
        return cls(**values)
