//! Notes on cells (批注): their texts in one part, their boxes in a drawing, both tied to the sheet.

use super::{
    FillError,
    form::FormSheet,
    package::{Changes, insert},
    patch::Patch,
    typed::escaped,
};
use crate::{
    grid::At,
    ooxml::{
        package::Package,
        workbook::{Relation, relations, relations_part},
    },
};

/// A note on a cell.
pub(super) struct Note {
    pub(super) at: At,
    pub(super) text: String,
}

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The start of a drawing of boxes for notes.
const DRAWING: &str = r##"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>"##;

/// The kind of shape that boxes of notes are.
const SHAPE_TYPE: &str = r#"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#;

/// Adds notes to a sheet; tells the cells that had notes already, which are kept.
pub(super) fn add(
    package: &mut Package<'_>,
    changes: &mut Changes,
    patch: &mut Patch,
    sheet: &FormSheet,
    notes: &[Note],
    author: &str,
) -> Result<Vec<At>, FillError> {
    let related = relations(package, &sheet.entry.part)?;
    let texts = related
        .iter()
        .find(|relation| relation.kind == "comments" && !relation.outside);
    let (part, old) = match texts {
        Some(relation) => (relation.target.clone(), changes.text(package, &relation.target)?),
        None => (changes.free_name(package, "xl/comments", ".xml"), empty_texts()),
    };
    let (kept, new): (Vec<&Note>, Vec<&Note>) = notes
        .iter()
        .partition(|note| old.contains(&format!("ref=\"{}\"", note.at)));
    if !new.is_empty() {
        changes.put(&part, with_texts(&old, &new, author));
        if texts.is_none() {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
            changes.tell_type(package, "Override", ("PartName", &format!("/{part}")), kind)?;
            relate(package, changes, &sheet.entry.part, "comments", &part)?;
        }
        add_boxes(package, changes, patch, sheet, &related, &new)?;
    }
    Ok(kept.into_iter().map(|note| note.at).collect())
}

fn empty_texts() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{SPREADSHEET}\"><authors></authors><commentList></commentList></comments>"
    )
}

/// The part of texts with more of them, signed.
fn with_texts(old: &str, notes: &[&Note], author: &str) -> String {
    let prefix = old
        .find("commentList")
        .and_then(|at| old.get(..at)?.rsplit_once('<'))
        .map_or("", |(_, prefix)| prefix.trim_start_matches('/'));
    let number = old.matches(&format!("<{prefix}author>")).count()
        + old.matches(&format!("<{prefix}author/>")).count();
    let signed = format!("<{prefix}author>{}</{prefix}author>", escaped(author));
    let text = |note: &&Note| {
        format!(
            "<{prefix}comment ref=\"{}\" authorId=\"{number}\"><{prefix}text><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}text></{prefix}comment>",
            note.at,
            escaped(&note.text)
        )
    };
    let texts: String = notes.iter().map(text).collect();
    let with = within(old, &format!("{prefix}commentList"), &texts);
    within(&with, &format!("{prefix}authors"), &signed)
}

/// A text with more at the end of an element, which may have been empty.
fn within(text: &str, element: &str, more: &str) -> String {
    if let Some(at) = text.rfind(&format!("</{element}>")) {
        return insert(text, at, more);
    }
    text.replacen(
        &format!("<{element}/>"),
        &format!("<{element}>{more}</{element}>"),
        1,
    )
}

/// Ties a part to another and tells the name of the tie.
fn relate(
    package: &mut Package<'_>,
    changes: &mut Changes,
    from: &str,
    kind: &str,
    to: &str,
) -> Result<String, FillError> {
    let part = relations_part(from);
    let mut text = changes.text(package, &part)?;
    if text.is_empty() {
        text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE}\"></Relationships>"
        );
    }
    let mut number = 1_u32;
    while text.contains(&format!("\"rIdNote{number}\"")) {
        number += 1;
    }
    let id = format!("rIdNote{number}");
    let new = format!("<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/{kind}\" Target=\"/{to}\"/>");
    changes.put(&part, within(&text, "Relationships", &new));
    Ok(id)
}

