"""The development identity provider: authentik's shapes, one process, a sqlite file.

It is for development and tests: its accounts and passwords are public. Run it with
`python -m devstack.identity`.
"""
