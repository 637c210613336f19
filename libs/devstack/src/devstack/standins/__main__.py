"""Runs the stand-ins until they are told to stop."""

import uvicorn

from devstack.standins.app import create_app
from devstack.standins.settings import Settings


def main() -> None:
    """Access logs stay off: nobody reads them."""
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
