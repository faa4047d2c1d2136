"""Apache Kafka from its Java artifacts: one broker or several that form a cluster, without ZooKeeper, on loopback."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from deploy.servers.managed import Managed, ServerFault, is_port_free, refuse_taken_port
from deploy.servers.packages import arriving, copy_dependencies, find_java, need_program

VERSION = "4.3.1"
LOG4J_VERSION = "2.25.1"
CLUSTER_ID = "R29uZ3h1VGVzdENsdXN0ZXI"
_LOGGING = """status = error
appender.c.type = Console
appender.c.name = c
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = [%d] %p %m (%c)%n
rootLogger.level = warn
rootLogger.appenderRef.c.ref = c
"""


class Kafka:
    """One broker that is its own controller, or one of a cluster when `voters` names several.

    `port` is for clients, `port + 1` for the controllers, `port + 2` for clients that sign in (SASL/PLAIN). With
    `seen_at`, `port + 3` is for clients that reach the broker by that port, such as one of a proxy in between.
    """

    name = "kafka"

    def __init__(self, run: Path, port: int, *, node: int = 1, voters: tuple[int, ...] = (), seen_at: int = 0) -> None:
        suffix = "" if node == 1 and not voters else f"-{node}"
        self.process = Managed(f"{self.name}{suffix}", run)
        self.port = port
        self._node = node
        self._voters = voters or (port + 1,)
        self._seen_at = seen_at
        self._folder = run / f"{self.name}{suffix}"
        self._cache: Path | None = None

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"kafka://127.0.0.1:{self.port}"

    def fetch(self, cache: Path) -> None:
        """Have the artifacts and a Java of at least 17."""
        self._cache = cache / f"kafka-{VERSION}"
        if find_java(17) is None:
            need_program("java", "openjdk-17-jre-headless")
        if self._cache.is_dir():
            return
        log4j = "org.apache.logging.log4j"
        wanted = [f"org.apache.kafka:kafka_2.13:{VERSION}"]
        wanted += [f"{log4j}:log4j-core:{LOG4J_VERSION}", f"{log4j}:log4j-slf4j-impl:{LOG4J_VERSION}"]
        with arriving(self._cache) as draft:
            copy_dependencies(cache, wanted, draft / "libs")

    def start(self, wait_seconds: float) -> None:
        """Format the folder where it is new, start, wait until clients are let in."""
        if self.process.pid() is not None:
            return
        refuse_taken_port(self.name, self.port)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "log4j2.properties").write_text(_LOGGING)
        settings = self._folder / "server.properties"
        settings.write_text("".join(f"{name}={value}\n" for name, value in self._settings().items()))
        if not (self._folder / "data" / "meta.properties").exists():
            self._format(settings)
        command = [*self._java(), "kafka.Kafka", str(settings)]
        self.process.launch(command, environment={"PATH": "/usr/bin:/bin"}, directory=self._folder)
        self.process.wait_until(self.is_ready, wait_seconds)

    def is_ready(self) -> bool:
        """Whether the clients' listener is open; it opens last, when the broker is let into the cluster."""
        return not is_port_free(self.port)

    def stop(self) -> None:
        """Let it hand over its leaderships and end."""
        self.process.stop()

    def _settings(self) -> dict[str, object]:
        copies = min(3, len(self._voters))
        enough = 2 if copies == 3 else 1
        voters = ",".join(f"{node}@127.0.0.1:{port}" for node, port in enumerate(self._voters, 1))
        plain = "org.apache.kafka.common.security.plain.PlainLoginModule"
        heard = {"PLAINTEXT": self.port, "CONTROLLER": self.port + 1, "SIGNED": self.port + 2}
        told = {"PLAINTEXT": self.port, "SIGNED": self.port + 2}
        if self._seen_at:
            heard["FAR"], told["FAR"] = self.port + 3, self._seen_at
        return {
            "process.roles": "broker,controller",
            "node.id": self._node,
            "controller.quorum.voters": voters,
            "listeners": _listed(heard),
            "advertised.listeners": _listed(told),
            "inter.broker.listener.name": "PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT,"
            "SIGNED:SASL_PLAINTEXT",
            "listener.name.signed.sasl.enabled.mechanisms": "PLAIN",
            "listener.name.signed.plain.sasl.jaas.config": f'{plain} required user_gongxu="gongxu-test";',
            "log.dirs": self._folder / "data",
            "auto.create.topics.enable": "false",
            "default.replication.factor": copies,
            "min.insync.replicas": enough,
            "offsets.topic.replication.factor": copies,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": copies,
            "transaction.state.log.min.isr": enough,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": copies,
            "share.coordinator.state.topic.min.isr": enough,
            "share.coordinator.state.topic.num.partitions": 1,
            "group.initial.rebalance.delay.ms": 0,
            "group.min.session.timeout.ms": 1000,
            "log.cleaner.backoff.ms": 200,
        }

    def _java(self) -> list[str]:
        home = find_java(17)
        if home is None or self._cache is None:
            raise ServerFault("kafka has not been fetched, or there is no Java of at least 17")
        memory = ["-Xms128m", "-Xmx512m", "-XX:TieredStopAtLevel=1"]
        logging = f"-Dlog4j2.configurationFile=file:{self._folder / 'log4j2.properties'}"
        return [str(home / "bin" / "java"), *memory, logging, "-cp", f"{self._cache / 'libs'}/*"]

    def _format(self, settings: Path) -> None:
        words = ["kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(settings), "--ignore-formatted"]
        done = subprocess.run([*self._java(), *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerFault(f"kafka could not format its folder:\n{(done.stdout + done.stderr)[-2000:]}")


def _listed(listeners: Mapping[str, int]) -> str:
    return ",".join(f"{name}://127.0.0.1:{port}" for name, port in listeners.items())
