//! What every part of the story draws on: the town, its villages, the people at their posts, names, photos.

use crate::chance::Chance;
use crate::story::{People, Places, TownStory, read};
use desk::{Person, Post};
use jiff::civil::Date;
use standards::{PlaceCode, PlaceTree, Position};
use std::collections::BTreeMap;

/// Pictures that come with the story.
const PICTURES: [&[u8]; 4] = [
    include_bytes!("../../../demo/photos/street.png"),
    include_bytes!("../../../demo/photos/workshop.png"),
    include_bytes!("../../../demo/photos/field.png"),
    include_bytes!("../../../demo/photos/site.png"),
];

/// Why the story cannot be told.
#[derive(Debug, thiserror::Error)]
#[error("demo/{file}: {told}")]
pub struct StoryError {
    /// The file of the story.
    pub file: String,
    /// What is wrong with it.
    pub told: String,
}

/// A village of the story.
pub(crate) struct Village {
    /// Its code.
    pub(crate) code: PlaceCode,
    /// Its name.
    pub(crate) name: String,
    weight: u32,
    /// Its middle, east and north in millionths of a degree.
    pub(crate) spot: (i64, i64),
    position: Position,
    /// Its grids.
    pub(crate) grids: Vec<PlaceCode>,
}

impl Village {
    /// Login of its cadre.
    pub(crate) fn cadre(&self) -> String {
        format!("cun{}", self.digits())
    }

    /// Login of the worker of its grid of that number, from 0.
    pub(crate) fn grid_worker(&self, grid: usize) -> String {
        format!("wangge{}-{}", self.digits(), grid + 1)
    }

    fn digits(&self) -> String {
        let code = self.code.to_string();
        code.chars().skip(9).collect()
    }
}

/// An office of the story.
pub(crate) struct Office {
    /// The beginning of its people's logins.
    pub(crate) key: String,
    /// Its name.
    pub(crate) name: String,
}

impl Office {
    /// Its head.
    pub(crate) fn head(&self) -> String {
        self.key.clone()
    }

    /// Another of its people.
    pub(crate) fn clerk(&self) -> String {
        format!("{}2", self.key)
    }
}

/// One who signs in.
#[derive(Clone, Debug)]
pub struct Login {
    /// The login.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the person is, in Chinese.
    pub title: String,
    /// The person's posts.
    pub posts: Vec<Post>,
}

/// The world of the story.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) town: TownStory,
    pub(crate) code: PlaceCode,
    /// The first and last day of the year told.
    pub(crate) year: (Date, Date),
    pub(crate) villages: Vec<Village>,
    offices: BTreeMap<String, Office>,
    people: People,
    logins: Vec<Login>,
    photos: Vec<String>,
}

impl World {
    /// The world as the story's files tell it.
    pub(crate) fn new(seed: u64) -> Result<Self, StoryError> {
        let town: TownStory = read("town.toml", include_str!("../../../demo/town.toml"))?;
        let people: People = read("people.toml", include_str!("../../../demo/people.toml"))?;
        let places: Places = read("places.toml", include_str!("../../../demo/places.toml"))?;
        let tree = PlaceTree::ninghai();
        let wrong = |told: String| StoryError {
            file: "places.toml".to_owned(),
            told,
        };
        let mut villages = Vec::new();
        for village in &places.villages {
            let name = tree
                .name(village.code, town.today)
                .ok_or_else(|| wrong(format!("there is no place {}", village.code)))?;
            let grids = (1..=village.grids)
                .map(|grid| format!("{}-{grid:02}", village.code).parse())
                .collect::<Result<_, _>>()
                .map_err(|error: standards::PlaceCodeError| wrong(error.to_string()))?;
            villages.push(Village {
                code: village.code,
                name: name.replace("居民委员会", "社区"),
                weight: village.weight,
                spot: (
                    millionths(village.at.longitude()),
                    millionths(village.at.latitude()),
                ),
                position: village.at,
                grids,
            });
        }
        let offices = people
            .offices
            .iter()
            .map(|office| {
                let office = Office {
                    key: office.key.clone(),
                    name: office.name.clone(),
                };
                (office.key.clone(), office)
            })
            .collect();
        let year = (Date::constant(town.year, 1, 1), Date::constant(town.year, 12, 31));
        let mut world = World {
            seed,
            code: town.code,
            year,
            town,
            villages,
            offices,
            people,
            logins: Vec::new(),
            photos: PICTURES.iter().map(|picture| hash(picture)).collect(),
        };
        world.logins = world.cast();
        Ok(world)
    }

