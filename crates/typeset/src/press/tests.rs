//! Pages set for real and measured: what the standard says in millimetres is read back from the layout.

use proptest::prelude::*;
use typst::layout::Point;

use super::*;
use crate::fonts::Role;
use crate::measure::{
    AREA_HEIGHT, AREA_WIDTH, CELL, ER_HAO, FOLIO_DROP, HEAD_DROP, LEFT, PITCH, SAN_HAO, SI_HAO, TOP,
};
use crate::paper::{Block, Paragraph, Run, Style};

/// How far a measure may be off, in points: a twentieth of a millimetre.
const SLACK: f64 = 0.15;
const RIGHT: f64 = LEFT + AREA_WIDTH;
const BOTTOM: f64 = TOP + AREA_HEIGHT;

/// A piece of text on a page, in points from the page's corner.
#[derive(Clone, Debug)]
struct Piece {
    left: f64,
    right: f64,
    baseline: f64,
    size: f64,
    face: String,
    text: String,
}

/// The program's own typefaces: what is measured is the same on every machine.
fn fonts() -> Fonts {
    Fonts::only(None)
}

fn from(markdown: &str) -> Paper {
    Paper::from_markdown(markdown, &|_| Some(CHART.to_owned())).paper
}

const CHART: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"400\">\
                     <text x=\"9\" y=\"30\" font-size=\"30\">走势</text></svg>";

/// The pages of a paper as pieces of text.
fn pages(paper: &Paper, fonts: &Fonts) -> Vec<Vec<Piece>> {
    let document = set(paper, &Imprint::default(), fonts).unwrap();
    document
        .pages()
        .iter()
        .map(|page| {
            let mut pieces = Vec::new();
            proof::texts(&page.frame, Point::zero(), &mut |at, item| {
                let left = at.x.to_pt();
                pieces.push(Piece {
                    left,
                    right: left + item.width().to_pt(),
                    baseline: at.y.to_pt(),
                    size: item.size.to_pt(),
                    face: item.font.font().info().family.clone(),
                    text: item.text.to_string(),
                });
            });
            pieces
        })
        .collect()
}

/// The lines of a page inside the type area, from the top.
fn lines(page: &[Piece]) -> Vec<Piece> {
    let mut lines: Vec<Piece> = Vec::new();
    for piece in page.iter().filter(|piece| piece.baseline < BOTTOM) {
        match lines
            .iter_mut()
            .find(|line| (line.baseline - piece.baseline).abs() < SLACK)
        {
            Some(line) => {
                line.left = line.left.min(piece.left);
                line.right = line.right.max(piece.right);
                line.text.push_str(&piece.text);
            }
            None => lines.push(piece.clone()),
        }
    }
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    lines
}

/// The text of all pages without page numbers.
fn all_text(paper: &Paper, fonts: &Fonts) -> String {
    let pages = pages(paper, fonts);
    pages
        .iter()
        .flatten()
        .filter(|piece| piece.baseline < BOTTOM)
        .map(|piece| piece.text.as_str())
        .collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < SLACK
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let fonts = fonts();
    let pages = pages(
        &from(&"一本账记一次事后面都有数".repeat(28 * 22 * 2 / 11 + 40)),
        &fonts,
    );
    assert!(pages.len() > 2);
    for (n, page) in pages[..2].iter().enumerate() {
        let lines = lines(page);
        assert_eq!(lines.len(), 22, "lines on page {}", n + 1);
        for (at, line) in lines.iter().enumerate() {
            // The paragraph's first line stands two characters in.
            let indent = if n == 0 && at == 0 { 2 } else { 0 };
            assert_eq!(line.text.chars().count(), 28 - indent, "line {at}: {}", line.text);
            assert!(near(line.left, LEFT + CELL * indent as f64), "{line:?}");
            assert!(line.right < RIGHT + SLACK, "{line:?}");
            // The character's middle stands in the middle of its line.
            let middle = TOP + PITCH * (at as f64 + 0.5);
            assert!(near(line.baseline - 0.38 * SAN_HAO, middle), "{line:?}");
            assert_eq!(line.size, SAN_HAO);
        }
    }
}

