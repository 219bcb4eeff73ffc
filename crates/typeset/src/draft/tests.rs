//! Comments put into documents of others.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use zip::ZipArchive;

use super::*;
use crate::docx::xml::Xml;

fn remark(text: &str) -> Remark {
    Remark {
        author: "校核".into(),
        text: text.into(),
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A document whose body is the given XML.
fn document(body: &str) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut bytes);
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"></Types>"
                .to_owned(),
        ),
        (
            "word/document.xml",
            format!("<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>"),
        ),
        ("word/other.bin", "untouched".to_owned()),
    ];
    for (name, text) in parts {
        zip.start_file(name, crate::docx::package::options()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    bytes.into_inner()
}

/// The body of the document after a comment on the first place where `on` stands.
fn marked(body: &str, on: &str) -> String {
    let draft = Draft::from_docx(document(body)).unwrap();
    let at = draft.text().find(on).unwrap();
    let out = draft
        .annotate(&[(at..at + on.len(), remark("看"))], Timestamp::UNIX_EPOCH)
        .unwrap();
    let reread = Draft::from_docx(out.clone()).unwrap();
    assert_eq!(reread.text(), draft.text(), "marks must not change the text");
    let xml = part(&out, "word/document.xml");
    let (_, body) = xml.split_once("<w:body>").unwrap();
    body.trim_end_matches("</w:body></w:document>")
        .replace("<w:commentRangeStart w:id=\"0\"/>", "[")
        .replace(
            "<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
            "]",
        )
}

#[test]
fn a_whole_run_is_marked_from_outside() {
    assert_eq!(
        marked("<w:p><w:r><w:t>近2万</w:t></w:r></w:p>", "近2万"),
        "<w:p>[<w:r><w:t>近2万</w:t></w:r>]</w:p>"
    );
}

#[test]
fn a_part_of_a_run_keeps_the_look_of_the_run() {
    assert_eq!(
        marked(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>共 545 件</w:t></w:r></w:p>",
            "545"
        ),
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">共 </w:t></w:r>[<w:r><w:rPr><w:b/></w:rPr>\
         <w:t xml:space=\"preserve\">545</w:t></w:r>]<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> 件</w:t>\
         </w:r></w:p>"
    );
}

#[test]
fn a_stretch_over_several_runs_and_paragraphs_is_marked_at_its_ends() {
    assert_eq!(
        marked(
            "<w:p><w:r><w:t>产值19</w:t></w:r><w:r><w:t>亿</w:t></w:r></w:p><w:p><w:r><w:t>元。</w:t></w:r></w:p>",
            "19亿\n元"
        ),
        "<w:p><w:r><w:t xml:space=\"preserve\">产值</w:t></w:r>[<w:r><w:t xml:space=\"preserve\">19</w:t></w:r><w:r>\
         <w:t>亿</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">元</w:t></w:r>]<w:r>\
         <w:t xml:space=\"preserve\">。</w:t></w:r></w:p>"
    );
}

#[test]
fn entities_tabs_and_breaks_are_characters_that_are_never_torn() {
    let body = "<w:p><w:r><w:t>a&amp;b</w:t><w:tab/><w:t>c</w:t><w:br/></w:r></w:p>";
    assert_eq!(Draft::from_docx(document(body)).unwrap().text(), "a&b\tc\n");
    assert_eq!(
        marked(body, "&"),
        "<w:p><w:r><w:t xml:space=\"preserve\">a</w:t></w:r>[<w:r><w:t xml:space=\"preserve\">&amp;</w:t></w:r>]<w:r>\
         <w:t xml:space=\"preserve\">b</w:t><w:tab/><w:t>c</w:t><w:br/></w:r></w:p>"
    );
    assert_eq!(
        marked(body, "\tc"),
        "<w:p><w:r><w:t>a&amp;b</w:t></w:r>[<w:r><w:tab/><w:t>c</w:t></w:r>]<w:r><w:br/></w:r></w:p>"
    );
}

#[test]
fn what_is_no_text_of_the_draft_is_passed_over() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:rPr><w:b/><w:rPrChange><w:rPr/>\
        </w:rPrChange></w:rPr><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r>\
        <w:t>移</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t>\
        </w:r></w:p></w:txbxContent></w:pict><w:t>乙丙</w:t></w:r></w:p>";
    let draft = Draft::from_docx(document(body)).unwrap();
    assert_eq!(draft.text(), "甲乙丙");
    assert!(
        marked(body, "甲")
            .contains("[<w:r><w:rPr><w:b/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr><w:t>甲</w:t></w:r>]")
    );
}

#[test]
fn overlapping_and_adjoining_remarks_all_stay() {
    let draft = Draft::from_text("今年化解矛盾纠纷545件，整改2327处。").unwrap();
    let at = |on: &str| {
        let start = draft.text().find(on).unwrap();
        start..start + on.len()
    };
    let spans = [
        "化解矛盾纠纷545件",
        "矛盾纠纷",
        "545",
        "件",
        "件，整改",
        "2327处。",
    ];
    let remarks: Vec<_> = spans.iter().map(|span| (at(span), remark(span))).collect();
    let out = draft.annotate(&remarks, Timestamp::UNIX_EPOCH).unwrap();
    let xml = part(&out, "word/document.xml");
    for (id, span) in spans.iter().enumerate() {
        let (_, rest) = xml
            .split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>"))
            .unwrap();
        let (inside, _) = rest
            .split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>"))
            .unwrap();
        assert_eq!(text_of(inside), *span);
    }
    assert_eq!(Draft::from_docx(out).unwrap().text(), draft.text());
}

