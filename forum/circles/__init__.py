"""The talking circle: each has a turn, nobody speaks in between, and one may pass.

`turns.py` says whose turn it is, pure. Those who pass are asked once more when everybody has had a
turn. Whoever comes late joins at the end. Whoever's line is lost does not lose the turn: it is kept
for them until they are back, however long that takes, unless an adult ends the circle. What is kept
of it afterwards is that there was one.
"""