#[test]
fn every_part_has_the_typeface_and_size_of_the_standard() {
    let fonts = fonts();
    let face = |role| {
        fonts
            .choices()
            .iter()
            .find(|choice| choice.role == role)
            .unwrap()
            .family
            .as_str()
    };
    let page = pages(
        &from(
            "---\n副题: 副题在此\n主送: 各村\n---\n# 标题在此\n## 甲类\n### 乙类\n#### 丙类\n##### 丁类\n正文在此",
        ),
        &fonts,
    );
    let piece = |text: &str| {
        page[0]
            .iter()
            .find(|piece| piece.text.contains(text))
            .unwrap()
            .clone()
    };
    for (text, role, size) in [
        ("标题在此", Role::Title, ER_HAO),
        ("副题在此", Role::Kai, SAN_HAO),
        ("各村：", Role::Body, SAN_HAO),
        ("甲类", Role::Hei, SAN_HAO),
        ("乙类", Role::Kai, SAN_HAO),
        ("丙类", Role::Body, SAN_HAO),
        ("丁类", Role::Body, SAN_HAO),
        ("正文在此", Role::Body, SAN_HAO),
    ] {
        let piece = piece(text);
        assert!(
            piece.face.starts_with(face(role)) && piece.size == size,
            "{piece:?}"
        );
    }
    assert!(near(piece("各村").left, LEFT), "the recipient is flush left");
    let title = piece("标题在此");
    assert!(
        near((title.left + title.right) / 2.0, LEFT + AREA_WIDTH / 2.0),
        "the title is centred: {title:?}"
    );
}

#[test]
fn page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() {
    let fonts = fonts();
    let pages = pages(&from("甲\n\n---\n\n乙\n\n---\n\n丙"), &fonts);
    assert_eq!(pages.len(), 3);
    for (n, page) in pages.iter().enumerate() {
        let folio: Vec<&Piece> = page.iter().filter(|piece| piece.baseline > BOTTOM).collect();
        let text: String = folio.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(text, format!("— {} —", n + 1));
        let left = folio.iter().map(|piece| piece.left).fold(f64::MAX, f64::min);
        let right = folio.iter().map(|piece| piece.right).fold(0.0, f64::max);
        if n % 2 == 0 {
            assert!(near(right, RIGHT - SI_HAO), "page {}: {folio:?}", n + 1);
        } else {
            assert!(near(left, LEFT + SI_HAO), "page {}: {left}", n + 1);
        }
        assert_eq!(folio[0].size, SI_HAO);
        assert!(
            near(folio[0].baseline - 0.38 * SI_HAO, BOTTOM + FOLIO_DROP),
            "{folio:?}"
        );
    }
}

#[test]
fn a_form_of_one_page_has_no_number_and_one_of_two_has() {
    let fonts = fonts();
    let one = pages(&from("---\n类型: 文书\n---\n# 整改通知书\n甲"), &fonts);
    assert!(one[0].iter().all(|piece| piece.baseline < BOTTOM));
    let two = pages(
        &from("---\n类型: 文书\n---\n# 整改通知书\n甲\n\n---\n\n乙"),
        &fonts,
    );
    assert!(
        two.iter()
            .all(|page| page.iter().any(|piece| piece.baseline > BOTTOM))
    );
}

#[test]
fn a_form_has_a_black_head_and_its_number_at_the_right() {
    let fonts = fonts();
    let page = pages(
        &from("---\n类型: 文书\n发文机关: 调解委员会\n文号: 〔2024〕1号\n---\n# 调解协议书\n甲"),
        &fonts,
    );
    let lines = lines(&page[0]);
    assert_eq!((lines[0].text.as_str(), lines[0].size), ("调解委员会", ER_HAO));
    assert_eq!(lines[1].text, "调解协议书");
    assert_eq!(lines[2].text, "〔2024〕1号");
    assert!(near(lines[2].right, RIGHT), "{:?}", lines[2]);
}

#[test]
fn the_red_head_stands_35_mm_down_and_the_body_keeps_to_the_grid() {
    let fonts = fonts();
    let paper =
        from("---\n发文机关: 岔路镇人民政府文件\n文号: 岔政〔2024〕12号\n主送: 各村\n---\n# 通知\n正文");
    let lines = lines(&pages(&paper, &fonts)[0]);
    let head = &lines[0];
    assert!(
        near(head.baseline - 0.88 * head.size, TOP + HEAD_DROP),
        "{head:?}"
    );
    assert!(
        head.left >= LEFT - SLACK && head.right <= RIGHT + SLACK,
        "{head:?}"
    );
    let number = &lines[1];
    assert!(number.text.contains("〔2024〕"));
    for line in &lines[2..] {
        let place = (line.baseline - 0.38 * line.size - TOP) / PITCH - 0.5;
        assert!(
            (place - place.round()).abs() < 0.01,
            "{line:?} is between two lines"
        );
    }
}

