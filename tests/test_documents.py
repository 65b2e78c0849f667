"""The paper behind an amount: read, kept in the answer, shown where the number is explained."""

import pytest
from click.testing import CliRunner

import carbonmeet as cm
from carbonmeet.base.errors import InputError
from carbonmeet.cli import cli
from carbonmeet.reading.amount import DOCUMENTS
from carbonmeet.view.pages.explain import _PAPERS

METERED = """\
carbonmeet: 2
kind: meeting
title: A meeting
place: {name: Kunming, airport: KMG, region: CN-YN}
prefer: [mee, cpcd, defra]
periods: {p: {start: 2024-05-13, end: 2024-05-15}}
venue:
  - period: p
    label: Hall
    energy:
      value: 4050 kWh
      basis: measured
      document: {kind: meter, number: A-17, date: 2024-05-16, holder: hall operator}
"""


def test_a_document_goes_with_its_number_into_the_answer(tmp_path):
    answer = cm.estimate(cm.load_scenario(text=METERED))
    (paper,) = [one.document for one in answer.scenario.inputs if one.document]
    assert (paper["kind"], paper["number"], paper["date"]) == ("meter", "A-17", "2024-05-16")
    path = answer.save(tmp_path / "answer.json")
    assert cm.load_result(path) == answer


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "reading of a meter, A-17"), ("zh", "计量表读数、A-17")]
)
def test_it_is_shown_where_the_number_is_explained(tmp_path, lang, said):
    path = tmp_path / "meeting.yaml"
    path.write_text(METERED, encoding="utf-8")
    run = CliRunner().invoke(cli, ["explain", str(path), "venue.power", "--lang", lang])
    assert said in run.output


def test_slips_in_a_document_are_told_where_they_stand():
    with pytest.raises(InputError) as told:
        cm.load_scenario(text=METERED.replace("kind: meter, number", "kind: metre, numbr"))
    assert "Did you mean 'meter'" in str(told.value)
    assert "no key 'numbr' here. Did you mean 'number'" in str(told.value)


def test_every_kind_has_its_words():
    assert set(_PAPERS) == set(DOCUMENTS)
