"""The promise of an index, kept by every engine."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.index import (
    Document,
    DocumentRefused,
    Index,
    IndexBusy,
    IndexUnavailable,
    Layout,
    Tombstone,
    open_index,
)
from search.language.plan import AtLeast, Best, Constant, Plan, Term
from tests.contract.servers import fresh_index_url, on_servers, remove_indexes

LAYOUT = Layout(text=("name", "body"), keywords=("category", "region"))
Open = Callable[[], Index]
# Another engine is one more line here: its name and how to reach an empty place of it.
BACKENDS: dict[str, Callable[[Path], str]] = {
    "tantivy": lambda folder: f"tantivy:///{folder}/index",
    "elasticsearch": lambda folder: fresh_index_url(),
}
on_folder = pytest.mark.parametrize("url", ["tantivy"], indirect=True)
on_server = pytest.mark.parametrize("url", [pytest.param("elasticsearch", marks=on_servers)], indirect=True)


@pytest.fixture(params=["tantivy", pytest.param("elasticsearch", marks=on_servers)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    url = BACKENDS[request.param](tmp_path)
    yield url
    remove_indexes(url)


@pytest.fixture
def open_at(url: str) -> Iterator[Callable[[str], Index]]:
    """Opens indexes of any name, and closes them after the test, before the place is removed."""
    opened: list[Index] = []

    def open_one(name: str) -> Index:
        opened.append(open_index(url, name, LAYOUT))
        return opened[-1]

    yield open_one
    for index in opened:
        index.close()


@pytest.fixture
def open_again(open_at: Callable[[str], Index]) -> Open:
    return partial(open_at, "things")


@pytest.fixture
def index(open_again: Open) -> Index:
    return open_again()


def a_document(id: str, version: int = 1, name: str = "", body: str = "", **keywords: list[str]) -> Document:
    return Document(id, version, {"name": name, "body": body}, keywords, {"is": f"{id}@{version}"})


def find(index: Index, token: str, field: str = "body") -> list[str]:
    return [hit.id for hit in index.search(Plan((Term(field, token, 1.0),))).hits]


def payloads(index: Index) -> list[str]:
    return sorted(hit.payload["is"] for hit in index.search(Plan(limit=100)).hits)


def test_an_index_that_nobody_wrote_answers_nothing(index: Index) -> None:
    found = index.search(Plan((Term("body", "steel", 1.0),), facets=("category",)))

    assert (found.hits, found.total, found.facets) == ((), 0, {"category": {}})
    assert index.count() == 0
    assert index.versions() == {}
    assert index.read_note("meta") is None


def test_what_was_written_is_found_after_the_commit_and_not_before(index: Index, open_again: Open) -> None:
    reader = open_again()
    index.put([a_document("a", body="steel pipe"), a_document("b", body="pipe")])

    before = find(reader, "steel")
    index.commit()

    assert before == []
    assert find(index, "steel") == find(reader, "steel") == ["a"]
    assert index.versions() == {"a": 1, "b": 1}
    assert index.versions(["b", "c"]) == {"b": 1}


def test_what_was_not_committed_is_as_if_never_written(index: Index, open_again: Open) -> None:
    index.put([a_document("a")])
    index.commit()
    index.put([a_document("a", 2), a_document("b")])
    index.close()

    assert payloads(open_again()) == ["a@1"]


def test_only_a_newer_version_wins(index: Index) -> None:
    index.put([a_document("a", 5)])
    taken_at_once = index.put([a_document("a", 4), a_document("a", 5)])
    index.commit()

    taken_later = [index.put([a_document("a", version)]) for version in (4, 5, 6)]
    index.commit()

    assert (taken_at_once, taken_later) == (0, [0, 0, 1])
    assert payloads(index) == ["a@6"]


def test_a_latecomer_does_not_bring_a_deleted_document_back(index: Index, open_again: Open) -> None:
    index.put([a_document("a", 5, body="steel", category=["cloud"]), a_document("b", 1, body="steel")])
    index.commit()
    buried = index.bury([Tombstone("a", 7), Tombstone("b", 1)])
    index.commit()
    index.close()

    again = open_again()
    taken = again.put([a_document("a", 6, body="steel", category=["cloud"])])
    again.commit()

    assert (buried, taken) == (1, 0)
    assert find(again, "steel") == ["b"]
    assert again.search(Plan(filters={"category": ("cloud",)})).total == 0
    assert again.count() == 1
    assert again.versions() == {"b": 1}


def test_a_tombstone_keeps_out_what_was_never_there_and_gives_way_to_a_newer_document(index: Index) -> None:
    index.bury([Tombstone("a", 3)])
    refused = index.put([a_document("a", 2)])
    index.commit()
    taken = index.put([a_document("a", 4)])
    index.commit()

    assert (refused, taken) == (0, 1)
    assert payloads(index) == ["a@4"]


def test_clauses_add_up_and_the_best_of_several_counts_once(index: Index) -> None:
    index.put(
        [a_document("a", name="steel"), a_document("b", body="steel"), a_document("c", name="steel", body="pipe")]
    )
    index.commit()

    clauses = (
        Best((Constant("name", "steel", 3.0), Constant("body", "steel", 2.0), Constant("body", "pipe", 1.0))),
        Constant("body", "pipe", 0.5),
    )

    assert [(hit.id, hit.score) for hit in index.search(Plan(clauses)).hits] == [("c", 3.5), ("a", 3.0), ("b", 2.0)]


def test_a_constant_may_ask_an_exact_value(index: Index) -> None:
    index.put([a_document("a", body="x", category=["cloud"]), a_document("b", body="x")])
    index.commit()

    clauses = (Constant("body", "x", 1.0), Constant("category", "cloud", 0.5))

    assert [(hit.id, hit.score) for hit in index.search(Plan(clauses)).hits] == [("a", 1.5), ("b", 1.0)]


def test_a_term_scores_as_bm25_says(index: Index) -> None:
    index.put([a_document("a", body="x x y"), a_document("b", body="x"), a_document("c", body="y z")])
    index.commit()

    hits = index.search(Plan((Term("body", "x", 2.0),))).hits

    # idf = ln(1 + (3 - 2 + .5) / (2 + .5)); length norm over a mean length of 2 tokens; k1 1.2, b .75.
    idf = 0.47000363
    expected = {
        "a": 2 * idf * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)),
        "b": 2 * idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)),
    }
    assert {hit.id: hit.score for hit in hits} == pytest.approx(expected, rel=1e-5)


def test_an_empty_field_counts_like_a_field_of_one_token(index: Index) -> None:
    index.put([a_document("a", name="x", body="w"), a_document("b", name=" ", body="w"), a_document("c", name="y z u")])
    index.put([a_document("d", name="")])
    index.commit()

    # The mean length of the names is (1 + 1 + 3 + 1) / 4, not (1 + 3) / 2.
    idf = 1.2039728
    expected = idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / (6 / 4)))
    assert index.search(Plan((Term("name", "x", 1.0),))).hits[0].score == pytest.approx(expected, rel=1e-5)


def test_equal_scores_come_by_id_whatever_the_order_of_writing(index: Index) -> None:
    for id in ("c", "a", "d", "b"):
        index.put([a_document(id, body="steel")])
        index.commit()

    found = index.search(Plan((Term("body", "steel", 1.0),), limit=3))

    assert ([hit.id for hit in found.hits], found.total) == (["a", "b", "c"], 4)


def test_filters_hold_and_counts_of_a_facet_leave_out_its_own_filter(index: Index) -> None:
    index.put(
        [
            a_document("a", body="x", category=["cloud"], region=["one", "two"]),
            a_document("b", body="x", category=["cloud"], region=["two"]),
            a_document("c", body="x", category=['data "q" \\ '], region=["two"]),
            a_document("d", body="y", category=["cloud"], region=["one"]),
        ]
    )
    index.commit()
    query = Plan((Term("body", "x", 1.0),), filters={"category": ("cloud",)}, facets=("category", "region"))

    found = index.search(query)
    quoted = index.search(Plan(filters={"category": ('data "q" \\ ',)}, facets=("region",)))
    either = index.search(Plan(filters={"region": ("one", "two"), "category": ("cloud",)}))

    assert [hit.id for hit in found.hits] == ["a", "b"]
    assert found.facets == {"category": {"cloud": 2, 'data "q" \\ ': 1}, "region": {"two": 2, "one": 1}}
    assert ([hit.id for hit in quoted.hits], quoted.facets) == (["c"], {"region": {"two": 1}})
    assert sorted(hit.id for hit in either.hits) == ["a", "b", "d"]


def test_counts_never_leave_the_bounds_of_what_the_asker_may_see(index: Index) -> None:
    index.put(
        [
            a_document("a", body="x", category=["cloud"], region=["one"]),
            a_document("b", body="x", category=["data"], region=["one"]),
            a_document("c", body="x", category=["cloud"], region=["two"]),
        ]
    )
    index.commit()

    plan = Plan(within={"region": ("one",)}, filters={"category": ("cloud",)}, facets=("region", "category"))
    asked = Plan((Term("body", "x", 1.0),), within=plan.within, filters=plan.filters, facets=plan.facets)

    for found in (index.search(plan), index.search(asked)):
        assert ([hit.id for hit in found.hits], found.total) == (["a"], 1)
        assert list(found.facets.items()) == [("region", {"one": 1}), ("category", {"cloud": 1, "data": 1})]


def test_only_the_documents_named_are_found_where_any_are(index: Index) -> None:
    index.put([a_document(id, body="x", category=["cloud"]) for id in "abc"])
    index.bury([Tombstone("c", 2)])
    index.commit()
    term = (Term("body", "x", 1.0),)

    for clauses in (term, ()):
        assert [hit.id for hit in index.search(Plan(clauses, only=("b", "c", "z"))).hits] == ["b"]
        assert index.search(Plan(clauses, only=())).total == 0
    counted = index.search(Plan(term, only=("a",), filters={"category": ("cloud",)}, facets=("category",)))
    assert (counted.total, counted.facets) == (1, {"category": {"cloud": 1}})


def test_one_of_the_required_rules_must_hold(index: Index) -> None:
    index.put(
        [
            a_document("a", body="x y z"),
            a_document("b", body="x y"),
            a_document("c", body="x", name="n"),
            a_document("d", body="x"),
        ]
    )
    index.commit()

    rules = (AtLeast("body", ("x", "y", "z"), 2), AtLeast("name", ("n",), 1))
    found = index.search(Plan((Constant("body", "x", 1.0),), required=rules))

    assert [(hit.id, hit.score) for hit in found.hits] == [("a", 1.0), ("b", 1.0), ("c", 1.0)]


def test_without_clauses_the_order_is_the_same_each_time_and_not_that_of_the_ids(index: Index) -> None:
    ids = [f"entry-{number:02}" for number in range(40)]
    index.put(a_document(id) for id in ids[:20])
    index.commit()
    index.put(a_document(id) for id in ids[20:])
    index.commit()

    found = [hit.id for hit in index.search(Plan(limit=40)).hits]

    assert sorted(found) == ids
    assert found != ids
    assert [hit.id for hit in index.search(Plan(limit=7)).hits] == found[:7]


def test_an_unknown_field_is_refused_and_nothing_is_written(index: Index) -> None:
    with pytest.raises(ValueError, match="colour"):
        index.put([a_document("a"), a_document("b", colour=["red"])])
    with pytest.raises(ValueError, match="colour"):
        index.search(Plan((Term("colour", "red", 1.0),)))
    with pytest.raises(ValueError, match="colour"):
        index.search(Plan(facets=("colour",)))
    index.commit()

    assert index.count() == 0


@on_folder
def test_a_second_writer_is_refused_until_the_first_lets_go(index: Index, open_again: Open) -> None:
    second = open_again()
    index.put([a_document("a")])
    index.commit()

    with pytest.raises(IndexBusy):
        second.put([a_document("b")])
    index.close()
    second.put([a_document("b")])
    second.commit()

    assert payloads(second) == ["a@1", "b@1"]


@on_server
def test_of_many_writers_the_newest_version_wins(index: Index, open_again: Open) -> None:
    second = open_again()
    index.put([a_document("a", 1), a_document("b", 4), a_document("c", 1)])
    second.put([a_document("a", 2), a_document("b", 3)])
    second.bury([Tombstone("c", 2)])

    second.commit()
    index.commit()

    assert payloads(index) == payloads(second) == ["a@2", "b@4"]
    assert index.versions() == second.versions() == {"a": 2, "b": 4}


@on_server
def test_a_build_is_given_what_others_write_meanwhile(index: Index, open_again: Open) -> None:
    other = open_again()
    index.put([a_document("a"), a_document("b")])
    index.commit()

    build = index.begin_build()
    build.put([a_document("a"), a_document("b")])
    other.put([a_document("a", 2), a_document("c")])
    other.bury([Tombstone("b", 2)])
    other.commit()
    before = payloads(index)
    build.publish()

    assert before == payloads(index) == payloads(other) == ["a@2", "c@1"]


@on_server
def test_what_the_engine_will_never_take_is_refused_and_the_rest_is_written(index: Index) -> None:
    index.put([a_document("a"), a_document("long", category=["x" * 40_000]), a_document("b")])

    with pytest.raises(DocumentRefused) as refusal:
        index.commit()
    index.put([a_document("c")])
    index.commit()

    assert list(refusal.value.reasons) == ["long"]
    assert payloads(index) == ["a@1", "b@1", "c@1"]


def test_a_second_maker_of_builds_is_refused_until_the_first_lets_go(index: Index, open_again: Open) -> None:
    second = open_again()
    index.put([a_document("a")])
    index.commit()
    index.begin_build().put([a_document("lost")])

    with pytest.raises(IndexBusy):
        second.begin_build()
    index.close()
    build = second.begin_build()
    build.put([a_document("b")])
    build.publish()

    assert payloads(open_again()) == ["b@1"]


@on_server
def test_a_discarded_build_is_not_written_to_nor_published(index: Index) -> None:
    index.put([a_document("a")])
    index.commit()
    discarded = index.begin_build()
    discarded.put([a_document("b")])
    build = index.begin_build()

    with pytest.raises(IndexBusy):
        discarded.publish()
    build.put([a_document("c")])
    build.publish()

    assert payloads(index) == ["c@1"]


def test_a_build_is_unseen_until_published_and_then_is_the_index(index: Index, open_again: Open) -> None:
    reader = open_again()
    index.put([a_document("a", 5, body="old"), a_document("b", 1, body="old")])
    index.bury([Tombstone("c", 9)])
    index.commit()
    index.write_note("meta", b"one")

    build = index.begin_build()
    build.put([a_document("a", 2, body="new"), a_document("c", 1, body="new")])
    build.commit()
    build.write_note("meta", b"two")
    before = (payloads(reader), reader.read_note("meta"), payloads(build))
    build.publish()

    assert before == (["a@5", "b@1"], b"one", ["a@2", "c@1"])
    assert payloads(reader) == payloads(index) == ["a@2", "c@1"]
    assert reader.read_note("meta") == index.read_note("meta") == b"two"


def test_the_index_is_written_on_after_a_build_was_published_or_abandoned(index: Index) -> None:
    index.put([a_document("a")])
    index.commit()
    index.begin_build().put([a_document("lost")])
    build = index.begin_build()
    build.put([a_document("b")])
    build.publish()

    index.put([a_document("c")])
    index.commit()

    assert payloads(index) == ["b@1", "c@1"]


def test_no_search_fails_or_comes_back_short_while_builds_are_switched(index: Index, open_again: Open) -> None:
    index.put([a_document("a", body="steel"), a_document("b", body="steel")])
    index.commit()
    reader, is_over, found = open_again(), threading.Event(), set()

    def search() -> None:
        while not is_over.is_set():
            found.add(tuple(find(reader, "steel")))

    with ThreadPoolExecutor() as pool:
        searching = pool.submit(search)
        for _ in range(5):
            build = index.begin_build()
            build.put([a_document("a", body="steel"), a_document("b", body="steel")])
            build.publish()
        is_over.set()

    searching.result()
    assert found == {("a", "b")}


def _write_until_killed(url: str, acknowledged: "multiprocessing.connection.Connection") -> None:
    index = open_index(url, "things", LAYOUT)
    start = max(index.versions().values(), default=0) + 1
    for version in range(start, start + 10_000):
        index.put([a_document(f"d{version % 50}", version, body="steel"), a_document("all", version)])
        index.commit()
        acknowledged.send(version)


def test_a_killed_writer_loses_nothing_it_acknowledged_and_blocks_nobody(url: str, index: Index) -> None:
    context = multiprocessing.get_context("fork")
    last = 0
    for acknowledged_count in range(1, 11):
        mine, theirs = context.Pipe(duplex=False)
        writer = context.Process(target=_write_until_killed, args=(url, theirs))
        writer.start()
        theirs.close()
        for _ in range(acknowledged_count):
            last = mine.recv()
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        while mine.poll():
            try:
                last = mine.recv()
            except EOFError:
                break
        mine.close()

    stored = index.versions(["all"])["all"]

    # The last write may have been committed without its word having got through.
    assert stored in (last, last + 1)
    taken = index.put([a_document("all", stored), a_document("all", stored + 1)])
    index.commit()
    assert (taken, index.versions(["all"])) == (1, {"all": stored + 1})


@pytest.mark.parametrize("url", ["elasticsearch://127.0.0.1:1/t", "elasticsearch+tls://127.0.0.1:1/t"])
def test_a_server_that_is_not_there_is_unavailable(url: str) -> None:
    index = open_index(url, "things", LAYOUT)

    for ask in (
        lambda: index.search(Plan((Term("body", "steel", 1.0),))),
        lambda: index.put([a_document("a")]),
        lambda: index.read_note("meta"),
        index.versions,
        index.begin_build,
    ):
        with pytest.raises(IndexUnavailable):
            ask()
    index.close()


_steps = st.lists(
    st.tuples(st.sampled_from(["put", "bury", "commit"]), st.sampled_from("abc"), st.integers(1, 6)), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_any_history_ends_in_the_newest_versions(
    open_at: Callable[[str], Index], steps: list[tuple[str, str, int]]
) -> None:
    index = open_at("histories")
    history = uuid4().hex[:8]
    newest: dict[str, tuple[int, bool]] = {}
    for act, name, version in steps:
        if act == "commit":
            index.commit()
            continue
        id = f"{history}-{name}"
        taken = index.put([a_document(id, version)]) if act == "put" else index.bury([Tombstone(id, version)])
        is_newer = version > newest.get(id, (0, False))[0]
        assert taken == is_newer
        if is_newer:
            newest[id] = (version, act == "put")
    index.commit()

    ids = [f"{history}-{name}" for name in "abc"]
    assert index.versions(ids) == {id: version for id, (version, is_live) in newest.items() if is_live}
    assert index.versions().items() >= index.versions(ids).items()
    index.close()
