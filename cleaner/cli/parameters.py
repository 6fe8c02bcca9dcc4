"""Options and arguments as typer reads them."""

from __future__ import annotations

import inspect
from enum import Enum
from typing import Annotated, Any

import typer

from cleaner.cli.options import FLAG, MANY, Option

NO_VALUE = " "  # in the help, where typer would otherwise say <bool>
NEEDED = inspect.Parameter.empty
"""The default of what has to be given."""


def parameter(name: str, kind: Any, about: Any, default: Any = None) -> inspect.Parameter:
    """Return a parameter of a command.

    Args:
        name: of the keyword that the command takes.
        kind: of the value.
        about: what typer makes of it, an Option or Argument.
        default: of the value; NEEDED if there is none.
    """
    annotation = Annotated[kind, about]
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=annotation)


def option(
    name: str, kind: Any, default: Any, flags: str, help: str, panel: str, metavar: str = NO_VALUE
) -> inspect.Parameter:
    """Return an option that only one command has; its default is told by the help, if at all."""
    about = typer.Option(
        *flags.split(),
        help=help,
        metavar=metavar,
        rich_help_panel=panel,
        show_default=False,
        callback=_filled if kind in (str, str | None) else None,
    )
    return parameter(name, kind, about, default)


def parameter_of(option: Option) -> inspect.Parameter:
    """Return the parameter that makes typer read an option as our own parser does."""
    plain: Any = Enum(option.name, {c: c for c in option.choices}) if option.choices else str
    kind: Any = bool if option.kind == FLAG else list[str] if option.kind == MANY else plain
    about = typer.Option(
        *option.flags,
        help=option.help,
        metavar=None if option.choices else option.metavar or NO_VALUE,
        rich_help_panel=option.panel,
        show_default=False,
    )
    if option.kind == FLAG:
        return parameter(option.name, kind, about, False)
    return parameter(option.name, kind | None, about)


def _filled(value: str | None) -> str | None:
    """Refuse an empty value, such as a shell makes of a variable that is not set."""
    if value == "":
        raise typer.BadParameter("it is empty")
    return value
