//! Reading a table of places, and finding all that is wrong with it.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Place, PlaceTreeError, PlaceTreeProblem};
use crate::{PlaceCode, Position, division};

/// The columns with their headings in English and Chinese.
const COLUMNS: [(&str, &str); 8] = [
    ("code", "代码"),
    ("name", "名称"),
    ("english", "英文名"),
    ("from", "启用"),
    ("until", "停用"),
    ("merged_into", "并入"),
    ("longitude", "经度"),
    ("latitude", "纬度"),
];

/// The places of a CSV in order, or all its mistakes.
pub(super) fn read(text: &str) -> Result<Vec<Place>, Vec<PlaceTreeError>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns =
        columns(reader.headers().cloned()).map_err(|problem| vec![PlaceTreeError { line: 1, problem }])?;
    let mut places = Vec::new();
    let mut errors = Vec::new();
    for record in reader.records() {
        let line = match &record {
            Ok(record) => record.position().map_or(0, csv::Position::line),
            Err(error) => error.position().map_or(0, csv::Position::line),
        };
        match record
            .map_err(|error| not_csv(&error))
            .and_then(|record| place(&record, &columns))
        {
            Ok(place) => places.push((line, place)),
            Err(problem) => errors.push(PlaceTreeError { line, problem }),
        }
    }
    places.sort_by_key(|(_, place)| (place.code, place.from));
    // Lines that could not be read would only be missed by the others.
    if errors.is_empty() {
        errors = mistakes(&places);
    }
    errors.sort_by_key(|error| error.line);
    if errors.is_empty() {
        Ok(places.into_iter().map(|(_, place)| place).collect())
    } else {
        Err(errors)
    }
}

/// The places as CSV, with all columns.
pub(super) fn write(places: &[Place]) -> String {
    let mut text = COLUMNS.map(|(heading, _)| heading).join(",") + "\n";
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let degrees = |degrees: Option<f64>| degrees.map(|degrees| degrees.to_string()).unwrap_or_default();
    for place in places {
        let fields = [
            place.code.to_string(),
            place.name.clone(),
            place.english.clone().unwrap_or_default(),
            day(place.from),
            day(place.until),
            place.merged_into.map(|code| code.to_string()).unwrap_or_default(),
            degrees(place.position.map(Position::longitude)),
            degrees(place.position.map(Position::latitude)),
        ];
        text += &fields.map(quoted).join(",");
        text.push('\n');
    }
    text
}

fn quoted(field: String) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

fn not_csv(error: &csv::Error) -> PlaceTreeProblem {
    PlaceTreeProblem::Csv(error.to_string().chars().take(120).collect())
}

/// Where each column stands in the records.
fn columns(
    headings: Result<csv::StringRecord, csv::Error>,
) -> Result<HashMap<&'static str, usize>, PlaceTreeProblem> {
    let mut columns = HashMap::new();
    for (at, heading) in headings.map_err(|error| not_csv(&error))?.iter().enumerate() {
        let wrong = || PlaceTreeProblem::Heading(heading.chars().take(24).collect());
        let same = |&&(english, chinese): &&(&str, &str)| {
            heading.eq_ignore_ascii_case(english) || heading == chinese
        };
        let &(column, _) = COLUMNS.iter().find(same).ok_or_else(wrong)?;
        if columns.insert(column, at).is_some() {
            return Err(wrong());
        }
    }
    for needed in ["code", "name"] {
        if !columns.contains_key(needed) {
            return Err(PlaceTreeProblem::Heading(needed.to_owned()));
        }
    }
    Ok(columns)
}

