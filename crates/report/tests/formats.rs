//! One small report in every format and encoding that is read: the figures, what they are told of and the promises are
//! the same, and every place is one in the file.

// A file that cannot be made or read shall fail the test.
#![allow(clippy::unwrap_used)]

use report::{Document, Lines, Options, read};
use std::io::{Cursor, Write as _};

const TEXT: &str = "一、2024年工作回顾\n\n完成投资１２．６亿元，增长８％；新增规上企业5家。\n\n二、2025年工作任务\n\n\
    新建公厕9处，农村公路达到120 公里以上。\n";

/// What every form of the report says.
const CLAIMS: [&str; 5] = [
    "1260000000元 投资",
    "8% 投资",
    "5家 规上企业",
    "9处 公厕",
    "120公里 农村公路",
];

fn told(lines: &Lines) -> Vec<String> {
    let hard = lines.claims.iter().filter(|claim| {
        claim
            .value
            .is_some_and(|value| value.0 < 2000.into() || value.0 > 3000.into())
    });
    hard.map(|claim| {
        let value = claim.value.unwrap().0.normalize();
        let unit = claim.unit.clone().unwrap_or_default();
        format!("{value}{unit} {}", claim.subject.clone().unwrap_or_default())
    })
    .collect()
}

fn lines(name: &str, bytes: &[u8]) -> Lines {
    read(Document::open(name, bytes).unwrap(), &Options::default()).lines()
}

fn docx(paragraphs: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("word/document.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    write!(archive, "<w:document><w:body>{paragraphs}</w:body></w:document>").unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_report_says_the_same_in_every_encoding() {
    let utf16 = |to: fn(u16) -> [u8; 2]| -> Vec<u8> { TEXT.encode_utf16().flat_map(to).collect() };
    let marked = [&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat();
    for (form, bytes) in [
        ("UTF-8", TEXT.as_bytes().to_vec()),
        (
            "UTF-8 with its mark",
            [&b"\xef\xbb\xbf"[..], TEXT.as_bytes()].concat(),
        ),
        ("GB 18030", encoding_rs::GB18030.encode(TEXT).0.into_owned()),
        ("UTF-16 with its mark", marked),
        ("UTF-16 little-endian", utf16(u16::to_le_bytes)),
        ("UTF-16 big-endian", utf16(u16::to_be_bytes)),
    ] {
        let lines = lines("report.txt", &bytes);
        assert_eq!(told(&lines), CLAIMS, "{form}");
        assert_eq!(lines.commitments.len(), 2, "{form}");
    }
}

#[test]
fn a_report_says_the_same_in_every_format() {
    let page: String = TEXT
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            format!(
                "<p>&emsp;{}</p>\n",
                line.replace("5家", "<span>5</span>\n<b>家</b>")
            )
        })
        .collect();
    // Word processors break text into runs wherever spelling or a font changes, in the middle of numbers too.
    let paper: String = TEXT
        .lines()
        .map(|line| {
            let runs = line
                .chars()
                .map(|letter| format!("<w:r><w:t xml:space=\"preserve\">{letter}</w:t></w:r>"));
            format!("<w:p>{}</w:p>", runs.collect::<String>())
        })
        .collect();
    let markdown = TEXT
        .replace("一、", "## 一、")
        .replace("二、", "## 二、")
        .replace("5家", "**5家**");
    for (name, bytes) in [
        ("report.md", markdown.into_bytes()),
        ("report.html", page.into_bytes()),
        ("report.docx", docx(&paper)),
    ] {
        let lines = lines(name, &bytes);
        assert_eq!(told(&lines), CLAIMS, "{name}");
        assert_eq!(lines.commitments.len(), 2, "{name}");
    }
}

#[test]
fn places_are_those_of_the_file() {
    let page = "<p>一、2024年工作回顾</p><p>完成<b>投资</b>6<i>.2</i>亿元。</p>";
    let characters: Vec<char> = page.chars().collect();
    let lines = lines("report.html", page.as_bytes());
    let [from, to] = lines.claims.last().unwrap().span;
    assert_eq!(characters[from..to].iter().collect::<String>(), "6<i>.2</i>亿元");
}

#[test]
fn the_cells_of_a_row_are_told_of_its_first() {
    let table =
        "| 指标 | 完成 | 同比 |\n|---|---|---|\n| 财政收入 | 3.6亿元 | 增长5.2% |\n| 规上企业 | 42家 | |\n";
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |cells: [&str; 3]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let paper = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(["指标", "完成", "同比"]),
        row(["财政收入", "3.6亿元", "增长5.2%"]),
        row(["规上企业", "42家", ""])
    );
    for (name, bytes) in [
        ("table.md", table.as_bytes().to_vec()),
        ("table.docx", docx(&paper)),
    ] {
        assert_eq!(
            told(&lines(name, &bytes)),
            ["360000000元 财政收入", "5.2% 财政收入", "42家 规上企业"],
            "{name}"
        );
    }
}
