//! The calendar against the notices' own words, and its arithmetic against counting day by day.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn worked(date: Date) -> bool {
    WorkCalendar::official().day(date).0.is_worked()
}

/// The slow, obvious way: step from day to day.
fn stepped(mut day: Date, days: i32) -> Date {
    let step = jiff::Span::new().days(if days < 0 { -1 } else { 1 });
    for _ in 0..days.abs() {
        day = day.saturating_add(step);
        while !worked(day) {
            day = day.saturating_add(step);
        }
    }
    day
}

#[test]
fn the_notices_compiled_in_read_without_a_mistake() {
    let read = notice::read(OFFICIAL);
    assert_eq!(read.as_ref().err(), None);
    let years: Vec<_> = WorkCalendar::official()
        .notices()
        .iter()
        .map(|notice| notice.year)
        .collect();
    assert_eq!(years, (2008..=2026).collect::<Vec<_>>());
    assert_eq!(
        WorkCalendar::official()
            .published(2026)
            .and_then(|notice| notice.number.as_deref()),
        Some("国办发明电〔2025〕7号")
    );
}

#[test]
fn the_spring_festival_of_2026_is_nine_days_with_two_saturdays_worked() {
    let calendar = WorkCalendar::official();
    for day in 15..=23 {
        assert_eq!(
            calendar.day(date(2026, 2, day)).0,
            DayKind::Holiday(Holiday::SpringFestival)
        );
    }
    for day in [14, 28] {
        assert_eq!(
            calendar.day(date(2026, 2, day)),
            (
                DayKind::MakeUpWorkday(Holiday::SpringFestival),
                Certainty::Published
            )
        );
    }
    assert_eq!(calendar.day(date(2026, 2, 24)).0, DayKind::Workday);
    assert_eq!(calendar.day(date(2026, 3, 1)).0, DayKind::Weekend);
}

#[test]
fn the_spring_festival_of_2020_was_lengthened_to_2_february() {
    let calendar = WorkCalendar::official();
    assert_eq!(
        calendar.day(date(2020, 2, 1)).0,
        DayKind::Holiday(Holiday::SpringFestival)
    );
    assert_eq!(calendar.day(date(2020, 2, 3)).0, DayKind::Workday);
    assert_eq!(
        calendar.published(2020).map(|notice| notice.amended.len()),
        Some(1)
    );
}

#[test]
fn days_of_december_stand_under_the_notice_of_the_next_year() {
    let calendar = WorkCalendar::official();
    assert_eq!(
        calendar.day(date(2022, 12, 31)),
        (DayKind::Holiday(Holiday::NewYear), Certainty::Published)
    );
    assert_eq!(
        calendar.day(date(2018, 12, 29)).0,
        DayKind::MakeUpWorkday(Holiday::NewYear)
    );
}

#[test]
fn a_year_has_the_working_days_its_notice_leaves() {
    for (year, days) in [
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
    ] {
        let (counted, certainty) =
            WorkCalendar::official().workdays_between(date(year - 1, 12, 31), date(year, 12, 31));
        assert_eq!((counted, certainty), (days, Certainty::Published), "{year}");
    }
}

#[test]
fn ten_working_days_across_the_national_day_of_2024_end_on_12_october() {
    // 25 to 27, the made-up 29 and 30 September; then 8 to 11 and the made-up 12 October.
    let (day, certainty) = WorkCalendar::official().add_workdays(date(2024, 9, 24), 10);
    assert_eq!((day, certainty), (date(2024, 10, 12), Certainty::Published));
    assert_eq!(
        WorkCalendar::official().add_workdays(date(2024, 10, 12), -10).0,
        date(2024, 9, 24)
    );
}

#[test]
fn no_working_days_after_a_day_off_is_the_next_working_day() {
    let calendar = WorkCalendar::official();
    assert_eq!(calendar.add_workdays(date(2024, 10, 1), 0).0, date(2024, 10, 8));
    assert_eq!(calendar.add_workdays(date(2024, 10, 8), 0).0, date(2024, 10, 8));
}

#[test]
fn an_unpublished_year_is_said_to_be_so() {
    let calendar = WorkCalendar::official();
    assert_eq!(calendar.published(2027), None);
    let (day, certainty) = calendar.add_workdays(date(2026, 12, 18), 10);
    assert_eq!(
        (day, certainty),
        (date(2027, 1, 1), Certainty::Unpublished { year: 2027 })
    );
    assert_eq!(
        calendar.add_workdays(date(2026, 12, 18), 4).1,
        Certainty::Published
    );
    assert_eq!(
        calendar.day(date(2007, 6, 1)).1,
        Certainty::Unpublished { year: 2007 }
    );
    assert!(
        certainty
            .zh()
            .is_some_and(|warning| warning.contains("2027 年的放假安排尚未公布"))
    );
    assert!(certainty.to_string().contains("2027"));
}

