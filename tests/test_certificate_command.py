"""`earnest certify` and `earnest verify` as a third party uses them: what was tampered with is named in a line."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from earnest.cli import cli
from earnest.errors import UserError

PROFILE = """Priya Raghunathan
Chennai, India | priya@example.net

EXPERIENCE

Annotator, Acme Labs, Chennai, India - May 2018 - Present
- Rewrote the rubric for 31 refusals; agreement rose from .52 to .78.

EDUCATION

Indian Institute of Technology Madras, 2010 - 2014
"""
SPECIALTY = '{"item": "edge-python-01", "answer": "a"}\n'


@pytest.fixture
def application(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "profile.txt").write_text(PROFILE, encoding="utf-8")
    (folder / "specialty.jsonl").write_text(SPECIALTY, encoding="utf-8")
    return folder


@pytest.fixture
def certificate(application: Path, tmp_path: Path) -> Path:
    out = tmp_path / "certificate.json"
    assert run("certify", application, "--swaps", "6", "--out", out)[0] == 0
    return out


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if isinstance(result.exception, UserError):
        return 2, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def changed(certificate: Path, **changes: object) -> Path:
    given = json.loads(certificate.read_bytes())
    certificate.write_text(json.dumps({**given, **changes}), encoding="utf-8")
    return certificate


def test_what_was_certified_is_verified(application, certificate):
    code, said = run("verify", certificate, application)
    assert (code, said.count("\n")) == (0, 1)
    assert said.startswith("verified: 6 swaps, certified: specificity, stack")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"certified": ["specificity", "stack", "coherence"]},
            "not the same: certified: the certificate says",
        ),
        ({"withheld": ["stack"]}, "not the same: withheld"),
        ({"seed": 7}, "not the same: swapped_sha256"),
        ({"swaps": 5}, "not the same: exchanged"),
        ({"earnest": "0.0.1"}, "not the same: version: made by earnest 0.0.1, this is"),
        ({"pack_sha256": "0" * 64}, "not the same: pack: made with practice@"),
        ({"listings_sha256": "0" * 64}, "not the same: listings: made with others; give the same --listing"),
        ({"blind_sha256": "0" * 64}, "not the same: blind_sha256"),
        ({"scorers": {"stack": "0" * 64}}, "not the same: scorer of stack: the code that scores it"),
        ({"rubrics": {"stack": "0" * 64}}, "not the same: rubric of stack: it is another one"),
    ],
)
def test_what_was_tampered_with_is_named(application, certificate, changes, said):
    code, output = run("verify", changed(certificate, **changes), application)
    assert code == 1
    assert any(line.startswith(said) for line in output.splitlines()), output
    assert "verified" not in output
    assert all(len(line) < 260 for line in output.splitlines())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form": "earnest-certificate-1"}, "is of another form than earnest-certificate-2"),
        ({"swaps": 10**9}, "asks for more than 100000 swaps"),
        ({"seed": "many"}, "is no certificate (seed is wrong)"),
        ({"more": 1}, "is no certificate (more is wrong)"),
    ],
)
def test_what_is_no_certificate_is_refused(application, certificate, changes, said):
    code, output = run("verify", changed(certificate, **changes), application)
    assert code == 2
    assert said in output
    assert "\n" not in output.strip()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"certificate": null}', "[" * 100_000, "\udcff"])
def test_any_other_file_is_refused_in_one_line(application, tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    code, output = run("verify", path, application)
    assert code == 2
    assert "\n" not in output.strip()


def test_another_application_is_told_before_anything_is_made_again(application, certificate):
    (application / "profile.txt").write_text(PROFILE + "\n", encoding="utf-8")
    code, output = run("verify", certificate, application)
    assert (code, output.count("\n")) == (1, 1)
    assert "is of another one, or a file of it has changed" in output


def test_a_missing_file_is_named(application, certificate, tmp_path):
    assert "does not exist" in run("verify", certificate, tmp_path / "gone")[1]
    assert "does not exist" in run("verify", tmp_path / "gone.json", application)[1]
    assert run("certify", tmp_path / "gone")[0] == 2
    assert (
        "cannot be written" in run("certify", application, "--swaps", "1", "--out", tmp_path / "no" / "c")[1]
    )


def test_the_variant_of_the_application_is_certified_and_verified(application, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(application, other)
    (other / "application.toml").write_text('variant = "spring"\n', encoding="utf-8")
    plain, varied = tmp_path / "plain.json", tmp_path / "varied.json"
    assert run("certify", application, "--swaps", "1", "--variant", "spring", "--out", plain)[0] == 0
    assert run("certify", other, "--swaps", "1", "--out", varied)[0] == 0
    packs = {json.loads(path.read_bytes())["pack_sha256"] for path in (plain, varied)}
    assert len(packs) == 1
    assert run("verify", varied, other)[0] == 0
    assert run("verify", plain, application, "--variant", "spring")[0] == 0
    code, output = run("verify", plain, application)
    assert code == 1
    assert "give the same --pack and --variant" in output
    code, output = run("certify", other, "--variant", "autumn")
    assert code == 2
    assert "one of them is wrong" in output


def test_a_screening_holds_a_certificate_that_is_verified(application, tmp_path):
    assert run("screen", application, "--swaps", "3", "--out", tmp_path / "out")[0] == 0
    found = next((tmp_path / "out").glob("*/screening.json"))
    code, output = run("verify", found, application)
    assert code == 0, output
    assert run("screen", application, "--swaps", "0", "--out", tmp_path / "none")[0] == 0
    none = next((tmp_path / "none").glob("*/screening.json"))
    code, output = run("verify", none, application)
    assert (code, "holds no certificate" in output) == (2, True)
