"""What is true: people, groups, rooms, memberships, messages, sessions, help.

The bottom of the staircase. Nothing here knows who judges (`moderation`) or how the outside
comes in (`consumers`); all of it can be used from a Python shell.
"""