#[test]
fn the_date_stands_four_characters_in_under_its_signer() {
    let fonts = fonts();
    let paper = from("---\n署名: 岔路镇人民政府\n日期: 2024-12-31\n附件:\n- 甲表\n- 乙表\n---\n正文");
    let lines = lines(&pages(&paper, &fonts)[0]);
    let at = |text: &str| lines.iter().find(|line| line.text.contains(text)).unwrap();
    let (issuer, date) = (at("岔路镇人民政府"), at("2024年12月31日"));
    assert!(near(date.right, RIGHT - 4.0 * CELL), "{date:?}");
    // Latin figures are not exactly half a character in every typeface.
    assert!(
        (issuer.left + issuer.right - date.left - date.right).abs() < CELL,
        "{issuer:?} {date:?}"
    );
    assert!(at("附件：1.甲表").baseline < at("2.乙表").baseline);
    assert!(near(at("附件").left, LEFT + 2.0 * CELL));
    assert!(near(at("2.乙表").left, LEFT + 5.0 * CELL));
}

#[test]
fn the_colophon_ends_at_the_foot_of_the_last_page() {
    let fonts = fonts();
    let paper = from("---\n抄送: 县府办，县应急管理局\n印发机关: 综合办\n印发日期: 2024-12-31\n---\n正文");
    let pages = pages(&paper, &fonts);
    let lines = lines(&pages[pages.len() - 1]);
    let last = lines.last().unwrap();
    assert!(
        last.text.contains("综合办") && last.text.contains("2024年12月31日印发"),
        "{last:?}"
    );
    assert!(BOTTOM - last.baseline < PITCH, "{last:?}");
    assert!(
        lines
            .iter()
            .any(|line| line.text == "抄送：县府办，县应急管理局。")
    );
}

#[test]
fn a_table_over_several_pages_repeats_its_head() {
    let fonts = fonts();
    let rows: String = (1..=90).map(|n| format!("| {n} | 湖头村 | {n}00 |\n")).collect();
    let pages = pages(
        &from(&format!(
            "表：各村情况\n\n| 序号 | 村名 | 件数 |\n|---|---|---|\n{rows}"
        )),
        &fonts,
    );
    assert!(pages.len() > 2, "{} pages", pages.len());
    for page in &pages {
        assert_eq!(page.iter().filter(|piece| piece.text == "村名").count(), 1);
        let furthest = page
            .iter()
            .filter(|piece| piece.baseline < BOTTOM + FOLIO_DROP / 2.0)
            .map(|p| p.right)
            .fold(0.0, f64::max);
        assert!(furthest <= RIGHT + SLACK);
    }
    let figures: Vec<&Piece> = pages[0]
        .iter()
        .filter(|piece| piece.text.ends_with("00"))
        .collect();
    assert!(
        figures.windows(2).all(|pair| near(pair[0].right, pair[1].right)),
        "figures stand at the right"
    );
    let count = pages
        .iter()
        .flatten()
        .filter(|piece| piece.text == "湖头村")
        .count();
    assert_eq!(count, 90, "no row is lost");
}

#[test]
fn a_heading_never_ends_a_page() {
    let fonts = fonts();
    for lines_above in 19..=22 {
        let above = "甲\n\n".repeat(lines_above);
        let pages = pages(&from(&format!("{above}## 乙类标题\n\n正文")), &fonts);
        let page = pages
            .iter()
            .find(|page| page.iter().any(|piece| piece.text.contains("乙类标题")))
            .unwrap();
        assert!(
            page.iter().any(|piece| piece.text == "正文"),
            "after {lines_above} lines"
        );
    }
}

