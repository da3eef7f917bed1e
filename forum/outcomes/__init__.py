"""What a session was worth, in three taps: safe? heard? less alone? And free words, if one likes.

The taps are counted in blocks of five people or more (`forum.tallies`). The words are a message to
the group's adults: scored like any other, so that a cry for help in them is heard.
"""
