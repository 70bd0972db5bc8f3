"""Which function answers which word of the command line."""

from __future__ import annotations

import sys

from command import starting
from command.setting_up import Trouble
from txng.project.database import DatabaseTrouble


def main(words: list[str]) -> int:
    name, rest = words[0], words[1:]
    try:
        if name == "up":
            from command import up

            asked = starting.up_arguments(rest)
            return up.up(asked.host, asked.port)
        if name in ("manage", "demo", "facts", "reset"):
            from command import demo

            return {"manage": demo.manage, "demo": demo.switch, "facts": demo.facts, "reset": demo.reset}[name](rest)
        from command import proving

        return {"test": proving.test, "check": proving.check, "prove": proving.prove, "bench": proving.bench}[name](
            rest
        )
    except (Trouble, DatabaseTrouble) as trouble:
        print(f"txng: {trouble}", file=sys.stderr)
        return 1
