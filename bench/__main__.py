"""Sets Django up as a hospital would run it, and measures."""

import os
import sys

import django


def main() -> int:
    """Exit status 0 where every ratio reaches its bound."""
    if not os.environ.get("DATABASE_URL"):
        print("The bench measures on PostgreSQL: run it with `make bench`.")
        return 2
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "sdm.settings",
        "DEBUG": "0",
        "HTTPS": "0",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    django.setup()
    # Only now: these need Django to be set up.
    from bench.measures import measure

    return measure()


if __name__ == "__main__":
    sys.exit(main())
