"""What the machines share: all they do is rolled back, on an evening whose clock stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

BEGAN = datetime(2026, 11, 23, 19, tzinfo=UTC)


class RolledBack(RuleBasedStateMachine):
    """Everything happens within one transaction, which never happened."""

    def __init__(self) -> None:
        super().__init__()
        self._rollback = transaction.atomic()
        self._rollback.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._rollback.__exit__(None, None, None)


class Evening(RolledBack):
    """`shift` alone moves the time."""

    def __init__(self) -> None:
        self._clock = time_machine.travel(BEGAN, tick=False)
        self._now = self._clock.start()
        super().__init__()

    def shift(self, by: timedelta) -> None:
        self._now.shift(by)

    def teardown(self) -> None:
        super().teardown()
        self._clock.stop()


def run(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """So many runs of so many steps, however long each takes."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