/// Adds the boxes in which notes are shown.
fn add_boxes(
    package: &mut Package<'_>,
    changes: &mut Changes,
    patch: &mut Patch,
    sheet: &FormSheet,
    related: &[Relation],
    notes: &[&Note],
) -> Result<(), FillError> {
    let drawing = sheet.scan.notes_drawing.as_ref();
    let known = drawing.and_then(|id| {
        related
            .iter()
            .find(|relation| relation.id == *id && !relation.outside)
    });
    let (part, old) = match known {
        Some(relation) => (relation.target.clone(), changes.text(package, &relation.target)?),
        None => (
            changes.free_name(package, "xl/drawings/vmlDrawing", ".vml"),
            format!("{DRAWING}</xml>"),
        ),
    };
    changes.put(&part, with_boxes(&old, notes));
    if known.is_none() {
        let kind = "application/vnd.openxmlformats-officedocument.vmlDrawing";
        changes.tell_type(package, "Default", ("Extension", "vml"), kind)?;
        let id = relate(package, changes, &sheet.entry.part, "vmlDrawing", &part)?;
        let prefix = &sheet.scan.prefix;
        let element = format!("<{prefix}legacyDrawing xmlns:r=\"{RELATIONSHIPS}\" r:id=\"{id}\"/>");
        patch.replace(sheet.scan.notes_drawing_at..sheet.scan.notes_drawing_at, element);
    }
    Ok(())
}

fn with_boxes(old: &str, notes: &[&Note]) -> String {
    let mut shapes = String::new();
    if !old.contains("id=\"_x0000_t202\"") {
        shapes.push_str(SHAPE_TYPE);
    }
    let last = old.split("_x0000_s").skip(1).filter_map(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest.get(..digits)?.parse::<u32>().ok()
    });
    let mut number = last.max().unwrap_or(1_024);
    for note in notes {
        number += 1;
        shapes.push_str(&a_box(number, note.at));
    }
    within(old, "xml", &shapes)
}

/// A box beside its cell, hidden until one points at the cell.
fn a_box(number: u32, at: At) -> String {
    let (left, top) = (u32::from(at.column) + 1, at.row.saturating_sub(1));
    format!(
        "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:180pt;height:72pt;z-index:{number};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"/><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {}, 31, {}, 1</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        left + 3,
        top + 5,
        at.row,
        at.column
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_added_beside_those_that_are_there() {
        let old = r#"<x:comments><x:authors><x:author>县局</x:author></x:authors><x:commentList><x:comment ref="A1" authorId="0"/></x:commentList></x:comments>"#;
        let note = Note {
            at: "B2".parse().unwrap(),
            text: "来源：<台账>".to_owned(),
        };
        let new = with_texts(old, &[&note], "一本账");
        assert!(new.contains("<x:author>县局</x:author><x:author>一本账</x:author>"));
        assert!(new.contains("<x:comment ref=\"B2\" authorId=\"1\">") && new.contains("来源：&lt;台账&gt;"));
        let first = with_texts(&empty_texts(), &[&note], "一本账");
        assert!(first.contains("<comment ref=\"B2\" authorId=\"0\">"));
    }

    #[test]
    fn boxes_are_numbered_on_from_those_that_are_there() {
        let note = Note {
            at: "B2".parse().unwrap(),
            text: String::new(),
        };
        let drawing = with_boxes(
            &format!("{DRAWING}<v:shape id=\"_x0000_s2050\"/></xml>"),
            &[&note],
        );
        assert!(drawing.contains("_x0000_s2051") && drawing.ends_with("</v:shape></xml>"));
        assert!(drawing.contains("<x:Row>1</x:Row><x:Column>1</x:Column>"));
    }
}
