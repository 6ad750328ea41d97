"""Judges texts by patterns with Python's re: one line a pattern, one sign a text; E when it does not compile."""
import base64
import re
import sys
import warnings

warnings.simplefilter("error")
patterns, texts = [], []
for line in sys.stdin:
    kind, _, encoded = line.rstrip("\n").partition("\t")
    (patterns if kind == "P" else texts).append(base64.b64decode(encoded).decode("utf-8"))
for pattern in patterns:
    try:
        compiled = re.compile(pattern)
        print("".join("1" if compiled.search(text) else "0" for text in texts))
    except Exception as error:
        print("E", error)
