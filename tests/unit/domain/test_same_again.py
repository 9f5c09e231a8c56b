"""What is kept of the very same objects, and that equal ones are not the same."""

from outreach.domain.same_again import same_again


def test_the_same_objects_are_not_worked_on_twice() -> None:
    calls: list[list[object]] = []

    @same_again(most=2)
    def length(cells: list[object]) -> int:
        calls.append(cells)
        return len(cells)

    cells: list[object] = [1, 2]
    assert (length(cells), length(cells), calls) == (2, 2, [cells])


def test_equal_things_are_others_as_one_and_true_are_in_a_cell() -> None:
    @same_again(most=2)
    def kinds(cells: tuple[object, ...]) -> list[str]:
        return [type(cell).__name__ for cell in cells]

    assert [kinds((1,)), kinds((True,)), kinds((1.0,))] == [["int"], ["bool"], ["float"]]


def test_only_so_many_are_kept_and_those_used_last() -> None:
    calls: list[str] = []

    @same_again(most=2)
    def note(name: str) -> None:
        calls.append(name)

    for name in "abacab":
        note(name)
    assert calls == ["a", "b", "c", "b"]
