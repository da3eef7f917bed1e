"""A room's timeline: the one gap-free order in which everything in it happened.

`append` runs inside the transaction of whoever changed something and raises the room's counter
there, so that no reader can ever see number 8 before number 7 is there to be seen. Readers hold a
cursor and ask `since(cursor)`; first load, reconnect and live delivery are the same question.
"""
