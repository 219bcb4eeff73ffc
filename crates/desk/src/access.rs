//! Who may do what: a post is a role at a place, a role a list of grants on packs. What is not granted is not there.

use ledger::{Cause, Problem, Refusal};
use pack::model::{Pack, Register};
use serde::{Deserialize, Serialize};
use standards::PlaceCode;

/// Something that can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// See records and figures.
    Read,
    /// Make records.
    Create,
    /// Change fields.
    Amend,
    /// Take steps.
    Step,
    /// Withdraw and restore records.
    Withdraw,
    /// See sensitive fields in clear, with a reason.
    Reveal,
    /// Take lists out as files.
    Export,
    /// Bring lists in from files.
    Import,
    /// Change users, packs and the town's own things.
    Admin,
}

impl Action {
    /// Its name to people.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Action::Read => "查看",
            Action::Create => "登记",
            Action::Amend => "修改",
            Action::Step => "办理",
            Action::Withdraw => "作废",
            Action::Reveal => "查看敏感信息",
            Action::Export => "导出",
            Action::Import => "导入",
            Action::Admin => "管理",
        }
    }
}

/// What a role may do on some packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Names of packs; `*` for all.
    pub packs: Vec<String>,
    /// What may be done.
    pub actions: Vec<Action>,
}

/// A named list of grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its name to people, in Chinese.
    pub zh: String,
    /// Its name to people, in English.
    pub en: String,
    /// What it may do.
    pub grants: Vec<Grant>,
}

/// A person's role at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The place; the post reaches everything below it.
    pub place: PlaceCode,
    /// Name of the role.
    pub role: String,
    /// The office the post belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}

/// A person known to the town.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person's name.
    pub name: String,
    /// The person's posts.
    pub posts: Vec<Post>,
    /// May sign in.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// A person who asks, with posts and their roles resolved.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Login.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The posts, each with its role.
    pub posts: Vec<(Post, Role)>,
    /// The program itself, or the owner of the folder at the command line: may do everything.
    pub trusted: bool,
}

impl Actor {
    /// The program itself, or the owner of the town's folder.
    #[must_use]
    pub fn trusted(login: impl Into<String>) -> Self {
        let login = login.into();
        Actor {
            name: login.clone(),
            login,
            posts: Vec::new(),
            trusted: true,
        }
    }

    /// Whether the actor may do this on this pack at some place.
    #[must_use]
    pub fn may_somewhere(&self, action: Action, pack: &str) -> bool {
        self.trusted || self.granting(action, pack).next().is_some()
    }

    /// Whether the actor may do this on this pack at this place.
    #[must_use]
    pub fn may(&self, action: Action, pack: &str, place: &PlaceCode) -> bool {
        self.trusted || self.granting(action, pack).any(|post| post.place.contains(place))
    }

    /// Places whose records of this pack the actor may do this to; none means everywhere.
    #[must_use]
    pub fn reach(&self, action: Action, pack: &str) -> Option<Vec<PlaceCode>> {
        if self.trusted {
            return None;
        }
        let mut places: Vec<PlaceCode> = self.granting(action, pack).map(|post| post.place).collect();
        places.sort_unstable();
        places.dedup();
        // A place within another adds nothing.
        let all = places.clone();
        places.retain(|place| !all.iter().any(|other| other != place && other.contains(place)));
        Some(places)
    }

    /// Names of the roles of posts that reach this place.
    #[must_use]
    pub fn roles_at(&self, place: &PlaceCode) -> Vec<String> {
        self.posts_at(place).map(|post| post.role.clone()).collect()
    }

    /// The post in which the actor does this here, as the journal names it.
    #[must_use]
    pub fn post_for(&self, action: Action, pack: &str, place: &PlaceCode) -> Option<&Post> {
        self.granting(action, pack)
            .find(|post| post.place.contains(place))
    }

    /// Offices of posts that reach this place.
    #[must_use]
    pub fn office_at(&self, place: &PlaceCode) -> Option<&str> {
        self.posts_at(place).find_map(|post| post.office.as_deref())
    }

