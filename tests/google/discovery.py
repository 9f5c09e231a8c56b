"""Google's own discovery documents as the judge: what they do not know is refused, in requests and in answers."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from tests.google.store import invalid

Schema = dict[str, Any]
FORMATS = {"int32": "integer", "int64": "string", "double": "number", "float": "number", "uint32": "integer"}


@cache
def document(name: str) -> Schema:
    """`sheets.v4` or `drive.v3`, as google-api-python-client ships it."""
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@cache
def validator(name: str, schema: str) -> Draft202012Validator:
    """A strict validator of one of the document's schemas: unknown fields are faults."""
    definitions = {key: _strict(plain) for key, plain in document(name)["schemas"].items()}
    return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": definitions})


def judge_request(name: str, schema: str, body: Any) -> None:
    """Refuses what Google refuses: unknown names, wrong types, unknown words of an enumeration."""
    fault = next(validator(name, schema).iter_errors(without_nulls(body)), None)
    if fault is not None:
        raise invalid(f"Invalid JSON payload received. {fault.message}")


def judge_answer(name: str, schema: str, body: Any) -> None:
    """An answer of the stand-in that Google could not have given is a fault of the stand-in."""
    fault = next(validator(name, schema).iter_errors(body), None)
    assert fault is None, f"the stand-in answered {schema} wrongly: {fault.message if fault else ''}"


def judge_query(name: str, method: str, query: dict[str, list[str]]) -> None:
    """Query parameters by the method's list; Google refuses those that it does not know."""
    found = document(name)
    allowed = {**found["parameters"], **_method(found, method).get("parameters", {})}
    for key, values in query.items():
        if key not in allowed:
            raise invalid(f'Invalid JSON payload received. Unknown name "{key}": Cannot bind query parameter.')
        words = allowed[key].get("enum")
        if words and not set(values) <= set(words):
            raise invalid(f"Invalid value at '{key}'")


def without_nulls(value: Any) -> Any:
    """As proto3 reads JSON: a field that is null is not there; in a list of cells it stays."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


def _method(found: Schema, name: str) -> Schema:
    *path, last = name.split(".")
    for part in path:
        found = found["resources"][part]
    return found["methods"][last]


def _strict(plain: Schema) -> Schema:
    if "$ref" in plain:
        return {"$ref": f"#/$defs/{plain['$ref']}"}
    kind = plain.get("type")
    if kind == "object":
        properties = {key: _strict(one) for key, one in plain.get("properties", {}).items()}
        more = plain.get("additionalProperties")
        return {"type": "object", "properties": properties, "additionalProperties": _strict(more) if more else False}
    if kind == "array":
        return {"type": "array", "items": _strict(plain["items"])}
    if kind == "any":
        return {}
    strict: Schema = {"type": FORMATS.get(plain.get("format", ""), kind)}
    return strict | ({"enum": plain["enum"]} if "enum" in plain else {})
