"""Paging: a crisis is never one person's to miss.

A crisis case that nobody looks at pages the first on call at once, and every two minutes the next:
those on duty, then the shift lead, then the safeguarding lead, who is paged again until somebody
takes it. A case that has waited beyond its time, and a gap in the duties, page the lead once. Each
page is a row with its time and what became of it, and a line in the case's history.
"""
