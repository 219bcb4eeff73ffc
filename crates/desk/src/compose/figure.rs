//! What a template may call: `fig`, `value`, `table`, `chart` and `fixed`.

use super::style::{self, Style};
use super::{BOUND, BoundFigure, locked};
use crate::figures::{Ask, By, FigureTable};
use crate::seat::Seat;
use chart::{Chart, Form, Ink, Series};
use ledger::Seq;
use minijinja::value::{Kwargs, Value};
use minijinja::{Environment, Error, ErrorKind};
use quantity::Period;
use rust_decimal::Decimal;
use standards::PlaceCode;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Most figures that one composition asks for.
const MOST: usize = 2_000;

/// The figures of one composition, and what was told of them.
pub(super) struct Figures {
    seat: Arc<Seat>,
    place: PlaceCode,
    as_of: Seq,
    asked: usize,
    told: Told,
}

/// What was told.
#[derive(Default)]
pub(super) struct Told {
    pub(super) figures: Vec<BoundFigure>,
    pub(super) charts: BTreeMap<String, String>,
}

impl Figures {
    pub(super) fn new(seat: Seat, place: PlaceCode, as_of: Seq) -> Self {
        Figures {
            seat: Arc::new(seat),
            place,
            as_of,
            asked: 0,
            told: Told::default(),
        }
    }

    /// The same figures, for a rendering that is not kept.
    pub(super) fn silent(&self) -> Self {
        Figures {
            seat: Arc::clone(&self.seat),
            place: self.place,
            as_of: self.as_of,
            asked: 0,
            told: Told::default(),
        }
    }

    pub(super) fn told(&mut self) -> &mut Told {
        &mut self.told
    }

    /// Names that a template may use besides functions.
    pub(super) fn context(&self) -> Value {
        let places = self.seat.desk().places();
        let today = self.seat.desk().now().date();
        let name = |code| places.name(code, today).unwrap_or_default().to_owned();
        let town = self.seat.desk().town().code;
        minijinja::context! { town => name(town), place => name(self.place), today => today.to_string() }
    }

    fn ask(
        &mut self,
        name: &str,
        period: &str,
        options: &Options,
        by: Vec<By>,
        compare: bool,
    ) -> Result<FigureTable, Error> {
        self.asked += 1;
        if self.asked > MOST {
            return Err(wrong(format!("一份报告最多取 {MOST} 个数，请分成几份")));
        }
        let period: Period = period
            .parse()
            .map_err(|error: quantity::PeriodError| wrong(error.zh()))?;
        self.seat
            .figures(&Ask {
                indicator: name.to_owned(),
                place: Some(options.place.unwrap_or(self.place)),
                period,
                by,
                only: options.only.clone(),
                as_of: Some(self.as_of),
                compare,
            })
            .map_err(|error| wrong(error.to_string()))
    }

    fn keep(&mut self, table: &FigureTable, style: &str, value: Option<&str>, text: &str) {
        self.told.figures.push(BoundFigure {
            indicator: table.indicator.clone(),
            place: table.place.clone(),
            period: table.period.clone(),
            style: style.to_owned(),
            value: value.map(str::to_owned),
            text: text.to_owned(),
        });
    }

    fn figure(&mut self, name: &str, period: &str, options: &Options) -> Result<String, Error> {
        let compared = matches!(options.style, Style::Growth | Style::WithGrowth | Style::Rank);
        let table = self.ask(name, period, options, Vec::new(), compared)?;
        let line = table.lines.first();
        let value = line.and_then(|line| line.value.as_deref());
        let number: Option<Decimal> = value.and_then(|value| value.parse().ok());
        let missing = || wrong(format!("“{}”{period}没有数据", table.title.zh));
        let number = number.ok_or_else(missing)?;
        let mut grown = || -> Result<String, Error> {
            let base = self.ask(name, &year_before(period)?, options, Vec::new(), false)?;
            let base = base.lines.first().filter(|line| line.records != 0);
            let base: Option<Decimal> = base.and_then(|line| line.value.as_deref()?.parse().ok());
            let by = base
                .filter(|base| !base.is_zero())
                .and_then(|base| {
                    (number - base)
                        .checked_div(base.abs())?
                        .checked_mul(Decimal::ONE_HUNDRED)
                })
                .ok_or_else(|| wrong(format!("“{}”{period}没有上年同期数", table.title.zh)))?;
            Ok(style::growth(by, options.digits.unwrap_or(1)))
        };
        let unit = options.unit.as_deref().unwrap_or(&table.unit);
        let text = match options.style {
            Style::Exact => style::told(number, unit, options.digits),
            Style::About => style::about(number, unit),
            Style::Number => style::told(number, "", options.digits),
            Style::Growth => grown()?,
            Style::WithGrowth => {
                let digits = options.value_digits.or(options.digits);
                format!("{}，{}", style::told(number, unit, digits), grown()?)
            }
            Style::Rank => {
                let rank = line.and_then(|line| line.rank).ok_or_else(missing)?;
                format!("第{rank}")
            }
            Style::Top => style::top(number),
        };
        self.keep(&table, &options.named, value, &text);
        let address = format!(
            "{}?period={}&place={}",
            table.indicator, table.period, table.place
        );
        Ok(format!("[{text}](fig:{address})"))
    }

