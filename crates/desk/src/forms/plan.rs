//! What is kept of a form, and keeping it.

use super::part::Part;
use super::propose::propose;
use crate::access::Action;
use crate::desk::from_json;
use crate::error::DeskError;
use crate::seat::Seat;
use ledger::{Cause, Problem};
use quantity::Period;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sheet::{About, Blank, Form, Limits};
use store::{AttachmentError, StoreError};

/// Kind of things of the town under which forms are kept.
pub(super) const SUBJECT: &str = "form";

/// How often a form is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// When it comes.
    #[default]
    Once,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each half-year.
    Half,
    /// Each year.
    Year,
}

impl Every {
    /// How often in a year.
    #[must_use]
    pub fn times_a_year(self) -> u32 {
        match self {
            Every::Once | Every::Year => 1,
            Every::Half => 2,
            Every::Quarter => 4,
            Every::Month => 12,
        }
    }

    /// The period that `day` lies in; none for forms that come but once.
    #[must_use]
    pub fn period(self, day: jiff::civil::Date) -> Option<Period> {
        let (year, month) = (day.year(), day.month());
        match self {
            Every::Once => None,
            Every::Month => Period::month(year, month),
            Every::Quarter => Period::quarter(year, (month + 2) / 3),
            Every::Half => Period::half(year, if month <= 6 { 1 } else { 2 }),
            Every::Year => Period::year(year),
        }
    }
}

/// What the office that asks declared to need the form for: how much of sensitive fields it gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Figures: sensitive fields are left out.
    #[default]
    Figures,
    /// A list whose persons need not be known: sensitive fields are masked.
    Masked,
    /// A list whose persons must be known, such as of payments: sensitive fields in clear, each reveal journalled.
    Clear,
}

/// A form as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormPlan {
    /// What it is called.
    pub title: String,
    /// The office that asks for it.
    pub asked_by: String,
    /// How often.
    pub every: Every,
    /// Days after the end of the period by which it is to be sent.
    pub due_days: u16,
    /// What it is needed for.
    pub purpose: Purpose,
    /// Minutes that filling it by hand takes.
    pub minutes_by_hand: u32,
    /// The workbook's name as it was sent.
    pub file_name: String,
    /// The content hash under which the workbook is kept.
    pub file: String,
    /// What belongs into its blanks.
    pub answers: Vec<Answer>,
}

/// What belongs into a blank, or into a row or column of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The blank, by its place in the form.
    pub blank: usize,
    /// What of it; none for which records a table of records holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The labels that say what belongs there.
    pub path: Vec<String>,
    /// What belongs there.
    #[serde(flatten)]
    pub give: Give,
    /// A person has confirmed it, or there is no doubt. What is not sure is never filled in.
    pub sure: bool,
}

/// What belongs into a blank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "give")]
pub enum Give {
    /// A figure, or what a row or column says of the figures in it.
    Figure(Part),
    /// The records of a register that fall into the period.
    Records {
        /// The register.
        register: String,
        /// Which of them, as lists are filtered.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        filter: String,
        /// The date field that must lie in the period; none for all records.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<String>,
    },
    /// A field of the records.
    Field {
        /// Its name.
        field: String,
    },
    /// The town's name.
    Town,
    /// The period, in words.
    Period,
    /// The day on which it is filled.
    Today,
    /// Who fills it.
    Person,
    /// Always the same words.
    Words {
        /// The words.
        text: String,
    },
    /// What the town's records do not tell.
    Ask {
        /// Who knows it.
        who: String,
    },
    /// Nothing: signatures, seals, remarks by hand.
    Leave,
}

/// A form with its blanks, as it is shown for confirming.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormView {
    /// Its name.
    pub name: String,
    /// What is kept of it.
    #[serde(flatten)]
    pub plan: FormPlan,
    /// Its blanks.
    pub blanks: Vec<Blank>,
}

