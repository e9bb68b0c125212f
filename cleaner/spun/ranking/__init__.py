"""The optional ranker: a small language model that is asked where the counts are unsure."""
