//! A checked text as a page: every figure marked by how it came out, with the reason beside it. The page stands alone;
//! it needs no other file.

use super::{Check, Verdict};
use pack::Lang;
use report::{Reading, Role};
use std::fmt::Write as _;
use std::ops::Range;

const STYLE: &str = include_str!("page.css");

/// A mark to be set in the text.
struct Mark {
    bytes: Range<usize>,
    class: &'static str,
    note: String,
    link: Option<String>,
}

/// The page. Links to figures begin with `figures`, such as `/indicators/`; without it there are none.
#[must_use]
pub fn page(reading: &Reading, check: &Check, figures: Option<&str>, lang: Lang) -> String {
    let mut marks: Vec<Mark> = check
        .claims
        .iter()
        .map(|claim| Mark {
            bytes: claim.bytes.clone(),
            class: class(claim.verdict),
            note: format!("{}：{}", claim.verdict.title().get(lang), claim.note.get(lang)),
            link: figures.zip(claim.indicator.as_ref()).map(|(base, name)| {
                let period = claim.period.as_deref().unwrap_or_default();
                format!("{base}{name}?period={period}&place={}", claim.place)
            }),
        })
        .collect();
    for contradiction in &check.contradictions {
        marks.extend(contradiction.bytes.iter().map(|bytes| Mark {
            bytes: bytes.clone(),
            class: "contradicts",
            note: contradiction.message.get(lang).to_owned(),
            link: None,
        }));
    }
    marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end));
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
        let _ = writeln!(page, "<{tag}>{}</{tag}>", marked(reading, &block.bytes, &marks));
    }
    page.push_str("</main></body></html>\n");
    page
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agrees => "agrees",
        Verdict::Differs => "differs",
        Verdict::NoSource => "no-source",
        Verdict::Stale => "stale",
    }
}

fn summary(check: &Check, lang: Lang) -> String {
    let tally = check.tally;
    let counts = [
        (Verdict::Differs, tally.differs),
        (Verdict::Stale, tally.stale),
        (Verdict::NoSource, tally.no_source),
        (Verdict::Agrees, tally.agrees),
    ];
    let mut html = String::from("<ul>");
    for (verdict, count) in counts {
        let title = verdict.title();
        let _ = write!(
            html,
            "<li class=\"{}\">{} {count}</li>",
            class(verdict),
            title.get(lang)
        );
    }
    let (contradicts, as_of) = match lang {
        Lang::Zh => ("自相矛盾", "流水号"),
        Lang::En => ("contradicts itself", "journal entry"),
    };
    let _ = write!(
        html,
        "<li class=\"contradicts\">{contradicts} {}</li><li>{as_of} {}</li></ul>",
        check.contradictions.len(),
        check.as_of
    );
    html
}

/// A stretch of the text with its marks; a figure with several notes is marked once, by the gravest.
fn marked(reading: &Reading, bytes: &Range<usize>, marks: &[Mark]) -> String {
    let text = reading.document.text();
    let mut html = String::new();
    let mut at = bytes.start;
    let inside: Vec<&Mark> = marks
        .iter()
        .filter(|mark| bytes.start <= mark.bytes.start && mark.bytes.end <= bytes.end)
        .collect();
    for mark in &inside {
        if mark.bytes.start < at {
            continue;
        }
        let here: Vec<&&Mark> = inside
            .iter()
            .filter(|other| other.bytes.start == mark.bytes.start)
            .collect();
        let gravest = here
            .iter()
            .max_by_key(|mark| {
                ["agrees", "no-source", "stale", "differs", "contradicts"]
                    .iter()
                    .position(|class| *class == mark.class)
            })
            .map_or(mark.class, |mark| mark.class);
        let notes: Vec<&str> = here.iter().map(|mark| &*mark.note).collect();
        html.push_str(&escaped(text.get(at..mark.bytes.start).unwrap_or_default()));
        let figure = escaped(text.get(mark.bytes.clone()).unwrap_or_default());
        let figure = match here.iter().find_map(|mark| mark.link.as_deref()) {
            Some(link) => format!("<a href=\"{}\">{figure}</a>", escaped(link)),
            None => figure,
        };
        let notes = escaped(&notes.join("；"));
        let shown = if gravest == "agrees" {
            String::new()
        } else {
            format!("<small>{notes}</small>")
        };
        let _ = write!(
            html,
            "<mark class=\"{gravest}\" title=\"{notes}\">{figure}</mark>{shown}"
        );
        at = mark.bytes.end;
    }
    html.push_str(&escaped(text.get(at..bytes.end).unwrap_or_default()));
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
