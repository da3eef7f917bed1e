"""Break-glass: seeing what could tell who a young person is, when a life or the law asks for it.

Two people of different roles, a legal ground, one case, and at most an hour. Only who asked sees
it, only in that case; each look is in the record, and the auditor reads all of it afterwards. What
is opened was sealed by `forum.sealed`: without the keys, which are not in the database, there is
nothing to see.
"""
