"""Composition root of the portal."""

from web import serve

from portal.application import build_portal
from portal.settings import Settings

if __name__ == "__main__":
    serve(Settings, build_portal)
