"""Every way on beside the others, on totals over the life; the worked ones are in vectors/options.json."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoting import ask, vectors, written_ask
from unpromote.domain.choices import DecisionAsked, Option
from unpromote.domain.decision import decide, decision_json
from unpromote.domain.errors import BadInput
from unpromote.domain.options import options
from unpromote.domain.vectors import read_ask

CLEO = {
    "id": "cleo",
    "advance_paid": "0.00",
    "deliverables": [{"id": "v", "price": "600.00", "stage": "approved"}],
    "usage": {"fee": "100.00", "from": "2026-06-01", "to": "2026-06-20"},
    "exclusivity": {"fee": "90.00", "from": "2026-05-01", "to": "2026-05-31"},
}
WITH_CLEO = {"terms__creators": {"kill": {"brand": {"approved": "0.5"}}}, "promotion__creators": [CLEO]}
OFF = {"from": "2026-06-15", "to": "2026-06-19"}
RATES = {
    "clause": "5",
    "contracted_rate": "0.80",
    "bands": [{"min": "2500", "rate": "0.80"}, {"min": None, "rate": "1.00"}],
}


def chosen(decision: dict[str, Any], **changes: Any) -> dict[str, Option]:
    found = read_ask({**written_ask(**changes), "decision": decision})
    weighed = options(found.terms, found.promotion, found.request, found.decision or DecisionAsked())
    return {option.name: option for option in weighed}


def text(option: Option) -> str:
    return "none" if option.total_over_life is None else str(option.total_over_life.amount)


def test_a_harm_per_day_lifts_the_break_even() -> None:
    found = read_ask({**written_ask(), "decision": {"harm_per_day": "10.00"}})
    told = decision_json(decide(found.terms, found.promotion, found.request, found.decision or DecisionAsked()))
    # V* is the saving of 1900; 19 days of 10 are given up.
    assert told["harm"] == {"per_day": "10.00", "days": 19, "value": "2090.00"}


def test_without_a_way_out_there_is_no_break_even_to_lift() -> None:
    found = read_ask({**written_ask(promotion__status="cancelled"), "decision": {"harm_per_day": "10.00"}})
    told = decide(found.terms, found.promotion, found.request, found.decision or DecisionAsked())
    assert (told.harm, decide(found.terms, found.promotion, found.request).harm) == (None, None)


def test_the_older_name_of_the_total_is_still_written() -> None:
    found = ask()
    told = decision_json(decide(found.terms, found.promotion, found.request))["options"]
    assert [each["cost"] for each in told] == [each["total_over_life"] for each in told]


def test_an_auction_can_be_switched_off_where_the_agreement_is_silent() -> None:
    assert text(chosen({"pause": OFF})["pause"]) == "2500.00"


def test_a_pause_that_is_ruled_out_is_not_priced() -> None:
    option = chosen({"pause": OFF}, terms__pause={"allowed": False})["pause"]
    assert (option.why_not, option.lines) == ("the agreement rules it out", ())


def test_the_days_of_a_creators_rights_run_on_in_a_pause() -> None:
    note = chosen({"pause": OFF}, **WITH_CLEO)["pause"].note
    assert "cleo's usage runs on: 5 of 20 days, 25 of its fee" in note
    assert "exclusivity" not in note


@pytest.mark.parametrize(
    ("agreed", "says"),
    [
        ({"extends_end": True}, "the end moves to 2026-07-05, nothing is lost"),
        ({}, "whether the end moves is not agreed, read as no: ask"),
        ({"clock": "stops"}, "notice and cure clocks stop"),
        ({"clock": "runs"}, "notice and cure clocks run on"),
    ],
)
def test_a_pause_says_what_it_does_to_the_calendar(agreed: dict[str, Any], says: str) -> None:
    assert says in chosen({"pause": OFF}, terms__pause={"allowed": True, **agreed})["pause"].note


def test_a_pause_of_a_booked_order_is_to_be_confirmed() -> None:
    booked = {"promotion__reservation": "guaranteed", "terms__pause": {"allowed": True, "extends_end": False}}
    assert "guaranteed usually cannot be paused: have it confirmed" in chosen({"pause": OFF}, **booked)["pause"].note


def test_seventy_two_hours_off_are_three_days() -> None:
    agreed = {"allowed": True, "max": {"n": 72, "unit": "hours"}}
    three, four = ({"from": "2026-06-15", "to": f"2026-06-{last}"} for last in (17, 18))
    assert chosen({"pause": three}, terms__pause=agreed)["pause"].permitted
    assert chosen({"pause": four}, terms__pause=agreed)["pause"].why_not == (
        "the longest pause from then ends on 2026-06-17"
    )


def test_a_day_that_has_begun_cannot_be_off_any_more() -> None:
    why_not = chosen({"pause": {"from": "2026-06-11", "to": "2026-06-12"}})["pause"].why_not
    assert why_not == "the first day that can be off is 2026-06-12"


def test_nothing_is_paused_after_the_flight() -> None:
    why_not = chosen({"pause": {"from": "2026-07-01", "to": "2026-07-02"}})["pause"].why_not
    assert why_not == "the flight is over after 2026-06-30"


def test_with_every_day_delivered_a_pause_takes_nothing_away() -> None:
    gone = {"promotion__spent": "3000.00", "promotion__spent_through": "2026-06-30"}
    found = chosen({"pause": OFF}, **gone)
    assert [(text(found[name]), found[name].days_given_up) for name in ("pause", "reduce_budget")] == [
        ("3000.00", 0)
    ] * 2


@pytest.mark.parametrize(
    ("to", "why_not"),
    [("900.00", "1000 is spent already"), ("1400.00", "a minimum spend of 1500 is agreed")],
)
def test_a_budget_is_not_lowered_below_what_binds(to: str, why_not: str) -> None:
    assert chosen({"reduce_to": to}, promotion__minimum_spend="1500.00")["reduce_budget"].why_not == why_not


@pytest.mark.parametrize(
    ("binding", "total", "formula"),
    [
        ({"promotion__minimum_spend": "1500.00"}, "1500.00", "minimum spend 1500"),
        ({"promotion__noncancellable_costs": "2500.00"}, "3000.00", "no more than the budget"),
        ({"promotion__noncancellable_costs": "250.00"}, "1250.00", "spent 1000 + committed 250"),
    ],
)
def test_unasked_the_budget_goes_down_to_what_is_bound(binding: dict[str, str], total: str, formula: str) -> None:
    option = chosen({}, **binding)["reduce_budget"]
    assert (text(option), option.lines[0].formula) == (total, formula)


def test_prepaid_money_that_is_not_lost_stays_in_the_account() -> None:
    option = chosen({"reduce_to": "2000.00"}, promotion__prepaid="3000.00", **WITH_CLEO)["reduce_budget"]
    assert option.note == "creators are paid in full; 1000 prepaid stays in the account"


def test_volume_rates_need_the_units() -> None:
    found = chosen(
        {"reduce_to": "1900.00", "partial": {"share": "0.6"}},
        terms__short_rate=RATES,
        promotion__units_delivered="0",
    )
    for name in ("reduce_budget", "cancel_partly"):
        assert "volume rates are not reckoned" in found[name].note
        assert "short_rate" not in [item.code for item in found[name].lines]


def test_a_right_that_undoes_no_discount_undoes_none_in_part() -> None:
    units = {"terms__short_rate": RATES, "promotion__units_delivered": "1250"}
    option = chosen({"partial": {"share": "0.6"}}, **units, terms__rights__0__short_rate=False)["cancel_partly"]
    assert [item.code for item in option.lines] == ["kept_budget", "delivered", "notice_delivery"]


def test_a_right_for_the_whole_order_leaves_no_part() -> None:
    option = chosen({"partial": {"share": "0.5"}}, terms__rights__0__partial="whole order")["cancel_partly"]
    assert option.why_not == "every right is for the whole order"


def test_a_part_is_left_only_by_a_right_that_is_open() -> None:
    option = chosen({"partial": {"share": "0.5"}}, request__by="agency")["cancel_partly"]
    assert option.why_not == "NO_OPEN_RIGHT; conv: NOT_HOLDER"


def test_what_a_part_keeps_is_told() -> None:
    material = {"completed": "100.00", "total": "400.00"}
    booked = {**WITH_CLEO, "promotion__custom_material": material}
    option = chosen({"partial": {"share": "0.5"}}, **booked, promotion__noncancellable_costs="1.00")["cancel_partly"]
    assert option.note == (
        "by right conv; the agreement does not say whether a part may be left: ask; "
        "0.5 of budget, spend, prepayment and material; kept at full price: cleo (790)"
    )
    # Half of the material is kept and made in full, 200; of the other half 50 is made.
    assert [str(item.amount.amount) for item in option.lines if item.code == "custom_material"] == ["200.00", "50.00"]


def test_a_reassignment_waits_for_an_open_right_too() -> None:
    option = chosen({}, **WITH_CLEO, request__by="agency")["reassign_creators"]
    assert (option.permitted, option.why_not) == (False, "NO_OPEN_RIGHT; conv: NOT_HOLDER")


def test_a_reassignment_says_what_moves() -> None:
    note = chosen({}, **WITH_CLEO)["reassign_creators"].note
    # 790 less the usage of 11 of 20 days and all of the exclusivity.
    assert note.startswith("by right conv; 645 of the creators' price moves with their work to the other promotion")


def test_a_later_day_is_named_only_if_it_is_cheaper() -> None:
    found = chosen({}, terms__rights__0__notice={"n": 30, "unit": "days"})
    assert str(found["cancel_on_cheapest_day"].on) == "2026-06-11"
    assert found["cancel_now"].note == "by right conv: the flight ends first"


@pytest.mark.parametrize(
    ("decision", "problem"),
    [
        ({"reduce_to": "3000.01"}, "decision.reduce_to: is more than the budget: that reduces nothing"),
        ({"reduce_to": "-1.00"}, "decision.reduce_to: the amount -1.00 is negative"),
        ({"pause": {"from": "2026-06-15", "to": "2026-06-14"}}, "decision.pause.to: the pause ends before it starts"),
        ({"partial": {}}, "decision.partial: leaves nothing"),
        ({"partial": {"share": "0"}}, "decision.partial: leaves nothing"),
        ({"partial": {"share": "1.5"}}, "decision.partial.share: the rate 1.5 is above 1"),
        ({"partial": {"creators": ["dan"]}}, "decision.partial.creators[0]: no creator 'dan' (known here: cleo)"),
        ({"partial": {"creators": ["cleo", "cleo"]}}, "decision.partial.creators[1]: 'cleo' is named twice"),
        ({"halt": True}, "decision: unknown field 'halt'"),
    ],
)
def test_what_cannot_be_weighed_is_refused(decision: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_ask({**written_ask(**WITH_CLEO), "decision": decision})
    assert str(refusal.value).startswith(problem)


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    """A vector with everything asked for at once: a pause, a part, a budget between nothing and all."""
    vector = draw(vectors())
    start = vector["promotion"]["flight"]["start"][:10]
    names = [creator["id"] for creator in vector["promotion"]["creators"]]
    vector["terms"]["fees"].append({"id": "L", "clause": "9", "calc": {"rate": "0.25", "base": "budget"}})
    for right in vector["terms"]["rights"]:
        if right["notice"]:
            right["notice"]["in_lieu"] = "L"
    part = {"share": draw(st.sampled_from(["0.001", "1/3", "0.5", "1"])), "creators": names[: draw(st.integers(0, 2))]}
    vector["terms"]["pause"] = {"allowed": True, "extends_end": draw(st.none() | st.booleans())}
    vector["promotion"]["reservation"] = draw(st.sampled_from(["auction", "guaranteed", "non_guaranteed"]))
    days = draw(st.integers(0, 40))
    pause = {"from": start, "to": start} if not days else {"from": f"{start[:4]}-12-30", "to": f"{start[:4]}-12-31"}
    reduce_to = draw(st.sampled_from([vector["promotion"]["budget"], vector["promotion"]["spent"]]))
    return {**vector, "decision": {"reduce_to": reduce_to, "pause": pause, "partial": part, "harm_per_day": None}}


def weighed(vector: dict[str, Any]) -> dict[str, Option]:
    found = read_ask(vector)
    return {each.name: each for each in options(found.terms, found.promotion, found.request, found.decision)}


PLENTY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@PLENTY
@given(asked())
def test_every_option_adds_up_and_none_pays_for_leaving(vector: dict[str, Any]) -> None:
    found = weighed(vector)
    run = found["run"].total_over_life
    for option in found.values():
        if not option.permitted:
            assert option.why_not
            continue
        assert option.total_over_life == sum((item.amount for item in option.lines), run * 0)
        assert option.total_over_life + option.saving == run
        assert option.exit_cost >= option.forfeited >= run * 0
        assert all(item.amount >= run * 0 for item in option.lines if item.code in ("shortfall", "pause_fee"))


@PLENTY
@given(asked())
def test_the_cheapest_day_is_never_dearer_than_today_and_the_budget_is_the_run(vector: dict[str, Any]) -> None:
    vector["decision"]["reduce_to"] = vector["promotion"]["budget"]
    found = weighed(vector)
    now, cheapest = found["cancel_now"], found["cancel_on_cheapest_day"]
    if now.permitted:
        assert cheapest.total_over_life <= now.total_over_life
    if found["reduce_budget"].permitted:
        assert found["reduce_budget"].total_over_life == found["run"].total_over_life


@PLENTY
@given(asked())
def test_a_part_of_everything_is_all_of_it(vector: dict[str, Any]) -> None:
    names = tuple(creator["id"] for creator in vector["promotion"]["creators"])
    vector["decision"]["partial"] = {"share": "1", "creators": list(names)}
    vector["promotion"]["facts"] = {}
    found = weighed(vector)
    assert found["cancel_partly"].total_over_life == found["cancel_now"].total_over_life


@PLENTY
@given(asked())
def test_creators_who_go_on_elsewhere_never_make_leaving_dearer(vector: dict[str, Any]) -> None:
    found = weighed(vector)
    swap, now = found.get("reassign_creators"), found["cancel_now"]
    if swap is not None and swap.permitted:
        assert Decimal(swap.total_over_life.amount) <= now.total_over_life.amount
