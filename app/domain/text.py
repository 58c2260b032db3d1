"""Marks texts for translation without knowing any framework.

`_("Draft")` returns its argument: the text is found by the message extraction and translated at the edge,
by the web pages, the workbooks and the mails, in the reader's language.
"""


def _(message: str) -> str:
    return message


class Term(str):
    """A message among the values of another one: it is translated with it."""
