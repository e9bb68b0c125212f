"""Measuring: what a cleaner loses and leaves on labelled documents, and where.

Two ways to judge a change: against labels, line by line (`score`, `Totals`, `saved`), and
against a frozen corpus of good articles, of which nothing new may be cut (`frozen`).
"""
