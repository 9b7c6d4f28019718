"""Fills `services.ports.CauseSource` from TikTok: what it shows of why promotions have to stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from unpromote.adapters.tiktok import rulings
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.curves import Account, read_report
from unpromote.adapters.tiktok.remarks import LIST, NOT_KNOWN_OF, read_remarks
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Seen
from unpromote.adapters.tiktok.sorts import SORTS, Sort
from unpromote.domain.cause_curves import BY_DAY, BY_HOUR
from unpromote.domain.causes import A_DAY, Found, Remark, Report, Ruling
from unpromote.domain.checks import zone_named
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import Level, Target
from unpromote.domain.errors import OutsideFailed

Span = tuple[datetime, datetime]
Group = tuple[AdvertiserInfo, Sort, list[Target]]


class TikTokCauses:
    """Reads spend, comments and decisions of targets. Every method raises OutsideFailed."""

    def __init__(self, client: TikTokClient) -> None:
        self._client = client

    def reports(self, targets: Sequence[Target], span: Span) -> Found[Report]:
        """Return the reports by day over the time, and by hour over its last day."""
        found: list[Report] = []
        told: dict[str, None] = {}
        for info, sort, group in self._groups(targets):
            account = _account(info)
            days, names = _days(account, span), {one.external_id: one.name for one in group}
            told |= {f"TikTok {sort.billed_at}": None}
            for part, step in ((days, BY_DAY), ((days[1], days[1]), BY_HOUR)):
                found.append(read_report(self._client, account, sort, names, part, step))
        return Found(tuple(found), " and ".join(told) or "TikTok", tuple(_unknown(targets)))

    def remarks(self, targets: Sequence[Target], span: Span) -> Found[Remark]:
        """Return the comments below the targets' ads in that time."""
        found: list[Remark] = []
        missing = [f"{one.name}: TikTok has no comments of {_kind(one)}" for one in targets if one.kind in NOT_KNOWN_OF]
        for info, _, group in self._groups([one for one in targets if one.kind not in NOT_KNOWN_OF]):
            since, until = _days(_account(info), span)
            days = since - A_DAY, until + A_DAY  # nobody documents in which zone the days of comments are
            adgroups = self._adgroups(group)
            remarks, refused = read_remarks(self._client, info.advertiser_id, [one.id for one in adgroups], days)
            ads = {one.external_id for one in group if one.level is Level.AD}
            found += [one for one in remarks if span[0] <= one.written_at <= span[1] and (not ads or one.ad_id in ads)]
            missing += refused
        return Found(tuple(found), f"TikTok {LIST}", tuple(missing))

    def rulings(self, targets: Sequence[Target]) -> Found[Ruling]:
        """Return what TikTok decided about the targets, what is in them, and their accounts."""
        found: list[Ruling] = []
        missing = list(_unknown(targets))
        judged: set[str] = set()
        for info, sort, group in self._groups(targets):
            if info.advertiser_id not in judged:
                found += rulings.of_account(info)
                judged.add(info.advertiser_id)
            named = self._client.named(sort, info.advertiser_id, [one.external_id for one in group])
            found += rulings.of_statuses(sort.noun, named)
            more, refused = self._inside(info.advertiser_id, group)
            found += more
            missing += refused
        return Found(tuple(dict.fromkeys(found)), f"TikTok statuses and {rulings.REVIEW}", tuple(missing))

    def _inside(self, advertiser_id: str, group: list[Target]) -> tuple[list[Ruling], tuple[str, ...]]:
        adgroups, ads = self._adgroups(group), self._ads(group)
        if not adgroups:
            return [], ()
        if group[0].kind == "smart_plus":
            return [*rulings.of_statuses("adgroup", adgroups), *rulings.of_statuses("ad", ads)], ()
        names = {one.id: one.name for one in (*adgroups, *ads)}
        reviewed, refused = rulings.of_review(self._client, advertiser_id, {one.id: one.name for one in adgroups})
        told = [Ruling(**vars(one) | {"name": names.get(one.external_id, "")}) for one in reviewed]
        known = {one.external_id for one in told}
        shown = (*rulings.of_statuses("adgroup", adgroups), *rulings.of_statuses("ad", ads))
        return [*told, *(one for one in shown if one.external_id not in known)], refused

    def _adgroups(self, group: list[Target]) -> tuple[Seen, ...]:
        return self._below(group, Level.ADGROUP)

    def _ads(self, group: list[Target]) -> tuple[Seen, ...]:
        return self._below(group, Level.AD)

    def _below(self, group: list[Target], level: Level) -> tuple[Seen, ...]:
        sort = SORTS.get((group[0].kind, level))
        if sort is None:
            return ()
        advertiser_id, ids = group[0].advertiser_id, [one.external_id for one in group]
        if group[0].level is level:
            return self._client.named(sort, advertiser_id, ids)
        campaigns = ids
        if group[0].level is not Level.CAMPAIGN:
            own = self._client.named(SORTS[group[0].kind, group[0].level], advertiser_id, ids)
            campaigns = list(dict.fromkeys(one.campaign_id for one in own))
        return self._client.below(sort, advertiser_id, campaigns)

    def _groups(self, targets: Sequence[Target]) -> Iterator[Group]:
        groups: dict[tuple[str, str, Level], list[Target]] = {}
        for target in targets:
            if target.external_id and (target.kind, target.level) in SORTS:
                groups.setdefault((target.advertiser_id, target.kind, target.level), []).append(target)
        infos = {one.advertiser_id: one for one in self._client.advertiser_info([key[0] for key in groups])}
        for (advertiser_id, kind, level), group in groups.items():
            if advertiser_id not in infos:
                raise OutsideFailed(f"TikTok tells nothing of account {advertiser_id}", permanent=True)
            yield infos[advertiser_id], SORTS[kind, level], group


def _account(info: AdvertiserInfo) -> Account:
    place = f"TikTok account {info.advertiser_id}"
    currency = currency_named(info.currency, place=place)
    return Account(info.advertiser_id, currency.code, zone_named(info.timezone, place=place))


def _days(account: Account, span: Span) -> tuple[date, date]:
    since, until = (at.astimezone(account.zone).date() for at in span)
    return since, until


def _unknown(targets: Sequence[Target]) -> Iterator[str]:
    for one in targets:
        if not one.external_id:
            yield f"{one.name}: it has no id on TikTok, so TikTok cannot be asked about it"
        elif (one.kind, one.level) not in SORTS:
            yield f"{one.name}: TikTok's advertising API tells nothing of {_kind(one)}"


def _kind(target: Target) -> str:
    return target.kind.replace("_", " ")
