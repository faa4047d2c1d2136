"""Where servers come from: the system's packages and Java artifacts, kept in a cache outside the project."""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from deploy.servers.managed import ServerFault

_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


@contextmanager
def locked(cache: Path) -> Iterator[None]:
    """One fetch at a time, also over several runs on this machine."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def arriving(target: Path) -> Iterator[Path]:
    """A folder to fetch into that becomes `target` when the block ends well: complete or absent, never half."""
    draft = Path(mkdtemp(dir=target.parent, prefix="arriving-"))
    try:
        yield draft
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def need_program(path: str, package: str) -> None:
    """Have a program, by installing its package where we may. Raises ServerFault where we may not."""
    if shutil.which(path) or Path(path).exists():
        return
    if os.geteuid() != 0:
        raise ServerFault(f"{path} is missing: sudo apt-get install {package}")
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ServerFault(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def fetch_artifacts(cache: Path, *arguments: str, directory: Path) -> None:
    """Let Maven fetch; its own repository lies in the cache."""
    need_program("mvn", "maven")
    command = ["mvn", "-B", "-q", "--no-transfer-progress", f"-Dmaven.repo.local={cache / 'm2'}", *arguments]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServerFault(f"maven could not fetch:\n{(done.stdout + done.stderr)[-3000:]}")


def copy_dependencies(cache: Path, artifacts: list[str], libraries: Path) -> None:
    """Fetch artifacts (`group:name:version`) with all they need at run time into one folder."""
    rows = "".join(map(_row, artifacts))
    pom = libraries.parent / "pom.xml"
    # slf4j is held at the version whose binding to log4j is among the artifacts.
    held = _row("org.slf4j:slf4j-api:1.7.36")
    pom.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>local</groupId><artifactId>server</artifactId><version>1</version><packaging>pom</packaging>"
        f"<dependencyManagement><dependencies>{held}</dependencies></dependencyManagement>"
        f"<dependencies>{rows}</dependencies></project>"
    )
    goal = f"{_DEPENDENCY_PLUGIN}:copy-dependencies"
    fetch_artifacts(cache, goal, "-DincludeScope=runtime", f"-DoutputDirectory={libraries}", directory=pom.parent)
    pom.unlink()


def _row(artifact: str) -> str:
    group, name, version = artifact.split(":")
    inner = f"<groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version>"
    return f"<dependency>{inner}</dependency>"


def unpack_part(cache: Path, artifact: str, pattern: str, target: Path) -> None:
    """Fetch a zipped artifact and unpack what matches a pattern."""
    goal = f"{_DEPENDENCY_PLUGIN}:unpack"
    wanted = (f"-Dartifact={artifact}", f"-DoutputDirectory={target}", f"-Dmdep.unpack.includes={pattern}")
    fetch_artifacts(cache, goal, *wanted, directory=target.parent)


def find_java(least: int, *, whole: bool = False) -> Path | None:
    """A Java of at least this version; `whole` asks for a full JDK. None when the machine has none."""
    for home in sorted(Path("/usr/lib/jvm").glob("*")):
        program = home / "bin" / "java"
        if not program.exists() or (whole and not (home / "bin" / "javac").exists()):
            continue
        told = subprocess.run([str(program), "-version"], capture_output=True, text=True, check=False).stderr
        found = re.search(r'version "(\d+)', told)
        if found and int(found.group(1)) >= least:
            return home
    return None
