"""Google's own discovery documents as the judge: what they do not know is refused, in requests and in answers."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.google.fields import Mask, mask_of, paths, unknown_field
from tests.google.refusal import Refusal, invalid, malformed, refusal

Schema = dict[str, Any]
SHEETS, DRIVE = "sheets.v4", "drive.v3"
FORMATS = {"int32": "integer", "uint32": "integer", "int64": "string", "double": "number", "float": "number"}
KINDS = {"int32": "TYPE_INT32", "uint32": "TYPE_UINT32", "double": "TYPE_DOUBLE", "float": "TYPE_FLOAT"}
PLAIN_KINDS = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "integer": "TYPE_INT32", "number": "TYPE_DOUBLE"}
LIST_VALUE = "type.googleapis.com/google.protobuf.ListValue"
TRUTH = {"true", "false", "True", "False", "1", "0"}


@cache
def document(name: str) -> Schema:
    """`sheets.v4` or `drive.v3`, as google-api-python-client ships it."""
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    return dict(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


@cache
def method(name: str, path: str) -> Schema:
    """A method by its path of resources: `spreadsheets.values.get`."""
    *resources, last = path.split(".")
    found: Schema = document(name)
    for resource in resources:
        found = found["resources"][resource]
    return dict(found["methods"][last])


@cache
def validator(name: str, schema: str) -> Draft202012Validator:
    """A strict validator of one of the document's schemas: unknown fields are faults."""
    definitions = {key: _strict(plain) for key, plain in document(name)["schemas"].items()}
    return Draft202012Validator({"$ref": f"#/$defs/{schema}", "$defs": definitions})


def judge_request(name: str, path: str, body: Mapping[str, Any]) -> None:
    """Refuses a body as Google does: unknown names, wrong types, unknown words. Drive overlooks unknown names."""
    told = method(name, path).get("request", {})
    if "$ref" not in told:
        return
    faults = list(validator(name, told["$ref"]).iter_errors(body))
    if name == DRIVE:
        faults = [fault for fault in faults if fault.validator != "additionalProperties"]
    if faults:
        raise _refused(faults, told.get("parameterName", ""), "data" if told["$ref"] == "ValueRange" else "")


def judge_answer(name: str, path: str, body: Any) -> None:
    """An answer that Google could not have given is a fault of the stand-in itself."""
    schema = method(name, path).get("response", {}).get("$ref")
    fault = next(validator(name, schema).iter_errors(body), None) if schema else None
    if fault is not None:
        raise AssertionError(f"the stand-in answers {path} wrongly at {fault.json_path}: {fault.message[:300]}")


def judge_query(name: str, path: str, query: Mapping[str, Sequence[str]]) -> None:
    """Refuses query parameters that the method does not have, unknown words and missing ones. Drive overlooks them."""
    if name == DRIVE:
        return
    allowed = {**document(name)["parameters"], **method(name, path).get("parameters", {})}
    for key, values in query.items():
        if key not in allowed:
            words = f'Unknown name "{key}": Cannot bind query parameter.'
            raise malformed(
                f"Invalid JSON payload received. {words} Field '{key}' could not be found in request message."
            )
        _judge_words(key, values, allowed[key])
    if "valueInputOption" in allowed and query.get("valueInputOption", [""])[0] in (
        "",
        "INPUT_VALUE_OPTION_UNSPECIFIED",
    ):
        raise invalid("'valueInputOption' is required but not specified")


def mask_for(name: str, path: str, text: str) -> Mask:
    """The field mask of a request. Refuses names that the answer's schema does not have."""
    schema = method(name, path).get("response", {}).get("$ref", "")
    mask = mask_of(text)
    for leaf in paths(mask):
        if not _known(name, {"$ref": schema}, leaf.split(".")):
            raise unknown_field(leaf)
    return mask


def without_nulls(value: Any) -> Any:
    """As proto3 reads JSON: a field that is null is not there; in a list of cells it stays."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) if isinstance(one, dict | list) else one for one in value]
    return value


def _known(name: str, schema: Schema, path: list[str]) -> bool:
    if "$ref" in schema:
        schema = document(name)["schemas"].get(schema["$ref"], {})
    if schema.get("type") == "array":
        return _known(name, schema["items"], path)
    if not path or path[0] == "*":
        return True
    properties = schema.get("properties", {})
    return path[0] in properties and _known(name, properties[path[0]], path[1:])


def _judge_words(key: str, values: Iterable[str], allowed: Schema) -> None:
    snake = _snake(key)
    if "enum" in allowed and not set(values) <= set(allowed["enum"]):
        kind = f"type.googleapis.com/google.apps.sheets.v4.{key[0].upper()}{key[1:]}"
        raise malformed(f"Invalid value at '{snake}' ({kind}), \"{next(iter(values))}\"", snake)
    if allowed["type"] == "boolean" and not set(values) <= TRUTH:
        raise malformed(f"Invalid value at '{snake}' (TYPE_BOOL), \"{next(iter(values))}\"", snake)


def _refused(faults: list[ValidationError], parameter: str, prefix: str) -> Refusal:
    told = [_violation(fault, prefix if parameter in ("", "request") else parameter) for fault in faults]
    message = "\n".join(one["description"] for one in told)
    return refusal(400, "INVALID_ARGUMENT", message, told)


def _violation(fault: ValidationError, prefix: str) -> dict[str, str]:
    place = _place(prefix, fault.absolute_path)
    if fault.validator == "additionalProperties":
        known = set(fault.schema.get("properties", {}))
        unknown = next(name for name in fault.instance if name not in known)
        where = f" at '{place}'" if place else ""
        words = f'Invalid JSON payload received. Unknown name "{unknown}"{where}: Cannot find field.'
        return {"field": place, "description": words} if place else {"description": words}
    value = json.dumps(fault.instance, ensure_ascii=False)
    return {"field": place, "description": f"Invalid value at '{place}' ({fault.schema['title']}), {value}"}


def _place(prefix: str, path: Iterable[str | int]) -> str:
    place = prefix
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else ("." if place else "") + _snake(part)
    return place


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)


def _strict(plain: Schema) -> Schema:
    """JSON Schema of a schema of the document; the title is the type as Google's refusals name it."""
    if "$ref" in plain:
        return {"$ref": f"#/$defs/{plain['$ref']}"}
    kind = plain.get("type", "any")
    if kind == "object":
        properties = {key: _strict(one) for key, one in plain.get("properties", {}).items()}
        more = plain.get("additionalProperties")
        return {
            "type": "object",
            "title": "TYPE_MESSAGE",
            "properties": properties,
            "additionalProperties": _strict(more) if more else False,
        }
    if kind == "array":
        items = _strict(plain["items"])
        told = LIST_VALUE if items in ({}, ANY_LIST) else items.get("title", "TYPE_MESSAGE")
        return {"type": "array", "title": told} | ({"items": items} if items else {})
    if kind == "any":
        return {}
    form = plain.get("format", "")
    strict = {"type": FORMATS.get(form, kind), "title": KINDS.get(form, PLAIN_KINDS.get(kind, "TYPE_STRING"))}
    return strict | ({"enum": plain["enum"]} if "enum" in plain else {})


ANY_LIST = {"type": "array", "title": LIST_VALUE}
