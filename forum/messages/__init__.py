"""A message: stored first, judged second, seen third.

`submit` stores it as PENDING and acknowledges: from there nothing can lose it. Screening leases
it (`pending.py`) and either publishes it - only then does it get a place in the room's timeline -
or holds it for a person. Until then nobody but its author and the moderators can read it.
`states.py` has the whole life as one table. Chat text is kept as typed (`text.py`) and shown as a
text node; only what facilitators write as rich text goes through Bleach (`richtext.py`).
"""
