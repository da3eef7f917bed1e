"""Groups and the rooms in them.

A `Group` is closed and anonymous: its people, its agreement, its policy. It meets in rooms of
five kinds: the `common` room that is there between sessions within opening hours, lasting
`topic` rooms, the `agreement` room where the group talks about what it agrees on, a `session` room
that opens only while a facilitator leads, a `side` room between one youth and adults, and the
`back` room, where the adults talk among themselves. `opening.py` says when a room takes messages,
`clauses.py` what an agreement is made of, `memberships/access.py` who may be in a room.
"""
