//! A checked text as a page: every figure marked by how it came out, with the reason beside it. The page stands alone;
//! it needs no other file.

use super::Check;
use super::mark::{MarkSort, Piece, pieces};
use pack::Lang;
use report::{Reading, Role};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The page. Links to figures begin with `figures`, such as `/indicators/`; without it there are none.
#[must_use]
pub fn page(reading: &Reading, check: &Check, figures: Option<&str>, lang: Lang) -> String {
    let marks = check.marks();
    let (html_lang, title) = match lang {
        Lang::Zh => ("zh-CN", "报告核对"),
        Lang::En => ("en", "Report check"),
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{html_lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><header><h1>{title}</h1>{}</header><main>\n",
        summary(check, lang)
    );
    for block in reading.document.blocks() {
        let tag = match block.role {
            Role::Heading(_) => "h2",
            _ => "p",
        };
        let _ = write!(page, "<{tag}>");
        for piece in pieces(reading.document.text(), &block.bytes, &marks) {
            page.push_str(&marked(&piece, figures, lang));
        }
        let _ = writeln!(page, "</{tag}>");
    }
    page.push_str("</main></body></html>\n");
    page
}

fn summary(check: &Check, lang: Lang) -> String {
    let tally = check.tally;
    let counts = [
        (MarkSort::Differs, tally.differs),
        (MarkSort::Stale, tally.stale),
        (MarkSort::NoSource, tally.no_source),
        (MarkSort::Agrees, tally.agrees),
        (MarkSort::Contradicts, check.contradictions.len()),
    ];
    let mut html = String::from("<ul>");
    for (sort, count) in counts {
        let title = sort.title();
        let _ = write!(
            html,
            "<li class=\"{}\">{} {count}</li>",
            sort.class(),
            title.get(lang)
        );
    }
    let as_of = match lang {
        Lang::Zh => "流水号",
        Lang::En => "journal entry",
    };
    let _ = write!(html, "<li>{as_of} {}</li></ul>", check.as_of);
    html
}

/// A piece of the text; a figure with several notes is marked once, by the gravest.
fn marked(piece: &Piece<'_, '_>, figures: Option<&str>, lang: Lang) -> String {
    let words = escaped(piece.text);
    let Some(gravest) = piece.gravest() else {
        return words;
    };
    let words = match figures.zip(piece.figure()) {
        Some((base, figure)) => {
            let address = escaped(&format!("{base}{}?{}", figure.indicator, figure.query()));
            format!("<a href=\"{address}\">{words}</a>")
        }
        None => words,
    };
    let notes: Vec<String> = piece
        .marks
        .iter()
        .map(|mark| format!("{}：{}", mark.sort.title().get(lang), mark.note.get(lang)))
        .collect();
    let notes = escaped(&notes.join("；"));
    let shown = if gravest == MarkSort::Agrees {
        String::new()
    } else {
        format!("<small>{notes}</small>")
    };
    let class = gravest.class();
    format!("<mark class=\"{class}\" title=\"{notes}\">{words}</mark>{shown}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
