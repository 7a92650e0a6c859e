"""Findings -> cards for a notebook's page, the same words as in plain text, with figures where they say more."""

from collections.abc import Mapping, Sequence

from autograder import wire
from autograder.check.card import READ_BY_HAND, done_of, total_text
from autograder.check.content import Content, Standing, content_of, standing_of, worth_of
from autograder.check.findings import Finding
from autograder.check.page import escaped, page, paragraph, sign
from autograder.check.saved import Saved
from autograder.check.sides import Column, Example
from autograder.counted import counted
from autograder.figures import figure_for
from autograder.model import Ending


def card_html(finding: Finding) -> str:
    """Make the card of one exercise."""
    content = content_of(finding)
    parts = [_head(content), paragraph(content.first)]
    if content.example is not None:
        parts.append(_example(content.example))
        parts.append(_figure(finding, content.case or 0))
    parts.append(paragraph(content.hint, "Hint:" if content.example is not None else ""))
    parts.append(paragraph(content.further, "Try next:"))
    return page(f"{content.exercise}: {content.state}", content.standing, parts)


def value_html(finding: Finding) -> str:
    """What the number below a card is."""
    if standing_of(finding) is Standing.ANSWERED:
        return f"<small>{escaped(worth_of(finding))}; whether the answer is right, the grading tells.</small>"
    if not finding.verdict.max_points:
        return "<small>A challenge: no points.</small>"
    return f"<small>{escaped(worth_of(finding))} on the examples; the grading makes other calls, too.</small>"


def overview_html(findings: Sequence[Finding], by_hand: Mapping[str, float], saved: Saved | None) -> str:
    """Make the card of a whole assignment: every exercise, how far it is, and whether the saved file is what was run.

    Args:
        findings: of every exercise.
        by_hand: what is answered in words, by its name, and what a person may give for it.
        saved: the comparison with the saved file, where there is one.
    """
    rows = [
        _row(standing_of(finding), finding.verdict.exercise, finding.state, worth_of(finding)) for finding in findings
    ]
    rows += [
        _row(Standing.ANSWERED, name, READ_BY_HAND, f"of {counted(points, 'point')}")
        for name, points in by_hand.items()
    ]
    done = done_of(findings)
    progress = f"{done} of {counted(len(findings), 'exercise')} done"
    part = 100 * done / max(len(findings), 1)
    bar = f'<div class="dsc-bar" aria-hidden="true"><span style="width:{part:.0f}%"></span></div>'
    head = (
        f'<p class="dsc-head"><span role="heading" aria-level="4"><strong>{progress}</strong></span>'
        f'<span class="dsc-worth">{escaped(total_text(findings, by_hand))}</span></p>'
    )
    names = "".join(f'<th scope="col">{name}</th>' for name in ("exercise", "state", "points"))
    table = f"<table><thead><tr>{names}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return page(
        f"The whole assignment: {progress}",
        Standing.RIGHT if all(standing_of(each) is Standing.RIGHT for each in findings) else Standing.ANSWERED,
        [head, bar, f'<div class="dsc-scroll">{table}</div>', _saved(saved)],
    )


def note_html(text: str) -> str:
    """Make a card of one sentence, where there is nothing to check."""
    return page("check", Standing.OPEN, [paragraph(text)])


def _head(content: Content) -> str:
    share = f" {content.share}" if content.share.startswith("on") else f", {content.share}" if content.share else ""
    return (
        f'<p class="dsc-head">{sign(content.standing)}<span class="dsc-name" role="heading" aria-level="4">'
        f"{escaped(content.exercise)}</span><span><strong>{escaped(content.state)}</strong>{escaped(share)}</span>"
        f'<span class="dsc-worth">{escaped(content.worth)}</span></p>'
    )


def _example(example: Example) -> str:
    call = f"<p><code>{escaped(example.call)}</code> &nbsp;<em>{escaped(example.label)}</em></p>"
    if example.columns:
        return call + _columns(example.columns)
    rows = [("got", example.got), ("expected", example.expected)]
    rows += [("difference", example.gap)] if example.gap else []
    return (
        f'{call}<table class="dsc-values"><tbody>'
        + "".join(
            f'<tr class="dsc-row"><th scope="row">{name}</th><td>{escaped(value)}</td></tr>' for name, value in rows
        )
        + "</tbody></table>"
    )


def _columns(columns: Sequence[Column]) -> str:
    off = ["" if column.difference == "right" else ' class="dsc-off"' for column in columns]
    heads = "".join(f'<th scope="col">{escaped(column.name)}</th>' for column in columns)
    rows = []
    for name in ("got", "expected", "difference"):
        cells = "".join(
            f"<td{mark}>{escaped(getattr(column, name))}</td>" for column, mark in zip(columns, off, strict=True)
        )
        rows.append(f'<tr class="dsc-row"><th scope="row">{name}</th>{cells}</tr>')
    head, body = f'<thead><tr class="dsc-row"><td></td>{heads}</tr></thead>', f"<tbody>{''.join(rows)}</tbody>"
    return f'<div class="dsc-scroll"><table class="dsc-values dsc-cols">{head}{body}</table></div>'


def _figure(finding: Finding, index: int) -> str:
    """The picture of a case that returned something, where one says more than the numbers."""
    if finding.answers is None:
        return ""
    ours, theirs = finding.outcomes[index], finding.answers.expected[index]
    if ours.ending is not Ending.RETURNED or theirs.ending is not Ending.RETURNED:
        return ""
    drawn = figure_for(finding.answers.cases[index], wire.decode(ours.encoded), wire.decode(theirs.encoded))
    return "" if drawn is None else f"<figure>{drawn.svg}</figure>"


def _row(standing: Standing, name: str, state: str, worth: str) -> str:
    named = f'<span class="dsc-named">{sign(standing)}<code>{escaped(name)}</code></span>'
    cells = f"<td>{escaped(state)}</td><td>{escaped(worth)}</td>"
    return f'<tr class="dsc-row"><th scope="row">{named}</th>{cells}</tr>'


def _saved(saved: Saved | None) -> str:
    if saved is None:
        return ""
    if not saved.remarks:
        return f"<p>What was run is what is saved in <code>{escaped(saved.file)}</code>.</p>"
    items = "".join(f"<li>{escaped(remark)}</li>" for remark in saved.remarks)
    return (
        f'<div class="dsc-note"><p><strong>Before you submit:</strong> the grading reads '
        f'<code>{escaped(saved.file)}</code> as it is saved.</p><ul style="margin:.2rem 0 0">{items}</ul></div>'
    )
