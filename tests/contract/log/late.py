"""`python -m tests.contract.log.late URL TOPIC NAME`: a writer for a test to kill; appends 3, and 4 when told to."""

import sys

from events.log import open_log
from tests.contract.log.reading import an_event


def main(url: str, topic: str, name: str) -> None:
    """Append as the sole writer of the name, or as anyone when there is none."""
    log = open_log(url)
    writer = log.sole_writer(name) if name else None
    if writer is not None:
        writer.claim()
    append = log.append if writer is None else writer.append
    append([an_event(topic, "k", 3)])
    print("ready", flush=True)
    sys.stdin.readline()
    append([an_event(topic, "k", 4)])


if __name__ == "__main__":
    main(*sys.argv[1:])
