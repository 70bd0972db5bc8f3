"""Second half of `./txng`, inside the project's own environment."""

import sys

from command.dispatch import main

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
