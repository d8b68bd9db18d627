"""The files a small pack has more when it holds the law and the asks."""

from __future__ import annotations

STANDARD = "law/standards/xx.standard.yaml"
ACT = "law/instruments/xx.act.yaml"
BILL = "law/bills/xx-bill.yaml"
VERDICTS = "law/verdicts/xx.yaml"
ASKS = "asks/asks.yaml"
EVENTS = "asks/events-early.yaml"
CALENDAR = "asks/calendar.yaml"
FIGURES = "figures.yaml"
DECISIONS = "decisions.yaml"
BINDINGS = "bindings.yaml"

FILES = {
    STANDARD: """\
# What the law is held against
standard: xx.standard
title: {en: "A treaty", zh-hant: "條約"}
short: {en: "Treaty", zh-hant: "條約"}
adopted: "2000"
sources: [paper-one]
dimensions:
  - code: act
    title: {en: "Act", zh-hant: "行為"}
    values:
      - {code: recruit, title: {en: "recruit", zh-hant: "招募"}}
      - {code: move, title: {en: "move", zh-hant: "運送"}}
  - code: purpose
    title: {en: "Purpose", zh-hant: "目的"}
    values:
      - {code: labour, title: {en: "forced labour", zh-hant: "強迫勞動"}}
      - {code: organs, title: {en: "organs", zh-hant: "器官"}}
elements:
  - {code: art1, title: {en: "Make it an offence", zh-hant: "定為罪行"}, text: {en: "In our words.", zh-hant: "用我們的話。"}, force: must, sources: [paper-one]}
""",
    ACT: """\
instrument: xx.act
kind: statute
title: {en: "An Act", zh-hant: "條例"}
url: "https://example.org/act"
provisions:
  # the narrow one
  - code: s1
    title: {en: "Moving people", zh-hant: "運送他人"}
    summary: {en: "Moving a person.", zh-hant: "運送一個人。"}
    kind: offence
    valid_from: "1990"
    max_penalty: {years: "10"}
    cite: {url: "https://example.org/act", part: s1, checked: "2026-11-22"}
    sources: [paper-one]
    scope: {act: [move], purpose: [labour]}
    doubtful: {}
    read_on: "2026-11-22"
    put_forward_by: "The editors"
    review: {by: "", role: "", on: "", note: ""}

  - code: s2
    title: {en: "Organs", zh-hant: "器官"}
    kind: fragment
    sources: [paper-two]
    scope: {act: any, purpose: [organs]}
    read_on: "2026-11-22"
    put_forward_by: "The editors"
""",
    BILL: """\
bill: xx-bill
title: {en: "A bill", zh-hant: "法案"}
date: "2017-08-01"
sources: [paper-two]
repeals: [xx.act.s2]
adds:
  - {code: new, title: {en: "All of it", zh-hant: "全部"}, kind: offence, scope: {act: any, purpose: any}}
""",
    VERDICTS: """\
jurisdiction: xx
standard: xx.standard
verdicts:
  - code: xx.art1
    element: art1
    value: partly
    as_of: "2026-11-22"
    basis: {en: "Only one act.", zh-hant: "只有一種行為。"}
    cites: [xx.act.s1]
    sources: [paper-one]
    put_forward_by: "The editors"
    review: {by: "", role: "", on: "", note: ""}
views:
  # the Government first
  - {target: art1, holder: {en: "The Government"}, holder_kind: government, value: covered, text: {en: "It is enough.", zh-hant: "已經足夠。"}, quote: {en: "it suffices"}, date: "2024-06-25", sources: [paper-one]}
""",
    DECISIONS: """\
decisions:
  - key: ab-first
    series: ab
    order: "1"
    parties: "AB v A Secretary"
    citation: "[2016] XX 1"
    court: {en: "First court", zh-hant: "原訟法庭"}
    date: "2016-12-23"
    outcome: {en: "The claim was allowed.", zh-hant: "申請得直。"}
    sources: [{source: paper-one, place: "para 1"}]
""",
    BINDINGS: """\
bindings:
  - key: treaty
    order: "1"
    title: {en: "A treaty", zh-hant: "條約"}
    status: not-extended
    text: {en: "It was not extended.", zh-hant: "未有延伸適用。"}
    sources: [{source: paper-one, place: ""}]
""",
    ASKS: """\
asks:
  - key: law
    order: "1"
    title: {en: "A law", zh-hant: "法例"}
    wording: {en: "Pass one law.", zh-hant: "通過一條法例。"}
    addressed_to: {en: "The Government", zh-hant: "政府"}
    milestones:
      # in the order of the road
      - key: law.draft
        title: {en: "A draft", zh-hant: "草案"}
        test: {en: "A draft is published.", zh-hant: "公布草案。"}
        optional: "false"
        state: drafted
        reached_by: events
      - key: law.in-force
        title: {en: "In force", zh-hant: "生效"}
        test: {en: "The law is in force.", zh-hant: "法例生效。"}
        optional: "false"
        state: in_force
        reached_by: events
""",
    EVENTS: """\
events:
  - key: 2014-02-12-q1
    date: "2014-02-12"
    kind: question
    actor: {en: "A member", zh-hant: "一位議員"}
    actor_kind: lawmaker
    text: {en: "Asked for a law.", zh-hant: "要求立法。"}
    stance: supports
    asks: [law]
    sources: [{source: paper-one, place: ""}]
    confidence: H

  # the reply came the same day
  - key: 2014-02-12-a1
    date: "2014-02-12"
    kind: reply
    actor: {en: "The Secretary", zh-hant: "局長"}
    actor_kind: government
    text:
      en: "Said that the law suffices."
      zh-hant: "表示現行法律足夠。"
    quote: {en: "there is no plan to legislate"}
    stance: opposes
    asks: [law]
    effect: refuses
    answers: 2014-02-12-q1
    sources:
      - {source: paper-one, place: "p. 1"}
      - {source: paper-two, place: ""}
    confidence: H
    draft: "false"
""",
    CALENDAR: """\
calendar:
  - key: yearly-report
    title: {en: "The report", zh-hant: "報告"}
    text: {en: "It comes each summer.", zh-hant: "每年夏天發表。"}
    from: "06-01"
    to: "09-30"
    sources: [{source: paper-one, place: ""}]
""",
    FIGURES: """\
figures:
  - key: appeals
    order: "1"
    title: {en: "Days to appeal", zh-hant: "上訴日數"}
    text: {en: "How long you have.", zh-hant: "你有多少時間。"}
    kind: columns
    series:
      - fact: sample.appeal-days
        label: {en: "Days", zh-hant: "日數"}
        definition: {en: "From the decision.", zh-hant: "由決定起計。"}
    breaks:
      - {at: "2019", text: {en: "The rule changed.", zh-hant: "規則改變。"}}
""",
}