    fn table(&mut self, name: &str, period: &str, by: &str, options: &Options) -> Result<String, Error> {
        let table = self.ask(name, period, options, vec![By::named(by)], false)?;
        let mut lines = format!(
            "| {} | {}（{}） |\n|---|---:|\n",
            heading(by),
            table.title.zh,
            table.unit
        );
        for line in &table.lines {
            let key = line.keys.first().map(|key| self.key(key, by)).unwrap_or_default();
            let value = line.value.clone().unwrap_or_else(|| "—".to_owned());
            lines.push_str(&format!(
                "| {} | [{value}](fig:{}?period={}&place={}) |\n",
                key.replace('|', "\\|"),
                table.indicator,
                table.period,
                table.place
            ));
            self.keep(&table, &format!("{by}={key}"), line.value.as_deref(), &value);
        }
        Ok(lines)
    }

    fn chart(
        &mut self,
        name: &str,
        period: &str,
        by: &str,
        form: Form,
        options: &Options,
    ) -> Result<String, Error> {
        let table = self.ask(name, period, options, vec![By::named(by)], false)?;
        let values: Vec<Option<Decimal>> = table
            .lines
            .iter()
            .map(|line| line.value.as_deref()?.parse().ok())
            .collect();
        let categories = table
            .lines
            .iter()
            .map(|line| line.keys.first().map(|key| self.key(key, by)).unwrap_or_default())
            .collect();
        let drawing = Chart {
            title: table.title.zh.clone(),
            unit: table.unit.clone(),
            categories,
            series: vec![Series::new(table.title.zh.clone(), values.iter().copied())],
            form,
            targets: Vec::new(),
            myriads: true,
        };
        let id = format!(
            "{}-{}",
            table.indicator.replace('.', "-"),
            self.told.charts.len() + 1
        );
        self.told.charts.insert(id.clone(), drawing.svg(Ink::Paper));
        for (line, value) in table.lines.iter().zip(values) {
            let key = line.keys.join("、");
            let text = value.map(|value| value.to_string()).unwrap_or_default();
            self.keep(&table, &format!("chart {by}={key}"), line.value.as_deref(), &text);
        }
        let period: Period = table
            .period
            .parse()
            .map_err(|error: quantity::PeriodError| wrong(error.zh()))?;
        Ok(format!("![{}{}](chart:{id})", period.zh(), table.title.zh))
    }

    /// What stands for a value of a breakdown.
    fn key(&self, key: &str, by: &str) -> String {
        match by {
            "place" => {
                let places = self.seat.desk().places();
                let today = self.seat.desk().now().date();
                let code = key.parse::<PlaceCode>().ok();
                code.and_then(|code| places.name(code, today))
                    .unwrap_or(key)
                    .to_owned()
            }
            "month" => key.rsplit_once('-').map_or_else(
                || key.to_owned(),
                |(_, month)| format!("{}月", month.trim_start_matches('0')),
            ),
            "quarter" => key
                .parse::<Period>()
                .map_or_else(|_| key.to_owned(), |quarter| quarter.zh()),
            "year" => format!("{key}年"),
            _ => {
                let shelf = self.seat.desk().shelf();
                let codes = shelf.packs().iter().flat_map(|pack| &pack.codes);
                codes
                    .filter(|list| list.name.ends_with(by) || list.name.contains(by))
                    .find_map(|list| list.find(key))
                    .map_or_else(|| key.to_owned(), |code| code.title.zh.clone())
            }
        }
    }
}

fn heading(by: &str) -> &'static str {
    match by {
        "place" => "区划",
        "month" => "月份",
        "quarter" => "季度",
        "year" => "年度",
        "day" => "日期",
        _ => "类别",
    }
}

