"""The URL of a log on Kafka, and what its clients are told because of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

FORM = "kafka://[USER:PASSWORD@]HOST:PORT[,HOST:PORT…][?session_s=&hang_s=&answer_s=&member=&prefix=&tls=&sasl=…]"
TOPIC_OPTION = "topic."
NEVER_MS = 2_147_483_647
LINGER_MS = 1000
"""How long a batch waits for more, unless it is full or flushed, as every append does when it has said all."""


@dataclass(frozen=True)
class KafkaSettings:
    """What the URL says.

    `session_s`: how long a killed member keeps its partitions; `hang_s`: how long one that lives and does not poll.
    `answer_s`: how long a call waits for the brokers before it raises Unavailable. `member`: the replica's stable name,
    with which it has its partitions back at once after a restart. `prefix` stands before every topic, group and name of
    a writer, so that several houses can share a cluster. `topic`: settings of every topic that is created. `proxy`: the
    URL of an HTTP (CONNECT) or SOCKS5 proxy through which the brokers are reached.
    """

    servers: tuple[str, ...]
    session_s: float = 10.0
    hang_s: float = 60.0
    answer_s: float = 30.0
    member: str = ""
    prefix: str = ""
    proxy: str = ""
    topic: Mapping[str, str] = field(default_factory=dict)
    security: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def client(self) -> dict[str, Any]:
        """What every client is told. Brokers that come back are found within a second, not within thirty."""
        through = {"proxy_url": self.proxy} if self.proxy else {}
        return {
            **through,
            "bootstrap_servers": list(self.servers),
            "bootstrap_timeout_ms": int(self.answer_s * 1000),
            "reconnect_backoff_ms": 50,
            "reconnect_backoff_max_ms": 1000,
            "retry_backoff_ms": 100,
            **self.security,
        }

    @property
    def producer(self) -> dict[str, Any]:
        """What a producer is told. A batch never expires: it would be a hole, and its repetition out of order."""
        return {
            **self.client,
            "acks": "all",
            "enable_idempotence": True,
            "max_in_flight_requests_per_connection": 5,
            "retries": float("inf"),
            "delivery_timeout_ms": NEVER_MS,
            "linger_ms": LINGER_MS,
            "compression_type": "gzip",
            "batch_size": 131072,
            "request_timeout_ms": 10000,
            "max_block_ms": int(min(10.0, self.answer_s) * 1000),
            "max_request_size": 1048576,
            "allow_auto_create_topics": False,
        }

    @property
    def reader(self) -> dict[str, Any]:
        """What a consumer without a group is told: what a transaction has not committed is not there."""
        return {
            **self.client,
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "isolation_level": "read_committed",
            "request_timeout_ms": 15000,
            "allow_auto_create_topics": False,
        }

    @property
    def member_of_group(self) -> dict[str, Any]:
        """What a consumer in a group is told."""
        session_ms = int(self.session_s * 1000)
        named = {"group_instance_id": self.member} if self.member else {}
        return {
            **self.reader,
            "max_poll_records": 500,
            "fetch_max_wait_ms": 500,
            "max_poll_interval_ms": int(self.hang_s * 1000),
            "session_timeout_ms": session_ms,
            "heartbeat_interval_ms": max(100, session_ms * 3 // 10),
            **named,
        }


def read_settings(url: str) -> KafkaSettings:
    """Read a URL. Raises ValueError for any other form, without repeating the password."""
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    servers = tuple(host for host in hosts.split(",") if host)
    if not servers or parts.path.strip("/") or not all(":" in server for server in servers):
        raise ValueError(f"unusable log URL for {hosts!r}: {FORM}")
    topic = {name.removeprefix(TOPIC_OPTION): options.pop(name) for name in list(options) if name.startswith("topic.")}
    security = _read_security(login, options)
    try:
        seconds = {name: float(options.pop(name)) for name in ("session_s", "hang_s", "answer_s") if name in options}
    except ValueError as error:
        raise ValueError(f"unusable log URL for {hosts!r}: {error}") from error
    settings = KafkaSettings(
        servers,
        member=options.pop("member", ""),
        prefix=options.pop("prefix", ""),
        proxy=options.pop("proxy", ""),
        topic=topic,
        security=security,
        **seconds,
    )
    if options or min(settings.session_s, settings.hang_s, settings.answer_s) <= 0:
        raise ValueError(f"unusable log URL for {hosts!r}, {', '.join(sorted(options)) or 'seconds'}: {FORM}")
    return settings


def _read_security(login: str, options: dict[str, str]) -> dict[str, Any]:
    """TLS when `tls=1` or a file is named: `ca` (whom to believe), `certificate` and `key` (who we are).

    With user and password the client signs in, by the mechanism `sasl` names: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512.
    """
    files = {"ca": "ssl_cafile", "certificate": "ssl_certfile", "key": "ssl_keyfile"}
    security: dict[str, Any] = {files[name]: options.pop(name) for name in files if name in options}
    is_tls = options.pop("tls", "0") not in ("", "0") or bool(security)
    mechanism = options.pop("sasl", "PLAIN")
    if login:
        user, _, password = login.partition(":")
        security |= {
            "sasl_mechanism": mechanism,
            "sasl_plain_username": unquote(user),
            "sasl_plain_password": unquote(password),
        }
    protocol = ("SASL_" if login else "") + ("SSL" if is_tls else "PLAINTEXT")
    return security | {"security_protocol": protocol}
