"""The tools, called by a real MCP client over HTTP and over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from desk import Desk, Users

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTION = "云川市对首次认定的高新技术企业奖励多少?"


def talk(server: Any, conversation: Callable[[Client], Awaitable[Any]], mode: Any = "auto") -> Any:
    async def whole() -> Any:
        async with Client(server, mode=mode) as client:
            return await conversation(client)

    return asyncio.run(whole())


def call(server: Any, tool: str, **arguments: Any) -> Any:
    async def conversation(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    return talk(server, conversation)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_listed_as_reading_only(live_url: str, mode: str) -> None:
    async def conversation(client: Client) -> Any:
        return await client.list_tools()

    tools = talk(f"{live_url}/mcp", conversation, mode).tools
    assert sorted(tool.name for tool in tools) == ["ask", "check", "documents", "find", "match", "show"]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_ask_answers_with_verbatim_quotes_and_their_standing(live_url: str, desk: Desk) -> None:
    answer = call(f"{live_url}/mcp", "ask", question=QUESTION).structured_content
    assert answer["verdict"] == "answered"
    assert "20万元" in answer["text"]
    for citation in answer["citations"]:
        shown = desk.show(citation["doc_id"])
        assert citation["quote"] == shown.document.text[citation["start"] : citation["end"]]
        assert citation["status"] == shown.summary.status


def test_find_and_show_give_the_documents_own_words(live_url: str, desk: Desk) -> None:
    hit = call(f"{live_url}/mcp", "find", query="研发费用补助", k=1).structured_content["hits"][0]
    text = desk.show(hit["doc_id"]).document.text
    assert hit["text"] == text[hit["start"] : hit["end"]]
    shown = call(f"{live_url}/mcp", "show", document=hit["doc_id"]).structured_content
    assert shown["text"] == text


def test_check_and_match_answer(live_url: str) -> None:
    checked = call(f"{live_url}/mcp", "check", as_of="2026-01-31").structured_content
    assert checked["as_of"] == "2026-01-31"
    assert checked["findings"]
    matched = call(f"{live_url}/mcp", "match", profile={"region": "云川市"}).structured_content
    assert {condition["status"] for match in matched["matches"] for condition in match["conditions"]}


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {}, "question"),
        ("show", {"document": "nowhere"}, "no document 'nowhere'"),
        ("match", {"profile": {"region": "云川市", "employes": 1}}, "did you mean employees"),
    ],
)
def test_what_cannot_be_done_is_said_in_our_words(
    live_url: str, tool: str, arguments: dict[str, Any], said: str
) -> None:
    result = call(f"{live_url}/mcp", tool, **arguments)
    assert result.is_error
    assert said in result.content[0].text


def test_nobody_gets_to_the_tools_without_a_token(live_guarded_url: str, users: Users) -> None:
    token = users.add_token("reader")

    async def asked(headers: dict[str, str]) -> Any:
        async with httpx2.AsyncClient(headers=headers) as http:
            transport = streamable_http_client(f"{live_guarded_url}/mcp", http_client=http)
            async with Client(transport, mode="legacy") as client:
                return await client.call_tool("documents", {})

    assert asyncio.run(asked({"authorization": f"Bearer {token}"})).structured_content["documents"]
    refused = httpx2.post(f"{live_guarded_url}/mcp", headers={"authorization": "Bearer wz_guessed"}, json={})
    assert (refused.status_code, list(refused.json())) == (401, ["error"])


def test_an_assistant_on_this_computer_speaks_over_standard_input(sample_shelf_dir: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=[str(ROOT / "cli.py"), "mcp", "--shelf", str(sample_shelf_dir)]
    )
    held = call(server, "documents").structured_content["documents"]
    assert len(held) == len(list((ROOT / "samples").glob("*.txt")))
