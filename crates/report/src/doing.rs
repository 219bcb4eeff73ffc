//! What a clause does: its verb, what it is done to, and how firmly it is promised.

use crate::lexicon::{
    ACTIONS, ADVERBS, COMPOUNDS, FINITE, LINKS, NOMINAL, ORIENTATION, PAIRED, SECOND, UNPAIRED,
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

/// Words that say how firmly something is promised.
const MODALITIES: [&str; 15] = [
    "力争", "争取", "确保", "计划", "预计", "努力", "拟", "力求", "保证", "必须", "务必", "规划", "谋划",
    "推动", "要",
];

/// How firmly the clause promises.
pub(crate) fn modality(clause: &str) -> Option<&'static str> {
    MODALITIES
        .iter()
        .take(12)
        .find(|word| opens_with(clause, word))
        .copied()
}

fn opens_with(clause: &str, word: &str) -> bool {
    clause.starts_with(word)
        || clause
            .find(word)
            .is_some_and(|at| clause.get(..at).is_some_and(|head| head.chars().count() <= 4))
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
    Doing {
        modality,
        ..closing(rest)
    }
}

/// Whether the clause only speaks about the work: …意义重大, …以下四个方面工作.
fn is_about(clause: &str) -> bool {
    [
        "意义",
        "以下",
        "如下",
        "主要有",
        "主要是",
        "方面工作",
        "方面重点",
        "各位代表",
        "使命光荣",
        "责任重大",
    ]
    .iter()
    .any(|word| clause.contains(word))
}

/// The clause without what stands before its verb: connectives, adverbs, modal words and the speaker.
pub(crate) fn passed(clause: &str) -> &str {
    const HEADS: [&str; 26] = [
        "我们将",
        "我们要",
        "我们",
        "全镇上下",
        "各村",
        "各部门",
        "镇村",
        "同时",
        "此外",
        "另外",
        "并且",
        "并",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "六是",
        "七是",
        "八是",
        "——",
        "—",
        "、",
        "(",
        "（",
        " ",
    ];
    let mut rest = clause.trim_start();
    // A word that is adverb and verb was passed; it is the verb when no other follows.
    let mut verb_passed = None;
    loop {
        let listed = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
            .iter()
            .any(|digit| rest.starts_with(digit));
        if listed && let Some(at) = rest.find(['.', '、', '．', ')', '）']).filter(|at| *at <= 2) {
            rest = rest
                .get(at..)
                .unwrap_or_default()
                .trim_start_matches(['.', '、', '．', ')', '）', ' ']);
            continue;
        }
        let head = HEADS.iter().find_map(|head| rest.strip_prefix(head));
        if let Some(after) = head {
            rest = after;
            continue;
        }
        let word = ADVERBS
            .opens(rest)
            .filter(|word| *word != "将" || taken_up(rest).is_none());
        let after = word
            .and_then(|word| rest.get(word.len()..))
            .filter(|after| !after.is_empty());
        let (Some(word), Some(after)) = (word, after) else {
            return if ACTIONS.opens(rest).is_some() {
                rest
            } else {
                verb_passed.unwrap_or(rest)
            };
        };
        if verb_passed.is_none() && ACTIONS.opens(rest).is_some_and(|verb| verb.len() >= word.len()) {
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
    const CLOSED: [&str; 35] = [
        "围绕",
        "紧紧围绕",
        "聚焦",
        "紧扣",
        "紧盯",
        "紧跟",
        "锚定",
        "坚持",
        "对标",
        "对照",
        "瞄准",
        "立足",
        "着眼",
        "贯彻",
        "全面贯彻",
        "深入贯彻",
        "突出",
        "面对",
        "针对",
        "把握",
        "牢牢把握",
        "抓住",
        "秉持",
        "秉承",
        "牢记",
        "牢固树立",
        "树立",
        "高举",
        "由",
        "使",
        "让",
        "令",
        "是",
        "为",
        "随着",
    ];
    let opening = ORIENTATION.opens(rest).unwrap_or_default();
    let body = rest.get(opening.len()..).unwrap_or_default();
    let frame = opening == "以" && body.contains('为');
    if CLOSED.contains(&opening) || frame {
        return Doing::default();
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
        (head.chars().count() >= 2 && object.chars().count() >= 2 && !joined).then_some(head)
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

/// `把…放在…`, `将…作为…`, `对…进行…`: the object stands before the verb.
fn taken_up(rest: &str) -> Option<Doing<'_>> {
    let mark = ["把", "将", "对"]
        .into_iter()
        .find(|mark| rest.starts_with(mark))?;
    let body = rest.get(mark.len()..)?;
    const VERBS: [&str; 16] = [
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
    const VERBS: [&str; 34] = [
        "落地",
        "开工",
        "完工",
        "竣工",
        "投用",
        "投产",
        "建成",
        "达产",
        "见效",
        "通车",
        "启用",
        "交付",
        "完成",
        "达到",
        "突破",
        "增长",
        "提升",
        "提高",
        "下降",
        "全覆盖",
        "开业",
        "挂牌",
        "上市",
        "入库",
        "东移",
        "升级",
        "扩面",
        "提速",
        "增效",
        "清零",
        "销号",
        "结顶",
        "封顶",
        "控制在",
    ];
    if rest.contains('是') {
        return Doing::default();
    }
    let found = VERBS
        .iter()
        .filter_map(|verb| Some((rest.find(verb)?, *verb)))
        .filter(|(at, _)| *at > 0)
        .min();
    let Some((at, verb)) = found else {
        return Doing::default();
    };
    let after = rest.get(at + verb.len()..).unwrap_or_default();
    let links =
        LINKS.opens(after).is_some() || after.is_empty() || after.starts_with(|c: char| c.is_ascii_digit());
    if !links {
        return Doing::default();
    }
    Doing {
        acts: true,
        modality: None,
        verb: rest.get(at..at + verb.len()),
        object: rest.get(..at).map(tidy),
    }
}

fn tidy(object: &str) -> &str {
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
