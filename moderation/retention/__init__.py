"""Retention that is true: messages go when their group's time for them is over.

What somebody still has to look at stays until it is decided. A message that was judged leaves its
case and the decision behind, without a word of what was written.
"""