fn place(record: &csv::StringRecord, columns: &HashMap<&str, usize>) -> Result<Place, PlaceTreeProblem> {
    let field = |column| {
        columns
            .get(column)
            .and_then(|&at| record.get(at))
            .filter(|field| !field.is_empty())
    };
    let code = |text: &str| text.parse::<PlaceCode>().map_err(PlaceTreeProblem::Code);
    let day = |text: &str| {
        text.parse::<Date>()
            .map_err(|_| PlaceTreeProblem::Date(text.chars().take(24).collect()))
    };
    let own = code(field("code").unwrap_or_default())?;
    Ok(Place {
        code: own,
        name: field("name").ok_or(PlaceTreeProblem::Name(own))?.to_owned(),
        english: field("english").map(str::to_owned),
        from: field("from").map(day).transpose()?,
        until: field("until").map(day).transpose()?,
        merged_into: field("merged_into").map(code).transpose()?,
        position: position(field("longitude"), field("latitude"))?,
    })
}

/// Where a place lies; both degrees or neither.
fn position(longitude: Option<&str>, latitude: Option<&str>) -> Result<Option<Position>, PlaceTreeProblem> {
    if longitude.or(latitude).is_none() {
        return Ok(None);
    }
    let degrees = |text: Option<&str>| text?.parse::<f64>().ok();
    degrees(longitude)
        .zip(degrees(latitude))
        .and_then(|(longitude, latitude)| Position::new(longitude, latitude).ok())
        .map(Some)
        .ok_or_else(|| {
            let told = [longitude, latitude].map(Option::unwrap_or_default).join(",");
            PlaceTreeProblem::Degrees(told.chars().take(48).collect())
        })
}

/// What is wrong with places that can each be read, given in order.
pub(super) fn mistakes(places: &[(u64, Place)]) -> Vec<PlaceTreeError> {
    let mut known: HashMap<PlaceCode, Vec<&Place>> = HashMap::new();
    let mut errors = Vec::new();
    for (line, place) in places {
        let earlier = known.entry(place.code).or_default();
        let problem = mistake(place, earlier.last().copied());
        errors.extend(problem.map(|problem| PlaceTreeError { line: *line, problem }));
        earlier.push(place);
    }
    for (line, place) in places {
        let problem = lost_parent(place, &known).or_else(|| lost_successor(place, &known));
        errors.extend(problem.map(|problem| PlaceTreeError { line: *line, problem }));
    }
    errors
}

/// What is wrong with a place by itself and after the period before.
fn mistake(place: &Place, earlier: Option<&Place>) -> Option<PlaceTreeProblem> {
    let code = place.code;
    if let (Some(from), Some(until)) = (place.from, place.until)
        && until < from
    {
        return Some(PlaceTreeProblem::Period { code, from, until });
    }
    if place.merged_into.is_some() && place.until.is_none() {
        return Some(PlaceTreeProblem::StillStands(code));
    }
    // Periods come in order of their first day, so each need only be held against the one before.
    let follows =
        |earlier: &Place| matches!((earlier.until, place.from), (Some(until), Some(from)) if until < from);
    (!earlier.is_none_or(follows)).then_some(PlaceTreeProblem::Overlap(code))
}

fn lost_parent(place: &Place, known: &HashMap<PlaceCode, Vec<&Place>>) -> Option<PlaceTreeProblem> {
    let parent = place.code.parent()?;
    let found = known.contains_key(&parent) || division::name(parent).is_some();
    (!found).then_some(PlaceTreeProblem::Parent {
        code: place.code,
        parent,
    })
}

/// A merger into a place that should be in the table and is not there on the day.
fn lost_successor(place: &Place, known: &HashMap<PlaceCode, Vec<&Place>>) -> Option<PlaceTreeProblem> {
    let (into, until) = (place.merged_into?, place.until?);
    let day = until.tomorrow().unwrap_or(until);
    let found = match known.get(&into) {
        Some(periods) => into != place.code && periods.iter().any(|period| period.stands(day)),
        // A place of a town that is not in the table cannot be checked; one within a place of the table should be there.
        None => !into.ancestors().any(|above| known.contains_key(&above)),
    };
    (!found).then_some(PlaceTreeProblem::Successor {
        code: place.code,
        into,
        day,
    })
}
