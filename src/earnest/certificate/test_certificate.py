"""The certificate: the same twice, another for another seed, and withheld where something was left unmasked."""

from pathlib import Path

from earnest.bank import EMPTY_PACK, find_pack
from earnest.certificate import Plan, Trial, certifying
from earnest.certificate.origins import countries, names, schools, short_schools
from earnest.intake import read
from earnest.records.application import Application, Submission, SubmittedFile
from earnest.records.certificate import Certificate
from earnest.records.response import EdgeResponse
from earnest.records.result import SignalId
from earnest.signals import Context, all_signals, find_signal

PROFILE = """Priya Raghunathan
Chennai, India | +91 98400 12345 | priya@example.net

EXPERIENCE

Annotator, Acme Labs, Chennai, India - May 2018 - Present
- Rewrote the rubric for 31 refusals; agreement rose from .52 to .78.
- Built a Label Studio queue in Python that shows each pair twice.

EDUCATION

Indian Institute of Technology Madras, 2010 - 2014
"""
CONTEXT = Context(pack=EMPTY_PACK)


def made(plan: Plan, text: str = PROFILE) -> Certificate:
    file = SubmittedFile(path="profile.txt", content=text.encode())
    application = read(Submission(name="x", files=(file,)))
    blind = certifying.separate(application).blind
    signals = [signal for signal in all_signals() if signal.id is not SignalId.ADHERENCE]
    given = {signal.id: signal.extract(blind, CONTEXT) for signal in signals}
    known = {name: one.sha256() for name, one in given.items() if one is not None}
    return Trial(application, CONTEXT, plan, known).certificate("0" * 64)


def test_sixteen_swaps_certify_what_the_profile_feeds():
    certificate = made(Plan())
    assert certificate.differences == ()
    assert set(certificate.certified) >= {SignalId.SPECIFICITY, SignalId.STACK}
    assert certificate.exchanged == {"country": 6, "name": 6, "school": 7, "years": 6}
    assert len(certificate.looks) >= 8


def test_the_same_seed_gives_the_same_bytes():
    assert made(Plan(6, 3)).canonical_bytes() == made(Plan(6, 3)).canonical_bytes()


def test_what_was_left_unmasked_withholds_the_signals_it_reaches(monkeypatch):
    separate = certifying.separate

    def leaky(application, found=None):
        separated = separate(application, found)
        profile = separated.blind.profile
        shown = profile.but(text=profile.text.replace("[place]", application.profile.text[18:40], 1))
        blind = separated.blind.but(profile=shown)
        return type(separated)(blind, separated.identity, separated.ledger)

    monkeypatch.setattr(certifying, "separate", leaky)
    certificate = made(Plan())
    assert SignalId.STACK in certificate.withheld
    assert SignalId.STACK not in certificate.certified
    first = certificate.differences[0]
    assert first.document == "profile"
    assert first.before != first.after


def test_the_pools_are_as_wide_as_they_say():
    assert len(schools()) > 30_000
    assert len(countries()) > 140
    assert len(short_schools()) > 50
    assert any(not name.isascii() for name in names())


EXPLAINED = (
    "Priya here, of Indian Institute of Technology Madras: an American option may be exercised early, and in "
    "my 6 years in Chennai I saw it priced on 31 December 2023 only once."
)


def explained(answer: str = EXPLAINED) -> Application:
    given = read(Submission(name="x", files=(SubmittedFile(path="profile.txt", content=PROFILE.encode()),)))
    return given.but(specialty=(EdgeResponse(item="edge-python-01", answer=answer),))


def test_an_explanation_is_blind_to_its_writer_and_keeps_what_it_explains():
    shown = certifying.separate(explained()).blind.specialty[0].answer
    assert not any(word in shown for word in ("Madras", "Priya", "Chennai", "6 years"))
    assert "an American option may be exercised early" in shown
    short = certifying.separate(explained("31 December 2023")).blind.specialty[0].answer
    assert short == "31 December 2023"


def test_explanations_are_exchanged_and_certified():
    given = explained()
    context = Context(pack=find_pack("practice"))
    blind = certifying.separate(given).blind
    evidence = find_signal("depth").extract(blind, context)
    assert evidence is not None
    assert "Madras" not in evidence.canonical_bytes().decode()
    trial = Trial(given, context, Plan(10, 1), {SignalId.DEPTH: evidence.sha256()})
    swapped = {one.application.specialty[0].answer for one in trial.swaps()}
    assert len(swapped) > 4
    certificate = trial.certificate("0" * 64)
    assert certificate.differences == ()
    assert certificate.certified == (SignalId.DEPTH,)


def test_a_pdf_is_not_written_from_right_to_left():
    certificate = made(Plan(8), PROFILE.replace("Priya Raghunathan", "محمد الأحمد"))
    assert any("right to left" in said for said in certificate.open)


def test_the_data_is_where_the_pools_look():
    folder = Path(certifying.__file__).with_name("data")
    assert {path.name for path in folder.iterdir()} >= {"schools.txt.gz", "countries.tsv", "peoples.toml"}
