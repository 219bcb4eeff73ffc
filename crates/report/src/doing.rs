//! What a clause does: its verb, what it is done to, and how firmly it is promised.

use crate::lexicon::{
    ABOUT, ACTIONS, ADVERBS, CLOSED, CLOSING, COMPOUNDS, FINITE, HEADS, LINKS, MODALITIES, NOMINAL,
    ORIENTATION, PAIRED, SECOND, UNPAIRED,
};
use crate::phrase::SUFFIXES;

/// What a clause does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doing<'t> {
    /// Whether something is done at all; not so in 以…为导向 and 为…添动力.
    pub(crate) acts: bool,
    /// How firmly: 力争, 确保.
    pub(crate) modality: Option<&'static str>,
    /// The verb or the pair of verbs.
    pub(crate) verb: Option<&'t str>,
    /// What follows the verb, or stands before it when nothing follows.
    pub(crate) object: Option<&'t str>,
}

/// Words that open a means and are verbs too.
const MEANS: [&str; 5] = ["通过", "借助", "依托", "结合", "利用"];

/// Whether a verb at the start of a clause begins a noun: 复耕率, 建成区, 研发投入.
fn begins_a_noun(clause: &str, verb: &str) -> bool {
    let rest = clause.get(verb.len()..).unwrap_or_default();
    let compound = COMPOUNDS
        .opens(clause)
        .is_some_and(|compound| compound.len() > verb.len());
    // 防范化解 is two verbs, 整改率 a noun.
    let suffixed = rest.starts_with(SUFFIXES) && ACTIONS.opens(rest).is_none();
    compound && !SECOND.holds(verb) || suffixed
}

/// How firmly the clause promises: the word stands at its start or up to four characters behind.
pub(crate) fn modality(clause: &str) -> Option<&'static str> {
    let mut starts = clause.char_indices().take(5);
    let (at, word) = starts.find_map(|(at, _)| Some((at, MODALITIES.opens(clause.get(at..)?)?)))?;
    // 乡镇规划水平 holds a plan and no promise.
    let noun =
        matches!(word, "规划" | "计划") && at > 0 && ADVERBS.holds(clause.get(..at)?).then_some(()).is_none();
    (!noun).then_some(word)
}

/// Takes a clause apart.
pub(crate) fn of(clause: &str) -> Doing<'_> {
    let modality = modality(clause);
    let rest = passed(clause);
    let acting = ACTIONS.opens(rest).filter(|verb| !begins_a_noun(rest, verb));
    let leaning = ORIENTATION.opens(rest);
    let acts = acting.map_or(0, str::len);
    if is_about(clause) {
        return Doing {
            modality,
            ..Doing::default()
        };
    }
    if leaning
        .is_some_and(|word| word.len() > acts || word.len() == acts && acts > 0 && acts <= '以'.len_utf8())
    {
        return Doing {
            modality,
            ..inner(rest)
        };
    }
    if acting.is_some() {
        let verb = verb_at(rest);
        let object = rest.get(verb.len()..).unwrap_or_default();
        return Doing {
            acts: true,
            modality,
            verb: Some(verb),
            object: Some(tidy(object)),
        };
    }
    if let Some(taken) = taken_up(rest) {
        return Doing { modality, ..taken };
    }
    let found = [closing, obliged, coordinated]
        .into_iter()
        .map(|reading| reading(rest))
        .find(|doing| doing.acts)
        .or_else(|| modality.map(|_| wished(rest)).filter(|doing| doing.acts));
    Doing {
        modality,
        ..found.unwrap_or_default()
    }
}

/// 力争更多县进入全国百强: what is promised has no verb of doing. Counts only after a word that says how firmly.
fn wished(rest: &str) -> Doing<'_> {
    Doing {
        acts: rest.chars().nth(3).is_some() && !rest.contains("时间"),
        object: Some(tidy(rest)),
        ..Doing::default()
    }
}

