"""Who is there: in the waiting room, and in the session.

A screen that has the session open says so every few seconds. Whoever has not said it for a while is
not there, whatever became of the line: killed, gone into a tunnel, or locked into a pocket. Nothing
else counts as being there, so that two adults are two who look.
"""
