"""The only writer of the record."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from forum.audit.chain import mark, seal
from forum.audit.models import Act, Head
from forum.permissions import system_only


@system_only
def record(
    what: str,
    *,
    person: UUID | None = None,
    membership: UUID | None = None,
    role: str = "",
    group: UUID | None = None,
    subject: Model | None = None,
    facts: dict[str, Any] | None = None,
) -> Act:
    """The next row, inside the transaction of the act, and last in it: it locks the head until
    commit, so that there is one next row, and holds nobody up who still needs other rows."""
    assert transaction.get_connection().in_atomic_block
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.bulk_create([Head(pk=1, seal=seal(0, bytes(32)))], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=1)
    act = Act(
        seq=head.seq + 1,
        at=timezone.now(),
        person=person,
        membership=membership,
        role=role,
        group=group,
        what=what,
        subject_kind=subject._meta.model_name or "" if subject is not None else "",
        subject=str(subject.pk) if subject is not None else "",
        facts=facts or {},
        before=bytes(head.mark),
    )
    act.mark = mark(act)
    act.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=act.seq, mark=act.mark, seal=seal(act.seq, act.mark))
    return act


@system_only
def keep(
    module: str,
    name: str,
    by: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    out: Any,
) -> None:
    """Records an action marked with `@requires`: `by` did it, to its first model or to what came of
    it."""
    subject = next((one for one in (*args, out) if isinstance(one, Model)), None)
    record(
        f"{module.split('.')[-2]}.{name}",
        person=by.person_id,
        membership=by.pk,
        role=by.role,
        group=by.group_id,
        subject=subject,
        facts=_plain(kwargs),
    )


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """What of an action's arguments the record may hold: ids, numbers, times and names of the
    code. A string may be somebody's words, and so is left out."""
    kept: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, Enum):
            kept[name] = value.value
        elif isinstance(value, bool | int) or value is None:
            kept[name] = value
        elif isinstance(value, UUID):
            kept[name] = str(value)
        elif isinstance(value, datetime | date):
            kept[name] = value.isoformat()
        elif isinstance(value, Model):
            kept[name] = str(value.pk)
        elif hasattr(value, "for_the_record"):
            kept |= value.for_the_record()
    return kept