/// 各村都要建好…: the one who is obliged stands before the word that obliges.
fn obliged(rest: &str) -> Doing<'_> {
    const NEAR: usize = 12;
    let compound = |before: &str| before.ends_with(['主', '重', '需', '只', '纪', '首', '紧', '想', '摘']);
    let marks = rest
        .char_indices()
        .take(NEAR)
        .filter(|(at, mark)| *mark == '要' && *at > 0);
    let tails = marks
        .filter(|(at, _)| !compound(rest.get(..*at).unwrap_or_default()))
        .filter_map(|(at, mark)| rest.get(at + mark.len_utf8()..));
    acting_tail(tails)
}

/// 坚持党建引领、推动治理增效: what is done stands in a later part of the clause.
fn coordinated(rest: &str) -> Doing<'_> {
    let open = |head: &str| head.matches('“').count() > head.matches('”').count();
    let parts = rest
        .match_indices('、')
        .take(PARTS)
        .filter(|(at, _)| !open(rest.get(..*at).unwrap_or_default()))
        .filter_map(|(at, mark)| rest.get(at + mark.len()..));
    acting_tail(parts)
}

/// How many parts of a clause are looked at for a verb; fixed, so that reading stays linear.
const PARTS: usize = 4;

/// The first of the tails of a clause that begins with a verb.
fn acting_tail<'t>(mut tails: impl Iterator<Item = &'t str>) -> Doing<'t> {
    let found = tails.find_map(|tail| {
        let tail = passed(tail);
        let verb = ACTIONS
            .opens(tail)
            .filter(|verb| !begins_a_noun(tail, verb) && !NOMINAL.holds(verb))?;
        let object = tidy(tail.get(verb.len()..)?);
        object.chars().nth(2).is_some().then(|| Doing {
            acts: true,
            modality: None,
            verb: tail.get(..verb.len()),
            object: Some(object),
        })
    });
    found.unwrap_or_default()
}

/// Whether the clause only speaks about the work: …意义重大, …以下四个方面工作.
fn is_about(clause: &str) -> bool {
    ABOUT.first(clause).is_some()
}

/// Whether the clause says what the work keeps to, whatever numbers it holds: 聚焦37个特色产业.
pub(crate) fn is_spirit(clause: &str, doing: &Doing<'_>) -> bool {
    let two = |word: &str| word.chars().nth(1).is_some();
    !doing.acts && CLOSED.opens(passed(clause)).is_some_and(two)
}

/// The clause without what stands before its verb: connectives, adverbs, modal words and the speaker.
pub(crate) fn passed(clause: &str) -> &str {
    let mut rest = clause.trim_start();
    // A word that is adverb and verb was passed; it is the verb when no other follows.
    let mut verb_passed = None;
    loop {
        let listed = rest.starts_with(|first: char| first.is_ascii_digit());
        if listed && let Some(at) = rest.find(['.', '、', '．', ')', '）']).filter(|at| *at <= 2) {
            rest = rest
                .get(at..)
                .unwrap_or_default()
                .trim_start_matches(['.', '、', '．', ')', '）', ' ']);
            continue;
        }
        if let Some(head) = HEADS.opens(rest) {
            rest = rest.get(head.len()..).unwrap_or_default().trim_start();
            continue;
        }
        let word = ADVERBS
            .opens(rest)
            .filter(|word| *word != "将" || taken_up(rest).is_none());
        let after = word
            .and_then(|word| rest.get(word.len()..))
            .filter(|after| !after.is_empty());
        let next = word.and_then(|word| ACTIONS.opens(rest.get(word.len()..)?));
        let passing = word.map_or(0, str::len) + next.map_or(0, str::len);
        let whole = |found: Option<&str>| found.is_some_and(|found| found.len() > passing);
        let compound = COMPOUNDS
            .opens(rest)
            .is_some_and(|found| found.len() >= passing && next.is_some());
        if word.is_some() && (compound || whole(COMPOUNDS.opens(rest)) || whole(ACTIONS.opens(rest))) {
            return verb_passed
                .filter(|_| ACTIONS.opens(rest).is_none())
                .unwrap_or(rest);
        }
        let (Some(word), Some(after)) = (word, after) else {
            return if ACTIONS.opens(rest).is_some() {
                rest
            } else {
                verb_passed.unwrap_or(rest)
            };
        };
        let verb = ACTIONS.opens(rest).filter(|verb| verb.len() >= word.len());
        // 创新监管方式: a verb before one that is as often a noun; but 加快发展教育 is done fast.
        let object = ACTIONS.opens(after).is_some_and(|next| NOMINAL.holds(next));
        if object && matches!(word, "创新" | "规范" | "统筹" | "稳定") {
            return rest;
        }
        if verb_passed.is_none() && verb.is_some() {
            verb_passed = Some(rest);
        }
        rest = after;
    }
}

