//! The frame around every page: bar, navigation, trail, heading, what was just done.

use super::assets::{self, Asset, icon};
use super::flash::{Flash, Mood};
use super::guard::{Staff, TOKEN, Visit};
use super::look::Look;
use super::nav::{self, Entry};
use super::parts::tag;
use super::words::shell as words;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use pack::model::Tone;

/// Who a page is shown to.
pub(crate) struct Frame<'a> {
    visit: &'a Visit,
    staff: Option<&'a Staff>,
}

/// A page: a heading and what stands under it.
pub(crate) struct Page {
    title: String,
    /// Above the heading.
    trail: Vec<(String, String)>,
    /// Beside the heading: one word on how things stand.
    aside: Markup,
    /// On the right of the heading.
    actions: Markup,
    body: Markup,
    scripts: Vec<&'static Asset>,
    styles: Vec<&'static Asset>,
}

impl Page {
    /// A page.
    pub(crate) fn new(title: impl Into<String>, body: Markup) -> Self {
        let nothing = || PreEscaped(String::new());
        Page {
            title: title.into(),
            trail: Vec::new(),
            aside: nothing(),
            actions: nothing(),
            body,
            scripts: Vec::new(),
            styles: Vec::new(),
        }
    }

    /// Adds a step to the trail above the heading.
    #[must_use]
    pub(crate) fn under(mut self, path: impl Into<String>, title: impl Into<String>) -> Self {
        self.trail.push((path.into(), title.into()));
        self
    }

    /// What stands beside the heading, such as a state.
    #[must_use]
    pub(crate) fn beside(mut self, aside: Markup) -> Self {
        self.aside = aside;
        self
    }

    /// Buttons on the right of the heading.
    #[must_use]
    pub(crate) fn doing(mut self, actions: Markup) -> Self {
        self.actions = actions;
        self
    }

    /// A script of its own, loaded after the page.
    #[must_use]
    pub(crate) fn script(mut self, asset: &'static Asset) -> Self {
        self.scripts.push(asset);
        self
    }

    /// A style sheet of its own.
    #[must_use]
    pub(crate) fn style(mut self, asset: &'static Asset) -> Self {
        self.styles.push(asset);
        self
    }
}

impl Staff {
    /// Answers with a page.
    pub(crate) fn show(&self, page: &Page) -> Response {
        Frame::of(&self.visit, Some(self)).show(page)
    }

    /// Answers with a page and a status of its own, such as that of a form sent back.
    pub(crate) fn show_as(&self, status: StatusCode, page: &Page) -> Response {
        (status, self.show(page)).into_response()
    }

    /// The hidden field that every form carries.
    pub(crate) fn token(&self) -> Markup {
        token(&self.visit)
    }
}

/// The hidden field that every form carries.
pub(super) fn token(visit: &Visit) -> Markup {
    html! { input type="hidden" name=(TOKEN) value=(visit.token()); }
}

impl<'a> Frame<'a> {
    pub(super) fn of(visit: &'a Visit, staff: Option<&'a Staff>) -> Self {
        Frame { visit, staff }
    }

    pub(super) fn look(&self) -> Look {
        self.visit.look
    }

    /// Answers with a page.
    pub(super) fn show(&self, page: &Page) -> Response {
        Html(self.document(page).into_string()).into_response()
    }

    fn document(&self, page: &Page) -> Markup {
        let look = self.look();
        html! {
            (DOCTYPE)
            html lang=(if look.zh() { "zh-CN" } else { "en" })
                data-bs-theme=(if look.dark { "dark" } else { "light" })
                class=[look.large.then_some("large")]
            {
                head {
                    meta charset="utf-8";
                    title { (page.title) " · " (look.say(words::PRODUCT)) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content=(if look.dark { "dark" } else { "light" });
                    link rel="stylesheet" href=(assets::TABLER_MIN_CSS.path);
                    link rel="stylesheet" href=(assets::YIBEN_CSS.path);
                    link rel="icon" type="image/svg+xml" href=(assets::SEAL_SVG.path);
                    @for style in &page.styles { link rel="stylesheet" href=(style.path); }
                    script src=(assets::YIBEN_JS.path) defer {}
                    @for script in &page.scripts { script src=(script.path) defer {} }
                }
                @match self.staff {
                    Some(staff) => (self.inside(staff, page)),
                    None => (self.outside(page)),
                }
            }
        }
    }

    /// A page for who is not signed in.
    fn outside(&self, page: &Page) -> Markup {
        html! {
            body.outside {
                main #content tabindex="-1" {
                    (self.flash())
                    (page.body)
                }
                footer.outside-foot { (self.look_form()) }
            }
        }
    }

