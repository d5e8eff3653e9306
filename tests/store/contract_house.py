"""What every store must do for partners, officers and their papers; the ``store`` is a fixture."""

from dataclasses import replace

import pytest

from tests.store import samples
from tests.store.samples import OURS, THEIRS
from wasl.node.ports import Store


class PartyContract:
    """Settings, partners, links, statements, prekeys, pools."""

    def test_a_setting_has_the_value_put_last(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_setting("b", b"1")
            turn.put_setting("a", b"\x00\xff")
            turn.put_setting("b", b"")
        with store.look() as look:
            assert look.setting("b") == b""
            assert look.setting("c") is None
            assert look.settings() == [("a", b"\x00\xff"), ("b", b"")]

    def test_of_a_setting_that_is_dropped_not_even_the_name_is_kept(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_setting("a", b"1")
            turn.put_setting("b", b"2")
            assert turn.setting("a") == b"1"
        with store.turn() as turn:
            turn.drop_setting("a")
            turn.drop_setting("c")
            assert turn.setting("a") is None
        with store.look() as look:
            assert look.settings() == [("b", b"2")]

    def test_a_partner_met_again_takes_the_place_of_the_first_meeting(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_partner(samples.partner("z.example"))
            turn.put_partner(samples.partner("a.example"))
            turn.put_partner(samples.partner("z.example", url="https://new.example"))
        with store.look() as look:
            assert look.partner("z.example") == samples.partner("z.example", "https://new.example")
            assert look.partner("b.example") is None
            assert [row.node for row in look.partners()] == ["a.example", "z.example"]

    def test_links_come_in_the_order_of_our_logs(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_link(samples.link_row(THEIRS))
            turn.put_link(samples.link_row(OURS))
            turn.put_link(replace(samples.link_row(OURS), partner="other.example"))
        with store.look() as look:
            assert look.links() == [
                replace(samples.link_row(OURS), partner="other.example"),
                samples.link_row(THEIRS),
            ]

    def test_a_statement_is_found_by_its_hash(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_statement(samples.statement("aa"))
            turn.put_statement(samples.statement("aa"))
        with store.look() as look:
            assert look.statement("aa") == samples.statement("aa")
            assert look.statement("bb") is None

    def test_our_prekeys_come_with_the_one_that_ends_first(self, store: Store) -> None:
        rows = [
            samples.own_prekey(1, until_us=30),
            samples.own_prekey(2, until_us=10),
            samples.own_prekey(3, until_us=10),
        ]
        with store.turn() as turn:
            for row in (*rows, samples.own_prekey(4, link=THEIRS)):
                turn.put_own_prekey(row)
        with store.look() as look:
            assert look.own_prekeys(OURS) == [rows[1], rows[2], rows[0]]
            assert look.own_prekey(rows[0].id) == rows[0]
            assert look.own_prekey(b"another.") is None

    def test_private_halves_are_destroyed_before_their_time_only(self, store: Store) -> None:
        with store.turn() as turn:
            for number, until_us in enumerate((10, 20, 30)):
                turn.put_own_prekey(samples.own_prekey(number, until_us=until_us))
        with store.turn() as turn:
            assert turn.destroy_own_prekeys(30) == 2
            assert turn.destroy_own_prekeys(30) == 0
        with store.look() as look:
            assert [row.until_us for row in look.own_prekeys(OURS)] == [30]

    def test_a_prekey_of_a_partner_is_kept_until_it_is_dropped(self, store: Store) -> None:
        rows = [samples.their_prekey(1, until_us=20), samples.their_prekey(2, until_us=10)]
        with store.turn() as turn:
            for row in (*rows, samples.their_prekey(3, link=OURS)):
                turn.put_their_prekey(row)
        with store.look() as look:
            assert look.their_prekeys(THEIRS) == [rows[1], rows[0]]
        with store.turn() as turn:
            turn.drop_their_prekey(rows[1].id)
            turn.drop_their_prekey(rows[1].id)
        with store.look() as look:
            assert look.their_prekeys(THEIRS) == [rows[0]]

    def test_a_pool_is_read_by_first_index_until_it_is_dropped(self, store: Store) -> None:
        with store.turn() as turn:
            for row in (samples.pool(8), samples.pool(3), samples.pool(1, link=OURS)):
                turn.put_pool(row)
            turn.put_pool(replace(samples.pool(8), last=11))
        with store.look() as look:
            assert look.pool(THEIRS) == [samples.pool(3), replace(samples.pool(8), last=11)]
        with store.turn() as turn:
            turn.drop_pool(THEIRS, 3)
            turn.drop_pool(THEIRS, 4)
        with store.look() as look:
            assert [row.first for row in look.pool(THEIRS)] == [8]


class HouseContract:
    """Drafts, released acts that wait, officers, the house log, refusals."""

    def test_drafts_come_with_the_oldest_first(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_draft(samples.draft("b", at_us=9))
            turn.put_draft(samples.draft("c", at_us=2))
            turn.put_draft(samples.draft("a", at_us=9))
        with store.look() as look:
            assert [row.id for row in look.drafts()] == ["c", "a", "b"]
            assert look.draft("b") == samples.draft("b", at_us=9)
            assert look.draft("d") is None

    def test_a_draft_is_changed_and_dropped(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_draft(samples.draft("a"))
            turn.put_draft(replace(samples.draft("a"), files=(), officer="o2"))
        with store.look() as look:
            assert look.draft("a") == replace(samples.draft("a"), files=(), officer="o2")
        with store.turn() as turn:
            turn.drop_draft("a")
            turn.drop_draft("a")
        with store.look() as look:
            assert look.drafts() == []

    def test_released_acts_wait_in_the_order_of_their_release(self, store: Store) -> None:
        with store.turn() as turn:
            for act in (b"1", b"2", b"3"):
                turn.add_waiting(samples.waiting(act))
            turn.add_waiting(samples.waiting(b"x", link=THEIRS))
        with store.look() as look:
            rows = look.waiting(OURS)
            assert [row.act for row in rows] == [b"1", b"2", b"3"]
            assert rows[0] == samples.numbered(samples.waiting(b"1"), rows[0].number)
            assert [row.act for row in look.waiting(THEIRS)] == [b"x"]

    def test_a_number_in_the_queue_is_never_given_twice(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_waiting(samples.waiting(b"1"))
            turn.add_waiting(samples.waiting(b"2"))
        with store.turn() as turn:
            first = [row.number for row in turn.waiting(OURS)]
            turn.drop_waiting(first)
            turn.add_waiting(samples.waiting(b"3"))
            (row,) = turn.waiting(OURS)
        assert row.number > max(first)

    def test_acts_leave_the_queue_one_by_one_or_many_at_once(self, store: Store) -> None:
        with store.turn() as turn:
            for act in (b"1", b"2", b"3", b"4"):
                turn.add_waiting(samples.waiting(act))
            numbers = [row.number for row in turn.waiting(OURS)]
            turn.drop_waiting([numbers[2]])
            turn.drop_waiting([numbers[0], numbers[1], 10_000])
            turn.drop_waiting([])
        with store.look() as look:
            assert [row.act for row in look.waiting(OURS)] == [b"4"]

    def test_an_officer_has_the_roles_put_last(self, store: Store) -> None:
        with store.turn() as turn:
            turn.put_officer(samples.officer("o2"))
            turn.put_officer(samples.officer("o1", until_us=9))
            turn.put_officer(replace(samples.officer("o2"), roles=()))
        with store.look() as look:
            assert look.officers() == [
                samples.officer("o1", until_us=9),
                replace(samples.officer("o2"), roles=()),
            ]
            assert look.officer("o1") == samples.officer("o1", until_us=9)
            assert look.officer("o3") is None

    def test_the_house_log_grows_and_is_read_in_stretches(self, store: Store) -> None:
        with store.turn() as turn:
            assert turn.house_size() == 0
            turn.add_house([samples.house(index) for index in range(4)])
            turn.add_house([samples.house(4)])
            assert turn.house_size() == 5
        with store.look() as look:
            assert look.house(1, 3) == [samples.house(1), samples.house(2)]
            assert look.house(4, 99) == [samples.house(4)]
            assert look.house_size() == 5

    def test_a_line_of_the_house_log_is_held_once(self, store: Store) -> None:
        with store.turn() as turn:
            turn.add_house([samples.house(0)])
        with pytest.raises(RuntimeError), store.turn() as turn:
            turn.add_house([replace(samples.house(0), line=b"other")])
        with store.look() as look:
            assert look.house(0, 9) == [samples.house(0)]

    def test_the_last_refusals_are_read_with_the_newest_last(self, store: Store) -> None:
        with store.turn() as turn:
            for rule in ("gap", "rollback", "bad-seen"):
                turn.add_refusal(samples.refusal(rule))
        with store.look() as look:
            assert [row.rule for row in look.refusals(2)] == ["rollback", "bad-seen"]
            numbers = [row.number for row in look.refusals(9)]
            assert numbers == sorted(set(numbers))
            assert len(numbers) == 3
            assert look.refusals(0) == []

    def test_text_and_bytes_of_every_kind_come_back_as_they_were(self, store: Store) -> None:
        name = "ليلى بن علي — Émile \U00010400"
        row = replace(samples.officer("o"), name=name, key=bytes(range(256)), until_us=2**53 - 1)
        with store.turn() as turn:
            turn.put_officer(row)
        with store.look() as look:
            assert look.officer("o") == row
