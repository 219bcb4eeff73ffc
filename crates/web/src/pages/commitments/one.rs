//! One commitment: what was promised, its pace against time, the records behind the figure, what was reported and demanded.

use super::{bar, course, light_tag, record_id};
use crate::pages::assets::{self, icon};
use crate::pages::fault::Fault;
use crate::pages::guard::Staff;
use crate::pages::look::Look;
use crate::pages::parts::value::state_tags;
use crate::pages::parts::{moment, tag};
use crate::pages::shell::Page;
use crate::pages::words::commitments as words;
use crate::pages::words::record;
use axum::extract::Path;
use axum::response::Response;
use desk::{Action, Ask, Course, CourseMonth, DeskError, Light, Lineage, ListAsk, RecordView, Standing};
use jiff::civil::Date;
use maud::{Markup, html};
use pack::Text;
use pack::model::Tone;

/// Records shown behind the figure, and most reports, milestones and notices.
const BEHIND: usize = 8;
const MOST: usize = 60;

/// Everything that a commitment's page tells.
struct Told<'a> {
    staff: &'a Staff,
    standing: Standing,
    course: Course,
    lineage: Option<Lineage>,
    months: Vec<RecordView>,
    milestones: Vec<RecordView>,
    notices: Vec<RecordView>,
    steps: Vec<(String, Text)>,
    today: Date,
}

pub(super) async fn show(staff: Staff, Path(id): Path<String>) -> Result<Response, Fault> {
    let page = staff.ask(move |staff| Ok(Told::of(staff, &id)?.page())).await?;
    Ok(staff.show(&page))
}

impl<'a> Told<'a> {
    fn of(staff: &'a Staff, id: &str) -> Result<Self, DeskError> {
        let (seat, id) = (&staff.seat, record_id(id)?);
        let today = seat.desk().now().date();
        let standing = seat.commitment(id, today)?;
        let course = seat.course(&standing, today)?;
        let beside = |register: &str, sort: &str| {
            let ask = ListAsk {
                filter: format!("commitment == '{id}'"),
                sort: sort.to_owned(),
                limit: Some(MOST),
                ..ListAsk::default()
            };
            seat.list(register, &ask).map(|(records, _)| records)
        };
        Ok(Told {
            staff,
            lineage: lineage(staff, &course)?,
            months: beside("commitment_month", "-month")?,
            milestones: beside("commitment_milestone", "due_on")?,
            notices: beside("supervision", "-issued_on")?,
            steps: seat.next_steps("commitment", id)?,
            standing,
            course,
            today,
        })
    }

    fn look(&self) -> Look {
        self.staff.look()
    }

    fn id(&self) -> &str {
        &self.standing.record.id
    }

    fn place(&self) -> String {
        self.staff.seat.desk().town().code.to_string()
    }

    fn may(&self, action: Action) -> bool {
        let place = self.standing.record.place.parse();
        place.is_ok_and(|place| self.staff.seat.actor().may(action, "commitments", &place))
    }

    fn page(&self) -> Page {
        let look = self.look();
        let year = self
            .standing
            .number("year")
            .map(|year| year.to_string())
            .unwrap_or_default();
        let body = html! {
            div.leaf {
                div {
                    (self.progress())
                    (self.behind())
                    (self.monthly())
                }
                div {
                    (self.doing())
                    (self.promise())
                    (self.milestones())
                    (self.notices())
                }
            }
        };
        Page::new(self.standing.text("title"), body)
            .under(format!("/commitments?year={year}"), look.say(words::TITLE))
            .style(&assets::FIGURES_CSS)
            .style(&assets::COMMITMENTS_CSS)
            .beside(html! {
                @if let Some(number) = &self.standing.record.number { span.number { (number) } }
                (light_tag(look, self.standing.light))
            })
    }