#[test]
fn the_last_days_of_a_year_wait_for_the_next_notice() {
    let calendar = WorkCalendar::official();
    assert_eq!(calendar.day(date(2026, 12, 24)).1, Certainty::Published);
    assert_eq!(
        calendar.day(date(2026, 12, 31)),
        (DayKind::Workday, Certainty::Unpublished { year: 2027 })
    );
}

#[test]
fn a_notice_published_later_joins_the_calendar() {
    let text =
        "year 2027 https://example.org/notice 某号\noff 2026-12-31..2027-01-02 元旦\nwork 2026-12-26 元旦\n";
    let calendar = WorkCalendar::official()
        .extended(text)
        .unwrap_or_else(|errors| unreachable!("{errors:?}"));
    assert_eq!(
        calendar.day(date(2026, 12, 26)),
        (DayKind::MakeUpWorkday(Holiday::NewYear), Certainty::Published)
    );
    assert_eq!(
        calendar.add_workdays(date(2026, 12, 30), 1),
        (date(2027, 1, 4), Certainty::Published)
    );
    assert_eq!(
        calendar.day(date(2020, 2, 1)),
        WorkCalendar::official().day(date(2020, 2, 1))
    );
}

#[test]
fn a_mistaken_notice_is_refused_with_line_and_remedy() {
    for (text, line, en, zh) in [
        ("off 2027-01-01 元旦", 1, "year 2026", "应先写"),
        (
            "year 2027 x\noff 2027-02-30 元旦",
            2,
            "\"2027-02-30\" is not a date",
            "不是日期",
        ),
        (
            "year 2027 x\noff 2027-01-01 新年",
            2,
            "is not a holiday",
            "不是节日",
        ),
        (
            "year 2027 x\noff 2028-01-01 元旦",
            2,
            "outside the notice of 2027",
            "不在 2027 年",
        ),
        (
            "year 2027 x\noff 2027-01-03..2027-01-01 元旦",
            2,
            "the last day",
            "末日",
        ),
        ("year 2027 x\nwork 2027-01-04 元旦", 2, "is a weekday", "不是周末"),
        (
            "year 2027 x\noff 2027-01-01 元旦\noff 2027-01-01 元旦",
            3,
            "told twice",
            "写了两次",
        ),
        ("year 2027 x\nrest 2027-01-01", 2, "is not understood", "看不懂"),
        (
            "year 2027 x\nyear 2029 x",
            0,
            "the notice of 2028 is missing",
            "2028 年的通知缺失",
        ),
        ("year 99999 x", 1, "is not a date", "不是日期"),
    ] {
        let errors = WorkCalendar::parse(text).err().unwrap_or_default();
        let first = errors.first();
        assert_eq!(first.map(|error| error.line), Some(line), "{text}");
        assert!(
            first.is_some_and(|error| error.to_string().contains(en)),
            "{errors:?}"
        );
        assert!(first.is_some_and(|error| error.zh().contains(zh)), "{errors:?}");
    }
    let gap = WorkCalendar::official().extended("year 2029 x").err();
    assert_eq!(gap.map(|errors| errors.len()), Some(1));
}

#[test]
fn the_ends_of_time_hold() {
    let calendar = WorkCalendar::official();
    assert_eq!(calendar.add_workdays(Date::MAX, i32::MAX).0, Date::MAX);
    assert_eq!(calendar.add_workdays(Date::MIN, i32::MIN).0, Date::MIN);
    assert_eq!(calendar.add_workdays(date(2024, 1, 1), i32::MIN).0, Date::MIN);
}

fn some_day() -> impl Strategy<Value = Date> {
    (0..9_500i64)
        .prop_map(|days| date(2005, 1, 1).saturating_add(jiff::SignedDuration::from_hours(days * 24)))
}

proptest! {
    #[test]
    fn adding_working_days_is_stepping_from_one_to_the_next(day in some_day(), days in -300..300i32) {
        prop_assume!(days != 0);
        prop_assert_eq!(WorkCalendar::official().add_workdays(day, days).0, stepped(day, days));
    }

    #[test]
    fn counting_reverses_adding(day in some_day(), days in -2_000..2_000i32) {
        let calendar = WorkCalendar::official();
        let (end, _) = calendar.add_workdays(day, days);
        prop_assert!(calendar.day(end).0.is_worked());
        if days != 0 {
            prop_assert_eq!(calendar.workdays_between(day, end).0, days);
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(text in "((year|off|work|amended) [0-9.\\-]{0,22} (元旦|春节|\\PC{0,4})\n?){0,6}") {
        let _ = WorkCalendar::parse(&text);
    }
}
