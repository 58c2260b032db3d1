"""What has grown too long is to be split, not only in the eyes of a reviewer."""

from tests.architecture.source import functions, lines_of, modules, name_of, templates

MODULE, FUNCTION, TEMPLATE = 400, 50, 150


def test_there_is_something_to_measure():
    assert len(modules()) > 80
    assert len(templates()) > 40


def test_no_module_is_longer_than_a_reader_can_hold():
    assert {name_of(path): lines_of(path) for path in modules() if lines_of(path) > MODULE} == {}


def test_no_template_is():
    assert {name_of(path): lines_of(path) for path in templates() if lines_of(path) > TEMPLATE} == {}


def test_no_function_is_longer_than_a_screen():
    spans = {
        f"{name_of(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in modules()
        for function in functions(path)
    }
    assert {where: span for where, span in spans.items() if span > FUNCTION} == {}
