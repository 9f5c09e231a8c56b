"""What a pure function made of the very same objects is kept for a while, so that it need not be made again."""

import functools
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

Inputs = ParamSpec("Inputs")
Made = TypeVar("Made")
Thing = TypeVar("Thing", bound=Hashable)


def same_again(*, most: int) -> Callable[[Callable[Inputs, Made]], Callable[Inputs, Made]]:
    """For functions without an effect whose arguments nobody changes, such as grids, schemas, rules.

    Only the very same objects count as the same: equal ones may differ, as 1, 1.0 and True in a cell do.
    most: how many results are kept; what they were made of stays in memory as long.
    """

    def remembering(function: Callable[Inputs, Made]) -> Callable[Inputs, Made]:
        kept: OrderedDict[tuple[object, ...], tuple[object, Made]] = OrderedDict()

        @functools.wraps(function)
        def call(*things: Inputs.args, **named: Inputs.kwargs) -> Made:
            key = (*map(id, things), *((name, id(thing)) for name, thing in named.items()))
            found = kept.pop(key, None) or ((things, named), function(*things, **named))
            kept[key] = found  # the newest last; its things stay alive with it, so that no other gets their id
            while len(kept) > most:
                kept.popitem(last=False)
            return found[1]

        return call

    return remembering


def one_and_the_same(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Of equal tuples always the same object; for things of one type, of which equal ones are the same."""
    return _first_of(things)  # type: ignore[return-value] # the very tuple, or one that equals it


@functools.lru_cache(maxsize=64)
def _first_of(things: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return things
