//! Invariant 5: what a post may not see leaves by no door.

use crate::cases;
use crate::history::World;
use crate::town::{TOWN, Town, VILLAGE};
use crate::values::{HIDDEN, OTHER};
use desk::{Ask, Asked, By, DeskError, FileForm, ImportAsk, ListAsk, Mode, Outcome, Person, Post, Seat};
use ledger::{Moment, RecordId};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, json};
use std::fmt::Debug;

/// Everything a seat was told, answers and refusals alike.
#[derive(Default)]
struct Overheard(Vec<(String, String)>);

impl Overheard {
    fn hear<T: Debug>(&mut self, door: impl Into<String>, answer: Result<T, DeskError>) {
        let text = match answer {
            Ok(answer) => format!("{answer:?}"),
            Err(error @ DeskError::Refused(_)) => format!("{:?}", error.problems()),
            Err(error) => panic!("{error}"),
        };
        self.0.push((door.into(), text));
    }

    fn without(&self, secret: &str) {
        for (door, text) in &self.0 {
            assert!(!text.contains(secret), "{door} tells {secret}: {text}");
        }
    }
}

/// A village cadre who may do at home whatever can be granted, but administer.
fn keeper(town: &Town) -> Seat {
    let all = [
        "read", "create", "amend", "step", "withdraw", "reveal", "export", "import",
    ];
    let role = json!({ "zh": "全能", "en": "Keeper", "grants": [{ "packs": ["*"], "actions": all }] });
    town.owner.set_thing("role", "keeper", role).unwrap();
    town.seat("keeper", "keeper", VILLAGE)
}

fn asks(world: &World, place: Option<&str>) -> Vec<Ask> {
    let shelf = world.shelf();
    let ask = |name: &str, by: Vec<By>| Ask {
        indicator: name.to_owned(),
        place: place.map(|place| place.parse().unwrap()),
        period: "2023-01/2024-12".parse().unwrap(),
        by,
        only: Vec::new(),
        as_of: None,
        compare: true,
    };
    shelf
        .indicators()
        .flat_map(|(_, indicator)| {
            let mut all = vec![
                ask(&indicator.name, Vec::new()),
                ask(&indicator.name, vec![By::Place]),
            ];
            all.extend(
                indicator
                    .by
                    .iter()
                    .map(|by| ask(&indicator.name, vec![By::Dimension(by.name.clone())])),
            );
            all
        })
        .collect()
}

/// Tries the doors that lead out of registers.
fn lists(world: &World, seat: &Seat, heard: &mut Overheard) {
    let shelf = world.shelf();
    for (_, register) in shelf.registers() {
        let name = &*register.name;
        let filters = [
            String::new(),
            format!("within(place, '{OTHER}')"),
            "id != 'x'".to_owned(),
        ];
        for (filter, withdrawn) in filters
            .iter()
            .flat_map(|filter| [(filter, false), (filter, true)])
        {
            let ask = ListAsk {
                filter: filter.clone(),
                withdrawn,
                limit: Some(500),
                ..ListAsk::default()
            };
            heard.hear(format!("list {name} {filter}"), seat.list(name, &ask));
            for (form, zh) in [
                (FileForm::Csv, true),
                (FileForm::Csv, false),
                (FileForm::Json, false),
                (FileForm::GeoJson, true),
            ] {
                let mut out = Vec::new();
                let written = seat.export(name, &ask, form, zh, &mut out).map(|_| ());
                heard.hear("export", written.map(|()| String::from_utf8(out).unwrap()));
            }
        }
        for field in &register.fields {
            for sort in [field.name.clone(), format!("-{}", field.name)] {
                let ask = ListAsk {
                    sort,
                    ..ListAsk::default()
                };
                heard.hear(format!("sort {name}.{}", field.name), seat.list(name, &ask));
            }
        }
    }
}

