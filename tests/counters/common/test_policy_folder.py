"""The policy folder is read whole, or refused with every fault of every file."""

import shutil
from pathlib import Path

import pytest

import serambi
from serambi.counters.common.policy_folder import read_policy
from serambi.rules.policyfile.faults import Fault, PolicyFaults

POLICY = Path(serambi.__file__).parent / "policy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the policy folder to break."""
    return Path(shutil.copytree(POLICY, tmp_path / "policy"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(PolicyFaults) as refused:
        read_policy(folder)
    return refused.value.faults


def test_faults_of_every_file_are_told_at_once(folder: Path):
    replace(folder / "instruments/se-menpanrb-67-2020.toml", "value = 0.75", "value = 75")
    replace(folder / "services/passport-new.toml", '"PASPOR_48"', '"PASPOR_49"')
    replace(folder / "risk/2020-09-06_banten.csv", "2.05", "4.05")
    replace(folder / "offices/serang.toml", "staff_total = 60", "staff_total = -60")

    assert faults_of(folder) == (
        Fault("instruments/se-menpanrb-67-2020.toml", 22, "value must be a share from 0 to 1, not 75"),
        Fault("offices/serang.toml", 10, "staff_total must be at least 1"),
        Fault("risk/2020-09-06_banten.csv", 11, "score must lie between 0 and 3.00, not 4.05"),
        Fault("services/passport-new.toml", 8, "fees has an unknown value PASPOR_49"),
    )


def test_missing_table_is_one_fault_and_not_a_hundred(folder: Path):
    (folder / "regions.csv").unlink()

    assert faults_of(folder) == (Fault("regions.csv", 1, "the file is missing"),)


def test_empty_folder_is_told_every_file_it_lacks(tmp_path: Path):
    told = {fault.file: fault.reason for fault in faults_of(tmp_path)}

    missing, none = "the file is missing", "there is no such file"
    assert told == {
        "regions.csv": missing,
        "offices.csv": missing,
        "purposes.toml": missing,
        "fees.csv": missing,
        "calendar/public_holidays.csv": missing,
        "instruments/*.toml": none,
        "risk/*.csv": none,
        "services/*.toml": none,
    }


def test_a_missing_revocation_is_told_next_to_files_with_faults_of_their_own(folder: Path):
    orders = folder / "instruments"
    replace(orders / "se-menpanrb-67-2020.toml", "value = 0.75", "value = 75")
    replace(orders / "se-imi-gr-01-01-0946-2020.toml", 'topic = "quota_share"', 'topic = "quota"')
    replace(orders / "permenkumham-26-2020.toml", "PERMENKUMHAM-11-2020", "PERMEN-1-2020")
    # It revokes one whose file has faults: that one is there all the same.
    replace(orders / "se-menpanrb-05-2022.toml", 'topic = "', 'topic = "x')

    found = faults_of(folder)

    assert {fault.file for fault in found} == {
        "instruments/se-menpanrb-67-2020.toml",
        "instruments/se-imi-gr-01-01-0946-2020.toml",
        "instruments/se-menpanrb-05-2022.toml",
        "instruments/permenkumham-26-2020.toml",
    }
    revoked = [fault.reason for fault in found if "revokes" in fault.reason]
    assert revoked == ["revokes PERMEN-1-2020, which does not exist"]


def test_slipped_prolongation_is_told(folder: Path):
    replace(folder / "instruments/kepgub-banten-443-kep-267-huk-2020.toml", "2020-11-20\nuntil", "2020-11-19\nuntil")

    assert faults_of(folder) == (
        Fault(
            "instruments/kepgub-banten-443-kep-267-huk-2020.toml",
            15,
            "restriction for province:36 overlaps clause 1 of KEPGUB-BANTEN-443-KEP.241-HUK-2020 "
            "(instruments/kepgub-banten-443-kep-241-huk-2020.toml), and no revocation parts them",
        ),
    )


def test_file_of_an_unknown_office_is_told(folder: Path):
    (folder / "offices/serang.toml").rename(folder / "offices/atlantis.toml")

    assert faults_of(folder) == (Fault("offices/atlantis.toml", 1, "no such office in offices.csv"),)


def test_service_in_two_files_is_told(folder: Path):
    shutil.copy(folder / "services/passport-new.toml", folder / "services/zweiter.toml")

    assert faults_of(folder) == (
        Fault("services/zweiter.toml", 1, "passport-new is already in services/passport-new.toml"),
        Fault("services/zweiter.toml", 1, "position 1 is already in services/passport-new.toml"),
    )


def test_file_that_is_not_text_is_told(folder: Path):
    (folder / "fees.csv").write_bytes(b"\xff\xfe")

    assert faults_of(folder) == (Fault("fees.csv", 1, "the file is not UTF-8 text"),)
