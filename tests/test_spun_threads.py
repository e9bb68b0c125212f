"""Linear algebra keeps to one thread while a text is read, and not after."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from cleaner.spun.threads import ONE_THREAD, controller


def _threads() -> set[int]:
    """Of NumPy's library; other tests load libraries that have threads of their own."""
    np.zeros(1)  # or its libraries may not be there yet
    return {pool["num_threads"] for pool in controller().info() if pool["user_api"] == "blas"}


def test_one_thread_inside_and_as_before_after() -> None:
    """The host's setting is back when the context ends."""
    with threadpool_limits(2, user_api="blas"):
        before = _threads()
        with ONE_THREAD:
            assert _threads() == {1}
        assert _threads() == before == {2}


def test_calls_that_overlap_share_the_limit() -> None:
    """The first to end does not lift the limit for another, nor does the last keep it."""
    with threadpool_limits(2, user_api="blas"):
        ONE_THREAD.__enter__()
        ONE_THREAD.__enter__()
        ONE_THREAD.__exit__(None, None, None)
        assert _threads() == {1}
        ONE_THREAD.__exit__(None, None, None)
        assert _threads() == {2}


def test_the_setting_is_back_after_an_error() -> None:
    """An error inside leaves nothing behind."""
    with threadpool_limits(2, user_api="blas"):
        with pytest.raises(ValueError, match="inside"), ONE_THREAD:
            raise ValueError("inside")
        assert _threads() == {2}
