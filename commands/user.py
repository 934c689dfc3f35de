"""Commands for the file of people who may use a shelf over the network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.app import app
from commands.options import JsonOption
from commands.printing import print_json, tell
from ingest import UsageError

if TYPE_CHECKING:
    from desk import Users

users_app = typer.Typer(
    help="People who may log in. 管理登录用户。", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(users_app, name="user")

AuthOption = Annotated[
    Path | None,
    typer.Option("--auth", envvar="WENZHENG_AUTH", help="File of the people. 用户文件", metavar="FILE"),
]
NameArgument = Annotated[str, typer.Argument(help="User name. 用户名")]
RoleOption = Annotated[
    str, typer.Option("--role", help="reader: ask and read; editor: also add and remove. 角色")
]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input. 从标准输入读取密码")
]


@users_app.command("add")
def add(
    name: NameArgument,
    role: RoleOption = "reader",
    auth: AuthOption = None,
    password_stdin: StdinOption = False,
) -> None:
    """Add a person; the password is asked for. 添加用户。"""
    from desk import Role

    users = _users(auth)
    if role not in set(Role):
        raise UsageError(f"there is no role {role!r}: choose reader or editor. 角色只有 reader 与 editor")
    users.add(name, _password(name, password_stdin), Role(role))
    tell(f"{name} added to {users.path} as {role} 已添加")


@users_app.command("list")
def list_users(auth: AuthOption = None, as_json: JsonOption = False) -> None:
    """List the people and what they may do. 列出用户。"""
    users = _users(auth)
    people = sorted(users.accounts().items())
    if as_json:
        listed = [
            {"name": name, "role": account.role, "tokens": len(account.tokens)} for name, account in people
        ]
        print_json({"users": listed})
        return
    for name, account in people:
        typer.echo(f"{account.role:<8}{name}  {len(account.tokens)} token(s)")
    tell(f"{len(people)} user(s) 个用户")


@users_app.command("remove")
def remove(name: NameArgument, auth: AuthOption = None) -> None:
    """Take a person off; they are logged out at once. 删除用户。"""
    users = _users(auth)
    users.remove(name)
    tell(f"{name} removed from {users.path} 已删除")


@users_app.command("passwd")
def passwd(name: NameArgument, auth: AuthOption = None, password_stdin: StdinOption = False) -> None:
    """Set another password; sessions and tokens of this person end. 修改密码。"""
    users = _users(auth)
    users.person(name)
    users.set_password(name, _password(name, password_stdin))
    tell(f"{name} has a new password 密码已修改")


@users_app.command("role")
def change_role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(help="reader or editor. 角色")],
    auth: AuthOption = None,
) -> None:
    """Let a person do more or less, at once. 修改角色。"""
    from desk import Role

    if role not in set(Role):
        raise UsageError(f"there is no role {role!r}: choose reader or editor. 角色只有 reader 与 editor")
    _users(auth).set_role(name, Role(role))
    tell(f"{name} is {role} now 角色已修改")


@users_app.command("token")
def token(name: NameArgument, auth: AuthOption = None) -> None:
    """Make a token for a person's programs; it is shown this once. 生成程序用的令牌,只显示一次。"""
    typer.echo(_users(auth).add_token(name))
    tell("send it as `Authorization: Bearer TOKEN`; keep it secret. 请妥善保管")


def _users(auth: Path | None) -> Users:
    from desk import Users

    if auth is None:
        raise UsageError("name the users file: --auth FILE, or set WENZHENG_AUTH. 请用 --auth 指定用户文件")
    return Users(auth)


def _password(name: str, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt(
        f"Password for {name} 密码", hide_input=True, confirmation_prompt="Again 再输一次", err=True
    )
    return asked
