"""YAML of which each mistake can be told with its line."""

from __future__ import annotations

from typing import Any

import yaml


class Lined(yaml.SafeLoader):
    """Plain values, with the line of each key of a mapping under ``None``. No aliases: they can grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        made = super().construct_mapping(node, deep=True)
        made[None] = {key.value: key.start_mark.line + 1 for key, _value in node.value}
        return made


class NotYaml(ValueError):
    """This text is no YAML; ``line`` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_lined(text: str) -> Any:
    """Raises NotYaml."""
    loader = None
    try:
        loader = Lined(text)
        return loader.get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark else 1) from None
    finally:
        if loader is not None:
            loader.dispose()
