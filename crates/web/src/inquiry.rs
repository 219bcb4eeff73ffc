//! Questions after figures as addresses say them, for programs and people alike.

use crate::problem::Problem;
use axum::http::StatusCode;
use desk::{Ask, By};
use quantity::{Period, PeriodError};
use serde::Deserialize;
use standards::PlaceCode;

/// What a figure can be asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inquiry {
    pub(crate) period: Option<String>,
    #[serde(default)]
    pub(crate) place: Option<String>,
    #[serde(default)]
    pub(crate) by: Option<String>,
    /// `category:neighbour|family,risk:red`
    #[serde(default)]
    pub(crate) only: Option<String>,
    #[serde(default)]
    pub(crate) as_of: Option<u64>,
    #[serde(default)]
    pub(crate) compare: bool,
    #[serde(default)]
    pub(crate) after: Option<String>,
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

impl Inquiry {
    /// The question.
    ///
    /// # Errors
    /// When there is no period, or it or the place cannot be read.
    pub(crate) fn ask(&self, indicator: String) -> Result<Ask, Problem> {
        let wrong = |zh: String, en: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "period", zh, en);
        let text = self.period.as_deref().ok_or_else(|| {
            wrong(
                "请写明期间，如 period=2024-01/2024-11".to_owned(),
                "say which period, as in period=2024-01/2024-11".to_owned(),
            )
        })?;
        let period: Period = text
            .parse()
            .map_err(|error: PeriodError| wrong(error.zh(), error.to_string()))?;
        Ok(Ask {
            indicator,
            place: self.place.as_deref().map(place).transpose()?,
            period,
            by: breakdowns(self.by.as_deref().unwrap_or_default()),
            only: conditions(self.only.as_deref().unwrap_or_default()),
            as_of: self.as_of,
            compare: self.compare,
        })
    }
}

/// A place by its code.
///
/// # Errors
/// When the text is no code.
pub(crate) fn place(text: &str) -> Result<PlaceCode, Problem> {
    text.parse().map_err(|error: standards::PlaceCodeError| {
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "place",
            error.zh(),
            error.to_string(),
        )
    })
}

fn breakdowns(text: &str) -> Vec<By> {
    text.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(By::named)
        .collect()
}

fn conditions(text: &str) -> Vec<(String, Vec<String>)> {
    text.split(',')
        .filter_map(|part| part.split_once(':'))
        .map(|(name, values)| {
            let values = values.split('|').map(str::to_owned).collect();
            (name.trim().to_owned(), values)
        })
        .collect()
}

/// A question as the query of an address; read again it is the same question.
pub(crate) fn query(ask: &Ask) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("period", &ask.period.to_string());
    if let Some(place) = &ask.place {
        query.append_pair("place", place.as_str());
    }
    if !ask.by.is_empty() {
        let names: Vec<&str> = ask.by.iter().map(By::name).collect();
        query.append_pair("by", &names.join(","));
    }
    if !ask.only.is_empty() {
        let each = ask
            .only
            .iter()
            .map(|(name, values)| format!("{name}:{}", values.join("|")));
        query.append_pair("only", &each.collect::<Vec<_>>().join(","));
    }
    if let Some(seq) = ask.as_of {
        query.append_pair("as_of", &seq.to_string());
    }
    if ask.compare {
        query.append_pair("compare", "true");
    }
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_written_as_an_address_is_read_as_the_same_question() {
        let inquiry = Inquiry {
            period: Some("2024-01/2024-11".to_owned()),
            place: Some("330226105208".to_owned()),
            by: Some("place,category".to_owned()),
            only: Some("category:neighbour|family,risk:".to_owned()),
            as_of: Some(12),
            compare: true,
            ..Inquiry::default()
        };
        let ask = inquiry.ask("disputes.settled".to_owned()).unwrap();
        assert_eq!(ask.only[1], ("risk".to_owned(), vec![String::new()]));
        let written = query(&ask);
        let pairs: std::collections::HashMap<String, String> =
            form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        let again = Inquiry {
            period: pairs.get("period").cloned(),
            place: pairs.get("place").cloned(),
            by: pairs.get("by").cloned(),
            only: pairs.get("only").cloned(),
            as_of: pairs.get("as_of").and_then(|seq| seq.parse().ok()),
            compare: pairs.get("compare").is_some_and(|yes| yes == "true"),
            ..Inquiry::default()
        };
        let again = again.ask(ask.indicator.clone()).unwrap();
        assert_eq!(query(&again), written);
    }
}
