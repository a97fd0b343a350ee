"""`python -m api.healthcheck`: exit code 0 while the API on this machine's port 8001 answers its health route."""

from __future__ import annotations

import http.client
import sys

from shared.settings import SettingsError, get_settings

PORT = 8001
TIMEOUT_SECONDS = 3.0


def main(port: int = PORT) -> int:
    """0 when the health route answers 200 in time, else 1 with one line that says why."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", f"{get_settings().API_V1_PREFIX}/health")
        status = connection.getresponse().status
    except SettingsError as error:
        return _unhealthy(error.detail)
    except (OSError, http.client.HTTPException) as error:
        return _unhealthy(f"the API does not answer on port {port}: {type(error).__name__}")
    finally:
        connection.close()
    return 0 if status == http.client.OK else _unhealthy(f"the health route answers {status}")


def _unhealthy(reason: str) -> int:
    print(reason, file=sys.stderr)  # noqa: T201 - Docker keeps what a health check prints
    return 1


if __name__ == "__main__":
    sys.exit(main())
