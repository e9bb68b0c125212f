"""What many tests share: pages made of what pages are made of."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import cleaner
from cleaner.corpus.containers import jsonl, parquet, tree

settings.register_profile(
    "here", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("here")

_PROSE = (
    "The harbour board met on Monday to hear why the new crane had stood idle for six weeks.",
    "“We were promised delivery in March,” said the foreman, who has worked the quay since 1998.",
    "Nobody at the meeting could say how much the delay had cost, or who would pay for it.",
    "She signed up for the newsletter of the port, she said, and never received one letter.",
    "It’s caf\u00e9 talk — naïve, perhaps — that the mayor’s “plan” was drawn on a napkin; 10 000 € were spent.",
    "Prose that was broken\u00ad by an invisible hyphen and\u200b a zero-width space goes on after them both.",
    "The crowdâ€™s patience, said the clerk, wore thin &amp; the meeting was closed before it had begun.",
)
_LINES = (
    "Senate Leaders Agree on a Budget After Weeks of Talks",
    "Star Goalkeeper Signs for Italian Champions in Record Deal",
    "Why Coffee Prices Are Rising Again Across Europe",
    "Heavy Snow Closes Mountain Roads in the North",
    "Read also:",
    "Related",
    "Subscribe",
    "Notify of",
    "guest",
    "0 Comments",
    "Oldest",
    "Inline Feedbacks",
    "View all comments",
    "Sign up for our newsletter",
    "Email address",
    "By Ann Lee",
    "© 2026 The Harbour Post. All rights reserved.",
    "ADVERTISEMENT",
    "Share this:",
    "Donate",
    "PayPal: paypal.me/harbourpost",
    "(Photo by Ann Lee)",
    "- eggs",
    "- two cups of milk",
    "1. Beat the eggs",
    "Name | Points | Goals",
    "roses\tred",
    "    return x + (y);",
    "```",
    "> quoted by someone",
    "x",
    "*",
    "()",
    "",
    "   ",
    "a<b &lt; c",
)
lines = st.one_of(
    st.sampled_from(_PROSE), st.sampled_from(_LINES), st.text(max_size=40), st.just("")
)
pages = st.builds(
    lambda parts, end: end.join(parts),
    st.lists(lines, max_size=25),
    st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\n \n"]),
)
"""Texts such as scrapers leave them, and worse."""


@pytest.fixture(scope="session")
def standard() -> cleaner.Cleaner:
    """A cleaner with the shipped rules; restoration has tests of its own."""
    return cleaner.Cleaner(restore="never")


@pytest.fixture(scope="session")
def rules_alone() -> cleaner.Cleaner:
    """A cleaner that asks neither the line model nor the tables of restoration."""
    return cleaner.Cleaner(level="careful", restore="never")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few documents, and a checkpoint behind each; SIGKILL spares what is unsynced."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for module in (jsonl, tree, parquet):
        monkeypatch.setattr(module, "BLOCK", 1500)
    monkeypatch.setattr("cleaner.corpus.run.CHECKPOINT", 0.0)
