"""What many said, without who: sums of at least five people, frozen.

Answers are counted in blocks. A block is made once, of five people or more who were in none
before, and never changes: not when somebody changes their answer, not when somebody leaves and
takes their answer along. All that is ever shown is made of whole blocks, so that the difference
between two views, whichever they are, is a sum over at least five people too. Nothing is shown of
how many chose which answer, but for a word that five or more of one block chose.
"""
