"""Limits: from where on a score is a finding, as people have accepted it.

`screening/thresholds.toml` is the default. A set of limits is laid over it, for the whole
installation or for one group. `manage.py calibrate` works one out from moderators' decisions and
proposes it; nothing changes until two people have accepted, and one can take it back at once:
PROPOSED -> IN_FORCE <-> REPLACED, or PROPOSED -> TURNED_DOWN. What a set would have changed is
replayed from the scores every verdict keeps (`replay`), so a proposal needs no time on trial.
"""
