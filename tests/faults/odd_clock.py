"""manage.py with a clock that is wrong by as many seconds as the file named in FAULTS_CLOCK says.

All of the source asks `django.utils.timezone.now` for the time, so that is what is bent. The
monotonic clock, which does not jump when an administrator sets the other, stays as it is.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from django.utils import timezone

OFFSET = Path(os.environ.get("FAULTS_CLOCK", ""))


def now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(OFFSET.read_text()))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    timezone.now = now
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
