"""A ranker from a GGUF file, run by llama.cpp through `xllamacpp` (the extra `ranker`).

llama.cpp's server gives the likeliest next tokens, not the likelihood of a text; so a wording
is read token by token, and after it the first tokens of what follows, which is how the
right-hand context is heard. Prompts share their beginnings, which the server keeps. The
server opens a port on the loopback interface; it is locked with a random key.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaner.errors import ConfigError, InputError

_TOP = 120
"""How many next tokens are looked at; a token below them counts as the last of them."""
_BELOW = 1.0
_NOTHING = -11.0
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_AFTER = 2
_OPTION = 3
_CONTEXT = 1024
_CACHE = 20_000


class GgufRanker:
    """Scores wordings by a causal language model; close it by letting it go."""

    def __init__(self, path: Path) -> None:
        try:
            import xllamacpp  # noqa: PLC0415
        except ImportError:
            raise ConfigError(
                "a ranker model needs xllamacpp: pip install 'article-cleaner[ranker]'"
            ) from None
        try:
            with path.open("rb") as file:
                magic = file.read(4)
        except OSError as error:
            raise InputError(f"{path}: the ranker model cannot be read: {error}") from None
        if magic != b"GGUF":
            raise InputError(f"{path}: expected a model in GGUF format")
        options = xllamacpp.CommonParams()
        options.model.path = str(path)
        options.n_ctx = _CONTEXT
        options.n_parallel = 1
        options.verbosity = -1
        options.warmup = False
        options.ui = False
        options.api_keys = [secrets.token_hex(16)]
        self._server: Any = xllamacpp.Server(options)
        self._seen: dict[str, tuple[dict[str, float], float]] = {}

    def score(self, before: str, options: Sequence[str], after: str) -> list[float]:
        """Log likelihoods of each option and of the first words after it, given `before`."""
        # Curly quotation marks are several tokens each, and tell the model nothing.
        before, after = before.translate(_STRAIGHT), after.translate(_STRAIGHT)
        options = [option.translate(_STRAIGHT) for option in options]
        prompt = before.rstrip(" ")
        space = " " if prompt != before else ""
        scores = []
        for option in options:
            likelihood = self._read(prompt, space + option, _OPTION)
            scores.append(likelihood + self._read(prompt + space + option, after[:60], _AFTER))
        return scores

    def _read(self, prompt: str, continuation: str, most: int) -> float:
        """Log likelihood of the first tokens of a continuation, longest matching token first."""
        total = 0.0
        for _ in range(most):
            if not continuation:
                break
            likely, below = self._next(prompt)
            fitting = [token for token in likely if token and continuation.startswith(token)]
            if fitting:
                token = max(fitting, key=len)
                total += likely[token]
            else:
                word = continuation[1:].partition(" ")[0]
                token = continuation[: len(word) + 1]
                total += below
            prompt, continuation = prompt + token, continuation[len(token) :]
        return total

    def _next(self, prompt: str) -> tuple[dict[str, float], float]:
        found = self._seen.get(prompt)
        if found is None:
            answer = self._server.handle_completions(
                {"prompt": prompt or "\n", "n_predict": 1, "temperature": -1.0,
                 "logprobs": _TOP, "cache_prompt": True}
            )  # fmt: skip
            if isinstance(answer, (str, bytes)):
                answer = json.loads(answer)
            try:
                told = answer["choices"][0]["logprobs"]
            except (KeyError, IndexError, TypeError):
                raise InputError(f"the ranker model gave no answer: {str(answer)[:200]}") from None
            # Nothing is told where the likeliest token is a part of a character.
            first = told["content"][0]["top_logprobs"] if told and told["content"] else []
            likely = {item["token"]: float(item["logprob"]) for item in first}
            found = likely, min(likely.values(), default=_NOTHING) - _BELOW
            if len(self._seen) >= _CACHE:
                self._seen.clear()
            self._seen[prompt] = found
        return found


def open_ranker(path: Path) -> GgufRanker:
    """A ranker from a GGUF file.

    Raises ConfigError when xllamacpp is not installed, InputError when the file is no model.
    """
    return GgufRanker(path)