impl Seat {
    /// Takes in a form that was asked for, with what its blanks likely want. A new workbook of a form that is known
    /// keeps what was confirmed about blanks with the same labels.
    ///
    /// # Errors
    /// When the seat may not export, the name is no name, or the workbook cannot be filled.
    pub fn add_form(&self, name: &str, mut plan: FormPlan, workbook: &[u8]) -> Result<FormView, DeskError> {
        self.may_keep_forms()?;
        check_name(name)?;
        let form = opened(workbook.to_vec())?;
        let blanks = form.blanks();
        if blanks.is_empty() {
            return Err(DeskError::refused(
                Cause::Invalid,
                Problem::new(
                    "form.full",
                    "表中没有找到可填的空格",
                    "no blank was found in the workbook",
                ),
            ));
        }
        let known = self
            .form_plan(name)
            .map(|known| known.answers)
            .unwrap_or_default();
        plan.file = self.keep_file(workbook)?;
        plan.answers = propose(self, &blanks);
        for answer in &mut plan.answers {
            let same = |known: &&Answer| {
                known.path == answer.path && known.about.is_some() == answer.about.is_some()
            };
            if let Some(known) = known.iter().filter(|known| known.sure).find(same) {
                answer.give = known.give.clone();
                answer.sure = true;
            }
        }
        self.keep_form(name, &plan)?;
        Ok(FormView {
            name: name.to_owned(),
            plan,
            blanks,
        })
    }

    /// Changes what is known of a form: who asks for it, how often, due when and for what. Its workbook and what belongs
    /// into its blanks stay.
    ///
    /// # Errors
    /// When the seat may not export, or there is no such form.
    pub fn describe_form(&self, name: &str, plan: FormPlan) -> Result<(), DeskError> {
        let known = self.form_plan(name)?;
        let plan = FormPlan {
            file_name: known.file_name,
            file: known.file,
            answers: known.answers,
            ..plan
        };
        self.keep_form(name, &plan)
    }

