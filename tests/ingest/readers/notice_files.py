"""The same notice written as each format, by code."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

NOTICE = (
    "清河市人民政府关于支持企业创新的若干措施",
    "清政〔2024〕12号",
    "各县区人民政府，市政府各部门：",
    "为支持企业创新，制定如下措施。",
    "一、总体要求",
    "坚持企业主体地位，完善创新体系。",
    "二、重点任务",
    "（一）认定奖励。对首次认定的高新技术企业，给予一次性奖励15万元。",
    "（二）研发补助。对研发投入增长的企业，按照增量的10%给予补助，最高不超过100万元。",
    "三、附则",
    "本措施自2024年5月1日起施行，有效期三年。",
    "清河市人民政府",
    "2024年4月2日",
)
CENTRED = {0, 1}
FLUSH_RIGHT = {11, 12}


def write_notice(folder: Path, suffix: str) -> Path:
    path = folder / f"notice.{suffix}"
    {
        "txt": lambda: path.write_text("\n".join(NOTICE), encoding="gb18030"),
        "md": lambda: path.write_text("\n\n".join(NOTICE), encoding="utf-8"),
        "html": lambda: write_html(path),
        "docx": lambda: write_docx(path),
        "doc": lambda: write_doc(path),
        "wps": lambda: write_doc(path),
        "pdf": lambda: write_pdf(path),
        "ofd": lambda: write_ofd(path),
        "xlsx": lambda: write_xlsx(path),
        "csv": lambda: path.write_text("\r\n".join(NOTICE), encoding="gb18030"),
        "zip": lambda: write_zip(path),
        "png": lambda: write_png(path),
    }[suffix]()
    return path


def write_xlsx(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for line in NOTICE:
        book.active.append([line])
    book.save(path)


def write_zip(path: Path) -> None:
    """A zip made on Windows: the names in GBK."""
    name = "通知/关于支持企业创新的若干措施.txt".encode("gb18030").decode("cp437")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        archive.writestr(entry, "\n".join(NOTICE).encode("gb18030"))


CJK_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def write_png(path: Path) -> None:
    """The notice as a scan at 150 dots an inch."""
    from PIL import Image, ImageDraw, ImageFont

    dots = 150 / 72
    page = Image.new("L", (round(595 * dots), round(842 * dots)), 255)
    font = ImageFont.truetype(str(CJK_FONT), round(16 * dots), index=2)
    for number, (text, indent, _) in enumerate(wrapped()):
        place = (72 + 16 * indent) * dots, (60 + 28 * number) * dots
        ImageDraw.Draw(page).text(place, text, font=font, fill=0)
    page.save(path, dpi=(150, 150))


def write_html(path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in NOTICE)
    page = (
        '<html><head><meta charset="gbk"><title>清河市</title></head><body>'
        '<div class="nav"><a href="/">首页</a></div>'
        f'<div class="TRS_Editor">{body}</div>'
        '<div class="footer">主办：清河市人民政府</div></body></html>'
    )
    path.write_bytes(page.encode("gb18030"))


def write_docx(path: Path) -> None:
    import docx

    document = docx.Document()
    for line in NOTICE:
        document.add_paragraph(line)
    document.save(str(path))


def write_doc(path: Path, *, text: str | None = None, flags: int = 0x0200) -> None:
    """A Word 97 file of one piece, without any formatting."""
    words = (text if text is not None else "\r".join(NOTICE) + "\r").encode("utf-16-le")
    count = len(words) // 2
    pieces = struct.pack("<II", 0, count) + struct.pack("<HIH", 0, 0x400, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    main = bytearray(0x400)
    struct.pack_into("<HH", main, 0, 0xA5EC, 193)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<I", main, 0x4C, count)
    struct.pack_into("<II", main, 0x01A2, 0, len(table))
    write_ole(path, {"WordDocument": bytes(main) + words, "1Table": table})


def write_ole(path: Path, streams: dict[str, bytes]) -> None:
    """A compound file; streams are padded so that none is small enough for the mini stream."""
    sector = 512
    fat: list[int] = [0xFFFFFFFD, 0xFFFFFFFE]  # the table itself, the directory
    body = b""
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        size = max(len(content), 4096)
        first = len(fat)
        sectors = -(-size // sector)
        fat += [*range(first + 1, first + sectors), 0xFFFFFFFE]
        body += content.ljust(sectors * sector, b"\0")
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, size, right=right))
    directory = b"".join(entries).ljust(sector, b"\0")
    assert len(fat) <= sector // 4
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    path.write_bytes(header + table + directory + body)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)
    return entry


def wrapped(characters: int = 28) -> list[tuple[str, float, bool]]:
    """The notice's printed lines: text, indent in letters, whether it is a paragraph's last."""
    lines = []
    for at, paragraph in enumerate(NOTICE):
        indent = 8.0 if at in CENTRED else 18.0 if at in FLUSH_RIGHT else 0.0 if at == 2 else 2.0
        rest, room = paragraph, characters - int(indent)
        while rest:
            lines.append((rest[:room], indent, len(rest) <= room))
            rest, indent, room = rest[room:], 0.0, characters
    return lines


def write_pdf(path: Path, *, password: str | None = None) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(str(path), pagesize=(595, 842), encrypt=encryption)
    canvas.setFont("STSong-Light", 16)
    for number, (text, indent, _) in enumerate(wrapped()):
        canvas.drawString(72 + 16 * indent, 760 - 28 * number, text)
    canvas.drawString(290, 40, "- 1 -")
    canvas.save()


def write_ofd(path: Path) -> None:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(
        f'<ofd:TextObject ID="{number + 9}" Size="5.6" '
        f'Boundary="{25 + 5.6 * indent} {30 + 10 * number} 160 6">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(text)} 5.6">{text}</ofd:TextCode></ofd:TextObject>'
        for number, (text, indent, _) in enumerate(wrapped())
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        '</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