/// One verb, or two in a row: 改造提升, 优化升级.
fn verb_at(rest: &str) -> &str {
    let first = ACTIONS.opens(rest).unwrap_or_default();
    let second = rest.get(first.len()..).and_then(|after| PAIRED.opens(after));
    let both = first.len() + second.filter(|_| !UNPAIRED.holds(first)).map_or(0, str::len);
    let object_left = rest.get(both..).is_some_and(|after| after.chars().count() >= 2);
    rest.get(..if object_left { both } else { first.len() })
        .unwrap_or_default()
}

/// A clause that opens with 以, 在, 通过 and the like may still do something further on.
fn inner(rest: &str) -> Doing<'_> {
    let opening = ORIENTATION.opens(rest).unwrap_or_default();
    let body = rest.get(opening.len()..).unwrap_or_default();
    let frame = opening == "以" && body.contains('为');
    if CLOSED.holds(opening) || frame {
        return behind_an_aim(body);
    }
    let verb = |tail: &str| {
        FINITE
            .opens(tail)
            .or_else(|| ACTIONS.opens(tail).filter(|verb| !NOMINAL.holds(verb)))
    };
    let fits = |at: usize, verb: &str| {
        let head = body.get(..at).unwrap_or_default();
        let object = body.get(at + verb.len()..).unwrap_or_default();
        let joined = object.starts_with(['的', '等', '、']) || head.ends_with(['、', '的']);
        let two = |text: &str| text.chars().nth(1).is_some();
        (two(head) && two(object) && !joined).then_some(head)
    };
    let found = body.char_indices().filter_map(|(at, _)| {
        let verb = verb(body.get(at..)?)?;
        let framed = fits(at, verb)?.ends_with(['中', '上', '下', '里', '内', '”']);
        Some((framed, at, verb))
    });
    // The verb behind 在…中 is the one that counts; else the last.
    let found = found.max_by_key(|(framed, at, _)| (*framed, if *framed { usize::MAX - at } else { *at }));
    let Some((_, at, verb)) = found else {
        let itself =
            MEANS.contains(&opening) && ACTIONS.opens(opening).is_some() && ACTIONS.opens(body).is_none();
        return Doing {
            acts: itself,
            modality: None,
            verb: rest.get(..opening.len()),
            object: Some(tidy(body)),
        };
    };
    let object = body.get(at + verb.len()..).unwrap_or_default();
    Doing {
        acts: true,
        modality: None,
        verb: body.get(at..at + verb.len()),
        object: Some(tidy(object)),
    }
}

/// 围绕5000亩种草的目标开展养殖: what is done stands behind the aim.
fn behind_an_aim(body: &str) -> Doing<'_> {
    const AIMS: [&str; 6] = ["目标", "要求", "思路", "主题", "原则", "标准"];
    let tails = AIMS
        .iter()
        .filter_map(|aim| body.get(body.find(aim)? + aim.len()..));
    acting_tail(tails)
}

/// `把…放在…`, `将…作为…`, `对…进行…`: the object stands before the verb.
fn taken_up(rest: &str) -> Option<Doing<'_>> {
    let mark = ["把", "将", "对"]
        .into_iter()
        .find(|mark| rest.starts_with(mark))?;
    let body = rest.get(mark.len()..)?;
    const VERBS: [&str; 19] = [
        "摆在",
        "当作",
        "当成",
        "作为",
        "放在",
        "进行",
        "开展",
        "纳入",
        "列入",
        "落实",
        "转化为",
        "打造成",
        "建成",
        "实施",
        "融入",
        "贯穿",
        "予以",
        "做到",
        "变成",
    ];
    let found = VERBS
        .iter()
        .filter_map(|verb| Some((body.find(verb)?, *verb)))
        .min();
    if found.is_none() && mark == "把" && body.chars().count() >= 4 {
        return Some(Doing {
            acts: true,
            modality: None,
            verb: None,
            object: Some(tidy(body)),
        });
    }
    let (at, verb) = found?;
    Some(Doing {
        acts: true,
        modality: None,
        verb: body.get(at..at + verb.len()),
        object: Some(tidy(body.get(..at)?)),
    })
}

