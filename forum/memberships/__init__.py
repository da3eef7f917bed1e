"""A membership: one person in one group, under one alias.

Everything anyone does in a group is done by a `Membership`; what other members see of a person is
exactly that, and it cannot be joined to the same person's membership elsewhere. `access.py` is
the only way in: it gives the membership for a room or group, or the same refusal whether the
place is unknown or forbidden.
"""
