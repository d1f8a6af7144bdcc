"""SVG made fit to stand inside a page: no scripts, no network, no ids or styles that reach others."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import escape

from profiles.render.inline import clean

__all__ = ["inline_svg"]

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# What draws. All else (scripts, metadata, foreign and moving parts) goes with what it contains; a
# list of the bad ones would miss those, like img, that mean something only once they are in HTML.
_DRAWN = frozenset({
    *("svg", "g", "defs", "symbol", "use", "a", "style", "title", "desc", "image"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
    *("clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "stop"),
})
_REFERENCE = re.compile(r"""url\(\s*["']?#([^"')\s]+)["']?\s*\)""")
# A backslash could spell any of the others.
_REMOTE = re.compile(r"""(?i)url\((?!\s*["']?#)|@import|image-set|javascript:|\\""")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"(?s)/\*.*?\*/")
_PIXELS = re.compile(r"\s*([0-9.]+)(?:px)?\s*")
_LABELS = frozenset({"aria-labelledby", "aria-describedby"})


def inline_svg(svg_text: str, *, prefix: str, alt: str) -> str:
    """Return an SVG element for an HTML page.

    Parameters
    ----------
    svg_text
        A whole SVG file.
    prefix
        Put before every id and every reference to one: two charts from one library use the same
        ids, and in one page the second would be cut by the first one's clip paths. Rules of its
        style sheet are confined to the element by the same means.
    alt
        What the picture shows, for those who do not see it.

    Returns
    -------
    str
        One ``<svg role="img">`` element.

    Raises
    ------
    ValueError
        If the text is not well-formed XML, or not SVG.
    """
    try:
        root = ET.fromstring(svg_text)
    except ET.ParseError as error:
        msg = f"figure {prefix!r} is not well-formed SVG: {error}"
        raise ValueError(msg) from error
    if root.tag != _SVG + "svg":
        msg = f"figure {prefix!r} is not SVG: its root element is {root.tag}"
        raise ValueError(msg)
    ids = {name for element in root.iter() if (name := element.get("id"))}
    _add_view_box(root)
    opening = {"id": f"{prefix}-svg", "role": "img", "aria-label": alt, "focusable": "false"}
    root.attrib = {k: v for k, v in root.attrib.items() if k not in opening and k not in _LABELS}
    for child in list(root):
        if _local(child.tag) in {"title", "desc"}:
            # The label says it; a second title would pop up under the pointer.
            root.remove(child)
    root.tail = None
    return _Writer(prefix, ids).element(root, opening=opening)


def _local(tag: object) -> str:
    """Name of an SVG element; "" for a comment and for another language's element."""
    return tag.removeprefix(_SVG) if isinstance(tag, str) and tag.startswith(_SVG) else ""


def _add_view_box(root: ET.Element) -> None:
    """Give the picture the view box without which a page cannot scale it."""
    width = _PIXELS.fullmatch(root.get("width", ""))
    height = _PIXELS.fullmatch(root.get("height", ""))
    if root.get("viewBox") is None and width and height:
        root.set("viewBox", f"0 0 {width[1]} {height[1]}")


class _Writer:
    """Writes elements back, renaming ids as it goes."""

    def __init__(self, prefix: str, ids: set[str]) -> None:
        self.prefix = prefix
        self.ids = ids

    def element(self, element: ET.Element, *, opening: dict[str, str] | None = None) -> str:
        tag = _local(element.tag)
        tail = escape(clean(element.tail or ""), quote=False)
        if tag not in _DRAWN:
            return tail
        attributes = dict(opening or {})
        attributes.update(self.attributes(element))
        start = tag + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        if tag == "style":
            return f"<{start}>{escape(self.style(element.text or ''), quote=False)}</style>{tail}"
        inside = escape(clean(element.text or ""), quote=False) + "".join(self.element(child) for child in element)
        return f"<{start}>{inside}</{tag}>{tail}" if inside else f"<{start}/>{tail}"

    def attributes(self, element: ET.Element) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in element.attrib.items():
            if name == _XLINK + "href" or name == "href":
                if href := self.href(value):
                    kept["href"] = href
            elif name.startswith(_XML):
                kept["xml:" + name.removeprefix(_XML)] = value
            elif name.startswith("{") or name.lower().startswith("on") or _REMOTE.search(value):
                continue
            elif name == "id":
                kept[name] = self.renamed(value)
            elif name in _LABELS:
                kept[name] = " ".join(map(self.renamed, value.split()))
            else:
                kept[name] = self.references(value)
        return kept

    def renamed(self, name: str) -> str:
        return f"{self.prefix}-{name}" if name in self.ids else name

    def references(self, value: str) -> str:
        return _REFERENCE.sub(lambda found: f"url(#{self.renamed(found[1])})", value)

    def href(self, value: str) -> str:
        """Return a reference inside the picture, or an embedded raster; "" for anything else."""
        if value.startswith("#"):
            return "#" + self.renamed(value[1:])
        return value if re.match(r"data:image/(png|jpeg);base64,", value) else ""

    def style(self, css: str) -> str:
        """Return style rules confined to this picture; the page's own would be hit otherwise."""
        rules = []
        for selectors, declarations in _RULE.findall(_COMMENT.sub("", css)):
            if "@" in selectors or _REMOTE.search(declarations):
                continue
            confined = ", ".join(f"#{self.prefix}-svg {self.selector(one.strip())}" for one in selectors.split(","))
            rules.append(f"{confined} {{{self.references(declarations.strip())}}}")
        return "\n".join(rules)

    def selector(self, selector: str) -> str:
        return re.sub(r"#([\w.-]+)", lambda found: "#" + self.renamed(found[1]), selector)
