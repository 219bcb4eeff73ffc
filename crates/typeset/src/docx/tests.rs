//! The parts of a Word document.

use std::io::{Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;

const NOTICE: &str = "\
---
发文机关: 岔路镇人民政府文件
文号: 岔政〔2024〕12号
主送: 各村
署名: 岔路镇人民政府
日期: 2024-12-31
附件:
- 任务分解表
- 名单
抄送: 县应急管理局
印发机关: 党政综合办公室
印发日期: 2024-12-31
---
# 关于做好工作的通知
## 目标
产值[19亿元](fig:output?period=2024)，**增长**，*楷体*，[近2万](comment:校核 \"实为19,640\")。

表：任务

| 任务 | 单位 | 数 |
|---|---|---|
| 甲 | < | 12 |
| 乙 | ^ | 3 |

---

完。
";

fn of(markdown: &str) -> Vec<u8> {
    let imprint = Imprint {
        ident: "岔政〔2024〕12号".into(),
        made_at: "2024-12-31T01:02:03Z".parse().unwrap(),
        figures: Some("https://town.example/figures/".into()),
    };
    docx(
        &Paper::from_markdown(markdown, &|_| None).paper,
        &imprint,
        &Fonts::only(None),
    )
    .unwrap()
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let (_, bytes) = parts(bytes).into_iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// XML with each element on a line of its own, to be read by people.
fn pretty(xml: &str) -> String {
    xml.replace("><", ">\n<")
}

#[test]
fn the_document_is_as_reviewed() {
    insta::assert_snapshot!(pretty(&part(&of(NOTICE), "word/document.xml")));
}

#[test]
fn the_styles_are_as_reviewed() {
    insta::assert_snapshot!(pretty(&part(&of(NOTICE), "word/styles.xml")));
}

#[test]
fn the_grid_is_22_lines_of_28_characters() {
    let xml = part(&of("x"), "word/document.xml");
    let value = |element: &str, key: &str| -> f64 {
        let (_, rest) = xml.split_once(&format!("<{element} ")).unwrap();
        let (_, rest) = rest.split_once(&format!("{key}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    let height = value("w:pgSz", "w:h") - value("w:pgMar", "w:top") - value("w:pgMar", "w:bottom");
    let width = value("w:pgSz", "w:w") - value("w:pgMar", "w:left") - value("w:pgMar", "w:right");
    let character = (16.0 + value("w:docGrid", "w:charSpace") / 4096.0) * 20.0;
    assert_eq!((height / value("w:docGrid", "w:linePitch")).floor(), 22.0);
    assert_eq!((width / character).floor(), 28.0);
}

#[test]
fn every_part_is_well_formed_listed_and_linked() {
    let bytes = of(NOTICE);
    let types = part(&bytes, "[Content_Types].xml");
    let links = part(&bytes, "word/_rels/document.xml.rels");
    for (name, bytes) in parts(&bytes) {
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(
            reader
                .read_event()
                .unwrap_or_else(|error| panic!("{name}: {error}")),
            Event::Eof
        ) {}
        if let Some(own) = name.strip_prefix("word/").filter(|own| !own.starts_with("_rels")) {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
            assert!(
                own == "document.xml" || links.contains(&format!("Target=\"{own}\"")),
                "{name}"
            );
        }
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(of(NOTICE), of(NOTICE));
}

#[test]
fn pages_are_numbered_at_the_outer_edge() {
    let bytes = of(NOTICE);
    let jc = |name: &str| part(&bytes, name).contains("<w:jc w:val=\"right\"/>");
    assert!(jc("word/footer1.xml") && !jc("word/footer2.xml"));
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn nothing_an_author_writes_becomes_markup_or_a_field() {
    let xml = part(
        &of(
            "# </w:t><w:evil/>\n\n{ PAGE } ]]> <w:fldSimple w:instr=\"DDE\"/> &amp;lt;\n\n[x](http://a.example/\"><w:evil/>)",
        ),
        "word/document.xml",
    );
    assert!(
        !xml.contains("<w:evil") && !xml.contains("<w:fldSimple") && !xml.contains("instrText"),
        "{xml}"
    );
}

#[test]
fn a_chart_comes_as_picture_and_as_drawing() {
    let fonts = Fonts::only(None);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\"><rect width=\"200\" height=\"100\"/></svg>";
    let paper = Paper::from_markdown("![走势](chart:a)", &|_| Some(svg.into())).paper;
    let bytes = docx(&paper, &Imprint::default(), &fonts).unwrap();
    let picture = parts(&bytes)
        .into_iter()
        .find(|(name, _)| name == "word/media/chart1.png")
        .unwrap()
        .1;
    // 200 px are 150 pt, at 200 dots an inch 417 dots: the width field of a PNG.
    assert_eq!(&picture[16..20], &417_u32.to_be_bytes());
    assert_eq!(part(&bytes, "word/media/chart1.svg"), svg);
    assert!(part(&bytes, "word/document.xml").contains("<wp:extent cx=\"1905000\" cy=\"952500\"/>"));
}
