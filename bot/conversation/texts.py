"""Long texts, which stand in templates: one for each language."""

from dataclasses import replace

from bot.reply import Line, Reply, Section
from bot.templates import Templates, dependable


def text(name: str, language: str, templates: Templates, **values: object) -> Reply:
    """The text of that name: "# " begins its title, "## " a part, "- " a line of it with its label; else a sentence."""
    rendered = dependable(lambda own: own.get(f"conversation/{name}.{language}.txt.j2").render(values), templates)
    reply, sections = Reply("", language), list[Section]()
    for line in rendered.splitlines():
        mark, _, told = line.partition(" ")
        match mark:
            case "#":
                reply = replace(reply, title=told)
            case "##":
                sections.append(Section(told))
            case "-" if sections:
                label, _, what = told.partition(": ")
                part = sections[-1]
                sections[-1] = replace(part, lines=(*part.lines, Line(what, label)))
            case _ if line.strip():
                reply = replace(reply, lead=(*reply.lead, line.strip()))
            case _:
                pass
    return replace(reply, sections=tuple(sections))
