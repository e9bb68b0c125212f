"""Settings: the nearest `pyproject.toml` with [tool.cleaner], then the words of the command.

A configuration file may set every option of `cleaner.config.Options`, and

    [tool.cleaner]
    rules = ["rules"]            # folders of rules, relative to this file
    ignore = ["layout"]          # `select` and `ignore` also know layout, repair, encoding
    max-cut-share = 0.4
    [tool.cleaner.per-file-ignores]
    "drafts/*" = ["promo"]

On the command line `--select` and single options take the place of the file's, while
`--ignore` and `--rules` are added to them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from cleaner.config import Options
from cleaner.errors import ConfigError

FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the commands go by. `root` is the folder that file patterns are relative to."""

    options: Options = field(default_factory=Options)
    rules: tuple[Path, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    root: Path = field(default_factory=Path.cwd)

    def ignores_for(self, name: str) -> tuple[str, ...]:
        """What `per-file-ignores` says of a file, each name once."""
        if not self.per_file_ignores or not name:
            return ()
        path = Path(name).absolute()
        inside = path.is_relative_to(self.root)
        relative = path.relative_to(self.root).as_posix() if inside else path.as_posix()
        return tuple(
            dict.fromkeys(
                ignored
                for pattern, names in self.per_file_ignores
                if fnmatchcase(relative, pattern) or fnmatchcase(path.name, pattern)
                for ignored in names
            )
        )

    def with_words(
        self, options: Mapping[str, Any], rules: Sequence[Path], ignore: Sequence[str]
    ) -> Settings:
        """These settings with what was said on the command line."""
        added = tuple(dict.fromkeys((*self.options.ignore, *ignore)))
        return replace(
            self,
            options=replace(self.options, ignore=added, **options),
            rules=(*self.rules, *rules),
        )


def load(start: Path, *, config: Path | None = None, isolated: bool = False) -> Settings:
    """The settings of a folder: those of `config`, or of the nearest file upwards, or none.

    Raises `ConfigError` with file and place for whatever is wrong in the file.
    """
    if isolated:
        return Settings()
    if config is not None:
        return _settings(config, _table(config, named=True) or {})
    start = start.absolute()
    for folder in (start, *start.parents):
        path = folder / FILE
        if path.is_file() and (table := _table(path, named=False)) is not None:
            return _settings(path, table)
    return Settings()


def _table(path: Path, *, named: bool) -> dict[str, Any] | None:
    """[tool.cleaner]; in a file that was named and is no `pyproject.toml`, else all of it."""
    try:
        text = path.read_text("utf-8")
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "" if named else "; --isolated looks at no configuration"
        raise ConfigError(f"{path}: not valid TOML: {error}{hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        words = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(f"{path}: cannot be read: {words}") from None
    tool = whole.get("tool", {})
    table = tool.get("cleaner") if isinstance(tool, dict) else None
    if table is None:
        return whole if named and path.name != FILE else None
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [tool.cleaner]: expected a table")
    return table


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name in values:
            raise ConfigError(f"{path}: {key}: is set twice")
        values[name] = value
    root = path.absolute().parent
    rules = tuple(root / folder for folder in _texts(path, "rules", values.pop("rules", [])))
    ignores = values.pop("per_file_ignores", {})
    if not isinstance(ignores, dict):
        raise ConfigError(f"{path}: per-file-ignores: expected a table of patterns")
    per_file = tuple(
        (pattern, _texts(path, f"per-file-ignores: {pattern}", names))
        for pattern, names in ignores.items()
    )
    for name in ("select", "ignore"):
        if name in values:
            values[name] = _texts(path, name, values[name])
    if not isinstance(values.get("lang", ""), str):
        raise ConfigError(f"{path}: lang: expected a code such as 'en', not {values['lang']!r}")
    unknown = sorted(set(values) - Options.names())
    if unknown:
        raise ConfigError(_unknown(path, unknown[0]))
    try:
        options = Options(**{**asdict(Options()), **values})
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None
    return Settings(options, rules, per_file, root)


def _texts(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise ConfigError(f"{path}: {key}: expected a list of texts, not {value!r}")
    return tuple(value)


def _unknown(path: Path, name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 (only for a mistake)

    known = sorted(n.replace("_", "-") for n in (*Options.names(), "rules", "per_file_ignores"))
    name = name.replace("_", "-")
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    return f"{path}: [tool.cleaner] has no option {name!r}; {hint}"