/// Tries the doors that lead to one record.
fn records(seat: &Seat, records: &[(String, RecordId)], heard: &mut Overheard) {
    for (register, id) in records {
        heard.hear("get", seat.get(register, *id));
        heard.hear("history", seat.history(register, *id));
        heard.hear("next steps", seat.next_steps(register, *id));
        let note = Map::from_iter([("note".to_owned(), json!("x"))]);
        heard.hear(
            "amend",
            seat.amend(register, *id, 1, note, None, Asked::default()),
        );
    }
}

fn other_doors(seat: &Seat, heard: &mut Overheard) {
    for subject in [
        "user", "role", "message", "delivery", "channel", "town", "places", "report", "setting",
    ] {
        heard.hear(format!("things {subject}"), seat.things(subject));
    }
    heard.hear("due", seat.due(Moment(i64::MAX / 2), 500));
    heard.hear("messages", seat.messages(500));
    heard.hear("deliveries", seat.deliveries(500));
    heard.hear("people", seat.people());
    heard.hear("journal", seat.journal(0, 1000).map(|lines| lines.len()));
}

fn text(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap()
}

proptest! {
    #![proptest_config(cases(3))]

    #[test]
    fn what_lies_outside_a_posts_place_leaves_by_no_door(seeds in prop::collection::vec(any::<u64>(), 30..60)) {
        let world = World::after(&seeds);
        let seat = keeper(&world.town);
        let mut heard = Overheard::default();
        lists(&world, &seat, &mut heard);
        other_doors(&seat, &mut heard);
        for ask in asks(&world, Some(VILLAGE)) {
            let told = seat.figures(&ask).unwrap();
            prop_assert!(told.lines.iter().all(|line| line.rank.is_none()), "a rank tells of the places beside");
            heard.hear("figures", Ok(told));
            heard.hear("lineage", seat.lineage(&Ask { by: Vec::new(), ..ask }, None, 500));
        }
        for ask in asks(&world, Some(OTHER)).into_iter().chain(asks(&world, None)).chain(asks(&world, Some("330226"))) {
            prop_assert!(seat.figures(&ask).is_err(), "{:?}", ask);
            let whole = Ask { by: Vec::new(), ..ask };
            prop_assert!(seat.lineage(&whole, None, 5).is_err());
        }
        let hidden: Vec<_> = world.made.iter().filter(|(register, id)| {
            let place = world.seats[0].get(register, *id).unwrap().place;
            !place.starts_with(VILLAGE)
        }).cloned().collect();
        // Whatever is sent again, and whatever is made under a name that is taken elsewhere, tells nothing.
        for sent in &world.sent {
            let shelf = world.shelf();
            let (_, register) = shelf.register(&sent.register).unwrap();
            let mut fields = sent.fields.clone();
            fields.insert(register[register.place].name.clone(), json!(VILLAGE));
            heard.hear("create", seat.create(&sent.register, None, fields.clone(), Asked::default()).map(|_| ()));
            let line = json!(fields).to_string();
            let ask = ImportAsk { register: sent.register.clone(), mode: Mode::Each, ..ImportAsk::default() };
            let imported = seat.import(&ask, line.as_bytes(), &mut |_, _| {});
            heard.hear("import", imported.map(|mut told| {
                // What was made is the seat's own.
                told.rows.retain(|row| row.outcome == Outcome::Rejected);
                text(&told)
            }));
            let asked = Asked { idem: Some(sent.key.clone()), ..Asked::default() };
            if sent.by == 3 {
                let li = &world.seats[3];
                heard.hear("send again", li.create(&sent.register, None, sent.fields.clone(), asked).map(|receipt| li.show(&receipt)));
            }
        }
        // Who made a record was told its name when it was made.
        let own: Vec<_> = world.sent.iter().filter(|sent| sent.by == 3).filter_map(|sent| Some(sent.receipt.row.as_ref()?.id)).collect();
        // A record here may have been bound, by who may see both, to one that lies elsewhere: its name is then a word of the
        // record here, and nothing more is told of it.
        let here = world.made.iter().filter(|made| !hidden.contains(made));
        let bound: String = here
            .map(|(register, id)| format!("{:?}", world.seats[0].history(register, *id).unwrap()))
            .collect();
        for (_, id) in hidden.iter().filter(|(_, id)| !own.contains(id)) {
            if !bound.contains(&id.to_string()) {
                heard.without(&id.to_string());
            }
        }
        heard.0.retain(|(door, _)| !matches!(&**door, "create" | "import"));
        records(&seat, &hidden, &mut heard);
        for (register, id) in &hidden {
            prop_assert!(seat.get(register, *id).is_err());
        }
        // Records that were moved keep their words; those of records elsewhere are known by their mark.
        let own: String = heard.0.iter().map(|(_, text)| &**text).collect();
        let moved_here = world.made.iter().any(|(register, id)| {
            let history = world.seats[0].history(register, *id).unwrap();
            let place = world.seats[0].get(register, *id).unwrap().place;
            place.starts_with(VILLAGE) && format!("{history:?}").contains(HIDDEN)
        });
        prop_assert!(moved_here || !own.contains(HIDDEN));
    }

    #[test]
    fn sensitive_values_leave_by_no_door_but_the_one_that_is_journalled(seeds in prop::collection::vec(any::<u64>(), 30..60)) {
        let world = World::after(&seeds);
        for seat in &world.seats {
            let mut heard = Overheard::default();
            lists(&world, seat, &mut heard);
            records(seat, &world.made, &mut heard);
            other_doors(seat, &mut heard);
            for ask in asks(&world, None) {
                heard.hear("figures", seat.figures(&ask));
                heard.hear("lineage", seat.lineage(&Ask { by: Vec::new(), ..ask }, None, 500));
            }
            for secret in &world.secrets {
                heard.without(secret);
            }
        }
        let journal = world.seats[0].journal(0, 1000).unwrap();
        let folder = world.town.desk.town().folder().to_owned();
        world.town.desk.close();
        for file in std::fs::read_dir(folder).unwrap() {
            let content = std::fs::read(file.unwrap().path()).unwrap();
            for secret in &world.secrets {
                let found = content.windows(secret.len()).any(|part| part == secret.as_bytes());
                prop_assert!(!found, "{} lies on disk in clear", secret);
            }
        }
        for line in journal {
            for secret in &world.secrets {
                prop_assert!(!line.text.contains(secret.as_str()), "{} tells {}", line.text, secret);
            }
        }
    }

    #[test]
    fn a_sensitive_field_can_be_neither_filtered_nor_sorted_by(seed in any::<u64>()) {
        let world = World::after(&[seed]);
        let shelf = world.shelf();
        for (_, register) in shelf.registers() {
            for field in register.fields.iter().filter(|field| field.sensitive.is_some()) {
                let name = &field.name;
                let filters = [format!("{name} == 'x'"), format!("'x' == {name}"), format!("contains({name}, '1')"), format!("startsWith({name}, '1')"), format!("{name} in ['a']"), format!("!({name} > 'a')"), format!("has({name}) && {name} < 'b'")];
                for filter in filters {
                    let refused = world.seats[0].list(&register.name, &ListAsk { filter: filter.clone(), ..ListAsk::default() });
                    let refused = refused.err().map(|error| error.problems());
                    prop_assert!(refused.is_some_and(|told| told[0].message.zh.contains("敏感") && told[0].message.en.contains("sensitive")), "{}", filter);
                }
                let ask = ListAsk { sort: format!("-{name}"), ..ListAsk::default() };
                prop_assert!(world.seats[0].list(&register.name, &ask).is_err());
            }
        }
    }
}