    /// The pictures that the records name.
    pub(crate) fn pictures() -> &'static [&'static [u8]] {
        &PICTURES
    }

    /// The town's places with their grids.
    pub(crate) fn places(&self) -> Result<PlaceTree, StoryError> {
        let position = |code| {
            let village = self.villages.iter().find(|village| village.code == code);
            village.map(|village| village.position)
        };
        let mut csv = PlaceTree::ninghai().subtree(self.code).lying(position).to_csv();
        for village in &self.villages {
            for (at, grid) in village.grids.iter().enumerate() {
                csv.push_str(&format!(
                    "{grid},{}第{}网格,{} grid {},,,,,\n",
                    village.name,
                    ["一", "二", "三", "四", "五"].get(at).copied().unwrap_or("新"),
                    village.digits(),
                    at + 1
                ));
            }
        }
        PlaceTree::parse(&csv).map_err(|errors| StoryError {
            file: "places.toml".to_owned(),
            told: errors.first().map(ToString::to_string).unwrap_or_default(),
        })
    }

    /// Everyone who signs in.
    pub(crate) fn logins(&self) -> &[Login] {
        &self.logins
    }

    /// The chances of one thing of the story.
    pub(crate) fn chance(&self, name: &str, number: u64) -> Chance {
        Chance::of(self.seed, name, number)
    }

    /// An office by its key; the first one where the story names none so.
    pub(crate) fn office(&self, key: &str) -> &Office {
        static NONE: Office = Office {
            key: String::new(),
            name: String::new(),
        };
        self.offices
            .get(key)
            .or_else(|| self.offices.values().next())
            .unwrap_or(&NONE)
    }

    /// The name of who signs in so.
    pub(crate) fn name_of(&self, login: &str) -> &str {
        self.logins
            .iter()
            .find(|each| each.login == login)
            .map(|each| &*each.name)
            .unwrap_or_default()
    }

    /// A village, the larger the more often.
    pub(crate) fn village(&self, chance: &mut Chance) -> &Village {
        let at = chance.weighed(self.villages.iter().map(|village| village.weight));
        &self.villages[at]
    }

    /// The village of that code; the first where there is none.
    pub(crate) fn village_of(&self, code: &str) -> &Village {
        let found = self
            .villages
            .iter()
            .find(|village| village.code.to_string() == code);
        found.unwrap_or(&self.villages[0])
    }

    /// A family name.
    pub(crate) fn surname(&self, chance: &mut Chance) -> &str {
        let at = chance.weighed(self.people.surnames.iter().map(|(_, weight)| *weight));
        self.people
            .surnames
            .get(at)
            .map(|(name, _)| &**name)
            .unwrap_or_default()
    }

    /// A full name.
    pub(crate) fn person(&self, chance: &mut Chance) -> String {
        format!(
            "{}{}",
            self.surname(chance),
            chance.pick::<str>(&self.people.given)
        )
    }

    /// A telephone number, all from one block, so that it is seen to be made up.
    pub(crate) fn phone(chance: &mut Chance) -> String {
        format!("1990000{:04}", chance.below(10_000))
    }

    /// A picture as records name it.
    pub(crate) fn photo(&self, chance: &mut Chance) -> String {
        chance.pick::<str>(&self.photos).to_owned()
    }

    /// A longer text with the mark of what is made up.
    pub(crate) fn marked(&self, text: &str) -> String {
        format!("{text}{}", self.town.mark)
    }

    /// A name with the mark of what is made up.
    pub(crate) fn named(&self, name: &str) -> String {
        format!("{name}{}", self.town.mark_short)
    }

    fn cast(&self) -> Vec<Login> {
        let mut chance = self.chance("cast", 0);
        let mut logins = Vec::new();
        let mut add = |login: String, title: String, role: &str, place: PlaceCode, office: Option<&str>| {
            logins.push(Login {
                name: self.person(&mut chance),
                login,
                title,
                posts: vec![Post {
                    place,
                    role: role.to_owned(),
                    office: office.map(str::to_owned),
                }],
            });
        };
        for post in &self.people.posts {
            add(
                post.login.clone(),
                post.title.clone(),
                &post.role,
                self.code,
                None,
            );
        }
        for office in &self.people.offices {
            let office = self.office(&office.key);
            let head = format!("{}负责人", office.name);
            add(office.head(), head, "office", self.code, Some(&office.name));
            let clerk = format!("{}工作人员", office.name);
            add(office.clerk(), clerk, "office", self.code, Some(&office.name));
        }
        for village in &self.villages {
            let title = format!("{}村干部", village.name);
            add(village.cadre(), title, "village", village.code, None);
            for (at, grid) in village.grids.iter().enumerate() {
                let title = format!("{}网格员", village.name);
                add(village.grid_worker(at), title, "grid", *grid, None);
            }
        }
        logins
    }
}

impl Login {
    /// As the town knows the person.
    pub(crate) fn person(&self) -> Person {
        Person {
            name: self.name.clone(),
            posts: self.posts.clone(),
            active: true,
        }
    }
}

fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

fn hash(content: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