    /// How far it is, and its pace.
    fn progress(&self) -> Markup {
        let look = self.look();
        let standing = &self.standing;
        let unit = standing.text("target_unit");
        html! {
            section.card aria-labelledby="progress" {
                div.card-top { h2 #progress { (look.say(words::STANDING)) } (bar(look, standing)) }
                p { (look.text(&standing.why)) }
                dl.facts {
                    @if let Some(target) = standing.number("target") {
                        div.fact { dt { (look.say(words::TARGET)) } dd { b.figure { (target.normalize()) } span.unit { (unit) } } }
                    }
                    @if standing.indicator().is_some() {
                        div.fact {
                            dt { (look.say(words::LIVE)) }
                            dd { @match (&standing.live, self.to_records()) {
                                (Some(live), Some(to)) => { a.figure href=(to) { (live) } span.unit { (unit) } },
                                (Some(live), None) => { b.figure { (live) } span.unit { (unit) } },
                                (None, _) => span.text-secondary { (look.say(words::NOT_KNOWN)) },
                            } }
                        }
                    }
                }
                (course::drawn(look, &self.course, standing.text("title"), &self.place()))
            }
        }
    }

    /// The last month that tells anything.
    fn last(&self) -> Option<&CourseMonth> {
        self.course.months.iter().rev().find(|month| month.done.is_some())
    }

    fn to_records(&self) -> Option<String> {
        course::lineage(&self.course, self.last()?, &self.place())
    }

    fn behind(&self) -> Markup {
        let look = self.look();
        let Some(lineage) = &self.lineage else {
            return html! {};
        };
        let period = self
            .last()
            .map(|month| month.period.to_string())
            .unwrap_or_default();
        html! {
            section.card aria-labelledby="behind" {
                div.card-top {
                    h2 #behind { (look.say(words::BEHIND)) }
                    @if let Some(to) = self.to_records() { a href=(to) { (look.say(words::ALL_RECORDS)) } }
                }
                @if !lineage.parts.is_empty() {
                    p { (look.say(words::PARTS)) }
                    div.quick {
                        @for part in &lineage.parts {
                            a.btn href={ "/indicators/" (part) "/lineage?place=" (self.place()) "&period=" (period) } { (self.title_of(part)) }
                        }
                    }
                } @else if lineage.records.is_empty() { p.text-secondary { (look.say(words::NO_RECORDS)) } }
                ul.matters {
                    @for record in &lineage.records {
                        li {
                            a.matter href={ "/registers/" (record.register) "/" (record.id) } {
                                strong { (record.label) }
                                span.side-tags { (record.adds) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn title_of(&self, indicator: &str) -> String {
        let shelf = self.staff.seat.desk().shelf();
        let title = shelf
            .indicator(indicator)
            .map(|(_, known)| self.look().text(&known.title).to_owned());
        title.unwrap_or_else(|| indicator.to_owned())
    }

    fn monthly(&self) -> Markup {
        let look = self.look();
        html! {
            section.card aria-labelledby="monthly" {
                div.card-top {
                    h2 #monthly { (look.say(words::MONTHLY)) }
                    @if self.may(Action::Create) && !self.standing.text("lead_office").is_empty() {
                        a.btn.btn-sm href=(self.new_month()) { (icon::PENCIL) (look.say(words::WRITE_MONTH)) }
                    }
                }
                @if self.months.is_empty() { p.text-secondary { (look.say(words::NO_MONTHLY)) } }
                ol.timeline { @for month in &self.months { li { (self.month(month)) } } }
            }
        }
    }

    fn month(&self, month: &RecordView) -> Markup {
        let look = self.look();
        let text = |name: &str| month.text(name);
        let percent = month.fields.get("percent").and_then(|value| value.as_str());
        let percent = percent.map(|percent| percent.trim_end_matches('0').trim_end_matches('.'));
        html! {
            div.timeline-head {
                a href={ "/registers/commitment_month/" (month.id) } { (text("month").get(..7).unwrap_or_default()) }
                @if let Some(percent) = percent { span { (percent) "%" } }
                (reported_light(look, text("light")))
                @if !text("office").is_empty() { span.timeline-who { (text("office")) } }
            }
            p.prose { (text("progress")) }
            @for (title, said) in [(words::PROBLEMS, text("problems")), (words::NEXT, text("next"))] {
                @if !said.is_empty() { p.timeline-who { (look.say(title)) "：" (said) } }
            }
        }
    }

    /// The form for this month's report, filled as far as it is known.
    fn new_month(&self) -> String {
        let standing = &self.standing;
        let target = standing
            .number("target")
            .map(|target| target.normalize().to_string());
        let known = standing.indicator().is_some();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("area", &standing.record.place)
            .append_pair("commitment", self.id())
            .append_pair("office", standing.text("lead_office"))
            .append_pair(
                "month",
                &format!("{:04}-{:02}", self.today.year(), self.today.month()),
            )
            .append_pair("missed", &standing.missed.to_string());
        if let Some((target, live)) = target.zip(standing.live.as_ref()).filter(|_| known) {
            query.append_pair("target", &target).append_pair("done", live);
        }
        format!("/registers/commitment_month/new?{}", query.finish())
    }

    /// The steps that this post may take.
    fn doing(&self) -> Markup {
        let look = self.look();
        let state = self.staff.seat.desk().shelf();
        let state = state
            .register("commitment")
            .map(|(_, register)| state_tags(look, register, &self.standing.record));
        html! {
            section.card.standing aria-labelledby="doing" {
                h2 #doing { (look.say(record::STANDING)) }
                div.standing-tags { @if let Some(state) = state { (state) } }
                @if self.steps.is_empty() { p.text-secondary { (look.say(record::NO_STEPS)) } }
                div.steps {
                    @for (at, (name, title)) in self.steps.iter().enumerate() {
                        a.btn.btn-primary[at == 0] href={ "/registers/commitment/" (self.id()) "/steps/" (name) } { (look.text(title)) }
                    }
                }
                p.whole { a href={ "/registers/commitment/" (self.id()) } { (icon::HISTORY) " " (look.say(words::WHOLE_RECORD)) } }
            }
        }
    }

    fn promise(&self) -> Markup {
        let look = self.look();
        let standing = &self.standing;
        let joint = standing.joint_offices();
        let plain = [
            (words::LEAD, standing.text("lead_office")),
            (words::JOINT, &joint),
            (words::LEADER, standing.text("leader")),
            (words::CHAPTER, standing.text("section")),
            (words::SOURCE, standing.text("source_report")),
        ];
        html! {
            section.card aria-labelledby="said" {
                h2 #said { (look.say(words::SAID)) }
                @let said = standing.text("text");
                blockquote.said { (if said.is_empty() { standing.text("title") } else { said }) }
                dl.facts {
                    div.fact { dt { (look.say(words::DEADLINE)) } dd.late[standing.record.overdue] { (moment(standing.text("deadline"))) } }
                    @for (title, value) in plain {
                        @if !value.is_empty() { div.fact { dt { (look.say(title)) } dd { (value) } } }
                    }
                    div.fact.fact-wide { dt { (look.say(words::INDICATOR)) } dd { (self.indicator()) } }
                }
            }
        }
    }

    fn indicator(&self) -> Markup {
        let look = self.look();
        let name = self.standing.text("indicator");
        let year = self.standing.number("year").unwrap_or_default();
        html! {
            @if name.is_empty() { span.text-secondary { (look.say(words::NO_INDICATOR)) } }
            @else {
                a href={ "/indicators/" (name) "?period=" (year) "&place=" (self.place()) } { (self.title_of(name)) }
                @if self.standing.indicator().is_none() { " " (tag(Tone::Alert, look.say(words::NOT_SURE))) }
            }
        }
    }

    fn milestones(&self) -> Markup {
        let look = self.look();
        let new = format!(
            "/registers/commitment_milestone/new?area={}&commitment={}",
            self.standing.record.place,
            self.id()
        );
        html! {
            section.card aria-labelledby="milestones" {
                div.card-top {
                    h2 #milestones { (look.say(words::MILESTONES)) }
                    @if self.may(Action::Create) { a.btn.btn-sm href=(new) { (icon::PLUS) (look.say(words::ADD_MILESTONE)) } }
                }
                @if self.milestones.is_empty() { p.text-secondary { (look.say(words::NO_MILESTONES)) } }
                ul.matters { @for milestone in &self.milestones { li { (self.milestone(milestone)) } } }
            }
        }
    }

    fn milestone(&self, milestone: &RecordView) -> Markup {
        let look = self.look();
        let (due, reached) = (milestone.text("due_on"), milestone.text("reached_on"));
        let missed = reached.is_empty() && due.parse::<Date>().is_ok_and(|due| due < self.today);
        html! {
            a.matter href={ "/registers/commitment_milestone/" (milestone.id) } {
                strong { (milestone.text("title")) }
                span.meta { span { (look.say(words::DUE)) " " (moment(due)) } }
                span.side-tags {
                    @if !reached.is_empty() { (tag(Tone::Good, look.say(words::REACHED))) }
                    @else if missed { (tag(Tone::Bad, look.say(words::MISSED))) }
                }
            }
        }
    }

    fn notices(&self) -> Markup {
        let look = self.look();
        let shelf = self.staff.seat.desk().shelf();
        let register = shelf.register("supervision").map(|(_, register)| register);
        html! {
            section.card aria-labelledby="notices" {
                div.card-top {
                    h2 #notices { (look.say(words::NOTICES)) }
                    @if self.may(Action::Create) && !self.standing.text("lead_office").is_empty() {
                        a.btn.btn-sm href=(self.new_notice()) { (icon::SEND) (look.say(words::ISSUE)) }
                    }
                }
                @if self.notices.is_empty() { p.text-secondary { (look.say(words::NO_NOTICES)) } }
                ul.matters {
                    @for notice in &self.notices {
                        li {
                            a.matter href={ "/registers/supervision/" (notice.id) } {
                                strong { (notice.number.as_deref().unwrap_or(notice.text("subject"))) }
                                span.meta {
                                    span { (notice.text("office")) }
                                    span.late[notice.overdue] { (look.say(words::REPLY_BY)) " " (moment(notice.text("reply_due"))) }
                                }
                                @if let Some(register) = register { span.side-tags { (state_tags(look, register, notice)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The form for a notice, filled with what was found.
    fn new_notice(&self) -> String {
        let standing = &self.standing;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("area", &standing.record.place)
            .append_pair("commitment", self.id())
            .append_pair("subject", standing.text("title"))
            .append_pair("office", standing.text("lead_office"))
            .append_pair("finding", &standing.finding(self.today).zh);
        if let Some(light) = standing.light {
            query.append_pair("light", light.name());
        }
        format!("/registers/supervision/new?{}", query.finish())
    }
}

/// The first records behind the figure; none where no indicator tells it.
fn lineage(staff: &Staff, course: &Course) -> Result<Option<Lineage>, DeskError> {
    let last = course.months.iter().rev().find(|month| month.done.is_some());
    let Some((indicator, month)) = course.indicator.as_ref().zip(last) else {
        return Ok(None);
    };
    let ask = Ask {
        indicator: indicator.clone(),
        place: None,
        period: month.period,
        by: Vec::new(),
        only: Vec::new(),
        as_of: None,
        compare: false,
    };
    staff.seat.lineage(&ask, None, BEHIND).map(Some)
}

/// The light that a monthly report bears.
fn reported_light(look: Look, name: &str) -> Markup {
    let light = Light::named(name);
    html! { @if light.is_some() { (light_tag(look, light)) } }
}