fn year_before(period: &str) -> Result<String, Error> {
    let period: Period = period
        .parse()
        .map_err(|error: quantity::PeriodError| wrong(error.zh()))?;
    Ok(period.year_before().to_string())
}

/// What may be said with a figure.
struct Options {
    style: Style,
    named: String,
    digits: Option<u32>,
    value_digits: Option<u32>,
    unit: Option<String>,
    place: Option<PlaceCode>,
    only: Vec<(String, Vec<String>)>,
}

impl Options {
    fn read(kwargs: &Kwargs) -> Result<Self, Error> {
        let named: Option<String> = kwargs.get("style")?;
        let named = named.unwrap_or_else(|| "exact".to_owned());
        let style = Style::named(&named)
            .ok_or_else(|| wrong(format!("没有样式“{named}”，可用：{}", Style::NAMES)))?;
        let place: Option<String> = kwargs.get("place")?;
        let place = place
            .map(|code| code.parse().map_err(|_| wrong(format!("“{code}”不是区划代码"))))
            .transpose()?;
        let only: Option<BTreeMap<String, String>> = kwargs.get::<Option<Value>>("only")?.map(|only| {
            only.try_iter()
                .into_iter()
                .flatten()
                .filter_map(|key| Some((key.to_string(), only.get_item(&key).ok()?.to_string())))
                .collect()
        });
        Ok(Options {
            style,
            named,
            digits: kwargs.get("digits")?,
            value_digits: kwargs.get("value_digits")?,
            unit: kwargs.get("unit")?,
            place,
            only: only
                .unwrap_or_default()
                .into_iter()
                .map(|(dimension, codes)| (dimension, codes.split(',').map(str::to_owned).collect()))
                .collect(),
        })
    }
}

fn wrong(said: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, said)
}

/// Gives a template its functions. In a hidden rendering each tells only that a bound figure stands there, and asks for none.
pub(super) fn offer(environment: &mut Environment<'_>, figures: &Arc<Mutex<Figures>>, hidden: bool) {
    let bound = || Value::from_safe_string(BOUND.to_owned());
    let of = Arc::clone(figures);
    environment.add_function("fig", move |name: String, period: String, kwargs: Kwargs| {
        let options = Options::read(&kwargs)?;
        kwargs.assert_all_used()?;
        if hidden {
            return Ok(bound());
        }
        let told = locked(&of).figure(&name, &period, &options);
        told.map(Value::from_safe_string)
    });
    let of = Arc::clone(figures);
    environment.add_function("value", move |name: String, period: String, kwargs: Kwargs| {
        let options = Options::read(&kwargs)?;
        kwargs.assert_all_used()?;
        let table = locked(&of).ask(&name, &period, &options, Vec::new(), false)?;
        let value = table.lines.first().and_then(|line| line.value.clone());
        // Templates decide by it what to say; what is said goes through `fig`.
        Ok::<_, Error>(value.and_then(|value| value.parse::<f64>().ok()))
    });
    let of = Arc::clone(figures);
    environment.add_function("table", move |name: String, period: String, kwargs: Kwargs| {
        let by: Option<String> = kwargs.get("by")?;
        let options = Options::read(&kwargs)?;
        kwargs.assert_all_used()?;
        if hidden {
            return Ok(bound());
        }
        let by = by.unwrap_or_else(|| "month".to_owned());
        let told = locked(&of).table(&name, &period, &by, &options);
        told.map(Value::from_safe_string)
    });
    let of = Arc::clone(figures);
    environment.add_function("chart", move |name: String, period: String, kwargs: Kwargs| {
        let by: Option<String> = kwargs.get("by")?;
        let form: Option<String> = kwargs.get("form")?;
        let options = Options::read(&kwargs)?;
        kwargs.assert_all_used()?;
        let form = match form.as_deref() {
            None | Some("bars") => Form::Bars,
            Some("lines") => Form::Lines,
            Some(other) => return Err(wrong(format!("没有图形“{other}”，可用：bars, lines"))),
        };
        if hidden {
            return Ok(bound());
        }
        let by = by.unwrap_or_else(|| "month".to_owned());
        let told = locked(&of).chart(&name, &period, &by, form, &options);
        told.map(Value::from_safe_string)
    });
    environment.add_function("fixed", move |text: String| {
        if hidden {
            bound()
        } else {
            Value::from_safe_string(text)
        }
    });
}
