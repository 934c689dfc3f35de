"""A bad file costs one line that says what is wrong and what to do; the rest of its folder goes in."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from ingest import Ingested, Skipped, discover, ingest_file, ingest_files


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


notices, hostile = _load("notice_files"), _load("hostile_files")
FILES = hostile.hostile_files(notices)

PASSWORD, BOMB, PATH = "有密码保护,请先解除密码", "压缩比异常", "路径越出压缩包"
DAMAGED, EMPTY, LARGE = "损坏", "文件是空的", "文件 200 MB,超过上限 32 MB,请拆分"
REASONS = {
    **dict.fromkeys((name for name in FILES if name.startswith("empty.")), EMPTY),
    **dict.fromkeys((name for name in FILES if name.startswith("encrypted")), PASSWORD),
    **dict.fromkeys((name for name in FILES if name.startswith("bomb.")), BOMB),
    **dict.fromkeys((name for name in FILES if name.startswith("cut.")), DAMAGED),
    **dict.fromkeys((name for name in FILES if name.startswith("huge.")), LARGE),
    **dict.fromkeys((name for name in FILES if name.startswith("laughs.")), "XML 含 DOCTYPE/实体声明,已拒绝"),
    "cut.doc": "文件不完整",
    "many.zip": "压缩包内有 5001 个文件,上限 5000",
    "nested.zip": "压缩包内的压缩包不展开,请先解压",
    "escaping.zip": PATH,
    "drive.zip": PATH,
    "noise.doc": "不是旧版 Word/WPS 文件",
    "noise.xls": "不是 Excel 文件",
    "noise.pdf": DAMAGED,
    "noise.txt": "文件损坏或编码不明,请另存为 UTF-8",
    "noise.csv": "文件损坏或编码不明,请另存为 UTF-8",
    "noise-in-ole.doc": "文件不完整",
    "noise-in-ole.xls": "不是可读的 Excel 文件",
    "rich.doc": "是 RTF 文件,请另存为 docx",
    "blank.txt": EMPTY,
    "script.html": "网页中没有文字,可能由脚本生成",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hostile")
    for name, write in FILES.items():
        write(made / name)
    notices.write_notice(made, "txt")
    notices.write_notice(made, "docx")
    return made


@pytest.fixture(scope="module")
def results(folder: Path) -> list[Ingested | Skipped]:
    files, skipped = discover([folder])
    return [*skipped, *(result for result in ingest_files(files) if isinstance(result, Ingested | Skipped))]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_bad_file_costs_one_line(name: str, folder: Path, results: list[Ingested | Skipped]) -> None:
    if name == "cut.png" and importlib.util.find_spec("rapidocr") is None:
        pytest.skip("pictures need the OCR extra")
    lines = [
        result.reason
        for result in results
        if isinstance(result, Skipped) and result.path.partition("!/")[0] == str(folder / name)
    ]
    assert len(lines) == 1
    assert REASONS[name] in lines[0]
    assert "\n" not in lines[0]
    assert str(folder) not in lines[0]


def test_the_rest_of_the_folder_goes_in(results: list[Ingested | Skipped]) -> None:
    read = [result.document for result in results if isinstance(result, Ingested)]
    assert [Path(document.path).name for document in read] == ["notice.docx", "notice.txt"]
    assert {document.text for document in read} == {"\n".join(notices.NOTICE)}


def test_nothing_is_written_outside(folder: Path, results: list[Ingested | Skipped]) -> None:
    assert results
    assert list(folder.parent.rglob("evil*")) == []


@pytest.mark.parametrize(
    ("suffix", "named", "found"),
    [
        ("docx", "pdf", "docx"),
        ("docx", "wps", "docx"),
        ("docx", "txt", "docx"),
        ("pdf", "doc", "pdf"),
        ("pdf", "txt", "pdf"),
        ("html", "doc", "html"),
        ("html", "txt", "html"),
        ("doc", "docx", "ole"),
        ("doc", "xls", "ole"),
        ("ofd", "pdf", "ofd"),
    ],
)
def test_a_misnamed_file_is_read_as_what_it_is(suffix: str, named: str, found: str, tmp_path: Path) -> None:
    path = notices.write_notice(tmp_path, suffix).rename(tmp_path / f"misnamed.{named}")
    document = ingest_file(path).document
    assert document.text == "\n".join(notices.NOTICE)
    assert document.warnings == (
        f"后缀是 .{named},内容却是 {found} · the suffix says .{named}, the content is {found}",
    )


def test_a_sheet_named_as_a_paper_is_read_as_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    hostile.write_sheet(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").rename(path)
    assert ingest_file(path).document.text == "项目 | 金额\n认定奖励 | 15万元"
