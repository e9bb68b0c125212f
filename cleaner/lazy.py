"""What is worked out when it is first asked for: a value, a sequence, the values of a function."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, overload

H = TypeVar("H", bound=Hashable)
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Once(Generic[T]):
    """A value that is worked out when it is first asked for, and then kept.

    Two threads may work it out twice: it has to be the same. To pickle it or to compare it is
    to ask for it.
    """

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make: Callable[[], T] | None = make

    def __call__(self) -> T:
        """The value."""
        make = self._make
        if make is not None:
            self._value = make()
            self._make = None
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Once) and bool(self() == other())

    def __hash__(self) -> int:
        return hash(self())

    def __repr__(self) -> str:
        return repr(self())

    def __reduce__(self) -> tuple[Any, ...]:
        return (Once, (partial(_same, self()),))


def _same(value: T) -> T:
    return value


class Later(Sequence[T_co]):
    """A sequence whose items are worked out when it is first looked at: most never are."""

    __slots__ = ("_items", "_make")

    def __init__(self, make: Callable[[], Iterable[T_co]]) -> None:
        self._make: Callable[[], Iterable[T_co]] | None = make
        self._items: tuple[T_co, ...] = ()

    @property
    def items(self) -> tuple[T_co, ...]:
        """The items; the same, and worked out only once, in however many threads."""
        make = self._make
        if make is not None:
            self._items = tuple(make())
            self._make = None
        return self._items

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T_co]: ...
    def __getitem__(self, index: int | slice) -> T_co | Sequence[T_co]:
        return self.items[index]

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.items == tuple(other)

    def __hash__(self) -> int:
        return hash(self.items)

    def __repr__(self) -> str:
        return repr(self.items)

    def __reduce__(self) -> tuple[type[tuple[T_co, ...]], tuple[tuple[T_co, ...]]]:
        return (tuple, (self.items,))


class Memory(dict[H, T]):
    """What a function makes of what it was asked about; to ask for more is to call it."""

    def __init__(self, function: Callable[[H], T]) -> None:
        self._function = function

    def __missing__(self, argument: H) -> T:
        value = self[argument] = self._function(argument)
        return value
