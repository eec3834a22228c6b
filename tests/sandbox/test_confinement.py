from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import open_sandbox, requires
from running import output_of, shell

from sandbox import Mount, Sandbox, UnsupportedHostError, mac

# Nothing that the profile knows, as if it had come into sight by mistake.
STRAY = "/srv/exams"


class TestAnswers:
    def test_what_is_allowed_and_not_denied(self) -> None:
        answer = b"allow 0x00000047\ndeny 0x00000003\naudit 0x00000000\nquiet 0x00000000\n"
        assert mac.allowed_by(answer) == 0x44

    @pytest.mark.parametrize("answer", [b"", b"\n", b"allow", b"something else"])
    def test_an_answer_that_says_nothing_allows_nothing(self, answer: bytes) -> None:
        assert mac.allowed_by(answer) == 0


class TestChoice:
    @pytest.fixture(autouse=True)
    def _no_label(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(mac.LABEL, raising=False)

    def test_none_where_apparmor_is_not_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mac, "ACCESS", tmp_path / "nothing")
        assert mac.confinement() is None

    def test_label_without_selinux_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mac, "SELINUX", tmp_path / "nothing")
        monkeypatch.setenv(mac.LABEL, "system_u:system_r:judge_t:s0")
        with pytest.raises(UnsupportedHostError, match="JUDGE_SELINUX_LABEL"):
            mac.confinement()

    def test_label_is_taken_where_selinux_is_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "enforce").write_text("1")
        monkeypatch.setattr(mac, "SELINUX", tmp_path / "enforce")
        monkeypatch.setenv(mac.LABEL, "system_u:system_r:judge_t:s0")
        found = mac.confinement()
        assert found is not None
        assert found.word() == "selinux:system_u:system_r:judge_t:s0"
        assert found.covers(["/anything"])


@pytest.fixture
def unconfined(starter: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(mac, "confinement", lambda: None)
    with open_sandbox(use_helper=starter != "bubblewrap") as sandbox:
        yield sandbox


@pytest.fixture
def stray(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Mount:
    """A folder of the host that can be seen inside although nobody has asked for it."""
    requires("mac")
    (folder / "answers").write_text("secret")
    monkeypatch.setattr(mac.Confinement, "covers", lambda *_: True)
    return Mount(str(folder), STRAY)


def test_profile_confines_what_is_run(sandbox: Sandbox) -> None:
    requires("mac")
    # It is told to whoever asks; a profile that is only added names the other one too.
    label = output_of(sandbox, shell("cat /proc/self/attr/current"))
    assert "judge-program" in label
    assert "(enforce)" in label


def test_profile_is_told_where_all_that_was_run_was_confined(own_sandbox: Sandbox) -> None:
    requires("mac")
    assert output_of(own_sandbox, shell("echo hello")) == "hello\n"
    assert own_sandbox.enforced_by["mac"] == "apparmor"


@pytest.mark.parametrize("tool", ["cat", "cp -t /tmp", "ls"])
def test_folder_that_came_into_sight_is_refused(sandbox: Sandbox, stray: Mount, tool: str) -> None:
    outcome = sandbox.run(shell(f"{tool} {STRAY}/answers {STRAY}", mounts=(stray,)))
    assert outcome.ending.exit_code != 0
    assert b"secret" not in outcome.stdout.head(100)
    assert b"Permission denied" in outcome.stderr.head(1000)
    outcome.close()


def test_the_same_folder_can_be_read_without_the_profile(unconfined: Sandbox, stray: Mount) -> None:
    command = shell(f"cat {STRAY}/answers", mounts=(stray,))
    assert output_of(unconfined, command) == "secret"
    assert unconfined.enforced_by["mac"] is None


def test_toolchain_that_the_profile_does_not_know_is_run_without_it(
    own_sandbox: Sandbox, folder: Path
) -> None:
    requires("mac")
    (folder / "tool").write_text("useful")
    mount = Mount(str(folder), "/far/away")
    assert output_of(own_sandbox, shell("cat /far/away/tool", mounts=(mount,))) == "useful"
    assert own_sandbox.enforced_by["mac"] is None
