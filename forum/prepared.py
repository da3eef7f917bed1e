"""Querysets whose SQL is built once.

Building a query costs Django more than running it, several times over for one that joins. The few
that run with every message are prepared here: written as any other queryset, compiled at their
first use, and after that run with other values. Everything else - converters, rows into objects -
is Django's own; `tests/forum/test_prepared.py` holds each against the plain queryset.
"""

from __future__ import annotations

import copy
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery
from django.db.models.sql.constants import ROW_COUNT

Row = TypeVar("Row")
# Where a value of the arguments goes: which argument, and which item of it if it is a list.
_Place = tuple[int, int | None]


@dataclass(frozen=True)
class _Compiled:
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: dict[int, _Place]  # parameter -> where its value comes from
    converters: Any  # of columns into values

    def run(self, values: Sequence[Any]) -> Any:
        """The compiler, ready to execute with these values on this thread's connection."""
        here = connections[DEFAULT_DB_ALIAS]
        params = list(self.params)
        for at, (argument, item) in self.places.items():
            value = values[argument] if item is None else values[argument][item]
            params[at] = _adapted(value, here)
        ready = copy.copy(self.compiler)
        ready.connection = here
        ready.as_sql = lambda *_, **__: (self.sql, tuple(params))
        ready.get_converters = lambda _: self.converters
        return ready


class _Prepared:
    """Keeps one compiled form for each length (rounded up) of the lists among the arguments."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[int, ...], _Compiled] = {}

    def _query(self, values: Sequence[Any]) -> Any:
        raise NotImplementedError

    def _ready(self, arguments: Sequence[Any]) -> Any:
        values = [_rounded(a) if isinstance(a, list) else a for a in arguments]
        shape = tuple(len(value) for value in values if isinstance(value, list))
        compiled = self._compiled.get(shape)
        if compiled is None:
            compiled = self._compiled[shape] = self._compile(values)
        return compiled.run(values)

    def _compile(self, values: Sequence[Any]) -> _Compiled:
        stand_ins = [
            [_stand_in(item) for item in value] if isinstance(value, list) else _stand_in(value)
            for value in values
        ]
        here = connections[DEFAULT_DB_ALIAS]
        found: dict[Any, _Place] = {}
        for argument, value in enumerate(stand_ins):
            items = enumerate(value) if isinstance(value, list) else [(None, value)]
            found |= {_adapted(one, here): (argument, item) for item, one in items}
        compiler = self._query(stand_ins).get_compiler(connection=here)
        sql, params = compiler.as_sql()
        # An update has no columns to give.
        columns = [column for column, *_ in (compiler.select or ())]
        places = {
            at: found[value]
            for at, value in enumerate(params)
            if isinstance(value, (uuid.UUID, datetime, int, str)) and value in found
        }
        lost = set(found.values()) - set(places.values())
        assert not lost, f"not found in the query: {lost}"
        converters = compiler.get_converters(columns)
        return _Compiled(compiler, sql, tuple(params), places, converters)


class Prepared(_Prepared, Generic[Row]):
    """`make` gives the queryset for its arguments: UUIDs, times, numbers, texts, or lists of
    them that are not empty. Each must stand in the query as it is. A call gives what the queryset
    would: objects, or tuples for a `values_list`."""

    def __init__(self, make: Callable[..., models.QuerySet[Any, Row]]) -> None:
        super().__init__()
        self._make = make
        self._tuples = False

    def _query(self, values: Sequence[Any]) -> Any:
        made = self._make(*values)
        self._tuples = made._iterable_class is not ModelIterable
        return made.query

    def __call__(self, *arguments: Any) -> list[Row]:
        ready = self._ready(arguments)
        if self._tuples:
            return list(ready.results_iter(tuple_expected=True))
        return list(ModelIterable(_Result(ready)))  # type: ignore[arg-type]


class PreparedUpdate(_Prepared):
    """`make` gives the queryset and what to set for its arguments. A call gives the number of
    rows changed."""

    def __init__(
        self, make: Callable[..., tuple[models.QuerySet[Any, Any], dict[str, Any]]]
    ) -> None:
        super().__init__()
        self._make = make

    def _query(self, values: Sequence[Any]) -> Any:
        rows, change = self._make(*values)
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(change)
        query.clear_select_clause()
        return query

    def __call__(self, *arguments: Any) -> int:
        changed: int = self._ready(arguments).execute_sql(ROW_COUNT)
        return changed


class _Result:
    """As much of a queryset as Django needs to turn rows into objects."""

    db = "default"
    _known_related_objects: dict[Any, Any] = {}
    chunked_fetch = False

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler
        self.query = self

    def get_compiler(self, **_: Any) -> Any:
        return self._compiler


def _rounded(items: list[Any]) -> list[Any]:
    """Lengthened to a power of two by repeating the last: few lengths, few compiled forms."""
    length = 1 << (len(items) - 1).bit_length()
    return items + items[-1:] * (length - len(items))


def _stand_in(value: Any) -> Any:
    """A value of the same kind that stands nowhere else."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, datetime):
        return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(40))
    return 10**12 + secrets.randbits(40) if isinstance(value, int) else secrets.token_hex(16)


def _adapted(value: Any, here: Any) -> Any:
    """As the database driver is given it."""
    if isinstance(value, uuid.UUID):
        return value if here.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    return value