#[test]
fn charts_shrink_to_the_line_and_bad_ones_are_named() {
    let fonts = fonts();
    let found = fonts.found();
    let drawing = &drawings(&from("![走势](chart:a)"), found).unwrap()[0];
    assert!(near(drawing.width, AREA_WIDTH) && near(drawing.height, AREA_WIDTH / 4.0));
    for bad in [
        "<svg",
        "x",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"/etc/passwd.png\" width=\"9\" height=\"9\"/></svg>",
    ] {
        let paper = Paper::from_markdown("![走势](chart:a)", &|_| Some(bad.to_owned())).paper;
        let error = pdf(&paper, &Imprint::default(), &fonts).unwrap_err();
        assert!(
            matches!(&error, Error::BadChart { caption, .. } if caption == "走势"),
            "{error}"
        );
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes_and_another_moment_others() {
    let fonts = fonts();
    let paper = from("# 标题\n正文[19亿元](fig:output)\n\n![走势](chart:a)\n\n| 甲 |\n|---|\n| 1 |");
    let imprint = |at: &str| Imprint {
        ident: "岔政〔2024〕12号".into(),
        made_at: at.parse().unwrap(),
        figures: None,
    };
    let print = |imprint: &Imprint| pdf(&paper, imprint, &fonts).unwrap().bytes;
    let first = imprint("2024-12-31T01:02:03Z");
    assert_eq!(print(&first), print(&first));
    let other_fonts = Fonts::only(None);
    assert_eq!(
        print(&first),
        pdf(&paper, &first, &other_fonts).unwrap().bytes,
        "a new search changes nothing"
    );
    assert_ne!(print(&first), print(&imprint("2025-01-01T01:02:03Z")));
}

#[test]
fn characters_from_elsewhere_and_from_nowhere_are_told() {
    let fonts = fonts();
    let printed = pdf(&from("王某\u{10fffd}"), &Imprint::default(), &fonts).unwrap();
    assert_eq!(printed.pages, 1);
    let missing = Warning::GlyphsMissing {
        characters: "\u{10fffd}".into(),
    };
    assert!(printed.warnings.contains(&missing), "{:?}", printed.warnings);
}

#[test]
fn a_paper_is_set_with_the_program_s_own_typefaces_where_nothing_is_installed() {
    let printed = pdf(
        &from("# 关于防汛的通知\n## 一、防汛责任\n### （一）分工\n张喆、李堃、王昇，120㎡，①——“好”…\n\n![走势](chart:a)"),
        &Imprint::default(),
        &fonts(),
    )
    .unwrap();
    let told: Vec<String> = printed.warnings.iter().map(Warning::zh).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("小标宋、仿宋、黑体、楷体、宋体用的是程序自带"),
        "{told:?}"
    );
}

#[test]
fn rare_characters_of_names_are_drawn_by_the_body_s_own_face() {
    let text = "喆堃赟昇旻翀珺璟瑄煊淼焱垚鑫彧祎翯奡昉祺祯禛曌玥珅镕滢瀚骉犇孬汆氽埗䶮𬭎𬭤𫖯𬀩𬸚";
    let pages = pages(&from(text), &fonts());
    let faces: Vec<&str> = pages[0]
        .iter()
        .filter(|piece| piece.baseline < BOTTOM)
        .map(|piece| piece.face.as_str())
        .collect();
    assert!(
        !faces.is_empty() && faces.iter().all(|face| *face == "Yiben Fangsong"),
        "{faces:?}"
    );
    let warnings = pdf(&from(text), &Imprint::default(), &fonts()).unwrap().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn punctuation_side_by_side_is_squeezed_also_beside_quotation_marks() {
    let fonts = fonts();
    let width = |text: &str| {
        let page = &pages(&from(&format!("->{text}->")), &fonts)[0];
        let line = &lines(page)[0];
        (line.right - line.left) / CELL
    };
    for pair in ["，“", "”，", "。”", "）。", "》、"] {
        let wide = width(&format!("甲{pair}乙"));
        assert!((wide - 3.5).abs() < 0.1, "{pair} takes {wide}");
    }
}

#[test]
fn a_row_of_underscores_is_a_blank_of_that_length() {
    let fonts = fonts();
    let page = &pages(&from("签名：________（盖章）"), &fonts)[0];
    let piece = |text: &str| {
        page.iter()
            .find(|piece| piece.text.contains(text))
            .unwrap()
            .clone()
    };
    assert!((piece("（盖章").left - piece("签名：").right - 4.0 * SAN_HAO).abs() < 1.0);
}

#[test]
fn text_is_placed_and_never_evaluated() {
    let fonts = fonts();
    let evil = [
        "#panic(\"x\")",
        "#read(\"/etc/passwd\")",
        "$ sum $",
        "= heading",
        "*bold* _emph_",
        "@ref <label>",
        "\\u{4e00}",
        "#{ let x = 1 }",
        "```raw```",
        "https://a.example/#x",
        "// comment",
        "/* comment */",
        "~--- ...",
        "[#box]",
        "#include \"official.typ\"",
        "\"); panic(\"",
        "\\",
        "'quotes' \"double\"",
        "- item",
        "+ item",
        "/ term: x",
    ];
    let block = |text: &&str| {
        let run = |style| Run {
            style,
            ..Run::plain(*text)
        };
        Block::Paragraph(Paragraph {
            runs: vec![run(Style::Plain), run(Style::Strong), run(Style::Kai)],
            ..Paragraph::default()
        })
    };
    let paper = Paper {
        title: evil.concat(),
        number: Some(evil[0].into()),
        blocks: evil.iter().map(block).collect(),
        ..Paper::default()
    };
    let text = bare(&all_text(&paper, &fonts));
    for piece in evil {
        assert!(text.contains(&bare(&piece.repeat(3))), "{piece} in {text}");
    }
}

/// Text without what line breaking may take away, and without blanks to fill in.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '_')
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_set_as_it_is(texts in prop::collection::vec("[ -~一二三，。“”《》#\\$@<>\\\\]{1,40}", 1..12)) {
        let fonts = fonts();
        let block = |text: &String| Block::Paragraph(Paragraph { runs: vec![Run::plain(text.clone())], ..Paragraph::default() });
        let paper = Paper { blocks: texts.iter().map(block).collect(), ..Paper::default() };
        prop_assert_eq!(bare(&all_text(&paper, &fonts)), bare(&texts.concat()));
    }
}
