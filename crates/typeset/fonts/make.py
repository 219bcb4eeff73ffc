"""Makes the typefaces the program carries out of the free ones named in README.md beside this file.

    python3 -m venv venv
    venv/bin/pip install fonttools==4.68.0 cffsubr==0.4.0 glyphsLib==6.16.2 ufo2ft==3.9.1 skia-pathops==0.9.2
    SOURCE_DATE_EPOCH=0 venv/bin/python make.py --unihan Unihan_OtherMappings.txt --zhuque zhuque/src/ZhuqueFangsong.glyphspackage \
        --serif NotoSerifCJK-Regular.ttc --serif-bold NotoSerifCJK-Bold.ttc --sans NotoSansCJK-Medium.ttc \
        --kai LXGWWenKai-Regular.ttf --out .

The same sources and tools give the same bytes.
"""

import argparse
import io
import re
import shutil
import tempfile
from pathlib import Path

import cffsubr
import glyphsLib
import lean
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.misc.timeTools import timestampFromString
from fontTools.ttLib import TTCollection, TTFont
from ufo2ft import compileOTF

# What stands in any line.
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0°±·×÷¥–—―‘’“”…‰、。〈〉《》「」『』【】〔〕〇％＋－／＝～！（），．：；？￥"
# Beside these and Chinese characters: what stands in reports, tables and forms.
SIGNS = PLAIN + (
    "§©®²³¹¼½¾€£¢"
    + "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ"
    + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωµ"
    + "–—―‖‘’“”†‡•…‰‱′″‹›※"
    + "、。〃〇々〈〉《》「」『』【】〒〓〔〕〖〗〜"
    + "".join(map(chr, range(0xFF01, 0xFF5F))) + "￠￡￥￣"
    + "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    + "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
    + "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
    + "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"
    + "℃℉№™Ω㎎㎏㎜㎝㎞㎡㎥㏄←↑→↓↖↗↘↙⇒"
    + "∈∏∑∕√∝∞∠∥∧∨∩∪∫∮∴∵∶∷≈≌≒≠≡≤≥≦≧≮≯⊙⊥⊿"
    + "■□▲△▼▽◆◇○◎●★☆☐☑☒✓✔♀♂"
)
# Quotation marks are as wide as a character in the typefaces of offices, figures half as wide and as high as capitals.
# 朱雀仿宋 has both beside its own narrower ones.
WIDE = {0x201C: "quotedblleft.uv002", 0x201D: "quotedblright.uv002", 0x2018: "quoteleft.uv002", 0x2019: "quoteright.uv002"}
FIGURES = {ord("0") + n: f"{name}.tf" for n, name in enumerate("zero one two three four five six seven eight nine".split())}
HALF = 500
# 霞鹜文楷 has narrow ones only; how far they are moved in their place.
MOVED = {0x201C: 600, 0x2018: 540, 0x201D: 40, 0x2019: 10}


def gb2312():
    """The Chinese characters of GB/T 2312."""
    pairs = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {pair.decode("gb2312", "ignore") for pair in pairs} - {""}


def standard(unihan):
    """The 8,105 characters of 通用规范汉字表, in which names of people are registered, by their number there."""
    found = re.findall(r"^U\+(\w+)\tkTGH\t2013:(\d+)$", unihan.read_text("utf-8"), re.M)
    characters = {int(number): chr(int(code, 16)) for code, number in found}
    assert sorted(characters) == list(range(1, 8106))
    return characters


def fangsong(package, characters):
    """Builds 朱雀仿宋 from its source; what is not needed is left out before, so that it takes a minute."""
    wanted = {f"{ord(c):04X}" for c in characters}
    named = set(WIDE.values()) | set(FIGURES.values()) | {".notdef"}
    files = {}
    for path in sorted((package / "glyphs").glob("*.glyph")):
        text = path.read_text("utf-8")
        name = re.search(r'^glyphname = "?(.*?)"?;$', text, re.M)[1]
        codes = re.search(r"^unicode = (.*?);$", text, re.M)
        codes = {f"{int(code):04X}" for code in re.findall(r"\d+", codes[1])} if codes else set()
        files[name] = (path, codes, set(re.findall(r'^ref = "?(.*?)"?;$', text, re.M)))
    keep, more = set(), {name for name, (_, codes, _) in files.items() if codes & wanted} | (named & files.keys())
    while more:
        keep |= more
        more = {part for name in more for part in files[name][2]} & files.keys() - keep
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / package.name
        (small / "glyphs").mkdir(parents=True)
        shutil.copy(package / "fontinfo.plist", small)
        order = [name for name in files if name in keep]
        (small / "order.plist").write_text("(\n" + ",\n".join(f'"{name}"' for name in order) + "\n)\n", "utf-8")
        for name in order:
            shutil.copy(files[name][0], small / "glyphs")
        source = glyphsLib.GSFont(str(small))
    source.features, source.classes, source.featurePrefixes, source.kerning = [], [], [], {}
    source.instances = []
    (ufo,) = glyphsLib.to_ufos(source, minimal=True)
    for name in FIGURES.values():
        for contour in ufo[name]:
            for point in contour:
                point.x, point.y = point.x * HALF / ufo[name].width, point.y * HALF / ufo[name].width
        ufo[name].width = HALF
    otf = compileOTF(
        ufo, removeOverlaps=True, overlapsBackend="pathops", optimizeCFF=0, featureWriters=[], useProductionNames=False
    )
    for table in otf["cmap"].tables:
        table.cmap.update({code: glyph for code, glyph in (WIDE | FIGURES).items() if code in table.cmap})
    written = io.BytesIO()
    otf.save(written)
    return TTFont(written)


