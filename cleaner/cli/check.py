"""`clean check`: files of text in, findings out; and the fix, the diff, the baseline."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.checker.baseline import (
    Baseline,
    Entry,
    is_file_below,
    merged,
    read_baseline,
    stale,
    write_baseline,
)
from cleaner.checker.cache import ResultCache
from cleaner.checker.files import Files
from cleaner.checker.fix import FixedFile, fix_file, not_accepted, write_fixed
from cleaner.checker.inspect import Inspector, Scope
from cleaner.checker.run import ACROSS, Outcome, check_files
from cleaner.cli import streams
from cleaner.cli.check_help import explain, settings_text
from cleaner.cli.check_options import Request, request_of
from cleaner.cli.check_output import code_of, show, show_diff, show_problems, tell_kept
from cleaner.cli.check_setup import baseline_of, check_language, inspector_of, settings_in_force
from cleaner.cli.codes import Code
from cleaner.errors import InputError, OutputError
from cleaner.findings import Problem
from cleaner.formats.plain import STDIN
from cleaner.processes import processors
from cleaner.wording import counted


def run_check(values: dict[str, Any]) -> int:
    """Check what was asked for; return the exit code.

    Raises:
        CleanerError: nothing can be checked at all: a bad rule, setting or baseline.
    """
    request = request_of(values)
    if request.explain is not None:
        return explain(request.explain, request.rules)
    settings = settings_in_force(request)
    if request.show_settings:
        streams.write(settings_text(settings).encode())
        return Code.FINE
    files = Files(settings)
    if STDIN in request.paths:
        from cleaner.cli.check_stdin import check_stdin

        inspector = inspector_of(request, settings)
        check_language(request, inspector, request.paths)
        return check_stdin(request, inspector, files, baseline_of(settings, request))
    paths = files.below(request.paths or (".",))
    if request.show_files:
        streams.write("".join(f"{streams.shown(path)}\n" for path in paths).encode())
        bare = Outcome(paths, problems=_bare(request, files))
        show_problems(bare)
        return code_of((), bare, request)
    inspector = inspector_of(request, settings)
    check_language(request, inspector, paths)
    return _Check(request, inspector, files, paths).run()


class _Check:
    """One run over files."""

    def __init__(
        self, request: Request, inspector: Inspector, files: Files, paths: Sequence[str]
    ) -> None:
        self.request, self.inspector, self.files, self.paths = request, inspector, files, paths
        self.baseline = baseline_of(inspector.settings, request)
        self.cache = ResultCache(not request.no_cache)

    def run(self) -> int:
        try:
            outcome = self._checked()
            if self.request.write_baseline:
                return self._accept(self.request.write_baseline, outcome)
            if self.request.diff:
                return self._show_diff(outcome)
            if not self.request.fix:
                return self._report(outcome, {})
            troubled = self._fix(outcome)
            return self._report(self._checked(), troubled)
        finally:
            self.cache.close()

    def _checked(self) -> Outcome:
        jobs = self.request.jobs or processors()
        outcome = check_files(self.paths, self.inspector, self.files, self.cache, jobs)
        outcome.problems += _bare(self.request, self.files)
        return outcome

    def _report(self, outcome: Outcome, troubled: dict[str, str]) -> int:
        findings, left = self.baseline.split(outcome.findings, self.files.relative)
        outcome.findings = findings
        outcome.problems += ((path, 0, why) for path, why in troubled.items())
        show(outcome, self.request)
        if not self.request.quiet and self._looks_for_all():
            checked = {self.files.relative(path) for path in outcome.files}
            is_there = is_file_below(self.inspector.settings.root)
            for entry in stale(left, checked, is_there):
                if entry.code in ACROSS and is_there(entry.path) and not self._is_of_folders():
                    continue  # what it was found beside may not have been looked at
                streams.complain(
                    f"note: baseline: {entry.path}: {entry.code} is no longer found; "
                    "write it anew: --write-baseline"
                )
        return code_of(findings, outcome, self.request)

    def _looks_for_all(self) -> bool:
        """False if findings are left out by the command line: not to be found is no news then."""
        request = self.request
        return not (request.select or request.ignore or request.min_confidence)

    def _is_of_folders(self) -> bool:
        return not self.request.paths or any(map(os.path.isdir, self.request.paths))

    def _accept(self, path: str, outcome: Outcome) -> int:
        """Write the baseline; what it says of files and rules that were not checked stays."""
        before = read_baseline(path) if os.path.exists(path) else Baseline()
        scopes = {self.files.relative(file): self.files.scope(file) for file in outcome.files}
        is_there = is_file_below(self.inspector.settings.root)
        kept = Counter(
            entry
            for entry in before.entries.elements()
            if is_there(entry.path) and not self._is_looked_for(entry, scopes)
        )
        kept -= merged((), outcome.findings, self.files.relative).entries  # each only once
        write_baseline(path, merged(kept.elements(), outcome.findings, self.files.relative))
        if not self.request.quiet:
            streams.complain(f"note: {path}: {counted(len(outcome.findings), 'finding')} accepted")
        show_problems(outcome)
        return Code.WRONG if outcome.problems else Code.FINE

    def _is_looked_for(self, entry: Entry, scopes: Mapping[str, Scope]) -> bool:
        """True for what this check would have found, if it were still there."""
        scope = scopes.get(entry.path)
        return scope is not None and (
            self._looks_for_all() or self.inspector.looks_for(entry.code, scope)
        )

    def _fix(self, outcome: Outcome) -> dict[str, str]:
        """Write what can be mended; return what went wrong, by path."""
        troubled: dict[str, str] = {}
        articles = changed = kept = 0
        for path in self._fixable(outcome):
            try:
                fixed = self._fixed(path)
                kept += fixed.keep_scored
                if fixed.articles:
                    write_fixed(fixed)
                    changed += 1
                    articles += len(fixed.articles)
            except (InputError, OutputError) as error:
                troubled[path] = str(error)
        if changed and not self.request.quiet:
            streams.complain(
                f"note: {counted(articles, 'article')} fixed in {counted(changed, 'file')}"
            )
        tell_kept(kept, self.request)
        return troubled

    def _show_diff(self, outcome: Outcome) -> int:
        kept = 0
        for path in self._fixable(outcome):
            try:
                fixed = self._fixed(path)
                kept += fixed.keep_scored
                show_diff(fixed, self.request)
            except InputError as error:
                outcome.problems.append((path, 0, str(error)))
        tell_kept(kept, self.request)
        outcome.findings, _ = self.baseline.split(outcome.findings, self.files.relative)
        show_problems(outcome)
        return code_of(outcome.findings, outcome, self.request)

    def _fixable(self, outcome: Outcome) -> list[str]:
        """The files in which something can be mended that is not accepted."""
        new, _ = self.baseline.split(outcome.findings, self.files.relative)
        return list(dict.fromkeys(one.path for one in new if one.cut))

    def _fixed(self, path: str) -> FixedFile:
        least = self.inspector.settings.min_confidence
        wanted = not_accepted(path, self.files, self.baseline, least)
        return fix_file(path, self.inspector, self.files.scope(path), wanted)


def _bare(request: Request, files: Files) -> list[Problem]:
    """Folders in which nothing is checked, as problems: those that were asked for.

    Without a path and without --include nobody asked: a hook may have had no file to name.
    """
    asked = request.paths or ((".",) if request.include else ())
    return [(path, 0, why) for path, why in files.bare(asked)]
