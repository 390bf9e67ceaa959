"""Frozen vocabulary of the product: facts, requests, problems, answers. Imports nothing above it."""