def wenkai(path):
    """霞鹜文楷 with wide quotation marks."""
    font = TTFont(path)
    for code, right in MOVED.items():
        name = font.getBestCmap()[code]
        glyph = font["glyf"][name]
        glyph.coordinates.translate((right, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["head"].unitsPerEm, glyph.xMin)
    return font


def member(collection, family):
    """The font of a collection with this family name."""
    return next(font for font in TTCollection(collection).fonts if font["name"].getDebugName(1).startswith(family))


def redrawn(font):
    """Outlines of either kind as lean ones of PostScript."""
    glyphs, metrics = font.getGlyphSet(), font["hmtx"]
    strings = {}
    for name in font.getGlyphOrder():
        pen = T2CharStringPen(metrics[name][0], None)
        lean.draw(glyphs[name], glyphs, pen)
        strings[name] = pen.getCharString()
    for table in ("glyf", "loca", "gasp", "fpgm", "prep", "cvt ", "maxp", "CFF "):
        if table in font:
            del font[table]
    font.sfntVersion = "OTTO"
    builder = FontBuilder(font=font)
    builder.setupCFF("", {}, strings, {})
    builder.setupMaxp()
    return font


def reduced(font, characters):
    """Only these characters, without hints and without what is for upright lines or other languages."""
    options = subset.Options(
        hinting=False,
        layout_features=["ccmp"],
        name_IDs=[0, 13, 14],
        notdef_outline=True,
        glyph_names=False,
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG", "GPOS", "GDEF", "meta", "STAT", "gasp"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters])
    subsetter.subset(font)
    return font


def named(font, english, chinese, postscript):
    """The name of the outcome: parts of it are not the original, and may not bear its name where that is reserved."""
    names = font["name"]
    for number, text in ((1, english), (2, "Regular"), (3, postscript), (4, english), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    for number in (1, 4):
        names.setName(chinese, number, 3, 1, 0x804)
    names.names = [name for name in names.names if name.platformID == 3]
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    for key in ("Notice", "Copyright", "FullName", "FamilyName", "Weight", "version"):
        top.rawDict.pop(key, None)
        top.__dict__.pop(key, None)
    font["OS/2"].usWeightClass = 400
    font["head"].created = font["head"].modified = timestampFromString("Thu Jan  1 00:00:00 2026")
    font.recalcTimestamp = False
    tables = font["cmap"].tables
    most = max((table for table in tables if table.isUnicode()), key=lambda table: len(table.cmap))
    font["cmap"].tables = [most]
    return font


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("unihan", "zhuque", "serif", "serif-bold", "sans", "kai", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--only", nargs="*", help="make only these, such as `body`")
    given = parser.parse_args()
    table, signs, plain = standard(given.unihan), set(SIGNS), set(PLAIN)
    # Everything that any of the typefaces lacks comes from the body, signs from the one of page numbers.
    common, daily = gb2312(), {character for number, character in table.items() if number <= 3500}
    full = common | set(table.values()) | signs
    made = [
        ("song", "Yiben Song", "一本宋体", lambda: member(given.serif, "Noto Serif CJK SC"), signs),
        ("hei", "Yiben Hei", "一本黑体", lambda: member(given.sans, "Noto Sans CJK SC"), common | signs),
        ("title", "Yiben Biaosong", "一本标宋", lambda: member(given.serif_bold, "Noto Serif CJK SC"), common | plain),
        ("kai", "Yiben Kai", "一本楷体", lambda: wenkai(given.kai), daily | plain),
        ("body", "Yiben Fangsong", "一本仿宋", lambda: fangsong(given.zhuque, full), full),
    ]
    for file, english, chinese, source, characters in made:
        if given.only and file not in given.only:
            continue
        font = reduced(source(), characters)
        if file in ("kai", "body"):
            font = redrawn(font)
        font = named(font, english, chinese, english.replace(" ", ""))
        cffsubr.subroutinize(font, cff_version=1, keep_glyph_names=False)
        path = given.out / f"{file}.otf"
        font.save(path)
        has = set(map(chr, font.getBestCmap()))
        lacking = "".join(sorted(characters - has))
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(characters & has)} characters, without {lacking}")


main()