    fn posts_at(&self, place: &PlaceCode) -> impl Iterator<Item = &Post> {
        self.posts
            .iter()
            .map(|(post, _)| post)
            .filter(|post| post.place.contains(place))
    }

    fn granting(&self, action: Action, pack: &str) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter_map(move |(post, role)| {
            let granted = role.grants.iter().any(|grant| {
                grant.actions.contains(&action) && grant.packs.iter().any(|each| each == "*" || each == pack)
            });
            granted.then_some(post)
        })
    }
}

/// The refusal of an action.
pub(crate) fn forbidden(action: Action, pack: &Pack, register: &Register) -> Refusal {
    let problem = Problem::new(
        "forbidden",
        format!(
            "您的岗位不能在此{}“{}·{}”",
            action.zh(),
            pack.title.zh,
            register.title.zh
        ),
        format!(
            "your posts do not allow to {} `{}` here",
            name(action),
            register.name
        ),
    );
    Refusal::one(Cause::Forbidden, problem)
}

/// The name of an action in code and English text.
pub(crate) fn name(action: Action) -> String {
    serde_json::to_value(action)
        .ok()
        .and_then(|json| json.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Roles every town begins with.
#[must_use]
pub fn first_roles() -> Vec<(String, Role)> {
    use Action::{Admin, Amend, Create, Export, Import, Read, Reveal, Step, Withdraw};
    let role = |name: &str, zh: &str, en: &str, actions: &[Action]| {
        let grants = vec![Grant {
            packs: vec!["*".to_owned()],
            actions: actions.to_vec(),
        }];
        (
            name.to_owned(),
            Role {
                zh: zh.to_owned(),
                en: en.to_owned(),
                grants,
            },
        )
    };
    vec![
        role(
            "admin",
            "系统管理员",
            "Administrator",
            &[Read, Create, Amend, Step, Withdraw, Reveal, Export, Import, Admin],
        ),
        role("leader", "镇领导", "Leader", &[Read, Step, Export]),
        role(
            "office",
            "科室人员",
            "Office staff",
            &[Read, Create, Amend, Step, Withdraw, Reveal, Export, Import],
        ),
        role("village", "村干部", "Village cadre", &[Read, Create, Amend, Step]),
        role("grid", "网格员", "Grid worker", &[Read, Create, Amend, Step]),
        role("viewer", "查阅", "Viewer", &[Read]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(places: &[&str], actions: &[Action], pack: &str) -> Actor {
        let role = Role {
            zh: String::new(),
            en: String::new(),
            grants: vec![Grant {
                packs: vec![pack.to_owned()],
                actions: actions.to_vec(),
            }],
        };
        let post = |place: &&str| Post {
            place: place.parse().unwrap(),
            role: "r".to_owned(),
            office: None,
        };
        Actor {
            login: "wang".to_owned(),
            name: "王芳".to_owned(),
            posts: places.iter().map(|place| (post(place), role.clone())).collect(),
            trusted: false,
        }
    }

    #[test]
    fn a_post_reaches_its_place_and_what_lies_below_and_nothing_else() {
        let village = actor(&["330226105201"], &[Action::Read], "disputes");
        assert!(village.may(Action::Read, "disputes", &"330226105201".parse().unwrap()));
        assert!(village.may(Action::Read, "disputes", &"330226105201-03".parse().unwrap()));
        assert!(!village.may(Action::Read, "disputes", &"330226105202".parse().unwrap()));
        assert!(!village.may(Action::Read, "disputes", &"330226105".parse().unwrap()));
        assert!(!village.may(Action::Amend, "disputes", &"330226105201".parse().unwrap()));
        assert!(!village.may(Action::Read, "hazards", &"330226105201".parse().unwrap()));
    }

    #[test]
    fn a_place_within_another_adds_nothing_to_the_reach() {
        let both = actor(&["330226105201", "330226105"], &[Action::Read], "*");
        assert_eq!(
            both.reach(Action::Read, "x"),
            Some(vec!["330226105".parse().unwrap()])
        );
    }
}
