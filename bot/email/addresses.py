"""Addresses of mail as chats. What people type is read strictly: it becomes a header of a mail of ours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

import idna

from briefings.errors import NotUnderstood
from briefings.model.chat import Address

#: RFC 5321, 4.1.2 without quoted strings, 4.5.3.1 for its length; other letters than these few servers take.
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
_LONGEST_LOCAL, _LONGEST = 64, 254


class OtherDomain(NotUnderstood):
    """An address that may not follow here."""


def read_address(typed: str, domains: Sequence[str] = ()) -> Address:
    """The chat of an address that someone typed. Raises NotUnderstood.

    A domain with other letters is kept as DNS has it ("xn--…", RFC 5891), so that none looks like another one.
    """
    local, _, domain = typed.strip().lower().rpartition("@")
    if len(domain) > _LONGEST:
        raise NotUnderstood("email.no_address")
    try:
        domain = idna.encode(domain, uts46=True).decode("ascii") if domain else ""
    except idna.IDNAError as error:
        raise NotUnderstood("email.no_address") from error
    mail = f"{local}@{domain}"
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise NotUnderstood("email.no_address")
    if len(local) > _LONGEST_LOCAL or len(mail) > _LONGEST:
        raise NotUnderstood("email.no_address")
    if domains and not any(_is_under(domain, one) for one in domains):
        raise OtherDomain("email.other_domain", domains=", ".join(domains))
    return Address("email", domain, mail)


def mailbox_of(address: Address) -> str:
    """Whose mail it is: what stands behind a plus (RFC 5233) leads to the same mailbox nearly everywhere."""
    local, _, domain = address.chat.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def _is_under(domain: str, allowed: str) -> bool:
    return domain.endswith(allowed[1:]) if allowed.startswith("*.") else domain == allowed


@dataclass(frozen=True, slots=True)
class From:
    """From whom our mail comes."""

    name: str
    local: str
    domain: str

    @property
    def mail(self) -> str:
        """The bare address."""
        return f"{self.local}@{self.domain}"

    def tagged(self, tag: str) -> str:
        """The same mailbox with something behind a plus (RFC 5233), by which an answer is known."""
        return f"{self.local}+{tag}@{self.domain}"

    def tag_of(self, mail: str) -> str | None:
        """What stands behind the plus of an address of this mailbox; None for another one."""
        local, _, domain = mail.lower().rpartition("@")
        base, plus, tag = local.partition("+")
        return tag if plus and base == self.local.lower() and domain == self.domain.lower() else None


def read_from(value: str, name: str) -> From:
    """The setting MAIL_FROM; `name` is that of the site, for one without a name."""
    told, mail = parseaddr(value)
    local, _, domain = mail.rpartition("@")
    return From(told or name, local, domain)
