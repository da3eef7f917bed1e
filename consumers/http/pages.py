"""Placeholder until the pages land."""


def csrf_failed(request: object, reason: str = "") -> None:
    raise NotImplementedError
