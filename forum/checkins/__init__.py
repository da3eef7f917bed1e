"""How one is, at the beginning and at the end: five faces and a few words, as one likes.

Seen by oneself. The group and its adults see what five or more said together (`forum.tallies`).
Somebody for whom it became much heavier is offered a talk with the adults; nobody else learns of
the offer, and it opens no case.
"""
