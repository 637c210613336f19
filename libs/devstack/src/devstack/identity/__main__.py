"""Runs the provider until it is told to stop."""

import structlog
import uvicorn

from devstack.identity.app import create_app
from devstack.identity.settings import Settings


def main() -> None:
    """Access logs stay off: their addresses would hold authorization codes."""
    settings = Settings()
    structlog.get_logger(__name__).info("identity_starting", url=settings.base_url)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
