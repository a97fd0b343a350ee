"""Which address and key are used, and to whom a key is never sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.client.errors import NotConfigured
from cli.client.target import Target, public_part, resolve_target

LOCAL_KEY = "sa_local123_" + "l" * 43


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A directory with the state file of a running `up`."""
    (tmp_path / "local.json").write_text(json.dumps({"api_url": "http://127.0.0.1:8001", "api_key": LOCAL_KEY}))
    return {"SALES_AGENT_DIR": str(tmp_path)}


class TestResolveTarget:
    def test_takes_the_local_state_file_when_nothing_else_is_said(self, environ: dict[str, str]) -> None:
        target = resolve_target(url=None, key=None, environ=environ)
        assert (target.base_url, target.key) == ("http://127.0.0.1:8001/api/v1", LOCAL_KEY)
        assert target.key_source.endswith("local.json")

    def test_environment_goes_before_the_file(self, environ: dict[str, str]) -> None:
        environ |= {"SALES_AGENT_URL": "https://leads.example.com", "SALES_AGENT_API_KEY": "sa_env12345_x"}
        target = resolve_target(url=None, key=None, environ=environ)
        assert (target.base_url, target.key) == ("https://leads.example.com/api/v1", "sa_env12345_x")

    def test_options_go_before_the_environment(self, environ: dict[str, str]) -> None:
        environ |= {"SALES_AGENT_URL": "https://leads.example.com", "SALES_AGENT_API_KEY": "sa_env12345_x"}
        target = resolve_target(url="http://localhost:9", key="sa_opt12345_x", environ=environ)
        assert (target.base_url, target.key) == ("http://localhost:9/api/v1", "sa_opt12345_x")
        assert (target.url_source, target.key_source) == ("--url", "--key")

    def test_never_sends_the_files_key_to_another_address(self, environ: dict[str, str]) -> None:
        with pytest.raises(NotConfigured, match=r"No API key for https://elsewhere\.example") as caught:
            resolve_target(url="https://elsewhere.example", key=None, environ=environ)
        assert "SALES_AGENT_API_KEY" in caught.value.remedy

    def test_the_files_key_goes_to_its_own_address_however_it_is_written(self, environ: dict[str, str]) -> None:
        assert resolve_target(url="http://127.0.0.1:8001/", key=None, environ=environ).key == LOCAL_KEY

    def test_names_the_remedy_when_no_address_is_known(self, tmp_path: Path) -> None:
        with pytest.raises(NotConfigured) as caught:
            resolve_target(url=None, key=None, environ={"SALES_AGENT_DIR": str(tmp_path)})
        assert "sales-agent up" in caught.value.remedy
        assert "SALES_AGENT_URL" in caught.value.remedy

    def test_keeps_a_path_that_the_address_has(self) -> None:
        assert (
            resolve_target(url="https://x.example/sales/v1/", key="k", environ={}).base_url
            == "https://x.example/sales/v1"
        )

    @pytest.mark.parametrize("url", ["127.0.0.1:8001", "ftp://x.example", "http://", "leads"])
    def test_refuses_what_is_no_web_address(self, url: str) -> None:
        with pytest.raises(NotConfigured, match="--url is not a web address"):
            resolve_target(url=url, key="k", environ={})

    @pytest.mark.parametrize("key", ["sa_a\nb", "sa_ä", "two words"])
    def test_refuses_a_key_that_no_header_can_carry(self, key: str) -> None:
        with pytest.raises(NotConfigured, match="The key from --key contains characters"):
            resolve_target(url="http://x.example", key=key, environ={})

    @pytest.mark.parametrize("text", ["{", "\xff\xfe"])
    def test_says_so_when_the_file_is_broken(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "local.json").write_bytes(text.encode("latin-1"))
        with pytest.raises(NotConfigured, match=r"local\.json cannot be read"):
            resolve_target(url=None, key=None, environ={"SALES_AGENT_DIR": str(tmp_path)})


class TestTarget:
    def test_shows_only_the_public_part_of_its_key(self) -> None:
        target = Target("http://x.example/api/v1", LOCAL_KEY, "--url", "--key")
        assert LOCAL_KEY not in repr(target)
        assert target.key_label == "sa_local123_… (from --key)"

    def test_shows_nothing_of_what_is_no_key(self) -> None:
        assert "hunter2" not in public_part("hunter2")
