"""What oCIS tells that changes something: the default of `INGEST_OCIS_ACTIONS`."""

SHARING = (
    "file_shared",
    "share_permission_updated",
    "share_name_updated",
    "share_password_updated",
    "share_expiration_updated",
    "share_updated",
    "file_unshared",
    "share_accepted",
    "share_declined",
    "share_state_changed",
)
FILES = (
    "container_create",
    "file_create",
    "file_delete",
    "file_rename",
    "file_trash_delete",
    "file_trash_restore",
    "file_version_restore",
    "file_tags_add",
    "file_tags_remove",
)
SPACES = (
    "space_created",
    "space_renamed",
    "space_disabled",
    "space_enabled",
    "space_deleted",
    "space_shared",
    "space_unshared",
    "space_updated",
)
PEOPLE = (
    "user_created",
    "user_deleted",
    "user_feature_changed",
    "group_created",
    "group_deleted",
    "group_member_added",
    "group_member_removed",
    "science_mesh_invite_token_generated",
)
MUTATIONS = (*SHARING, *FILES, *SPACES, *PEOPLE)
