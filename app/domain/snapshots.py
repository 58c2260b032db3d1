"""The frozen record of a cycle: how it is written, and the digest by which it is cited."""

import hashlib

FORMAT = 1
"""Of the content; a reader of the JSON file finds it under `format`."""


def digest_of(content: str) -> str:
    """SHA-256 over the canonical JSON text, as anybody can work it out from the file."""
    return hashlib.sha256(content.encode()).hexdigest()
