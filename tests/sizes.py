"""How much a run tries: every day as much as twelve minutes hold, in a proof all of it.

`./txng prove` sets TXNG_WHOLE=1 for the tests a claim counts on; a daily run takes a share of each kind, never none.
"""

import os

WHOLE = "TXNG_WHOLE" in os.environ
