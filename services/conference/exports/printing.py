"""Printing one document with typst; as a program of its own it reads the data from standard input and prints to output.

Equal data give equal bytes with the same version of typst and the same font; nothing of the system is read.
"""

import subprocess
import sys
from pathlib import Path

import typst

STATIC = Path(__file__).parent / "static"


class PrintError(ValueError):
    """A document that typst refuses; the sentence is its own."""


def print_document(template: str, data: str, *, is_single: bool = False) -> bytes:
    """The PDF of a template filled with data (JSON). What users typed enters as data, never as code.

    A single sheet is tagged and fit for archives (PDF/A-2b, which refuses characters that the font lacks); a large run
    is neither: its tags would make it six times as large.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(STATIC / "fonts")])
    compiler = typst.Compiler(STATIC / template, root=STATIC, font_paths=fonts, sys_inputs={"data": data})
    try:
        printed = compiler.compile(format="pdf", pdf_standards=["a-2b"] if is_single else [], pdf_tags=is_single)
    except typst.TypstError as fault:
        raise PrintError(fault.message) from fault
    assert isinstance(printed, bytes)
    return printed


def print_apart(template: str, data: str) -> bytes:
    """The same in a process of its own, which gives back the memory that typst keeps for its next document."""
    command = [sys.executable, "-m", "services.conference.exports.printing", template]
    done = subprocess.run(command, input=data.encode(), capture_output=True, check=False)
    if done.returncode:
        raise PrintError(done.stderr.decode(errors="replace")[-300:])
    return done.stdout


if __name__ == "__main__":
    sys.stdout.buffer.write(print_document(sys.argv[1], sys.stdin.buffer.read().decode()))
