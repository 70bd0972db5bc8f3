"""One of two processes that read serials one at a time, on a processor each. Prints serials a second."""

from __future__ import annotations

import secrets

from tests.bench.codes import rate_of_reading
from txng.stamps.serials import KeyRing

if __name__ == "__main__":
    print(rate_of_reading(KeyRing({1: secrets.token_bytes(32)})))