#[test]
fn a_post_of_one_line_of_business_sees_no_other() {
    let world = World::after(&(0..40).collect::<Vec<u64>>());
    let role = json!({ "zh": "安监", "en": "Safety", "grants": [{ "packs": ["hazards"], "actions": ["read", "export", "import"] }] });
    world.town.owner.set_thing("role", "safety", role).unwrap();
    let seat = world.town.seat("safe", "safety", TOWN);
    for (register, id) in world.made.iter().filter(|(register, _)| register == "dispute") {
        assert!(seat.get(register, *id).is_err());
        assert!(seat.history(register, *id).is_err());
    }
    assert!(seat.list("dispute", &ListAsk::default()).is_err());
    assert!(seat.count("dispute", &ListAsk::default()).is_err());
    assert!(
        seat.export(
            "dispute",
            &ListAsk::default(),
            FileForm::Csv,
            true,
            &mut Vec::new()
        )
        .is_err()
    );
    for ask in asks(&world, None) {
        let ours = ask.indicator.starts_with("hazards.");
        assert_eq!(seat.figures(&ask).is_ok(), ours, "{}", ask.indicator);
    }
    assert!(
        seat.due(Moment(i64::MAX / 2), 500)
            .unwrap()
            .iter()
            .all(|due| due.record.register != "dispute")
    );
}

