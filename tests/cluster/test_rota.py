"""Whatever becomes of workers, every submission comes back once, and what kills them is found alone."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from autograder.cluster.rota import Chunk, Rota


def deal(rota: Rota[int]) -> list[Chunk[int]]:
    """Give everybody all that they are offered."""
    return [rota.take(worker, offer) for worker, offer in rota.deal()]


def with_workers(jobs: int, threads: Mapping[str, int]) -> Rota[int]:
    rota = Rota(range(jobs))
    rota.threads = dict(threads)
    return rota


def jobs_of(chunks: list[Chunk[int]]) -> list[int]:
    return [due.job for chunk in chunks for due in chunk.dues]


@given(st.integers(1, 60), st.sets(st.integers(0, 59), max_size=3), st.data())
def test_everything_comes_back_once_and_only_what_kills_is_given_up(
    jobs: int, killers: set[int], data: st.DataObject
) -> None:
    rota = with_workers(jobs, {"a": 1, "b": 2})
    out: list[Chunk[int]] = []
    done: list[int] = []
    lost: list[int] = []
    others = 0
    while rota.is_open:
        out += deal(rota)
        chunk = data.draw(st.sampled_from(out), label="the next to end")
        first = [each for each in out if each.worker == chunk.worker][: rota.threads[chunk.worker]]
        if killers & set(jobs_of(first)):
            lost += rota.gone(chunk.worker)
            out = [each for each in out if each.worker != chunk.worker]
            others += 1
            rota.threads[f"another {others}"] = 1
        else:
            out.remove(first[0])
            rota.done(first[0], 0.1)
            done += jobs_of([first[0]])

    assert sorted(done + lost) == list(range(jobs))
    assert set(lost) == {killer for killer in killers if killer < jobs}


def test_what_a_dead_worker_had_not_come_to_is_nobodys_fault() -> None:
    rota = with_workers(40, {"a": 1})
    first, second = deal(rota)

    lost = list(rota.gone("a"))
    rota.threads = {"b": 1}
    again = deal(rota)

    assert lost == []
    assert jobs_of(again)[: len(second.dues)] == jobs_of([second])
    assert not set(jobs_of(again)) & set(jobs_of([first]))


def test_a_suspect_is_tried_alone_when_nothing_else_is_left() -> None:
    rota = with_workers(1, {"a": 4})
    deal(rota)
    first_loss = list(rota.gone("a"))
    rota.threads = {"b": 4}

    (alone,) = deal(rota)
    second_loss = list(rota.gone("b"))

    assert first_loss == []
    assert jobs_of([alone]) == second_loss == [0]
    assert not rota.is_open


def test_what_one_worker_could_not_grade_another_tries_once() -> None:
    rota = with_workers(1, {"a": 1, "b": 1})
    (chunk,) = deal(rota)
    rota.done(chunk, 0.1)

    assert rota.refused(chunk.dues[0], chunk.worker)
    (second,) = deal(rota)
    rota.done(second, 0.1)

    assert second.worker != chunk.worker
    assert not rota.refused(second.dues[0], second.worker)
    assert not rota.is_open


def test_chunks_grow_with_what_a_submission_takes_and_nobody_has_all() -> None:
    rota = with_workers(1000, {"a": 1, "b": 1})
    sizes = []
    for _ in range(30):
        for chunk in deal(rota):
            sizes.append(len(chunk.dues))
            rota.done(chunk, 0.02 * len(chunk.dues))

    assert sizes[0] == 4
    assert max(sizes) > 30
    assert sizes[-1] < max(sizes)
    assert len(rota.threads) == 2
