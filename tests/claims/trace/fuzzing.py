"""schemathesis over our own description of the EPCIS interface, in a process of its own (claim trace-05).

`python -m tests.claims.trace.fuzzing INPUTS PART PARTS [FAULT]`, with the environment of an installation and the
tokens on standard input; prints one line of JSON. Inputs are what the description allows, and what it does not. The
application is called as a web server would call it (WSGI), so what is judged is the whole answer.
"""

from __future__ import annotations

import itertools
import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

WORST = 5  # faults told


def main(inputs: int, part: int, parts: int, fault: str) -> None:
    warnings.simplefilter("ignore")
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from txng.project.wsgi import application

    tokens = itertools.cycle(json.load(sys.stdin))
    checks = [
        schemathesis.checks.not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
    ]
    app = spoilt(application) if fault else application
    schema = schemathesis.openapi.from_wsgi("/epcis/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()][part::parts]  # type: ignore[union-attr]
    statuses: Counter[int] = Counter()
    faults: Counter[str] = Counter()

    def tried(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {next(tokens)}"})
        statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as group:
            for one in group.exceptions:
                about = f"{case.method} {case.path}: {answer.status_code} {type(one).__name__}"
                if not faults[about]:
                    sys.stderr.write(f"{about}\n{str(one)[:1500]}\n{str(case.as_curl_command())[:1500]}\n\n")
                faults[about] += 1

    # What cannot be contradicted has no unlawful inputs: an address without parts and parameters.
    ways = [(one, mode) for one in operations for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]
    goal, turn = inputs // parts + 1, 0
    while sum(statuses.values()) < goal:
        each = max(10, (goal - sum(statuses.values())) // len(ways) + 1)
        for operation, mode in list(ways):
            quiet = settings(
                max_examples=each,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            run = seed(part + parts * turn)(given(case=operation.as_strategy(generation_mode=mode))(tried))
            try:
                quiet(run)()
            except Unsatisfiable:
                ways.remove((operation, mode))
        turn += 1
    print(json.dumps({"operations": len(operations), "statuses": statuses, "faults": faults.most_common(WORST),
                      "faulty": sum(faults.values())}))  # fmt: skip


def spoilt(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """What a careless change would do: a member of one answer goes by another name, and one value is not expected."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/epcis/queries" and environ["REQUEST_METHOD"] == "GET":
            start_response("500 Internal Server Error", [("Content-Type", "text/html")])
            return [b"<h1>Server Error (500)</h1>"]
        answer = b"".join(application(environ, start_response))
        return [answer.replace(b'"member":', b'"membr":')]

    return app


if __name__ == "__main__":
    import django

    django.setup()
    inputs, part, parts = map(int, sys.argv[1:4])
    main(inputs, part, parts, fault="".join(sys.argv[4:]))