#[test]
fn what_may_be_read_but_not_exported_stays() {
    let town = Town::open();
    let role = |name: &str, actions: &[&str]| {
        let role = json!({ "zh": name, "en": name, "grants": [{ "packs": ["*"], "actions": actions }] });
        town.owner.set_thing("role", name, role).unwrap();
    };
    role("reader", &["read"]);
    role("exporter", &["read", "export"]);
    let post = |role: &str, place: &str| Post {
        place: place.parse().unwrap(),
        role: role.to_owned(),
        office: None,
    };
    let person = Person {
        name: "both".to_owned(),
        posts: vec![post("reader", OTHER), post("exporter", VILLAGE)],
        active: true,
    };
    town.owner.set_person("both", &person).unwrap();
    let seat = town.desk.seat("both").unwrap().unwrap();
    for place in [VILLAGE, OTHER] {
        let fields = json!({ "title": place, "place": place, "outline": "x", "category": "neighbour" });
        let fields = fields.as_object().unwrap().clone();
        town.owner
            .create("dispute", None, fields, Asked::default())
            .unwrap();
    }
    assert_eq!(seat.count("dispute", &ListAsk::default()).unwrap(), 2);
    let mut out = Vec::new();
    let exported = seat
        .export("dispute", &ListAsk::default(), FileForm::Json, true, &mut out)
        .unwrap();
    assert_eq!(exported.records, 1, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn an_administrator_of_a_village_is_none_of_the_town() {
    let town = Town::open();
    let seat = town.seat("head", "admin", VILLAGE);
    assert!(seat.people().is_err());
    assert!(seat.journal(0, 10).is_err());
    assert!(seat.things("user").is_err());
    let person = Person {
        name: "x".to_owned(),
        posts: Vec::new(),
        active: true,
    };
    assert!(seat.set_person("x", &person).is_err());
    assert!(town.seat("chief", "admin", TOWN).people().is_ok());
}

#[test]
fn a_seat_learns_nothing_of_a_record_that_was_moved_away() {
    let world = World::after(&[]);
    let li = &world.seats[3];
    let fields = json!({ "title": "x", "place": VILLAGE, "outline": "x", "category": "neighbour" });
    let asked = || Asked {
        idem: Some("k".to_owned()),
        ..Asked::default()
    };
    let fields = fields.as_object().unwrap();
    let receipt = li.create("dispute", None, fields.clone(), asked()).unwrap();
    let id = receipt.row.unwrap().id;
    let moved = json!({ "place": OTHER, "title": "藏" });
    let moved = moved.as_object().unwrap().clone();
    world.seats[1]
        .amend("dispute", id, 1, moved, None, Asked::default())
        .unwrap();
    let again = li.create("dispute", None, fields.clone(), asked());
    let told = again
        .map(|receipt| li.show(&receipt))
        .map_err(|error| error.problems());
    assert!(!format!("{told:?}").contains('藏'), "{told:?}");
}
