"""The way to an Elasticsearch: its address and keys from a URL, patience, and its errors in the port's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from elasticsearch import ApiError, Elasticsearch, SerializationError, TransportError
from elasticsearch.serializer import OrjsonSerializer

from search.engines.index import IndexUnavailable

# Indexes of the house begin so where the URL does not say otherwise.
PREFIX = "gongxu"
_PORT = 9200
# How long a search, a write and a change of builds may take.
SEARCH_S, WRITE_S, ADMIN_S = 5.0, 30.0, 60.0


@dataclass(frozen=True)
class Address:
    """Where a server is and who asks. Keys are in files, so that a URL can be shown."""

    hosts: tuple[str, ...]
    prefix: str = PREFIX
    user: str = ""
    password: str = field(default="", repr=False)
    api_key_file: str = ""
    ca_file: str = ""

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read `elasticsearch[+tls]://[user:password@]host[:port][,host…][/prefix][?api_key_file=…&ca_file=…]`.

        Raises ValueError for what is none.
        """
        parts = urlsplit(url)
        given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        unknown = given.keys() - {"api_key_file", "ca_file"}
        if unknown:
            raise ValueError(f"unknown options of an index URL: {', '.join(sorted(unknown))}")
        login, _, places = parts.netloc.rpartition("@")
        user, _, password = login.partition(":")
        scheme = "https" if parts.scheme.endswith("+tls") else "http"
        hosts = tuple(f"{scheme}://{_with_port(place)}" for place in places.split(",") if place)
        if not hosts:
            raise ValueError("an index URL needs a host: elasticsearch://host:9200/prefix")
        prefix = parts.path.strip("/") or PREFIX
        return cls(hosts, prefix, unquote(user), unquote(password), **given)

    def connect(self) -> Elasticsearch:
        """Return a client; nothing is sent yet. Raises IndexUnavailable where the key cannot be read."""
        options: dict[str, Any] = {}
        try:
            if self.api_key_file:
                options["api_key"] = Path(self.api_key_file).read_text().strip()
            elif self.user:
                options["basic_auth"] = (self.user, self.password)
            if self.ca_file:
                options["ca_certs"] = self.ca_file
            return Elasticsearch(
                list(self.hosts),
                serializer=OrjsonSerializer(),
                connections_per_node=16,
                request_timeout=SEARCH_S,
                # A refused connection is tried once more, elsewhere where there is an elsewhere; a slow answer is not.
                max_retries=1,
                retry_on_timeout=False,
                retry_on_status=(502, 504),
                **options,
            )
        except OSError as error:
            raise IndexUnavailable(f"the keys of the index: {error}") from error


@contextmanager
def server_faults() -> Iterator[None]:
    """Translate the driver's errors."""
    try:
        yield
    except ApiError as error:
        raise IndexUnavailable(f"the server answered {error.meta.status}: {error}") from error
    except (TransportError, SerializationError) as error:
        raise IndexUnavailable(f"the server cannot be reached: {error}") from error


def check_answer(answer: Any) -> None:
    """Raise IndexUnavailable for an answer that is only a part: the server sends it as if all were well."""
    failed = answer["_shards"]["failed"]
    if answer["timed_out"] or failed:
        raise IndexUnavailable("the server ran out of time" if answer["timed_out"] else f"{failed} shards failed")


def _with_port(place: str) -> str:
    host, colon, port = place.rpartition(":")
    return place if colon and host and port.isdigit() else f"{place}:{_PORT}"
