"""Applies one manipulation after another to a copy of an export and asks verify.py each time.

    python3 manipulate.py FOLDER   (with verify.py, events.jsonl ... and manipulations.txt in it)

A line of manipulations.txt: file, offset, kind (replace, delete, insert), byte. It prints the exit
code and the places found, for each.
"""
import contextlib
import io
import os
import sys

folder = sys.argv[1]
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
import verify  # noqa: E402

arguments = [os.path.join(folder, name) for name in
             ("events.jsonl", "checkpoint.txt", "log.vkey", "older.txt")]
for line in open(os.path.join(folder, "manipulations.txt")):
    name, offset, kind, byte = line.split()
    path, offset, byte = os.path.join(folder, name), int(offset), bytes([int(byte)])
    before = open(path, "rb").read()
    rest = before[offset:] if kind == "insert" else before[offset + 1:]
    with open(path, "wb") as file:
        file.write(before[:offset] + (b"" if kind == "delete" else byte) + rest)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            code = verify.main(arguments)
        except (OSError, UnicodeDecodeError):
            code = 2
    with open(path, "wb") as file:
        file.write(before)
    places = [found.replace("TAMPERED: ", "").split(": ")[0]
              for found in output.getvalue().splitlines() if found.startswith("TAMPERED")]
    print(code, ",".join(places))
