"""Restoration inside of cleaning: what is put back, what it is marked as, and that it is stable."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

SPUN = (Path(__file__).parent.parent / "seeds" / "port-summit.txt").read_text("utf-8")
PLAIN = (Path(__file__).parent.parent / "seeds" / "dam-talks.txt").read_text("utf-8")


def test_a_spun_story_gets_its_words_back() -> None:
    text = cleaner.clean(SPUN).text
    for words in (
        "loan guarantees",
        "Brandt said her focus",
        "Brandt’s office",
        "Opposition leader",
    ):
        assert words in text


def test_its_promo_goes_in_either_wording() -> None:
    for mode in ("auto", "never"):
        text = cleaner.clean(SPUN, restore=mode).text
        assert "breaking" not in text
        assert "©" not in text


def test_each_swap_is_marked() -> None:
    report = cleaner.clean(SPUN).report
    swaps = [edit for edit in report.edits if edit.rule.startswith("restoration/")]
    assert len(swaps) >= 20
    assert all(edit.instead and 0 < edit.confidence <= 1 and edit.evidence for edit in swaps)
    assert any("reconstruction" in note for note in report.notes)


def test_cleaning_again_changes_nothing() -> None:
    once = cleaner.clean(SPUN).text
    again = cleaner.clean(once)
    assert again.text == once
    assert not again.report.edits


def test_report_lists_and_never_looks() -> None:
    reported = cleaner.clean(SPUN, restore="report").report
    assert not any(edit.rule.startswith("restoration/") for edit in reported.edits)
    assert any(item.rule.startswith("restoration/") for item in reported.withheld)
    never = cleaner.clean(SPUN, restore="never").report
    assert not any(item.rule.startswith("restoration/") for item in never.withheld)


def test_a_story_that_is_not_spun_is_left_alone() -> None:
    assert cleaner.clean(PLAIN).text == cleaner.clean(PLAIN, restore="never").text


def test_what_is_left_is_read_again_only_if_it_may_be_spun(monkeypatch) -> None:
    read: list[str] = []
    search = cleaner.settling.restoration
    monkeypatch.setattr(
        "cleaner.settling.restoration",
        lambda text, *mode, **more: (read.append(text), search(text, *mode, **more))[1],
    )
    assert cleaner.clean(PLAIN).report.edits
    assert len(read) == 1
    read.clear()
    cleaner.clean(SPUN)
    assert len(read) > 1


def test_restore_alone_removes_nothing() -> None:
    cleaned = cleaner.restore(SPUN)
    assert "© 2026" in cleaned.text
    assert all(edit.rule.startswith("restoration/") for edit in cleaned.report.edits)


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(cleaner.ConfigError, match="restore: expected one of auto"):
        cleaner.Cleaner(restore="perhaps")
