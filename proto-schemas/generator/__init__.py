"""Turns the .proto contracts into pydantic modules, typed clients and the catalogue."""
