"""Colleagues: adults who come in by a link that works once, each from their own organisation.

The link of a group leads into it, in the role it was made for. A link without a group makes whoever
takes it a founder (`forum.groups`): that is how the first adult of an installation comes in.
"""
