"""Walking the record from its first row to its head, in constant memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from forum.audit.chain import FIRST, mark, seal
from forum.audit.models import Act, Head


@dataclass(frozen=True)
class Sound:
    """Nothing is wrong. `mark` is the last one: to be compared with one written down elsewhere."""

    acts: int
    mark: str
    last: datetime | None


@dataclass(frozen=True)
class Broken:
    """The first row that is not as it was written. `how`: `changed`, `missing`, `moved` (with the
    place it belongs to in `belongs`), `added`, `head`."""

    seq: int
    how: str
    belongs: int | None = None


def verify() -> Sound | Broken:
    """The whole record, or the first row that is wrong."""
    head = Head.objects.filter(pk=1).first()
    if head is None:
        first = Act.objects.order_by("seq").first()
        return Sound(0, FIRST.hex(), None) if first is None else Broken(first.seq, "added")
    if not compare_digest(bytes(head.seal), seal(head.seq, bytes(head.mark))):
        return Broken(head.seq, "head")
    before, expected, last = FIRST, 1, None
    for act in Act.objects.order_by("seq").iterator(chunk_size=1000):
        if act.seq > head.seq:
            return Broken(act.seq, "added")
        if act.seq != expected:
            return Broken(expected, "missing")
        if not compare_digest(bytes(act.mark), mark(act)):
            return _wrong(act)
        if bytes(act.before) != before:
            # It is as it was written, and what stands before it is not.
            return Broken(act.seq, "changed")
        before, expected, last = bytes(act.mark), expected + 1, act.at
    if expected <= head.seq:
        return Broken(expected, "missing")
    if before != bytes(head.mark):
        return Broken(head.seq, "head")
    return Sound(head.seq, before.hex(), last)


def _wrong(act: Act) -> Broken:
    """Changed where it stands, or whole and in another's place?"""
    place = Act.objects.filter(mark=bytes(act.before)).values_list("seq", flat=True).first()
    for belongs in {place + 1 if place else 1, *_near(act.seq)}:
        if belongs != act.seq and compare_digest(bytes(act.mark), mark(act, seq=belongs)):
            return Broken(act.seq, "moved", belongs)
    return Broken(act.seq, "changed")


def _near(seq: int, reach: int = 1000) -> range:
    return range(max(1, seq - reach), seq + reach)
