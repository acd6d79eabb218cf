"""Rules of the house that the import contracts cannot say."""

from __future__ import annotations

import ast

from tests.architecture.source import (
    ROOT,
    SOURCE,
    files,
    imported,
    parameters,
    place,
    public_functions,
    touching_the_database,
    tree,
)

LONGEST_FILE = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "misc"}

WITHOUT_AN_ACTOR = {
    # These make the actor out of a credential or a session.
    "identity.actor_of",
    "identity.actor_by_session",
    "identity.password_stamp",
    "identity.by_token",
    "identity.by_key",
    # The frame of every request, remembered by business; it is asked for with actor.business_id.
    "business.shop",
}


def test_the_source_is_read() -> None:
    assert SOURCE / "kernel" / "money.py" in files()


def test_public_selectors_take_the_actor() -> None:
    wrong = [
        f"{capability}.{function.name}"
        for file in files(SOURCE / "domain")
        if file.name == "selectors.py" or file.parent.name == "selectors"
        for capability in [file.relative_to(SOURCE / "domain").parts[0]]
        for function in public_functions(file)
        if function.name in touching_the_database(file)
        and not function.name.endswith("_for_system")
        and f"{capability}.{function.name}" not in WITHOUT_AN_ACTOR
        and "actor" not in {parameter.arg for parameter in parameters(function)}
    ]
    assert wrong == []


def test_services_that_write_take_keywords_only() -> None:
    wrong = [
        f"{place(file)}: {function.name}"
        for file in files(SOURCE / "domain")
        if file.name == "services.py" or file.parent.name == "services"
        for function in public_functions(file)
        if function.name in touching_the_database(file) and (function.args.args or function.args.posonlyargs)
    ]
    assert wrong == []


def test_a_service_calls_no_other_capabilitys_service() -> None:
    wrong = []
    for file in files(SOURCE / "domain"):
        own = f"polytill.domain.{file.relative_to(SOURCE / 'domain').parts[0]}."
        for name in imported(file):
            if name.startswith("polytill.domain.") and ".services" in name and not name.startswith(own):
                wrong.append(f"{place(file)} imports {name}")
    assert wrong == []


def test_operations_import_no_other_operation() -> None:
    """What two of them share is a step, in operations/steps."""
    folder = SOURCE / "operations"
    verbs = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    verbs |= {inner.name for inner in folder.iterdir() if inner.is_dir()} - {"steps", "__pycache__"}
    wrong = []
    for file in files(folder):
        own = file.relative_to(folder).parts[0].removesuffix(".py")
        for name in imported(file):
            parts = name.split(".")
            if parts[:2] == ["polytill", "operations"] and len(parts) > 2 and parts[2] in verbs - {own}:
                wrong.append(f"{place(file)} imports {name}")
    assert wrong == []


def test_nobody_listens_to_model_signals() -> None:
    wrong = [
        place(file) for file in files() if any(name.startswith("django.db.models.signals") for name in imported(file))
    ]
    assert wrong == []


def test_the_clock_is_passed_in() -> None:
    """Domain and operations fetch no time of their own."""
    fetching = {"now", "utcnow", "today", "system_clock"}
    wrong = [
        f"{place(file)}:{node.lineno}"
        for folder in ("domain", "operations", "reports")
        for file in files(SOURCE / folder)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and (
            (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in fetching
                and not node.args
                and not node.keywords
            )
            or (isinstance(node.func, ast.Name) and node.func.id == "system_clock")
        )
    ]
    assert wrong == []


def test_money_is_never_a_float() -> None:
    """No call of float() and no FloatField below the doors."""
    wrong = [
        f"{place(file)}:{node.lineno}"
        for folder in ("kernel", "domain", "operations", "reports")
        for file in files(SOURCE / folder)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "float")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "FloatField")
        )
    ]
    assert wrong == []


def test_files_stay_short() -> None:
    wrong = [
        f"{place(file)}: {length} lines"
        for file in files()
        if "migrations" not in file.parts
        and (length := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert wrong == []


def test_modules_have_names_that_say_something() -> None:
    wrong = [
        place(file)
        for file in files()
        if NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in file.relative_to(SOURCE).parts}
    ]
    assert wrong == []


def test_locked_requirements_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
