"""A page or file from an address on the command line: http and https, no private hosts, within limits."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import re
import socket
import ssl
import time
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from ingest.errors import ReadError, UsageError
from ingest.readers import SUFFIXES

MAX_BYTES = 64 * 1024 * 1024
MAX_REDIRECTS = 5
CONNECT_SECONDS = 20.0
TOTAL_SECONDS = 120.0
_CHUNK_BYTES = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
SUFFIX_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/ofd": ".ofd",
    "application/zip": ".zip",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
_UNSAFE = re.compile(r"[^\w.-]+")
_HEADERS = {"User-Agent": "wenzheng", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


def is_url(text: str) -> bool:
    """Whether the words on the command line are an address, not a path."""
    return text.lower().startswith(("http://", "https://"))


def fetch(url: str, folder: Path, *, allow_private: bool = False) -> Path:
    """Fetch ``url`` into ``folder`` under a name of our own and return the file.

    Each redirect is checked as the first address is. Raise UsageError for an address that is not
    allowed, ReadError when nothing usable comes back.
    """
    deadline = time.monotonic() + TOTAL_SECONDS
    place = url
    for _ in range(MAX_REDIRECTS + 1):
        response, connection = _request(place, deadline, allow_private=allow_private)
        try:
            if response.status in _REDIRECTS:
                place = urljoin(place, response.getheader("Location") or "")
                continue
            if response.status != http.client.OK:
                raise ReadError(
                    f"{url}: 服务器答复 {response.status} {response.reason} (the server's answer)"
                )
            content = _body(response, url, deadline)
        except (OSError, http.client.HTTPException) as error:
            raise ReadError(f"{url}: 下载失败 (download failed): {error}") from error
        finally:
            connection.close()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / file_name(url, place, response.getheader("Content-Type") or "")
        target.write_bytes(content)
        return target
    raise ReadError(f"{url}: 重定向超过 {MAX_REDIRECTS} 次 (too many redirects)")


def file_name(url: str, place: str, content_type: str) -> str:
    """A safe name that is the same for the same address: its last part, a hash of it, a known suffix."""
    last = PurePosixPath(unquote(urlsplit(place).path)).name
    suffix = PurePosixPath(last).suffix.lower()
    if suffix not in SUFFIXES and suffix != ".zip":
        suffix = SUFFIX_BY_TYPE.get(content_type.split(";", maxsplit=1)[0].strip().lower(), ".html")
    stem = _UNSAFE.sub("_", PurePosixPath(last).stem).strip("._")[:60] or "page"
    return f"{stem}-{hashlib.sha256(url.encode()).hexdigest()[:12]}{suffix}"


def _request(
    url: str, deadline: float, *, allow_private: bool
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    parts = urlsplit(url)
    address = checked_address(parts, url, allow_private=allow_private)
    connection = _Pinned(parts, address, min(CONNECT_SECONDS, max(deadline - time.monotonic(), 0.1)))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='=&%/:?@!$()*+,;~-._')}" if parts.query else ""
    )
    try:
        connection.request("GET", path, headers=_HEADERS)
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        raise ReadError(f"{url}: 无法连接 (cannot connect): {error}") from error


def checked_address(parts: SplitResult, url: str, *, allow_private: bool) -> str:
    """The numeric address to connect to; UsageError if the scheme or any address of the host is refused."""
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{url}: 网址无效 (not a valid address): {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{url}: 只支持 http 和 https 网址 (only http and https addresses)")
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"{url}: 网址中不能带用户名或密码 (an address with a user name is refused)")
    try:
        found = socket.getaddrinfo(host, port or _default_port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f"{url}: 找不到主机 {host} (no such host): {error}") from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    refused = [address for address in addresses if not is_public(address)]
    if refused and not allow_private:
        raise UsageError(
            f"{url}: {host} 是内网或本机地址 {refused[0]},已拒绝;确需访问请用 --allow-private "
            "(a private address; refused unless asked for)"
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the open network, mapped and tunnelled ones looked through."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _default_port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, so that a second look-up cannot lead elsewhere."""

    def __init__(self, parts: SplitResult, address: str, timeout: float) -> None:
        super().__init__(parts.hostname or "", parts.port or _default_port(parts), timeout=timeout)
        self._address = address
        self._secure = parts.scheme == "https"
        if self._secure:
            self.default_port = 443

    def connect(self) -> None:
        """Open the socket to the pinned address; TLS checks the certificate of the host's name."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
            if self._secure
            else plain
        )


def _body(response: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_CHUNK_BYTES):
        size += len(piece)
        if size > MAX_BYTES:
            raise ReadError(f"{url}: 超过 {MAX_BYTES // 1024 // 1024} MB (too large to fetch)")
        if time.monotonic() > deadline:
            raise ReadError(f"{url}: 下载超过 {TOTAL_SECONDS:.0f} 秒 (download took too long)")
        pieces.append(piece)
    if not pieces:
        raise ReadError(f"{url}: 服务器没有返回内容 (nothing came back)")
    return b"".join(pieces)
