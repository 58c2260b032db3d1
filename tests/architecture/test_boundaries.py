"""Who may touch what: the status, the domain, the templates' imports."""

import ast
import re
import sys
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, TEMPLATES, modules, name_of, templates, tree

THE_ONE_PLACE = "app/services/workflow.py"
THE_CONSTRUCTOR = "app/services/initiatives.py"

# the status


def status_changes(found: ast.Module) -> Iterator[str]:
    """Each way in which code can set the status of a revision: by attribute, by name, in SQL, when it is made."""
    for node in ast.walk(found):
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store | ast.Del):
            yield f"assignment in line {node.lineno}"
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        constants = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        keywords = [keyword.arg for keyword in node.keywords]
        if called in ("setattr", "__setattr__") and "status" in constants:
            yield f"setattr in line {node.lineno}"
        if called == "Revision" and "status" in keywords:
            yield f"constructor in line {node.lineno}"
        if called == "values" and "status" in keywords:
            yield f"update in line {node.lineno}"


def test_only_the_workflow_changes_a_status():
    changes = {name_of(path): list(status_changes(tree(path))) for path in modules()}
    found = {name: lines for name, lines in changes.items() if lines}
    assert set(found) == {THE_ONE_PLACE, THE_CONSTRUCTOR}, found
    assert [line.split()[0] for line in found[THE_ONE_PLACE]] == ["assignment"]
    assert [line.split()[0] for line in found[THE_CONSTRUCTOR]] == ["constructor"]


@pytest.mark.parametrize(
    "code",
    [
        "revision.status = 1",
        "a, initiative.published.status = 1, 2",
        "revision.status += 'x'",
        "for revision.status in x: pass",
        "del revision.status",
        "setattr(revision, 'status', 1)",
        "Revision(number=1, status=1)",
        "models.Revision(status=1)",
        "update(Revision).where(x).values(status=1)",
    ],
)
def test_the_check_sees_every_way_to_set_it(code):
    assert list(status_changes(ast.parse(code)))


@pytest.mark.parametrize("code", ["x = revision.status", "revision.status == 1", "Response(status=200)", "status = 1"])
def test_reading_it_is_free(code):
    assert not list(status_changes(ast.parse(code)))


# the domain


def imported(found: ast.Module) -> Iterator[str]:
    for node in ast.walk(found):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield node.module or ""


def test_the_domain_is_plain_python():
    domain = [path for path in modules() if path.is_relative_to(ROOT / "app" / "domain")]
    assert len(domain) > 10
    foreign = {
        (name_of(path), module)
        for path in domain
        for module in imported(tree(path))
        if not module.startswith("app.domain.") and module.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


# templates

IMPORT = re.compile(r"{%-?\s*from\s+\"([^\"]+)\"\s+import\s+([^%]+?)(?:\s+with(?:out)? context)?\s*-?%}")


def imports_of(text: str) -> list[tuple[str, str, str]]:
    """(template, macro, name under which it is used)."""
    found = []
    for source, names in IMPORT.findall(without_comments(text)):
        for name in names.split(","):
            macro, _, alias = name.strip().partition(" as ")
            found.append((source, macro.strip(), (alias or macro).strip()))
    return found


def without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)


def unused(text: str) -> list[str]:
    rest = IMPORT.sub("", without_comments(text))
    return [name for _, _, name in imports_of(text) if not re.search(rf"\b{name}\b", rest)]


def test_templates_import_what_they_use_and_nothing_else():
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in templates()}
    assert sum(len(imports_of(text)) for text in texts.values()) > 50
    assert {name: unused(text) for name, text in texts.items() if unused(text)} == {}


def test_what_templates_import_is_there():
    missing = [
        (name_of(path), source, macro)
        for path in templates()
        for source, macro, _ in imports_of(path.read_text(encoding="utf-8"))
        if not re.search(rf"{{%-?\s*(macro|set)\s[^(=%]*\b{macro}\b", (TEMPLATES / source).read_text(encoding="utf-8"))
    ]
    assert missing == []


def test_an_unused_import_is_seen():
    assert unused('{% from "a.html" import field, other as name %}{# name #}{{ field(x) }}') == ["name"]
