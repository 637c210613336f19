"""The applications people sign in to; each is an issuer with an audience of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An OAuth client with authentik's URL shapes."""

    slug: str
    name: str
    # Empty: a public client, which proves itself by PKCE alone.
    secret: str = ""
    # Empty: everybody may use it.
    required_group: str = ""

    @property
    def client_id(self) -> str:
        """The audience of its tokens as well."""
        return self.slug


PLATFORM_ADMINS = "dezky-platform-admins"

APPLICATIONS = (
    Application(slug="dezky-operator", name="Dezky console", required_group=PLATFORM_ADMINS),
    Application(slug="dezky-portal", name="Dezky portal"),
    Application(
        slug="dezky-partner",
        name="Dezky partner portal",
        secret="dezky-partner-secret",  # noqa: S106 - public on purpose, development only
    ),
)


def find_application(slug: str) -> Application | None:
    """By slug, which is the client id too."""
    return next((one for one in APPLICATIONS if one.slug == slug), None)


def issuer_of(application: Application, *, base_url: str) -> str:
    """Trailing slash included: it is part of the name."""
    return f"{base_url}/application/o/{application.slug}/"
