"""How the site calls itself and looks: the settings of it."""

import re
from pathlib import Path

from pydantic import BaseModel, Field, field_validator

from bot.platforms import listed

_COLOUR = re.compile(r"#[\da-fA-F]{6}")
_PAPERS = ("#ffffff", "#14171c")  #: the background of the pages, light and dark
_READABLE = 4.5  #: the contrast of text by WCAG 2.2 (1.4.3)


class AppearanceSettings(BaseModel):
    """The settings of name, logo and colours."""

    jbz_name: str = Field("JBZ-briefings", min_length=1, max_length=60, description="What the pages call themselves")
    jbz_logo: Path | None = Field(None, description="A picture (.svg, .png) above the pages; ours has none")
    jbz_colours: str = Field(
        "#154273,#9cc3f5", description="The colour of links and bars: on white, and on black for who chose dark"
    )
    jbz_contact: str | None = Field(
        None, description="Where readers turn to, `mailto:…` or `https://…`; turns on `/.well-known/security.txt`"
    )

    @field_validator("jbz_logo")
    @classmethod
    def _a_picture(cls, value: Path | None) -> Path | None:
        if value is not None and value.suffix.lower() not in {".svg", ".png"}:
            raise ValueError("no .svg or .png")
        if value is not None and not value.is_file():
            raise ValueError("no such file")
        return value

    @field_validator("jbz_colours")
    @classmethod
    def _two_colours(cls, value: str) -> str:
        colours = listed(value)
        if len(colours) != len(_PAPERS) or not all(_COLOUR.fullmatch(colour) for colour in colours):
            raise ValueError("not two colours such as #154273,#9cc3f5")
        for colour, paper in zip(colours, _PAPERS, strict=True):
            if contrast(colour, paper) < _READABLE:
                raise ValueError(f"{colour} cannot be read on {paper}")
        return value

    @field_validator("jbz_contact")
    @classmethod
    def _somewhere(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)", value):
            raise ValueError("neither mailto:… nor https://…")
        return value

    @property
    def colours(self) -> tuple[str, str]:
        """The colour of links and bars: light, dark."""
        light, dark = listed(self.jbz_colours)
        return light, dark


def contrast(one: str, other: str) -> float:
    """1 to 21: how far two colours ("#154273") differ in luminance, as WCAG 2.2 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - WCAG's
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
