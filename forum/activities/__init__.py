"""Small things to do together in a session: a facilitator starts one, everybody plays on the phone.

Each kind is a folder here and one on the other side of the wire
(`frontend/src/features/activities`): what starts it, what a player may do, what each is shown, and
rules that are pure. `kinds.py` finds them. What was played is forgotten when it ends: no points, no
winners' list.
"""
