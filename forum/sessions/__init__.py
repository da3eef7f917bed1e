"""A session: the hour a group meets, led by a facilitator.

Each session has a room of its own that takes messages only while a facilitator keeps it open;
before that it is a waiting room. PLANNED -> OPEN -> OVER, never back.
"""
