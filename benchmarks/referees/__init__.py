"""Referees of the standard instances: what an answer is worth, from the instance file alone.

They share no code with the readers or the solver. Each takes a file and routes in the numbers of
that file, and returns the prize or raises ValueError with the rule that is broken.
"""