    /// A page for who is signed in.
    fn inside(&self, staff: &Staff, page: &Page) -> Markup {
        let look = self.look();
        html! {
            body {
                a.skip href="#content" { (look.say(words::SKIP)) }
                header.bar {
                    details.bar-menu {
                        summary aria-label=(look.say(words::MENU)) { (icon::MENU_2) }
                        nav.nav-drop aria-label=(look.say(words::MENU)) { (self.entries(staff)) }
                    }
                    a.brand href="/today" {
                        img src=(assets::SEAL_SVG.path) alt="" width="28" height="28";
                        span { (look.say(words::PRODUCT)) }
                    }
                    (self.exhibit(staff))
                    form.bar-search role="search" aria-label=(look.say(words::SEARCH)) action="/search" {
                        (icon::SEARCH)
                        input type="search" name="q" aria-label=(look.say(words::SEARCH)) placeholder=(look.say(words::SEARCH_HINT)) maxlength="100";
                    }
                    details.bar-menu.bar-me {
                        summary { (icon::USER) span.bar-name { (staff.seat.actor().name) } (icon::CHEVRON_DOWN) }
                        div.bar-drop {
                            a href="/account" { (icon::USER) (look.say(words::ACCOUNT)) }
                            (self.look_form())
                            form method="post" action="/sign-out" {
                                (token(self.visit))
                                button { (icon::LOGOUT) (look.say(words::SIGN_OUT)) }
                            }
                        }
                    }
                }
                div.frame {
                    nav.side aria-label=(look.say(words::MAIN_NAV)) { (self.entries(staff)) }
                    main #content tabindex="-1" {
                        (self.heading(page))
                        (self.flash())
                        (page.body)
                    }
                }
            }
        }
    }

    /// That the town is made up, if it is.
    fn exhibit(&self, staff: &Staff) -> Markup {
        let exhibit = staff.seat.desk().exhibit().ok().flatten();
        html! {
            @if let Some(exhibit) = exhibit { span.exhibit title=(self.look().text(&exhibit.notice)) { (tag(Tone::Alert, self.look().say(words::EXHIBIT))) } }
        }
    }

    fn heading(&self, page: &Page) -> Markup {
        html! {
            header.head {
                @if !page.trail.is_empty() {
                    nav.trail aria-label=(self.look().say(words::CRUMBS)) {
                        ol { @for (path, title) in &page.trail { li { a href=(path) { (title) } } } }
                    }
                }
                div.head-row {
                    h1 { (page.title) }
                    (page.aside)
                    div.head-actions { (page.actions) }
                }
            }
        }
    }

    fn entries(&self, staff: &Staff) -> Markup {
        html! {
            ul.nav-list {
                @for entry in nav::entries(staff) { (self.entry(&entry)) }
            }
        }
    }

    fn entry(&self, entry: &Entry) -> Markup {
        let path = self.visit.path.split('?').next().unwrap_or_default();
        let here = entry.holds(path);
        html! {
            li {
                @if entry.below.is_empty() {
                    a href=(entry.path) aria-current=[here.then_some("page")] { @if let Some(picture) = entry.icon { (picture) } (entry.title) }
                } @else {
                    details open[here] {
                        summary { @if let Some(picture) = entry.icon { (picture) } (entry.title) (icon::CHEVRON_DOWN) }
                        ul {
                            @for below in &entry.below { (self.entry(below)) }
                        }
                    }
                }
            }
        }
    }

    fn flash(&self) -> Markup {
        let Some(Flash { mood, text }) = &self.visit.flash else {
            return PreEscaped(String::new());
        };
        let (class, picture, role) = match mood {
            Mood::Done => ("note note-good", icon::CHECK, "status"),
            Mood::Mind => ("note note-alert", icon::ALERT_TRIANGLE, "status"),
            Mood::Failed => ("note note-bad", icon::ALERT_CIRCLE, "alert"),
        };
        html! { div class=(class) role=(role) { (picture) p { (text) } } }
    }

    /// Language, light or dark, type size: three buttons of one form.
    fn look_form(&self) -> Markup {
        let look = self.look();
        let buttons = [
            (
                "lang",
                if look.zh() { "en" } else { "zh" },
                icon::LANGUAGE,
                words::LANGUAGE,
            ),
            (
                "ground",
                if look.dark { "light" } else { "dark" },
                if look.dark { icon::SUN } else { icon::MOON },
                if look.dark { words::LIGHT } else { words::DARK },
            ),
            (
                "type",
                if look.large { "normal" } else { "large" },
                icon::TEXT_SIZE,
                if look.large {
                    words::NORMAL_TYPE
                } else {
                    words::LARGE_TYPE
                },
            ),
        ];
        html! {
            form.look method="post" action="/look" aria-label=(look.say(words::LOOK)) {
                (token(self.visit))
                input type="hidden" name="back" value=(self.visit.path);
                @for (name, value, picture, title) in buttons {
                    button name=(name) value=(value) { (picture) (look.say(title)) }
                }
            }
        }
    }
}
