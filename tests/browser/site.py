"""The server that the browsers visit."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    url: str
    log: Path
    instance: Path

    def log_length(self) -> int:
        return self.log.stat().st_size

    def log_since(self, position: int) -> str:
        """What the server has said since; it says nothing while all is well."""
        return self.log.read_bytes()[position:].decode()
