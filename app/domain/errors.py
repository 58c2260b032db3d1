"""What can go wrong in the field's own terms. Messages are translated at the edge."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule was broken. `field` names the question to blame, where there is one."""

    def __init__(self, message: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params: Mapping[str, object] = params


class NotAllowed(DomainError):
    """The actor lacks the permission."""


class NotPossible(DomainError):
    """The step does not start from the present status, or the record moved meanwhile."""


class Incomplete(DomainError):
    """A submission lacks answers; `gaps` are the problems, in the order of the sections."""

    def __init__(self, message: str, gaps: list[object]) -> None:
        super().__init__(message, count=len(gaps))
        self.gaps = gaps


class NotFound(DomainError):
    """There is no such record, or it is not the actor's to know of."""
