//! What authors write and what is understood of it.

use super::*;
use crate::paper::{Colophon, Kind, Remark, Signature, Target};

fn read(text: &str) -> Reading {
    Paper::from_markdown(text, &|id| (id == "known").then(|| "<svg/>".to_owned()))
}

fn paragraph(text: &str) -> Vec<Run> {
    match read(text).paper.blocks.into_iter().next() {
        Some(Block::Paragraph(paragraph)) => paragraph.runs,
        other => panic!("{other:?}"),
    }
}

/// The blocks in a few words each.
fn outline(text: &str) -> Vec<String> {
    read(text)
        .paper
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { level, number, runs } => {
                format!(
                    "h{} {}{}",
                    level.rank(),
                    number.clone().unwrap_or_default(),
                    plain(runs)
                )
            }
            Block::Paragraph(paragraph) => match paragraph.align {
                Align::Body => plain(&paragraph.runs),
                align => format!("{align:?} {}", plain(&paragraph.runs)),
            },
            Block::Table(table) => format!(
                "table {:?} {}+{}x{}",
                table.caption,
                table.header.len(),
                table.rows.len(),
                table.columns.len()
            ),
            Block::Chart(chart) => format!("chart {}", chart.caption),
            Block::PageBreak => "break".to_owned(),
        })
        .collect()
}

#[test]
fn the_head_fills_the_parts_of_an_official_document() {
    let reading = read(
        "---\n类型: 公文\n发文机关: 岔路镇人民政府\n文号: 岔政〔2024〕12号\n主送: \"各村：\"\n副题: 一\n副题: 二\n\
         附件:\n- 甲\n- 乙\n署名: 岔路镇人民政府\n日期: 2024-01-08\n抄送: 县府办\n印发机关: 综合办\n\
         印发日期: 2024-01-09\n---\n# 标题\n",
    );
    assert_eq!(reading.warnings, []);
    let paper = reading.paper;
    assert_eq!(paper.kind, Kind::Official);
    assert_eq!(paper.issuer.as_deref(), Some("岔路镇人民政府"));
    assert_eq!(paper.number.as_deref(), Some("岔政〔2024〕12号"));
    assert_eq!(paper.recipient.as_deref(), Some("各村："));
    assert_eq!(paper.subtitle, ["一", "二"]);
    assert_eq!(paper.attachments, ["甲", "乙"]);
    let signature = Signature {
        issuer: Some("岔路镇人民政府".into()),
        date: Some("2024年1月8日".into()),
    };
    assert_eq!(paper.signature, Some(signature));
    let colophon = Colophon {
        copies: Some("县府办".into()),
        printer: Some("综合办".into()),
        date: Some("2024年1月9日".into()),
    };
    assert_eq!(paper.colophon, Some(colophon));
    assert_eq!(paper.title, "标题");
}

#[test]
fn what_the_head_does_not_know_is_told_with_its_line() {
    let warnings = read("---\n颜色: 红\n类型: 诗\n---\n").warnings;
    assert_eq!(
        warnings,
        [
            Warning::UnknownKey {
                line: 2,
                key: "颜色".into()
            },
            Warning::UnknownValue {
                line: 3,
                key: "类型".into(),
                value: "诗".into()
            },
        ]
    );
    assert!(
        warnings
            .iter()
            .all(|warning| warning.zh().contains('行') && warning.to_string().contains("Line"))
    );
}

#[test]
fn a_head_that_never_ends_is_no_head() {
    assert_eq!(outline("---\n发文机关: 甲\n"), ["break", "发文机关: 甲"]);
}

#[test]
fn headings_get_official_numbers_and_the_first_is_the_title() {
    assert_eq!(
        outline("# 标题\n## 甲\n### 乙\n#### 丙\n##### 丁\n## 戊"),
        ["h1 一、甲", "h2 （一）乙", "h3 1.丙", "h4 （1）丁", "h1 二、戊"]
    );
    assert_eq!(outline("---\n编号: 不编\n---\n## 甲"), ["h1 甲"]);
    assert_eq!(
        read("# 一\n\n# 二").warnings,
        [Warning::SecondTitle {
            line: 3,
            text: "二".into()
        }]
    );
}

