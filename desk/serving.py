"""The server as a process: a port, a log, an orderly end."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from fastapi import FastAPI

from assistant import ModelSettings
from desk.app import create_app
from desk.guard import is_loopback
from desk.observing import log_to_stderr
from desk.service import Desk
from desk.users import Role, Users
from ingest import UsageError, WenzhengError

SHUTDOWN_S = 10  # answers that are being made are finished; a stream that stays open is cut
KEEP_ALIVE_S = 30
MAX_CONNECTIONS = 1000  # what comes on top is told to come later
BACKLOG = 512

MountPages = Callable[[FastAPI, Desk], None]


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and to whom to serve."""

    host: str = "127.0.0.1"
    port: int = 7860  # 0 takes a free one
    users_file: Path | None = None
    no_auth: bool = False  # the operator wants a network without login
    rewording: ModelSettings | None = None  # a language model that may reword answers


def serve_desk(
    directory: Path,
    serving: Serving,
    *,
    mount_pages: MountPages,
    say: Callable[[str], None],
    model: str | None = None,
) -> None:
    """Serve pages, HTTP and MCP over the shelf in ``directory`` until interrupted.

    ``UsageError`` for an address that others reach without login; ``WenzhengError`` if the port is taken,
    the users file cannot be used or has nobody in it. ``say`` gets a line for the person.
    """
    import uvicorn

    users = _users(serving)
    listening = _listen(serving)
    with listening, Desk(directory, model=model, rewording=serving.rewording) as desk:
        app = create_app(
            desk,
            users=users,
            anonymous=Role.EDITOR if is_loopback(serving.host) else Role.READER,
            local_only=is_loopback(serving.host),
        )
        mount_pages(app, desk)
        log_to_stderr()
        port = listening.getsockname()[1]
        _announce(serving, port, say)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_S,
            timeout_keep_alive=KEEP_ALIVE_S,
            limit_concurrency=MAX_CONNECTIONS,
            ws="none",
        )
        Thread(target=desk.warm_up, daemon=True).start()  # nobody waits for the model
        uvicorn.Server(config).run(sockets=[listening])


def _users(serving: Serving) -> Users | None:
    """The people who may log in; None where nobody needs to."""
    if serving.users_file is not None:
        users = Users(serving.users_file)
        if not users.accounts():
            raise WenzhengError(
                f"nobody is in {serving.users_file}: add someone with "
                f"`wenzheng user add NAME --role editor --auth {serving.users_file}`. 用户文件中还没有用户"
            )
        return users
    if not is_loopback(serving.host) and not serving.no_auth:
        raise UsageError(
            f"{serving.host} can be reached from the network, where anyone could read the shelf and, as "
            "passwords are not asked for, nobody would know who: give --auth FILE (see `wenzheng user add`), "
            "or --no-auth to let everyone read. 对外监听须用 --auth 设置用户,或用 --no-auth 明确允许匿名只读"
        )
    return None


def _listen(serving: Serving) -> socket.socket:
    """The open port; ``WenzhengError`` if it is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((serving.host, serving.port))
        opened.listen(BACKLOG)
    except OSError as error:
        opened.close()
        reason = {
            errno.EADDRINUSE: "another program uses it: stop that or choose another --port. 端口已被占用",
            errno.EACCES: "it is reserved for the system: choose a --port above 1023. 无权使用该端口",
            errno.EADDRNOTAVAIL: "this computer has no such address: choose another --host. 本机没有该地址",
        }.get(error.errno or 0, f"{error.strerror}")
        raise WenzhengError(f"cannot listen on {serving.host}:{serving.port}: {reason}") from error
    return opened


def _announce(serving: Serving, port: int, say: Callable[[str], None]) -> None:
    shown = f"[{serving.host}]" if ":" in serving.host else serving.host
    base = f"http://{shown}:{port}"
    say(f"Wenzheng 问政: {base}/   API: {base}/openapi.json   MCP: {base}/mcp   (Ctrl-C to stop 停止)")
    if serving.users_file is None and not is_loopback(serving.host):
        say("! --no-auth: everyone who reaches this address can read the shelf. 任何能访问该地址的人都可阅读")
    if serving.users_file is not None and not is_loopback(serving.host):
        say("! passwords travel in the clear: put an HTTPS proxy in front. 请在前面配置 HTTPS 反向代理")