/// The text between tags, whatever is open or closed there.
fn text_of(xml: &str) -> String {
    xml.split('<')
        .filter_map(|piece| piece.split_once('>').map(|(_, text)| text))
        .collect()
}

#[test]
fn comments_of_others_stay_and_new_ones_get_new_ids() {
    let first = Draft::from_text("近2万人次").unwrap();
    let once = first
        .annotate(&[(0..7, remark("一"))], Timestamp::UNIX_EPOCH)
        .unwrap();
    let twice = Draft::from_docx(once)
        .unwrap()
        .annotate(&[(3..4, remark("二"))], Timestamp::UNIX_EPOCH)
        .unwrap();
    let mut archive = ZipArchive::new(Cursor::new(twice.as_slice())).unwrap();
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .filter(|name| name.contains("comments"))
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    let mut comments = String::new();
    archive
        .by_name(&names[0])
        .unwrap()
        .read_to_string(&mut comments)
        .unwrap();
    for (id, text) in [(0, "一"), (1, "二")] {
        assert!(
            comments.contains(&format!("<w:comment w:id=\"{id}\"")),
            "{comments}"
        );
        assert!(comments.contains(&format!(">{text}<")), "{comments}");
    }
}

#[test]
fn every_other_part_is_left_as_it_was() {
    let draft = Draft::from_docx(document("<w:p><w:r><w:t>数</w:t></w:r></w:p>")).unwrap();
    let out = draft
        .annotate(&[(0..3, remark("x"))], Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(part(&out, "word/other.bin"), "untouched");
    assert!(part(&out, "[Content_Types].xml").contains("/word/yiben-comments0.xml"));
    assert!(part(&out, "word/_rels/document.xml.rels").contains("yiben-comments0.xml"));
    assert_eq!(
        out,
        draft
            .annotate(&[(0..3, remark("x"))], Timestamp::UNIX_EPOCH)
            .unwrap(),
        "same input, same bytes"
    );
}

#[test]
fn a_remark_outside_the_text_is_refused_and_named() {
    let draft = Draft::from_text("数字").unwrap();
    for (start, end) in [(0, 7), (1, 3), (3, 3), (6, 9)] {
        let error = draft
            .annotate(&[(start..end, remark("x"))], Timestamp::UNIX_EPOCH)
            .unwrap_err();
        assert!(
            matches!(
                error,
                Error::RemarkOutside {
                    index: 0,
                    length: 6,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.zh().contains("批注"));
    }
}

#[test]
fn what_is_no_word_document_is_refused_with_a_remedy() {
    for bytes in [b"".to_vec(), b"not a zip".to_vec(), document("<w:p>")] {
        let error = Draft::from_docx(bytes).unwrap_err();
        assert!(matches!(error, Error::NotDocx { .. }), "{error}");
        assert!(error.to_string().contains(".docx") && error.zh().contains(".docx"));
    }
}

#[test]
fn what_a_remark_says_cannot_become_markup() {
    let draft = Draft::from_text("数").unwrap();
    let evil = Remark {
        author: "\"><w:x/>".into(),
        text: "</w:t><w:evil/>".into(),
    };
    let out = draft.annotate(&[(0..3, evil)], Timestamp::UNIX_EPOCH).unwrap();
    let comments = part(&out, "word/yiben-comments0.xml");
    assert!(
        !comments.contains("<w:evil") && !comments.contains("<w:x/>"),
        "{comments}"
    );
}

proptest! {
    #[test]
    fn plain_text_comes_back_as_it_went_in(text in "[ -~\\u{4e00}-\\u{4e20}，。“”\\t\\n<&\\u{3000}]{0,60}") {
        let draft = Draft::from_text(&text).unwrap();
        prop_assert_eq!(draft.text(), text);
    }

    #[test]
    fn any_stretch_can_be_marked_and_the_text_stays(
        runs in prop::collection::vec("[a-c\\u{4e00}<&\\t\\n ]{1,6}", 1..6),
        from in 0usize..40,
        length in 1usize..40,
    ) {
        let body = Xml::piece(|x| {
            for (n, text) in runs.iter().enumerate() {
                x.element("w:p", &[], |x| {
                    for half in [text.as_str(), text.as_str()] {
                        let style = if n % 2 == 0 { crate::paper::Style::Plain } else { crate::paper::Style::Strong };
                        crate::docx::runs::text(x, &Run { style, ..Run::plain(half) });
                    }
                });
            }
        });
        let draft = Draft::from_docx(document(&body)).unwrap();
        let boundaries: Vec<usize> = draft.text().char_indices().map(|(at, _)| at).chain([draft.text().len()]).collect();
        let start = boundaries[from % (boundaries.len() - 1)];
        let end = boundaries[(from % (boundaries.len() - 1) + length).min(boundaries.len() - 1)];
        if draft.text()[start..end].chars().any(|c| c != '\n') {
            let out = draft.annotate(&[(start..end, remark("x"))], Timestamp::UNIX_EPOCH).unwrap();
            let again = Draft::from_docx(out.clone()).unwrap();
            prop_assert_eq!(again.text(), draft.text());
            let xml = part(&out, "word/document.xml");
            let (head, rest) = xml.split_once("<w:commentRangeStart").unwrap();
            let (inside, _) = rest.split_once("<w:commentRangeEnd").unwrap();
            // The marked stretch, read alone, is the one asked for, but for breaks between paragraphs.
            let alone = |xml: &str| text_of(xml).replace("&lt;", "<").replace("&amp;", "&");
            let bare = |text: &str| text.replace(['\n', '\t'], "");
            prop_assert_eq!(bare(&alone(head)), bare(&draft.text()[..start]));
            prop_assert_eq!(bare(&alone(inside)), bare(&draft.text()[start..end]));
        }
    }
}
