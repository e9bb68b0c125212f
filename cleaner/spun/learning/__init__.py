"""Pairs of the tables induced from documents that tell the same story."""
