"""Composition root of the console."""

from web import serve

from console.application import build_console
from console.settings import Settings

if __name__ == "__main__":
    serve(Settings, build_console)
