"""Helplines as data: who answers, how, when, for whom, and when somebody last checked.

`helplines.toml` holds them; `lines.now` puts what is open at this moment first. A line that nobody
has checked for half a year is `stale`, and its card says so.
"""
