"""What every HTML page must be, whoever opens it in whichever test."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

_UNLABELLED = ("hidden", "submit", "button", "reset", "image")
_POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage")


def parse(html: str) -> Element:
    """The page as a tree; raises html5lib's ParseError at the first fault in it."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def faults(html: str) -> list[str]:
    """Everything that is wrong with a page; an empty list is a good page."""
    try:
        page = parse(html)
    except html5lib.html5parser.ParseError as error:
        return [f"does not parse: {error} near {_excerpt(html, error)}"]
    return [*_structure(page), *_ids(page), *_labels(page), *_tokens(page), *_inline(page)]


def _excerpt(html: str, error: Exception) -> str:
    found = [
        int(part) for part in str(error).replace("(", " ").replace(",", " ").replace(")", " ").split() if part.isdigit()
    ]
    return "" if not found else repr("\n".join(html.splitlines()[max(found[0] - 2, 0) : found[0] + 1]))


def _structure(page: Element) -> Iterator[str]:
    if not page.get("lang"):
        yield "the page states no language"
    if not (page.findtext("head/title") or "").strip():
        yield "the page has no title"
    if (count := len(list(page.iter("h1")))) != 1:
        yield f"{count} h1 instead of one"


def _ids(page: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id") is not None)
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    for element in page.iter():
        for pointer in _POINTERS:
            yield from (
                f"<{element.tag} {pointer}> points to {name!r}, which is not there"
                for name in (element.get(pointer) or "").split()
                if name not in ids
            )
        target = element.get("href") or ""
        if element.tag == "a" and target.startswith("#") and target[1:] not in ids:
            yield f"a link points to {target}, which is not there"


def _labels(page: Element) -> Iterator[str]:
    pointed = {label.get("for") for label in page.iter("label")}
    wrapped = {id(inner) for label in page.iter("label") for inner in label.iter()}
    for element in page.iter():
        if element.tag not in ("input", "select", "textarea") or element.get("type") in _UNLABELLED:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not (named or element.get("id") in pointed - {None} or id(element) in wrapped):
            yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _tokens(page: Element) -> Iterator[str]:
    for form in page.iter("form"):
        names = [field.get("name") for field in form.iter("input")]
        if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
            yield f"the form to {form.get('action')!r} has no token"


def _inline(page: Element) -> Iterator[str]:
    for element in page.iter():
        if element.tag == "style" or element.get("style") is not None:
            yield f"inline style at <{element.tag}>"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "inline script"
        yield from (f"{name} at <{element.tag}>" for name in element.keys() if name.startswith("on"))


def forms(page: Element) -> list[Element]:
    return list(page.iter("form"))


def form_values(form: Element) -> dict[str, list[str]]:
    """What a browser would send if the form were submitted as it stands (without its buttons)."""
    values: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if name and field.get("disabled") is None:
            for value in _sent(field):
                values.setdefault(name, []).append(value)
    return values


def _sent(field: Element) -> list[str]:
    kind = field.get("type", "text")
    if field.tag == "textarea":
        return ["".join(field.itertext())]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", "".join(option.itertext())) for option in chosen]
    if field.tag != "input" or kind in ("submit", "button", "reset", "image", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


def text_of(element: Element) -> str:
    """The words of an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())