    /// A name that no form of the town has yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn free_form_name(&self) -> Result<String, DeskError> {
        let known = self.book()?.things(SUBJECT)?;
        let taken = |name: &String| known.iter().any(|(known, _)| known == name);
        let mut names = (known.len() + 1..).map(|number| format!("form-{number}"));
        Ok(names.find(|name| !taken(name)).unwrap_or_default())
    }

    /// A form's workbook as it was sent from above, with its name.
    ///
    /// # Errors
    /// When the seat may not export, there is no such form, or the disk cannot be read.
    pub fn form_file(&self, name: &str) -> Result<(String, Vec<u8>), DeskError> {
        let plan = self.form_plan(name)?;
        let content = self.desk.town().attachments.read(&plan.file).map_err(unkept)?;
        Ok((plan.file_name, content))
    }

    /// A form with its blanks and what is known or proposed of them.
    ///
    /// # Errors
    /// When the seat may not export, or there is no such form.
    pub fn form(&self, name: &str) -> Result<FormView, DeskError> {
        let plan = self.form_plan(name)?;
        let blanks = self.workbook(&plan)?.blanks();
        Ok(FormView {
            name: name.to_owned(),
            plan,
            blanks,
        })
    }

    /// Confirms what belongs into the blanks of a form: answers given here go before those that are kept.
    ///
    /// # Errors
    /// When the seat may not export, there is no such form, or an answer names what does not exist.
    pub fn map_form(&self, name: &str, answers: Vec<Answer>) -> Result<FormView, DeskError> {
        let mut view = self.form(name)?;
        let mut problems = Vec::new();
        for answer in answers {
            problems.extend(self.wrong(&answer));
            let same = |known: &&mut Answer| known.blank == answer.blank && known.about == answer.about;
            match view.plan.answers.iter_mut().find(same) {
                Some(known) => *known = answer,
                None => problems.push(Problem::new(
                    "form.blank",
                    format!("表中没有第 {} 处空格的“{}”", answer.blank, answer.path.join("/")),
                    format!(
                        "the form has no blank {} for “{}”",
                        answer.blank,
                        answer.path.join("/")
                    ),
                )),
            }
        }
        if !problems.is_empty() {
            return Err(problems.into());
        }
        self.keep_form(name, &view.plan)?;
        Ok(view)
    }

    /// Takes a form out of the catalogue.
    ///
    /// # Errors
    /// When the seat may not export, or there is no such form.
    pub fn remove_form(&self, name: &str) -> Result<(), DeskError> {
        self.form_plan(name)?;
        self.keep_own(SUBJECT, name, serde_json::Value::Null)
    }

    /// What is kept of a form, without looking into its workbook.
    ///
    /// # Errors
    /// When the seat may not export, or there is no such form.
    pub fn form_plan(&self, name: &str) -> Result<FormPlan, DeskError> {
        self.may_keep_forms()?;
        let body = self.book()?.thing(SUBJECT, name)?.ok_or_else(|| {
            let shown: String = name.chars().take(60).collect();
            DeskError::refused(
                Cause::Missing,
                Problem::new(
                    "form.missing",
                    format!("没有报表“{shown}”"),
                    format!("there is no form `{shown}`"),
                ),
            )
        })?;
        Ok(from_json(body)?)
    }

    pub(super) fn workbook(&self, plan: &FormPlan) -> Result<Form, DeskError> {
        opened(self.desk.town().attachments.read(&plan.file).map_err(unkept)?)
    }

    fn keep_form(&self, name: &str, plan: &FormPlan) -> Result<(), DeskError> {
        self.keep_own(SUBJECT, name, json!(plan))
    }

    /// Forms take data out, so that whoever keeps them must be allowed to.
    pub(super) fn may_keep_forms(&self) -> Result<(), DeskError> {
        let shelf = self.desk.shelf();
        let may = |pack: &pack::Pack| self.actor.may_somewhere(Action::Export, &pack.name);
        if self.actor.trusted || shelf.packs().iter().any(may) {
            return Ok(());
        }
        Err(DeskError::refused(
            Cause::Forbidden,
            Problem::new(
                "forbidden",
                "您的岗位不能办理报表",
                "your posts do not allow to keep forms",
            ),
        ))
    }

    /// What is wrong with an answer.
    fn wrong(&self, answer: &Answer) -> Option<Problem> {
        let shelf = self.desk.shelf();
        let at = answer.path.join("/");
        let unknown = |zh: &str, en: &str, name: &str| {
            Some(Problem::new(
                "form.answer",
                format!("“{at}”：没有{zh}“{name}”"),
                format!("“{at}”: there is no {en} `{name}`"),
            ))
        };
        match &answer.give {
            Give::Figure(part) => {
                let name = part.indicator.as_ref()?;
                let Some((_, indicator)) = shelf.indicator(name) else {
                    return unknown("指标", "indicator", name);
                };
                let known = |only: &&String| !indicator.by.iter().any(|by| by.name == **only);
                let stranger = part.only.keys().find(known)?;
                unknown("分组", "dimension", stranger)
            }
            Give::Records { register, on, .. } => match shelf.register(register) {
                None => unknown("台账", "register", register),
                Some((_, found)) => {
                    let on = on.as_ref().filter(|on| found.field(on).is_none())?;
                    unknown("字段", "field", on)
                }
            },
            _ => None,
        }
    }
}

fn opened(workbook: Vec<u8>) -> Result<Form, DeskError> {
    Form::open(workbook, &Limits::default()).map_err(|error| {
        DeskError::refused(
            Cause::Invalid,
            Problem::new("file", error.zh(), error.to_string()),
        )
    })
}

fn unkept(error: AttachmentError) -> DeskError {
    DeskError::Store(match error {
        AttachmentError::Store(error) => error,
        other => StoreError::Damaged(other.to_string()),
    })
}

fn check_name(name: &str) -> Result<(), DeskError> {
    let fits = (1..=60).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if fits {
        return Ok(());
    }
    Err(DeskError::refused(
        Cause::Invalid,
        Problem::new(
            "form.name",
            "报表代号用小写字母、数字和 -，至多 60 个",
            "a form's name has lower-case letters, digits and -, 60 at most",
        )
        .at("name"),
    ))
}
