//! A checklist as inputs: items by their group, each with the points it costs, how many were found, what was seen, a photo.
//! Made for a thumb: the number stands beside the item, all else opens below it.

use super::input::Inputs;
use crate::pages::assets::icon;
use crate::pages::parts::value::file_name;
use crate::pages::parts::{anchor, problems_of};
use crate::pages::words::checks as words;
use crate::pages::words::record;
use maud::{Markup, html};
use pack::Text;
use pack::model::ChecklistItem;

/// Items that follow each other under one heading.
type Group<'a> = (Option<&'a Text>, Vec<&'a ChecklistItem>);

impl Inputs<'_> {
    /// A checklist at a path.
    pub(super) fn checklist(&self, list: usize, path: &str) -> Markup {
        let list = self.teller.pack.checklists.get(list);
        let items = list.map(|list| list.items.as_slice()).unwrap_or_default();
        html! {
            // An empty checklist is an answer: everything was looked at and nothing found.
            input type="hidden" name={ "_walked." (path) } value="1";
            @for (title, items) in groups(items) {
                div.walk-group {
                    h2 { @match title { Some(title) => (self.look().text(title)), None => (self.look().say(words::OTHERS)) } }
                    ul.walk { @for item in items { li { (self.item(item, path)) } } }
                }
            }
        }
    }

    fn item(&self, item: &ChecklistItem, path: &str) -> Markup {
        let look = self.look();
        let at = |part: &str| format!("{path}[{}].{part}", item.code);
        let count = at("count");
        let filled = ["note", "photo", "relapse"]
            .iter()
            .any(|part| !self.sheet.get(&at(part)).is_empty());
        let title = look.text(&item.title);
        html! {
            div.walk-item {
                label.walk-what for=(anchor(&count)) {
                    (title)
                    span.text-secondary {
                        @if item.void { (look.say(words::VOID)) " −" (item.most.normalize()) }
                        @else { (look.say(words::EACH)) " −" (item.each.normalize()) " · " (look.say(words::MOST)) " −" (item.most.normalize()) }
                    }
                }
                input.form-control.num.short id=(anchor(&count)) name=(count) value=(self.sheet.get(&count)) inputmode="numeric" maxlength="5" autocomplete="off" placeholder="0";
            }
            (problems_of(look, self.problems, &count))
            details.walk-more open[filled] {
                summary { (look.say(words::MORE)) (icon::CHEVRON_DOWN) }
                div.walk-fields {
                    input.form-control name=(at("note")) value=(self.sheet.get(&at("note"))) maxlength="200" placeholder=(look.say(record::SEEN))
                        aria-label={ (title) " " (look.say(record::SEEN)) };
                    (self.photo(title, &at("photo")))
                    label { (look.say(words::AGAIN)) " "
                        input.form-control.num.short name=(at("relapse")) value=(self.sheet.get(&at("relapse"))) inputmode="numeric" maxlength="5" autocomplete="off"
                            aria-label={ (title) " " (look.say(words::AGAIN)) };
                    }
                    (problems_of(look, self.problems, &at("relapse")))
                }
            }
        }
    }

    fn photo(&self, title: &str, path: &str) -> Markup {
        let look = self.look();
        html! {
            @for kept in self.sheet.all(path).filter(|kept| !kept.is_empty()) {
                label.tick { input type="checkbox" name=(path) value=(kept) checked; " " (look.say(record::KEEP_FILE)) " " (file_name(kept)) }
            }
            input.form-control type="file" name=(path) accept="image/*" capture="environment" aria-label={ (title) " " (look.say(words::PHOTO)) };
        }
    }
}

/// Items by their group, in the order of the checklist.
fn groups(items: &[ChecklistItem]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for item in items {
        match groups.last_mut() {
            Some((title, found)) if *title == item.group.as_ref() => found.push(item),
            _ => groups.push((item.group.as_ref(), vec![item])),
        }
    }
    groups
}
