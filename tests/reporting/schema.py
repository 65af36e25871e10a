"""As much of JSON Schema as our published schema uses."""

from __future__ import annotations

from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def violations(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, path: str = "") -> list[str]:
    """Every place where a value does not fit, with the rule that it breaks."""
    root = root or schema
    if "$ref" in schema:
        return violations(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    if "anyOf" in schema:
        attempts = [violations(value, option, root, path) for option in schema["anyOf"]]
        return [] if [] in attempts else attempts[0]
    found = [f"{path}: {rule}" for rule, fits in _rules(value, schema).items() if not fits]
    if isinstance(value, dict):
        found += _object(value, schema, root, path)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            found += violations(item, schema["items"], root, f"{path}[{index}]")
    return found


def _rules(value: Any, schema: dict[str, Any]) -> dict[str, bool]:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {
        "type": "type" not in schema or _is_of(value, schema["type"]),
        "const": "const" not in schema or value == schema["const"],
        "enum": "enum" not in schema or value in schema["enum"],
        "minimum": not number or value >= schema.get("minimum", value),
        "maximum": not number or value <= schema.get("maximum", value),
    }


def _is_of(value: Any, names: str | list[str]) -> bool:
    wanted = [names] if isinstance(names, str) else names
    if isinstance(value, bool):
        return "boolean" in wanted
    return any(isinstance(value, TYPES[name]) for name in wanted)


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], path: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{path}: {key} is missing" for key in schema.get("required", ()) if key not in value]
    rest = schema.get("additionalProperties", True)
    for key, item in value.items():
        if key in known:
            found += violations(item, known[key], root, f"{path}.{key}")
        elif rest is False:
            found.append(f"{path}: {key} is not named")
        elif isinstance(rest, dict):
            found += violations(item, rest, root, f"{path}.{key}")
    return found
