r"""TeX -> MathML, which browsers show without a script.

Students write TeX too, and the converter lets markup through (`\text{<script>}`, `\href`, `\style`). So what it
writes is never used: the tree it builds is written anew, from known tags and harmless attributes alone.
"""

import html
import re
from typing import TYPE_CHECKING, Final

from latex2mathml.converter import Converter

from autograder.feedback.text import escaped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_CHARACTERS: Final = 600
#: What a formula may not do: define macros, which could grow without end.
_DEFINITION: Final = re.compile(r"\\(re)?(new|provide)(command|environment)|\\[egx]?def|\\let|\\DeclareMath")
_TAG: Final = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|mfrac|msqrt|mroot|msub|msup|msubsup|munder|mover|munderover|mmultiscripts"
    "|mprescripts|none|mtable|mtr|mtd|mpadded|mphantom|mstyle|menclose"
)
_ATTRIBUTE: Final = re.compile(
    "accent|accentunder|columnalign|columnspacing|depth|display|displaystyle|fence|form|height|linethickness|lspace"
    "|mathvariant|maxsize|minsize|movablelimits|notation|rowspacing|rspace|scriptlevel|separator|stretchy|width"
)
#: A word, or a length too small to reach out of the formula.
_VALUE: Final = re.compile(r"[a-z -]{1,40}|[+-]?\d?(\.\d{1,4})?(em|ex|pt|px|mu|%)?")

#: What stands for itself within \text{...}; the converter leaves the backslash.
_ESCAPED_IN_TEXT: Final = re.compile(r"\\([_%&#$])")


def formula_html(tex: str, *, display: bool) -> str:
    """Show a formula, or its TeX where it cannot be shown.

    Args:
        tex: what stands between the dollar signs.
        display: on a line of its own.
    """
    kind = "formula display" if display else "formula"
    return f'<span class="{kind}">{_mathml(tex, display=display) or _as_text(tex)}</span>'


def _mathml(tex: str, *, display: bool) -> str | None:
    if len(tex) > _MOST_CHARACTERS or _DEFINITION.search(tex):
        return None
    try:
        tree = Converter(display="block" if display else "inline").convert_to_element(tex)
        return _written(tree)
    except Exception:  # noqa: BLE001 - whatever a formula makes the converter do, the reader still sees its TeX
        return None


def _written(element: "Element") -> str:
    """Write an element anew.

    Raises:
        ValueError: it has a tag that is not known.
    """
    if not _TAG.fullmatch(element.tag):
        msg = f"no formula needs <{element.tag}>"
        raise ValueError(msg)
    kept = "".join(
        f' {name}="{escaped(value)}"'
        for name, value in element.attrib.items()
        if _ATTRIBUTE.fullmatch(name) and _VALUE.fullmatch(value)
    )
    text = html.unescape(element.text or "")  # signs come as "&#x0002B;"
    if element.tag == "mtext":
        text = _ESCAPED_IN_TEXT.sub(r"\1", text)
    inside = "".join(_written(child) + escaped(html.unescape(child.tail or "")) for child in element)
    return f"<{element.tag}{kept}>{escaped(text)}{inside}</{element.tag}>"


def _as_text(tex: str) -> str:
    return f'<code class="tex">{escaped(tex)}</code>'
