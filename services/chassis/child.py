"""The child that works the body of one run; it can be killed, and dies with the process that started it."""

import json
import os
import sys
import threading
from importlib import import_module
from pathlib import Path


def main(body: str, source: str, target: str) -> None:
    """Run `module:function` on the bytes of `source`; the result appears at `target` whole or not at all."""
    threading.Thread(target=_die_with_parent, daemon=True).start()
    module, _, name = body.partition(":")
    output: bytes = getattr(import_module(module), name)(Path(source).read_bytes(), _report)
    partial = Path(target).with_suffix(".partial")
    partial.write_bytes(output)
    partial.rename(target)


def _report(percent: int, **figures: int | str) -> None:
    line = json.dumps({"progress": percent, "figures": figures})
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    # The parent holds the other end of our standard input; when that ends, nobody wants the result any more.
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:4])
