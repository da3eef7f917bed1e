"""Who is on duty: planned shifts, people on and off duty with a word to those who come after, what
each has had to look at, and the gaps.

Nobody goes off duty while a case is theirs, nor as the last one while cases are open. Nobody looks
at grave things without a break: except that a life comes first, when there is nobody else.
"""
