"""The API and its OpenAPI description."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from serambi.counters.api.problems import answer_problems

JSON, PROBLEM_JSON = "application/json", "application/problem+json"
FIRST_ERROR_STATUS = 400

DESCRIPTION = """\
What a passport and stay-permit office offers on a day under the orders in force, and booking a visit there.

Instants are UTC, days and hours are the office's own (`time_zone` of the office), shares are numbers from 0 to 1, and
texts for the public come in Indonesian and English. Codes of offices, services and purposes are listed by `/offices`,
`/services` and `/purposes`. Every refusal is `application/problem+json` with a stable `code`.
"""


class OfficeAPI(NinjaAPI):
    """Describes refusals under their own content type, which the framework has no word for."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _name_problems(operation["responses"])
        return schema


def _name_problems(responses: dict[int, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= FIRST_ERROR_STATUS and JSON in response.get("content", {}):
            response["content"] = {PROBLEM_JSON: response["content"].pop(JSON)}


def new_api() -> NinjaAPI:
    api = OfficeAPI(
        title="Serambi",
        version="1",
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
    )
    answer_problems(api)
    return api
