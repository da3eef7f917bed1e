"""Background loops: each a row of `jobs.all.JOBS`, each only a translator to one action.

A job is rows in our own tables, claimed by an UPDATE: any number of workers may run the same
loops, and one that dies loses nothing but its lease.
"""
