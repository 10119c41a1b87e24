"""Who may see and do what: the settings of it. The rules themselves stand in bot/web/access/."""

from enum import IntEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

_HERE = {"localhost", "127.0.0.1", "::1"}
Network = IPv4Network | IPv6Network


class Role(IntEnum):
    """What somebody may do; who may do more may do the less too."""

    READER = 1  #: read, search, follow
    EDITOR = 2  #: also: letters and sources
    ADMINISTRATOR = 3  #: everything under /beheer


class AccessSettings(BaseModel):
    """The settings of who may see and do what, and how often."""

    jbz_access: Literal["open", "proxy", "oidc"] = Field(
        "open", description="Who may read: everybody; who a proxy says it is; who signs in (docs/security.md)"
    )
    jbz_trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Our own proxies, `10.0.0.5,10.1.0.0/16`: whose word is believed; `JBZ_ACCESS=proxy` needs it",
    )
    jbz_proxy_header: str = Field("X-Forwarded-User", description="In which header a proxy says who it is")
    jbz_proxy_groups_header: str = Field("X-Forwarded-Groups", description="And in which groups, with commas between")
    oidc_issuer: str | None = Field(
        None, description="The identity provider: `https://login.example.nl/realms/jbz` (Keycloak, Entra ID)"
    )
    oidc_client_id: str | None = Field(None, description="How the provider knows this bot")
    oidc_client_secret: SecretStr | None = Field(None, description="Belongs to OIDC_CLIENT_ID")
    oidc_scopes: str = Field("openid profile email", description="What the provider is asked for")
    oidc_groups_claim: str = Field("groups", description="Where the provider says in which groups someone is")
    jbz_reader_groups: str = Field("", description="Who may read; without groups: everyone who signs in")
    jbz_editor_groups: str = Field("", description="Who may also take in letters and release what was refused")
    jbz_administrator_groups: str = Field("", description="Who may do everything under `/beheer`")
    jbz_session_hours: int = Field(8, ge=1, le=24, description="After which one signs in again")
    jbz_page_following: bool = Field(True, description="The pages let readers follow; briefings then stand there")
    jbz_metrics_port: int | None = Field(
        None, ge=1, le=65535, description="`/metrics` at a port of its own, and no longer beside the pages"
    )
    jbz_metrics_from: str = Field("127.0.0.0/8,::1", description="Addresses that may read `/metrics`")
    jbz_limit_questions: int = Field(120, ge=0, description="Questions a minute of one address or person; 0: no limit")
    jbz_limit_changes: int = Field(60, ge=0, description="Changes a minute of one address or person; 0: no limit")
    jbz_limit_api: int = Field(300, ge=0, description="Requests a minute of one address to API and feeds; 0: no limit")
    jbz_most_followed: int = Field(100, ge=1, description="How many subjects one chat may follow")

    @field_validator("jbz_trusted_proxies", "jbz_metrics_from")
    @classmethod
    def _networks(cls, value: str) -> str:
        networks(value)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "https://none")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise ValueError("not https")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.jbz_access == "proxy" and not (self.trusted_proxies and "jbz_trusted_proxies" in self.model_fields_set):
            raise ValueError("JBZ_TRUSTED_PROXIES: JBZ_ACCESS=proxy")
        for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "jbz_encryption_key"):
            if self.jbz_access == "oidc" and getattr(self, name, None) is None:
                raise ValueError(f"{name.upper()}: JBZ_ACCESS=oidc")
        return self

    @property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """The networks of our own proxies."""
        return networks(self.jbz_trusted_proxies)

    def role_of(self, groups: frozenset[str]) -> Role | None:
        """What someone in these groups may do; None: not even read."""
        for role, named in (
            (Role.ADMINISTRATOR, self.jbz_administrator_groups),
            (Role.EDITOR, self.jbz_editor_groups),
            (Role.READER, self.jbz_reader_groups),
        ):
            if groups & listed(named):
                return role
        return None if listed(self.jbz_reader_groups) else Role.READER


def listed(text: str) -> frozenset[str]:
    """ "a, b" -> {"a", "b"}."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def networks(text: str) -> tuple[Network, ...]:
    """ "10.0.0.5,10.1.0.0/16" -> the networks. Raises ValueError."""
    return tuple(ip_network(part) for part in sorted(listed(text)))


def is_within(address: str, among: tuple[Network, ...]) -> bool:
    """Whether an address on the network is one of these; what is no address is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in among)
