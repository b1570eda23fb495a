"""Drift: what a change of the contract does to the people who use it.

Three steps, three kinds of code. `walk.py` pairs two contracts and yields facts, without an opinion; `rules/` judge
facts; `policy.py` judges the changes again. Types are compared by one relation, `subtype.py: mismatches`.
"""
