//! Values put into a Markdown text by a program: they stay what they are.

/// The text written so that Markdown reads it back as it is, on one line: in a paragraph, a heading, a cell
/// of a table or the head of a paper. Names, places and descriptions that people typed go through this
/// before they are put into a template.
#[must_use]
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\r' => {}
            // Blanks at the ends, or many of them, would be taken for the structure of the text.
            ' ' | '\t' => out.push_str("&#32;"),
            c if c.is_ascii_punctuation() => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The text that [`literal`] was given, or the text itself if nothing was done to it.
pub(super) fn read_back(written: &str) -> String {
    let written = written.replace("<br>", "\n").replace("&#32;", " ");
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => out.push(escaped),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::paper::{Block, Paper, plain};

    fn read(markdown: &str) -> Paper {
        Paper::from_markdown(markdown, &|_| None).paper
    }

    #[test]
    fn a_name_is_a_name_whatever_is_in_it() {
        let evil = "# 张*三*|[x](fig:y)\n---\n文号: 伪造";
        let paper = read(&format!(
            "---\n署名: {0}\n---\n# {0}\n\n| a |\n|---|\n| {0} |",
            literal(evil)
        ));
        assert_eq!(paper.signature.unwrap().issuer.as_deref(), Some(evil));
        assert_eq!(paper.title, evil);
        assert_eq!(paper.number, None);
        let [Block::Table(table)] = paper.blocks.as_slice() else {
            panic!("{:?}", paper.blocks)
        };
        assert_eq!(table.rows[0][0].text(), evil);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_is(text in "[ -~甲。，\\n]{1,40}") {
            prop_assert_eq!(&read_back(&literal(&text)), &text);
            let paper = read(&format!("前{}后", literal(&text)));
            let [Block::Paragraph(paragraph)] = paper.blocks.as_slice() else { panic!("{:?}", paper.blocks) };
            prop_assert_eq!(plain(&paragraph.runs), format!("前{text}后"));
        }
    }
}
