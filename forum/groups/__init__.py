"""Founding a group, and its frame: who it is for, when it is open, how it is kept safe.

A `GroupFrame` is what a facilitator chooses, as it travels; `checked` is the one place that says
what is wrong with it. Who may found a group without being in one yet stands in `Founder`.
"""
