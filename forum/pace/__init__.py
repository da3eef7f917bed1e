"""How often something may be tried: joining, recovering, signing in.

Counted in the database, so that a lock survives a restart and holds across processes. Whoever
tries is kept only as a keyed hash whose key changes every day: it cannot be turned back into an
address, nor joined from one day to the next.
"""

from forum.pace.tries import check, count, sweep

__all__ = ["check", "count", "sweep"]
