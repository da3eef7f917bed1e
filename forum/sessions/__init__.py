"""A session: the hour a group meets, led by a facilitator; often one evening of a series.

Each session has a room of its own that takes messages only while a facilitator keeps it open;
before that it is a waiting room. `states.py` has its life. What happens in it stands beside:
`attendance` (who is there), `steering` (slower, locked, paused), `circles` (taking turns),
`activities`, `checkins`, and afterwards `outcomes` and `debriefs`.
"""
