//! A report that is being written, looked through: composed as it would be told now, its bound figures found again in the
//! text, and every other number held against the records.

use super::{ComposeAsk, Composed};
use crate::claims::{Check, CheckAsk, FigureAt, Mark, MarkSort, tally};
use crate::error::DeskError;
use crate::seat::Seat;
use pack::Text;
use report::{Document, Options, Reading, read};
use std::ops::Range;

/// A report looked through.
#[derive(Clone, Debug)]
pub struct Review {
    /// As it would be told now.
    pub composed: Composed,
    /// Its text taken apart.
    pub reading: Reading,
    /// The numbers that no record put there, held against the records.
    pub check: Check,
    /// What is to be said of stretches of the text, in order.
    pub marks: Vec<Mark>,
}

impl Seat {
    /// Composes a report and holds what it says besides bound figures against the records. `year` is the one it looks
    /// back on, where it is known.
    ///
    /// # Errors
    /// As for [`Seat::compose`].
    pub fn review(&self, template: &str, year: Option<i16>, ask: &ComposeAsk) -> Result<Review, DeskError> {
        let composed = self.compose(template, ask)?;
        let (text, bound) = laid_open(&composed.markdown);
        let reading = read(Document::markdown(&text), &Options { year });
        let bound = found_again(&reading.document, bound);
        let mut check = self.check_report(
            &reading,
            &CheckAsk {
                place: ask.place,
                as_of: ask.as_of,
            },
        )?;
        // What the records themselves said needs no checking against them.
        let is_bound = |bytes: &Range<usize>| {
            let overlaps = |mark: &&Mark| mark.bytes.start < bytes.end && bytes.start < mark.bytes.end;
            bound.iter().any(|mark| overlaps(&mark))
        };
        check.claims.retain(|claim| !is_bound(&claim.bytes));
        check
            .contradictions
            .retain(|found| !found.bytes.iter().all(is_bound));
        check.tally = tally(&check.claims);
        let mut marks = bound;
        marks.extend(check.marks());
        marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end));
        Ok(Review {
            composed,
            reading,
            check,
            marks,
        })
    }
}

impl Composed {
    /// The text taken apart, with marks where bound figures stand.
    #[must_use]
    pub fn marked(&self) -> (Document, Vec<Mark>) {
        let (text, bound) = laid_open(&self.markdown);
        let document = Document::markdown(&text);
        let marks = found_again(&document, bound);
        (document, marks)
    }
}

/// A bound figure by the characters at which it stands.
struct Bound {
    characters: Range<usize>,
    figure: FigureAt,
}

/// The body with every link to a figure replaced by its words, and where these stand.
fn laid_open(markdown: &str) -> (String, Vec<Bound>) {
    const LINK: &str = "](fig:";
    let mut rest = body(markdown);
    let (mut text, mut characters, mut bound) = (String::with_capacity(rest.len()), 0, Vec::new());
    let mut put = |text: &mut String, words: &str| {
        let from = characters;
        text.push_str(words);
        characters += words.chars().count();
        from..characters
    };
    while let Some((before, behind)) = rest.split_once(LINK) {
        let Some(((before, words), (address, behind))) = before.rsplit_once('[').zip(behind.split_once(')'))
        else {
            break;
        };
        put(&mut text, before);
        let characters = put(&mut text, words);
        bound.push(Bound {
            characters,
            figure: figure_at(address),
        });
        rest = behind;
    }
    put(&mut text, rest);
    (text, bound)
}

/// What stands below the head of a paper.
fn body(markdown: &str) -> &str {
    markdown
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(markdown, |(_, body)| body)
}

fn figure_at(address: &str) -> FigureAt {
    let (indicator, query) = address.split_once('?').unwrap_or((address, ""));
    let part = |name: &str| {
        let parts = query.split('&').filter_map(|part| part.split_once('='));
        parts
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
            .next()
            .unwrap_or_default()
    };
    FigureAt {
        indicator: indicator.to_owned(),
        period: part("period"),
        place: part("place"),
    }
}

/// Where bound figures stand in the text that was taken out of the Markdown.
fn found_again(document: &Document, bound: Vec<Bound>) -> Vec<Mark> {
    let characters = document.text().char_indices().enumerate();
    // Line ends between blocks stand in no file.
    let placed: Vec<(usize, Range<usize>)> = characters
        .filter(|(_, (_, each))| *each != '\n')
        .map(|(number, (at, each))| {
            let file = document.in_file(number..number + 1).start;
            (file, at..at + each.len_utf8())
        })
        .collect();
    let before = |place: usize| placed.partition_point(|(file, _)| *file < place);
    let marks = bound.into_iter().filter_map(|figure| {
        let (from, to) = (before(figure.characters.start), before(figure.characters.end));
        let inside = placed.get(from..to)?;
        let (first, last) = inside.first().zip(inside.last())?;
        Some(Mark {
            bytes: first.1.start..last.1.end,
            sort: MarkSort::Bound,
            note: Text {
                zh: "由台账得出".to_owned(),
                en: "told by the records".to_owned(),
            },
            figure: Some(figure.figure),
        })
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bound_figures_are_found_again_in_paragraphs_lists_and_tables() {
        let markdown = "---\n署名: 镇\n---\n# 报告\n\n化解**纠纷**[545件](fig:disputes.settled?period=2024&place=330226105)，近五百件。\n\n\
                        - 收到[3件](fig:proposals.received?period=2024&place=330226105)\n\n\
                        | 月 | 数 |\n|---|---:|\n| 1月 | [41](fig:disputes.settled?period=2024-01&place=330226105) |\n";
        let (text, bound) = laid_open(markdown);
        let document = Document::markdown(&text);
        let marks = found_again(&document, bound);
        let told: Vec<(&str, String)> = marks
            .iter()
            .map(|mark| {
                let figure = mark.figure.as_ref().unwrap();
                let words = &document.text()[mark.bytes.clone()];
                (words, format!("{}?{}", figure.indicator, figure.query()))
            })
            .collect();
        let of = |words, address: &str| (words, format!("{address}&place=330226105"));
        assert_eq!(
            told,
            [
                of("545件", "disputes.settled?period=2024"),
                of("3件", "proposals.received?period=2024"),
                of("41", "disputes.settled?period=2024-01"),
            ]
        );
    }
}
