"""Steering a room: slower, locked for a while, one member paused or sent home for the day.

Whoever it concerns is told why and until when, and what they were typing stays with them. It says
nothing of blame, and never needs a case. Adults write on in a slow or locked room no faster than
anybody; only pace does not hold for them.
"""
