"""What a page costs on its first view: requests, and bytes as they go over the line."""

from dataclasses import dataclass

from tests.browser.visitor import Visitor

LARGEST, MOST_REQUESTS = 100_000, 8


@dataclass(frozen=True)
class Weight:
    address: str
    requests: int
    bytes: int

    @property
    def is_light(self) -> bool:
        return self.bytes < LARGEST and self.requests <= MOST_REQUESTS


def weigh(reader: Visitor, address: str) -> Weight:
    """With an empty cache, as for somebody who comes for the first time."""
    line = reader.context.new_cdp_session(reader.page)
    seen: dict[str, float] = {}
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.requestWillBeSent", lambda event: seen.setdefault(event["requestId"], 0))
    line.on("Network.loadingFinished", lambda event: seen.update({event["requestId"]: event["encodedDataLength"]}))
    reader.page.goto(address, wait_until="load")
    line.detach()
    return Weight(address, len(seen), int(sum(seen.values())))


def table(weights: list[Weight]) -> str:
    rows = [f"| `{one.address}` | {one.requests} | {one.bytes / 1000:.0f} |" for one in weights]
    return "\n".join(("| page | requests | kB |", "|---|---|---|", *rows, ""))
