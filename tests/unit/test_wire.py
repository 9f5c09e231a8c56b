"""A message on its way: what its lines allow."""

from hypothesis import given
from hypothesis import strategies as st

from outreach.adapters.wire import letter
from tests.factories import NOW, a_draft

LONGEST = 998  # octets of a line without its CRLF (RFC 5322, 2.1.1)


@given(lengths=st.lists(st.sampled_from([0, 1, 500, 996, 997, 998, 999, 1000, 2500]), max_size=6), ended=st.booleans())
def test_a_line_too_long_for_mail_is_found_wherever_it_stands(lengths: list[int], ended: bool) -> None:  # noqa: FBT001
    content = b"Subject: x\r\n\r\n" + b"\r\n".join(b"x" * length for length in lengths) + b"\r\n" * ended
    written = letter(a_draft(content=content), now=NOW)

    assert written is not None
    assert written.has_long_line is any(length > LONGEST for length in lengths)
