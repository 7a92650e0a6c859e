"""A student, and a file, that try everything: each text would change the page's title if it were more than text."""

from typing import Any

from autograder.feedback import CellStanding, Standing
from tests.feedback.made_pages import PNG, SVG, case, code, contrast, exercise, page, prose, score

RUN = "document.title='ran'"
TEXTS = (
    f"<script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f'</title></head><body onload="{RUN}">',
    f'"><img src=x onerror="{RUN}">',
    f"'><svg/onload={RUN}>",
    f"<!--><script>{RUN}</script>-->",
    f'</pre></code></div><iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"]]><script>{RUN}</script>",
    f"{{{{ [].__class__ }}}}{{% raw %}}<script>{RUN}</script>",
    f"<a href=\"javascript:{RUN}\">x</a><base href='http://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'><form action=http://evil.example><input name=a>",
    "\x00\x1b[31m\u202egnp\ud800\x85",
)
MARKDOWN = (
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt&colon;{RUN})",
    f"[x](java%0ascript:{RUN}) [y](data:text/html;base64,PHNjcmlwdD4=) [z](vbscript:x) [w](//evil.example)",
    f"<javascript:{RUN}>",
    f"[r]\n\n[r]: javascript:{RUN}",
    f'[t](http://a.example/"onmouseover="{RUN}) [u](http://a.example "\\" onmouseover=\\"{RUN}")',
    f'![a" onerror="{RUN}](http://evil.example/track.png) ![b](data:image/svg+xml;base64,{SVG})',
    f"![<img src=x onerror={RUN}>](data:image/png;base64,{PNG})",
    "![pasted](attachment:a.png) ![again](attachment:b.png)",
    f"$\\text{{<script>{RUN}</script>}}$ $\\href{{javascript:{RUN}}}{{x}}$ $\\style{{x:url(//evil.example)}}y$",
    f'$\\text{{&lt;script&gt;{RUN}&lt;/script&gt;}}$ $\\class{{" onclick="{RUN}}}{{x}}$',
    f'$\\color{{red" onload="{RUN}}}x$ $\\bbox[" onclick="{RUN}]{{x}}$',
    f"$$</math><script>{RUN}</script>$$ $\\newcommand{{\\a}}{{\\a\\a}}\\a$",
    f'```" onload="{RUN}\n</code></pre><script>{RUN}</script>\n```\n`<script>{RUN}</script>`',
    f"| <script>{RUN}</script> |\n|---|\n| <svg onload={RUN}> |",
    f'# <script>{RUN}</script>\n\n- <b onclick={RUN}>\n\n> <i>\n\n<div onclick="{RUN}">\n{RUN}\n</div>',
)


def hostile_page(title: str = "as it was") -> str:
    """A page in which every text that can come from a student or a file is hostile."""
    everything = "\n".join(TEXTS)
    cells: list[dict[str, Any]] = []
    for text in (*TEXTS, *MARKDOWN):
        outputs: list[dict[str, Any]] = [
            {"output_type": "stream", "name": text, "text": text},
            {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
            {"output_type": "error", "ename": text, "evalue": text, "traceback": []},
            {"output_type": "execute_result", "data": {"text/plain": text, "text/html": text, "image/png": text}},
            {"output_type": "display_data", "data": {"image/svg+xml": text, "application/javascript": RUN}},
            {"output_type": text, "data": {text: text}},
        ]
        attachments = {"a_png": {"image/svg+xml": SVG, "image/png": text}, "b_png": {text: text}}
        cells += [
            code(text, text, outputs, grade=True),
            code(text, text, outputs, solution=True),
            code(f'f"""{text}', "", outputs),
            prose(text, **attachments),
            {"cell_type": "raw", "source": text, "metadata": {}},
        ]
    long = "\n".join((*TEXTS, *MARKDOWN, "x" * 10_000))
    cells += [code(long), prose(long)]
    told = [contrast(text, [text, 1.0], text, gap=text) for text in TEXTS] + [contrast([*TEXTS] * 9, [1.0] * 9, *TEXTS)]
    told[0]["values"] = ["PHNjcmlwdD4=", "wP8="]
    cases = [
        case(text, public=True, call=text, message=text, contrast=one) for text, one in zip(TEXTS, told, strict=False)
    ]
    exercises = [exercise(text, text, hint=everything, excused_by=text, cases=cases) for text in TEXTS]
    standing = Standing(
        score=1.0,
        max_score=2.0,
        late_penalty=0.5,
        cells=tuple(CellStanding(f"check_{text}", 0.5, 1.0, 0.0, 0.5, 0.1) for text in TEXTS),
        comments=dict.fromkeys(TEXTS, everything),
    )
    whole = score(*exercises, notes=TEXTS) | {"timestamp": TEXTS[0]}
    return page(whole, standing, *cells, student=everything, title=title)
