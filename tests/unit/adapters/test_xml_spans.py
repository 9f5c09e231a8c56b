"""Elements found in the bytes of an XML part, and edits that leave the other bytes alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.adapters.xml_spans import Edit, Element, appended, parse, place_of, rewritten, spliced, tagged

PART = (
    b"""<?xml version="1.0"?>\r\n<!-- <b/> --><x:a q="1>2" r='&lt;"'>"""
    b"""<b/><c  r="1" /><x:d>te&amp;xt<e></e></x:d></x:a>\n"""
)


def test_each_element_is_found_where_it_stands() -> None:
    root = parse(PART)

    assert [PART[child.start : child.end] for child in root.children] == [
        *(b"<b/>", b'<c  r="1" />', b"<x:d>te&amp;xt<e></e></x:d>"),
    ]
    assert [PART[child.inner : child.close] for child in root.children] == [b"", b"", b"te&amp;xt<e></e>"]
    assert (root.name, root.prefix, root.attributes) == ("a", "x:", {"q": "1>2", "r": '<"'})
    assert (root.first("d"), root.first("f")) == (root.children[2], None)


def test_an_edit_changes_its_bytes_only() -> None:
    root = parse(PART)

    part = spliced(PART, [appended(root.children[0], PART, b"<new/>"), rewritten(root.children[1], b"", r='"2"')])

    assert part == PART.replace(b"<b/><c", b"<b><new/></b><c").replace(b'<c  r="1" />', b'<c r="&quot;2&quot;"/>')


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        spliced(PART, [Edit(1, 5, b""), Edit(4, 6, b"")])


@pytest.mark.parametrize(("name", "place"), [("first", 0), ("second", 1), ("fourth", 2)])
def test_a_new_child_is_placed_in_the_order_of_the_schema(name: str, place: int) -> None:
    part = b"<root><first/><third/></root>"

    edited = spliced(part, [place_of(parse(part), name, b"<new/>", order=("first", "second", "third", "fourth"))])

    assert [child.name for child in parse(edited).children].index("new") == place


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "<a/>".encode("utf-16"),
        '<?xml version="1.0"?><a/>'.encode("utf-16"),
    ],
)
def test_what_no_workbook_holds_is_refused(part: bytes) -> None:
    with pytest.raises(ValueError, match="a part of the workbook"):
        parse(part)


NAMES = st.sampled_from(["a", "b", "x:c"])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
TREES = st.recursive(
    st.tuples(NAMES, st.dictionaries(st.sampled_from(["p", "q", "x:r"]), TEXTS), st.just([])),
    lambda children: st.tuples(NAMES, st.just({}), st.lists(children, max_size=3)),
    max_leaves=8,
)
Tree = tuple[str, dict[str, str], list["Tree"]]


def written(tree: Tree) -> bytes:
    tag, attributes, children = tree
    return tagged(tag, attributes, b"".join(map(written, children)))


def tree_of(element: Element) -> Tree:
    return (element.tag, element.attributes, [tree_of(child) for child in element.children])


@given(TREES)
def test_what_is_written_is_found_again(tree: Tree) -> None:
    part = written(tree)
    root = parse(part)

    assert tree_of(root) == tree
    assert part[root.start : root.end] == part
