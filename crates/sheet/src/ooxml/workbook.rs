//! The workbook part: which sheets there are, where their parts lie, and what else hangs on them.

use quick_xml::events::{BytesStart, Event};

use super::{
    package::Package,
    xml::{attribute, raw_attribute, says_yes},
};
use crate::{
    grid::Epoch,
    read::{Limits, Measure, ReadError},
};

/// What the workbook part says.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// The workbook part's own name.
    pub(crate) part: String,
    pub(crate) sheets: Vec<SheetEntry>,
    pub(crate) epoch: Epoch,
    /// The part with the shared strings.
    pub(crate) strings: Option<String>,
    /// The part with the styles.
    pub(crate) styles: Option<String>,
    /// The files outside that formulas look into.
    pub(crate) outside: Vec<String>,
    /// Names defined for ranges and formulas: name and formula.
    pub(crate) defined: Vec<(String, String)>,
}

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SheetEntry {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) part: String,
}

/// One relationship of a part to another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type, such as `worksheet`: the strict and the transitional form of the standard share it.
    pub(crate) kind: String,
    /// The part's name, or the address outside.
    pub(crate) target: String,
    pub(crate) outside: bool,
}

/// Reads what the workbook says.
pub(crate) fn contents(package: &mut Package<'_>, limits: &Limits) -> Result<Contents, ReadError> {
    let roots = relations(package, "")?;
    let part = roots
        .into_iter()
        .find(|relation| relation.kind == "officeDocument" && !relation.outside)
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let related = relations(package, &part)?;
    let target = |kind: &str| {
        let found = related
            .iter()
            .find(|relation| relation.kind == kind && !relation.outside);
        found.map(|relation| relation.target.clone())
    };
    let mut contents = Contents {
        strings: target("sharedStrings"),
        styles: target("styles"),
        part: part.clone(),
        ..Contents::default()
    };
    let Some(mut xml) = package.xml(&part)? else {
        return Err(ReadError::NotASpreadsheet);
    };
    let mut name = None;
    loop {
        match xml.next()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "workbookPr" if says_yes(raw_attribute(&element, "date1904")) => {
                    contents.epoch = Epoch::Y1904;
                }
                "sheet" => contents.sheets.extend(entry(&element, &related)),
                "definedName" => name = attribute(&element, "name").map(|name| (name, String::new())),
                _ => {}
            },
            Event::Text(text) => {
                if let Some((_, formula)) = &mut name {
                    formula.push_str(&text.xml10_content());
                }
            }
            Event::End(element) if element.local_name().as_ref() == "definedName" => {
                contents.defined.extend(name.take());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    drop(xml);
    Limits::check(Measure::Sheets, contents.sheets.len() as u64, limits.sheets)?;
    for relation in related
        .iter()
        .filter(|relation| relation.kind == "externalLink" && !relation.outside)
    {
        let links = relations(package, &relation.target)?;
        contents.outside.extend(
            links
                .into_iter()
                .filter(|link| link.outside)
                .map(|link| link.target),
        );
    }
    Ok(contents)
}

/// A sheet of the list; chart sheets and macro sheets hold no cells and are left out.
fn entry(element: &BytesStart<'_>, related: &[Relation]) -> Option<SheetEntry> {
    let id = attribute(element, "id").filter(|_| raw_attribute(element, "sheetId").is_some())?;
    let relation = related.iter().find(|relation| relation.id == id)?;
    (relation.kind == "worksheet" && !relation.outside).then(|| SheetEntry {
        name: attribute(element, "name").unwrap_or_default(),
        hidden: matches!(raw_attribute(element, "state"), Some("hidden" | "veryHidden")),
        part: relation.target.clone(),
    })
}

/// The relationships of a part (of the package itself for the empty name).
pub(crate) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, ReadError> {
    let mut found = Vec::new();
    let Some(mut xml) = package.xml(&relations_part(part))? else {
        return Ok(found);
    };
    loop {
        match xml.next()? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "Relationship" =>
            {
                let (Some(id), Some(target)) = (attribute(&element, "Id"), attribute(&element, "Target"))
                else {
                    continue;
                };
                let outside = raw_attribute(&element, "TargetMode") == Some("External");
                let kind = raw_attribute(&element, "Type").unwrap_or_default();
                found.push(Relation {
                    id,
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if outside { target } else { resolve(part, &target) },
                    outside,
                });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// The name of the part that holds a part's relationships.
pub(crate) fn relations_part(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that a target named from within a part stands for. Names never leave the package.
fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => part
            .split('/')
            .rev()
            .skip(1)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_within_the_package() {
        assert_eq!(
            resolve("xl/workbook.xml", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl/workbook.xml", "/xl/worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl/worksheets/sheet1.xml", "../comments1.xml"),
            "xl/comments1.xml"
        );
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolve("xl/workbook.xml", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolve("xl/workbook.xml", "..\\..\\x.xml"), "x.xml");
        assert_eq!(relations_part("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(relations_part(""), "_rels/.rels");
    }
}
