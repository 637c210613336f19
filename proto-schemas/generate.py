"""Generates libs/contracts from the .proto files; checks, lints and releases the contracts."""

from generator.command import main

if __name__ == "__main__":
    main()
