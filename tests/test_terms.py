"""The terms that stand ready for every rule: what they take, and what they leave."""

from __future__ import annotations

import pytest
import regex

from cleaner.mark.terms import TERMS


def _whole(term: str, text: str) -> bool:
    return bool(regex.fullmatch(TERMS[term], text, regex.IGNORECASE))


@pytest.mark.parametrize(
    "text",
    [
        "Nov. 19, 2019, 8:15 pm CST",
        "Tuesday 19 November 2019 07.40",
        "9:32pm",
        "19/11/2019 - 10:10 (GMT+1)",
        "Apr 28 20232:23 PM EDT",
        "an hour ago",
        "[hour]:[minute] [AMPM], [month] [day]",
    ],
)
def test_a_stamp_is_a_date_a_time_or_both(text: str) -> None:
    assert _whole("stamp", text)


@pytest.mark.parametrize(
    "text", ["May we go", "19 people", "Nov. 19 was cold", "1984", "half past"]
)
def test_what_only_holds_a_date_is_no_stamp(text: str) -> None:
    assert not _whole("stamp", text)


@pytest.mark.parametrize("text", ["Ann Lee", "J. M. de la Cruz", "QUAY STAFF", "Zoë O’Brien-Lee"])
def test_a_name_is_capitalised_words(text: str) -> None:
    assert _whole("name", text)


@pytest.mark.parametrize("text", ["ann lee", "Ann lee", "Ann, Lee", "Lee of the"])
def test_other_words_are_no_name(text: str) -> None:
    assert not _whole("name", text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our newsletter, she tells everybody.",
        "Get the app, the sign at the stop reads.",
        "Share this article was the motto of the house.",
        "Comments are closed, and hardly anybody minds.",
        "Donate today. That is what the bishop wanted.",
        "Follow us, as my aunt would say.",
    ],
)
def test_what_is_told_of_a_phrase_is_known(text: str) -> None:
    assert regex.search(TERMS["told"], text, regex.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for our newsletter, and get the day's news before breakfast.",
        "Comments are moderated according to our rules.",
        "Support us, if you can. It takes a minute.",
    ],
)
def test_a_site_that_speaks_for_itself_tells_nothing(text: str) -> None:
    assert not regex.search(TERMS["told"], text, regex.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "Folgen Sie uns, steht auf dem Kahn.",
        "Abonnez-vous, dit-elle à tous.",
        "Suscríbete, dice el cartel.",
        "Jetzt spenden, und niemand kam.",
    ],
)
def test_what_is_told_abroad_is_known(text: str) -> None:
    assert regex.search(TERMS["told-abroad"], text, regex.IGNORECASE)
