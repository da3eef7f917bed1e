"""How fast, how small, how steady: measured by hand, never in a timed test.

`python -m benchmarks NAME` starts real servers and measures one thing, `all` everything; the tables
go into `RESULTS.md`. Absolute figures belong to the machine they were made on; what counts are the
ratios to the baseline (the textbook Channels chat) and to the bare ceilings, taken in the same
round, one right after the other. The server is pinned to one core, and the load to another one
with PostgreSQL and Redis.
"""
