"""Stand-ins for what tenants are provisioned in: Stalwart of both generations, and oCIS.

authentik's is part of `devstack.identity`, whose accounts it manages. All fail when told to.
"""
