"""What the server refuses, and that it outlives what it is given."""

import time
from collections.abc import Iterator

import psutil
import pytest
from starlette.testclient import TestClient

from tests.generator.scan import ScanStyle, scan
from tests.web.test_api import FAULT, page, post
from tests.web_server import serving
from validator.configuration.config import CheckConfig
from validator.reading.options import Bounds, Options
from validator.rulebase.formats import load_formats
from validator.specimen import specimen
from validator.web.app import application
from validator.web.options import Limits

OWN = "http://127.0.0.1:8600"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(serving(jobs=1)), base_url=OWN, follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8600", "127.0.0.1.evil.example", ""]
)
def test_foreign_names_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8600"])
def test_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": OWN, "sec-fetch-site": "cross-site"},
    ],
)
def test_other_sites_may_not_send(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/documents", "/api/check", "/d/x/close"):
        assert client.post(path, headers=headers, files={"file": b"x"}).status_code == 403


def test_own_pages_may_send(client: TestClient) -> None:
    own = {"origin": OWN, "sec-fetch-site": "same-origin"}
    files = {"file": ("a.html", page(FAULT))}
    assert client.post("/documents", headers=own, files=files).status_code == 303


def test_every_answer_says_what_may_be_loaded(client: TestClient) -> None:
    for path in ("/", "/nothing", "/assets/page.js", "/api/rules"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
    assert client.get("/", headers={"host": "x"}).headers["content-security-policy"]


def test_a_token_is_demanded_where_there_is_one() -> None:
    own = serving(token="open sesame", hosts=None)
    with TestClient(application(own), base_url="http://any:1", follow_redirects=False) as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/assets/page.js").status_code == 401
        assert post(client, page(FAULT)).status_code == 401
        bearer = {"authorization": "Bearer open sesame"}
        assert client.get("/api/rules", headers=bearer).status_code == 200
        let_in = client.get("/?token=open sesame&lang=en")
        assert (let_in.status_code, let_in.headers["location"]) == (303, "/?lang=en")
        assert "HttpOnly" in let_in.headers["set-cookie"]
        assert client.get("/").status_code == 200


def test_large_uploads_are_refused() -> None:
    with TestClient(application(serving(max_megabytes=1)), base_url=OWN) as client:
        assert post(client, b"x" * 2**21).status_code == 413

        def pieces() -> Iterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            for _ in range(40):
                yield b"x" * 2**16

        kind = {"content-type": "multipart/form-data; boundary=b"}
        unsaid = client.post("/api/check", content=pieces(), headers=kind)
        assert (unsaid.status_code, "最多 1 MB" in unsaid.json()["error"]) == (413, True)
        assert post(client, page(FAULT)).status_code == 200


@pytest.mark.parametrize("body", [b"", b"--b", b"--b\r\n\r\n\xff--b--", b"x" * 5000])
def test_what_is_no_form_is_refused(client: TestClient, body: bytes) -> None:
    kind = {"content-type": "multipart/form-data; boundary=b"}
    for path in ("/documents", "/api/check"):
        assert client.post(path, content=body, headers=kind).status_code == 400


def test_broken_files_by_the_hundred_leave_it_serving(client: TestClient) -> None:
    whole = page(FAULT)
    for number in range(100):
        cut = whole[: number * 7] + bytes([number]) * 50
        assert post(client, cut, f"{number}.pdf").status_code in (200, 422)
    assert post(client, whole).status_code == 200


def _read(client: TestClient, name: str, data: bytes) -> str:
    answer = client.post("/documents", files={"file": (name, data)})
    location = answer.headers["location"]
    while not client.get(f"{location}/state").json()["done"]:
        time.sleep(0.05)
    return str(location)


def test_a_process_that_dies_costs_its_document_alone(client: TestClient) -> None:
    before = _read(client, "a.html", page(FAULT))
    slow = scan(specimen(load_formats(), FAULT), ScanStyle(dpi=100))
    location = client.post("/documents", files={"file": ("scan.pdf", slow)}).headers["location"]
    own = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]
    assert own
    for process in own:
        process.kill()
    while not client.get(f"{location}/state").json()["done"]:
        time.sleep(0.05)
    answer = client.get(location)
    assert (answer.status_code, "中断" in answer.text) == (200, True)
    assert client.get(before).status_code == 200
    assert post(client, page(FAULT)).status_code == 200


def test_a_document_that_takes_too_long_is_given_up() -> None:
    slow = scan(specimen(load_formats(), FAULT), ScanStyle(dpi=100))
    quick = Options(bounds=Bounds(seconds=1))
    own = serving(jobs=1, config=CheckConfig(options=quick))
    with TestClient(application(own), base_url=OWN, follow_redirects=False) as client:
        location = _read(client, "scan.pdf", slow)
        assert "超过 1 秒" in client.get(location).text
        answer = client.post("/api/check", files={"file": ("scan.pdf", slow)})
        assert answer.status_code == 422
        assert answer.json()["runs"][0]["error"]["code"] == "exceeds_seconds"
        assert post(client, page(FAULT)).status_code == 200


def test_uploads_are_gone_after() -> None:
    own = serving(jobs=1, limits=Limits(documents=2))
    app = application(own)
    with TestClient(app, base_url=OWN, follow_redirects=False) as client:
        first, second, third = (_read(client, f"{n}.html", page(FAULT)) for n in "abc")
        assert client.get(first).status_code == 404
        assert client.get(third).status_code == 200
        assert client.post(f"{third}/close").status_code == 303
        assert client.get(third).status_code == 404
        desk = app.state.desk
        desk.limits = Limits(minutes=0)
        desk.tidy()
        assert client.get(second).status_code == 404
        assert desk._entries == {}


def test_names_of_files_lead_nowhere(client: TestClient) -> None:
    location = _read(client, "..\\..\\/etc/<script>x</script>\x01.html", page(FAULT))
    text = client.get(location).text
    assert "<script>x" not in text
    assert "/etc" not in text
    saved = client.get(f"{location}/files/findings").headers["content-disposition"]
    assert "/" not in saved.removeprefix("attachment; filename*=UTF-8''")
    assert client.get("/assets/../app.py").status_code == 404
    assert client.get("/assets/%2e%2e/app.py").status_code == 404


def test_nothing_of_a_document_is_run(client: TestClient) -> None:
    hostile = page(FAULT).replace(
        b"</body>", b"<script>steal()</script><img src=x onerror=steal()><p>&lt;b&gt;</p></body>"
    )
    text = client.get(_read(client, "a.html", hostile)).text
    assert "steal()" not in text
    assert "onerror" not in text
    assert "&lt;b&gt;" in text