/// A clause whose verb stands behind what it is told of: 主体工程完工, 规上工业企业达到25家.
fn closing(rest: &str) -> Doing<'_> {
    if rest.contains('是') {
        return Doing::default();
    }
    let mut starts = rest.char_indices().skip(1);
    let found = starts.find_map(|(at, _)| Some((at, CLOSING.opens(rest.get(at..)?)?)));
    let Some((at, verb)) = found else {
        return Doing::default();
    };
    let after = rest.get(at + verb.len()..).unwrap_or_default();
    let links =
        LINKS.opens(after).is_some() || after.is_empty() || after.starts_with(|c: char| c.is_ascii_digit());
    if !links {
        return Doing::default();
    }
    let mut object = rest.get(..at).map(tidy).unwrap_or_default();
    // 管理水平显著提升
    while let Some(how) = ADVERBS.closes(object).filter(|how| how.len() < object.len()) {
        object = object.get(..object.len() - how.len()).unwrap_or_default();
    }
    Doing {
        acts: true,
        modality: None,
        verb: rest.get(at..at + verb.len()),
        object: Some(object),
    }
}

fn tidy(object: &str) -> &str {
    // 落实好各项政策
    let well = object.strip_prefix('好').filter(|rest| {
        !rest.starts_with([
            '人', '家', '事', '的', '房', '评', '转', '项', '企', '做', '品', '戏',
        ])
    });
    let object = well.unwrap_or(object);
    // 加强和创新社会治理 is done twice to one object.
    let second = object.strip_prefix(['和', '与', '及']);
    second
        .filter(|second| ACTIONS.opens(second).is_some())
        .unwrap_or(object)
        .trim()
        .trim_matches(['、', '，', ',', ' ', '：', ':'])
        .trim_end_matches('等')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(clause: &str) -> (bool, Option<&str>, Option<&str>) {
        let doing = of(clause);
        (doing.acts, doing.verb, doing.object)
    }

    #[test]
    fn a_clause_gives_its_verb_and_object() {
        for (clause, verb, object) in [
            ("持续开展“两非”整治", "开展", "“两非”整治"),
            ("改造提升农村公路2条", "改造提升", "农村公路2条"),
            ("加快天然气站建设", "加快", "天然气站建设"),
            (
                "确保城乡居民医疗保险参保率达到预定目标",
                "确保",
                "城乡居民医疗保险参保率达到预定目标",
            ),
            ("把有限的资源着重放在改善民生上", "放在", "有限的资源着重"),
            ("结合高速出口条件推进后山项目", "推进", "后山项目"),
            ("加快全镇水系疏通", "加快", "全镇水系疏通"),
            ("在转型升级中推动农业协同发展", "推动", "农业协同发展"),
            ("向山区村延伸服务半径", "延伸", "服务半径"),
            ("分行业、分区域制定控制性指标", "制定", "控制性指标"),
            ("将农业招引作为“一号工程”", "作为", "农业招引"),
            ("致力锻造岔路铁军", "锻造", "岔路铁军"),
        ] {
            assert_eq!(parts(clause), (true, Some(verb), Some(object)), "{clause}");
        }
    }

    #[test]
    fn a_clause_of_spirit_or_means_promises_nothing() {
        for clause in [
            "以破解园区土地要素制约为重点",
            "围绕打造工业重镇目标",
            "坚持以“亩均论英雄”为导向",
            "秉承大农业发展理念",
            "让青山绿水永续增值",
        ] {
            assert!(!of(clause).acts, "{clause}");
        }
    }
}
