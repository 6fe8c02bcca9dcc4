"""What a check is made of: the settings of the project and the command line, rules, baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.checker.baseline import Baseline, read_baseline
from cleaner.checker.catalogue import LANGUAGE
from cleaner.checker.inspect import Inspector
from cleaner.checker.languages import WAY_OUT, can_detect
from cleaner.checker.parts import TEXT, form_of
from cleaner.checker.selection import check_names
from cleaner.checker.settings import TABLE, CheckSettings, overridden, project_settings
from cleaner.cli import streams
from cleaner.cli.check_options import Request
from cleaner.errors import UsageError
from cleaner.packs.sources import ProjectRules, project_rules, project_table, rule_paths


def settings_in_force(request: Request) -> CheckSettings:
    """Return the settings of the project, with what the command line says."""
    settings = project_settings()
    ignore = (*settings.ignore, *(request.ignore or ()))
    if (request.profile or settings.profile) == "rules-only":
        settings = replace(settings, weights=None)  # which nobody would ask
    return overridden(
        settings,
        {
            "include": request.include,
            "exclude": (*settings.exclude, *(request.exclude or ())),
            "select": request.select,
            "ignore": ignore,
            "profile": request.profile,
            "keep": request.keep,
            "weights": request.weights,
            "lang": request.lang,
            "fields": request.field,
            "baseline": request.baseline,
            "min_confidence": request.min_confidence,
        },
    )


def baseline_of(settings: CheckSettings, request: Request) -> Baseline:
    """Return what is accepted; nothing where a baseline is to be written.

    Raises:
        InputError: as `read_baseline`.
    """
    if settings.baseline is None or request.write_baseline:
        return Baseline()
    return read_baseline(settings.baseline)


def inspector_of(request: Request, settings: CheckSettings) -> Inspector:
    """Return the inspector, once all names are known to mean something."""
    project = ProjectRules() if request.rules else project_rules()
    has_defaults = not request.no_default_rules
    rules = rule_paths(request.rules, project.rules, has_defaults=has_defaults)
    inspector = Inspector(settings, rules, project.select, project.ignore)
    named = [(place, names) for place, names in _names(request) if names]
    if named:
        categories = _categories(rules)
        for place, names in named:
            check_names(names, categories, place)
    return inspector


def check_language(request: Request, inspector: Inspector, paths: Sequence[str]) -> None:
    """Say that languages are not checked, where some may be declared and the library is missing."""
    settings = inspector.settings
    if can_detect() or LANGUAGE not in inspector.selection(()).checks:
        return
    if LANGUAGE in settings.select:
        raise UsageError(f"{LANGUAGE} needs a library that is not installed; {WAY_OUT}")
    may_say = settings.lang or settings.languages or any(form_of(p) != TEXT for p in paths)
    if may_say and not request.quiet:
        streams.complain(f"note: {LANGUAGE} is not checked, its library is missing; {WAY_OUT}")


def _names(request: Request) -> Iterator[tuple[str, Sequence[str]]]:
    """Names of rules and checks, each with the setting that they stand in; "" for an option."""
    table = f"{project_table()[0]}: [{TABLE}] "
    settings = project_settings()
    yield "", (*(request.select or ()), *(request.ignore or ()))
    if request.select is None:
        yield f"{table}select: ", settings.select
    yield f"{table}ignore: ", settings.ignore
    for pattern, names in settings.per_file_ignores:
        yield f"{table}per-file-ignores {pattern!r}: ", names


def _categories(rules: Sequence[str]) -> dict[str, str]:
    from cleaner.packs.cache import load_pack

    return load_pack(rules).categories
