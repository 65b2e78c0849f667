"""What a declaration may say and may not, by what is cancelled, measured and confirmed."""

from __future__ import annotations

from carbonmeet.view.pages.documents.filing import Filing

__all__ = ["declared", "may", "may_not", "unmet"]

_ISO = "iso-14068-1"
#: Share of the emissions whose amounts are to be measured before anything is declared.
_ENOUGH = 0.95


def unmet(f: Filing) -> tuple[str, ...]:
    """Why the offsetting cannot be declared complete yet; empty where it can."""
    found, said = f.balance, []
    if not f.cancelled and found["emissions"]:
        short = f.tonnes(found["emissions"] - found["retired"])
        said.append(
            f.say(
                f"{short} are not covered by cancelled credits",
                f"尚有{short}未由已注销的碳信用抵消",
            )
        )
    if f.measured < _ENOUGH:
        said.append(
            f.say(
                f"only {f.measured:.0%} of the emissions rest on measured amounts: what actually "
                "arose is to be offset, and not what was planned",
                f"仅{f.measured:.0%}的排放依据实测数据：应抵消的是实际产生而非计划的排放量",
            )
        )
    credits = () if f.offset is None else f.offset.credits
    bare = [one for one in credits if one["status"] == "retired" and not one["serials"]]
    if bare:
        said.append(f.say("retired credits have no serial numbers", "已注销的碳信用缺少序列号"))
    return tuple(said)


def declared(f: Filing) -> str:
    """The sentence of a declaration: what is done, and no more."""
    organiser = f.label(f.organiser.name) or f.say("[organiser]", "【组织者】")
    name, found = f.m.word(f.m.answer.scenario.title), f.balance
    emitted, done = f.tonnes(found["emissions"]), f.tonnes(found["retired"])
    if not unmet(f):
        return f.say(
            f"{organiser} declares that the emissions of {name}, {emitted}, have been offset in "
            f"full by credits of {done} that are cancelled.",
            f"{organiser}声明：{name}产生的温室气体排放{emitted}，已由注销的{done}碳信用全部抵消。",
        )
    statement = f.m.word(f.offset.statement) if f.offset is not None else ""
    return f.say(
        f"{organiser} cannot declare yet that the emissions of {name} are offset. {statement}",
        f"{organiser}尚不能声明{name}的排放已经抵消。{statement}",
    )


def may(f: Filing) -> tuple[str, ...]:
    """Words that what is in the file supports."""
    said = [declared(f)] if not unmet(f) else []
    if f.offset is not None and f.balance["kind"] != "nothing":
        said.append(f.m.word(f.offset.statement))
    confirmed = f.label(f.organiser.evaluator)
    if f.frame.key == _ISO and confirmed and not unmet(f):
        said.append(
            f.say(
                "“Carbon neutral in accordance with ISO 14068-1:2023, independently verified” (as "
                f"others report the wording), where {confirmed} has verified it",
                "“符合ISO 14068-1:2023的碳中和，经独立核查”（措辞据他人转述），"
                f"须已由{confirmed}核查",
            )
        )
    if f.m.with_measures():
        saved = f.m.tonnes(f.m.answer.saving)
        said.append(f.say(f"{saved} saved by measures, as planned", f"各项措施计划减排{saved}"))
    return tuple(said) or (f.say("the footprint itself", "排放量本身"),)


def may_not(f: Filing) -> tuple[str, ...]:
    """Words that nothing in the file supports."""
    said = [
        f.say(
            "“zero-carbon”, “emission-free”: the event emitted", "“零碳”“零排放”：活动产生了排放"
        ),
    ]
    if unmet(f):
        said.append(
            f.say(
                "“carbon neutral”, “offset in full”: the conditions at the head are not met",
                "“碳中和”“全部抵消”：文首所列条件尚未满足",
            )
        )
    if f.offset is not None and f.offset.has_forest:
        said.append(
            f.say(
                "“offset by the forest” today: it is to compensate by a year to come",
                "“已由碳汇林抵消”：碳汇林在今后年份才能完成抵消",
            )
        )
    if f.frame.key == _ISO:
        said.append(
            f.say(
                "“carbon neutral” without the standard, the edition and the independent "
                "verification; any claim for a city, region or state",
                "不注明标准、版本和独立核查的“碳中和”；对国家、地区或城市的任何声明",
            )
        )
    if not f.label(f.organiser.evaluator):
        said.append(
            f.say(
                "“certified”, “verified”: nobody is named who did", "“经认证”“经核查”：未注明机构"
            )
        )
    return tuple(said)
