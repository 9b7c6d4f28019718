"""What a person has connected stays out of a bench."""

from __future__ import annotations

from unpromote.bench.children import environment


def test_nothing_that_is_connected_reaches_a_bench(monkeypatch, tmp_path):
    for name in ("MAIL_PROVIDER", "SMTP_URL", "SHOP_TOKEN", "TIKTOK_TOKEN", "CLOCK_URL"):
        monkeypatch.setenv(f"UNPROMOTE_{name}", "somebody's own")
    found = environment(tmp_path, TIKTOK_URL="http://127.0.0.1:1")
    assert {name: value for name, value in found.items() if name.startswith("UNPROMOTE_")} == {
        "UNPROMOTE_DATA": str(tmp_path),
        "UNPROMOTE_MAIL_EVERY_SECONDS": "86400",
        "UNPROMOTE_TIKTOK_URL": "http://127.0.0.1:1",
    }
