"""Boards: how well the watching works, in figures, per group and week. One set of queries serves
the leads' charts and the page on which the young people read how their room is looked after.
"""
