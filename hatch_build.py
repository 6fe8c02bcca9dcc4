"""Ship the top-level rules/ inside the wheel as cleaner/_rules.

Only in a real wheel: an editable install reads rules/ where it stands, so that no stale
copy is left behind in site-packages.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShipRules(BuildHookInterface):  # type: ignore[type-arg]
    """Adds rules/ to the wheel when it is not an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["rules"] = "cleaner/_rules"
