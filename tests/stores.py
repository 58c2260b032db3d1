"""The two places where documents may lie: a folder, and a bucket of a real server of the S3 protocol."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

KINDS = ("folder", "bucket")


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server that holds an empty bucket named `documents`."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        connection = HTTPConnection(host, port)
        connection.request("PUT", "/documents", headers={"Content-Length": "0"})
        assert connection.getresponse().status == 200
        connection.close()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def settings(kind: str, place: str) -> dict[str, str]:
    """What the environment would say; `place` is a folder's path or a server's address."""
    if kind == "folder":
        return {"DOCUMENTS_FOLDER": place, "S3_BUCKET": ""}
    return {
        "S3_BUCKET": "documents",
        "S3_ENDPOINT": place,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY_ID": "a key",
        "S3_SECRET_ACCESS_KEY": "its secret",
    }