#[test]
fn emphasis_ends_at_chinese_punctuation() {
    let runs = paragraph("**一是压实责任。**各村负责，*说明：*从略");
    let seen: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.style)).collect();
    assert_eq!(
        seen,
        [
            ("一是压实责任。", Style::Strong),
            ("各村负责，", Style::Plain),
            ("说明：", Style::Kai),
            ("从略", Style::Plain)
        ]
    );
}

#[test]
fn figures_links_and_remarks_keep_where_they_lead() {
    let reading =
        read("[19亿元](fig:output?period=2024)[网](https://a.example)[近2万](comment:校核 \"实为19,640\")");
    let Some(Block::Paragraph(paragraph)) = reading.paper.blocks.first() else {
        panic!()
    };
    assert_eq!(
        paragraph.runs[0].target,
        Some(Target::Figure("output?period=2024".into()))
    );
    assert_eq!(
        paragraph.runs[1].target,
        Some(Target::Address("https://a.example".into()))
    );
    assert_eq!(paragraph.runs[2].remark, Some(0));
    assert_eq!(
        reading.paper.remarks,
        [Remark {
            author: "校核".into(),
            text: "实为19,640".into()
        }]
    );
}

#[test]
fn a_link_to_nowhere_keeps_its_text_and_is_told() {
    let reading = read("甲\n\n[乙](javascript:alert)");
    assert_eq!(
        reading.warnings,
        [Warning::LinkDropped {
            line: 3,
            address: "javascript:alert".into()
        }]
    );
    assert_eq!(outline("[乙](javascript:alert)"), ["乙"]);
}

#[test]
fn lines_of_the_source_join_as_chinese_does() {
    assert_eq!(
        outline("第一行\n第二行\nfirst line\nsecond"),
        ["第一行第二行first line second"]
    );
    assert_eq!(outline("甲  \n乙<br>丙"), ["甲\n乙\n丙"]);
}

#[test]
fn lists_become_official_paragraphs() {
    assert_eq!(
        outline("- 甲\n- 乙\n\n3. 丙\n4. 丁"),
        ["——甲", "——乙", "3.丙", "4.丁"]
    );
    assert_eq!(outline("1. 甲\n   - 乙\n2. 丙"), ["1.甲", "——乙", "2.丙"]);
}

#[test]
fn paragraphs_can_stand_in_the_middle_and_at_the_right() {
    assert_eq!(
        outline("->编号：001->\n\n->**附表**<-\n\n-> 不成对"),
        ["Right 编号：001", "Center 附表", "-> 不成对"]
    );
}

#[test]
fn tables_take_captions_join_cells_and_may_have_no_head() {
    assert_eq!(
        outline("表：任务\n\n| a | b |\n|---|---|\n| 1 | < |"),
        ["table Some(\"任务\") 1+1x2"]
    );
    assert_eq!(
        outline("表1 任务\n\n| | |\n|---|---|\n| 1 | 2 |"),
        ["table Some(\"表1 任务\") 0+1x2"]
    );
    assert_eq!(
        outline("表面现象。\n\n| a |\n|---|\n| 1 |"),
        ["表面现象。", "table None 1+1x1"]
    );
    assert_eq!(
        read("甲\n\n| a | b |\n|---|---|\n| < | 2 |").warnings,
        [Warning::CellNotMerged { line: 3 }]
    );
}

#[test]
fn charts_come_from_the_caller() {
    assert_eq!(
        outline("前文![走势](chart:known)后文"),
        ["前文", "chart 走势", "后文"]
    );
    let reading = read("![走势](chart:other)");
    assert_eq!(
        reading.warnings,
        [Warning::UnknownChart {
            line: 1,
            id: "other".into()
        }]
    );
    assert_eq!(outline("![走势](https://a.example/x.svg)"), ["走势"]);
}

#[test]
fn html_is_text_and_a_rule_ends_the_page() {
    assert_eq!(
        outline("<b>x</b>\n\n---\n\n<!-- 注 -->\n\n`<i>`"),
        ["<b>x</b>", "break", "<i>"]
    );
}

#[test]
fn a_nest_as_deep_as_anyone_likes_is_read() {
    let deep = format!("{}甲", "> ".repeat(5_000));
    assert!(outline(&deep).iter().any(|line| line.contains('甲')));
}

proptest::proptest! {
    #[test]
    fn reading_never_fails(text in "[ -~\\n甲。，“”【】<>|*_`#\\[\\]()!-]{0,200}") {
        let _ = read(&text);
    }
}
