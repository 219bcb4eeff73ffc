//! How near the name of a column comes to the name of a field.

use super::{Reason, Target};
use crate::text::{fold, likeness};

/// Words of headers that say the same; the first of each stands for all.
const SAME: &[&[&str]] = &[
    &["日期", "时间", "年月日"],
    &[
        "电话",
        "联系电话",
        "联系方式",
        "手机",
        "手机号",
        "手机号码",
        "电话号码",
        "移动电话",
    ],
    &[
        "村",
        "村名",
        "行政村",
        "所在村",
        "村社",
        "村社区",
        "村居",
        "所属村",
        "村别",
    ],
    &["姓名", "名字"],
    &[
        "身份证",
        "身份证号",
        "身份证号码",
        "公民身份号码",
        "证件号码",
        "证件号",
        "居民身份证号码",
    ],
    &[
        "银行卡",
        "银行卡号",
        "银行账号",
        "卡号",
        "账号",
        "开户账号",
        "一卡通账号",
        "社保卡号",
    ],
    &["备注", "说明", "备考"],
    &["企业名称", "单位名称", "公司名称", "企业", "单位"],
    &["信用代码", "统一社会信用代码", "社会信用代码", "组织机构代码"],
    &["类型", "类别", "种类", "分类", "性质"],
    &["金额", "资金", "款额", "数额", "经费"],
    &["地址", "地点", "位置", "坐落", "住址", "家庭住址", "详细地址"],
    &["数量", "个数", "数"],
    &["情况", "状态", "进展", "进展情况"],
    &["编号", "编码", "代码", "号"],
    &["人数", "人口"],
    &["负责人", "责任人", "联系人"],
];

/// A name in the forms in which it is compared.
pub(super) struct Name {
    pub(super) whole: String,
    /// The lowest header alone, when there are several.
    lowest: Option<String>,
    /// The lowest header before the others, as titles put it: 耕地面积 for 面积/耕地.
    turned: Option<String>,
    /// The same of the lowest two alone: 一季度完成投资 for 2024年/完成投资/一季度.
    near: Option<String>,
}

impl Name {
    pub(super) fn of(path: &[String]) -> Self {
        let folded: Vec<String> = path
            .iter()
            .map(|part| fold(part))
            .filter(|part| !part.is_empty())
            .collect();
        let several = folded.len() > 1;
        Self {
            whole: folded.concat(),
            lowest: folded.last().filter(|_| several).cloned(),
            turned: several.then(|| folded.iter().rev().map(String::as_str).collect()),
            near: (folded.len() > 2).then(|| folded.iter().rev().take(2).map(String::as_str).collect()),
        }
    }
}

/// The names of a field, folded.
pub(super) struct Known {
    titles: Vec<String>,
    synonyms: Vec<String>,
}

impl Known {
    pub(super) fn of(target: &Target) -> Self {
        let folded = |names: &[String]| {
            names
                .iter()
                .map(|name| fold(name))
                .filter(|name| !name.is_empty())
                .collect()
        };
        let mut titles: Vec<String> = folded(&target.titles);
        titles.push(fold(&target.name));
        Self {
            titles,
            synonyms: folded(&target.also_called),
        }
    }

    /// How near a name comes, from 0 to 100, and why.
    pub(super) fn near(&self, name: &Name) -> (u32, Reason) {
        let mut best = (0, Reason::Alike);
        let forms = [
            (Some(&name.whole), 0),
            (name.turned.as_ref(), 3),
            (name.near.as_ref(), 5),
            (name.lowest.as_ref(), 10),
        ];
        for (form, less) in forms.into_iter().filter_map(|(form, less)| Some((form?, less))) {
            if form.is_empty() {
                continue;
            }
            for (known, synonym) in self.names() {
                let (score, reason) = compare(form, known, synonym);
                let score = score.saturating_sub(less);
                if score > best.0 {
                    best = (score, reason);
                }
            }
        }
        best
    }

    fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        let titles = self.titles.iter().map(|name| (name.as_str(), false));
        titles.chain(self.synonyms.iter().map(|name| (name.as_str(), true)))
    }
}

fn compare(form: &str, known: &str, synonym: bool) -> (u32, Reason) {
    if form == known {
        return if synonym {
            (98, Reason::Synonym)
        } else {
            (100, Reason::Title)
        };
    }
    let (plain, wanted) = (canonical(form), canonical(known));
    if plain == wanted {
        return (92, Reason::SameWords);
    }
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let (short, long) = if length(form) <= length(known) {
        (form, known)
    } else {
        (known, form)
    };
    // One character is contained in too much to mean anything.
    if length(short) >= 2 && long.contains(short) {
        // What comes last names the thing; what comes first narrows it: 户主姓名 is a 姓名, 姓名拼音 hardly.
        let end = if long.ends_with(short) { 12 } else { 0 };
        return (55 + end + 25 * length(short) / length(long), Reason::Part);
    }
    (likeness(&plain, &wanted) * 7 / 10, Reason::Alike)
}

/// A name with words that say the same replaced by one of them.
fn canonical(name: &str) -> String {
    let name = name.trim_start_matches("所属").trim_start_matches("所在");
    for words in SAME {
        let Some(first) = words.first() else { continue };
        let mut by_length: Vec<&&str> = words.iter().collect();
        by_length.sort_by_key(|word| std::cmp::Reverse(word.len()));
        if let Some(word) = by_length.into_iter().find(|word| name.ends_with(**word)) {
            let front = name.strip_suffix(*word).unwrap_or(name);
            return format!("{front}{first}");
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::Kind;

    fn near(path: &[&str], title: &str, also: &[&str]) -> u32 {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let target = Target {
            name: "field".to_owned(),
            titles: owned(&[title]),
            also_called: owned(also),
            kind: Kind::Text,
            unit: None,
            required: false,
        };
        Known::of(&target).near(&Name::of(&owned(path))).0
    }

    #[test]
    fn names_come_near_by_what_they_say() {
        assert_eq!(near(&["化解时间"], "化解时间", &[]), 100);
        assert_eq!(near(&["化解 时间"], "办结日期", &["化解时间"]), 98);
        assert_eq!(near(&["化解日期"], "化解时间", &[]), 92);
        assert_eq!(near(&["行政村"], "村", &[]), 92);
        assert_eq!(near(&["面积", "耕地"], "耕地面积", &[]), 97);
        assert!(near(&["当事人(甲方)", "姓名"], "姓名", &[]) >= 80);
        assert!(near(&["户主姓名"], "姓名", &[]) > near(&["姓名拼音"], "姓名", &[]));
        assert!(near(&["备注"], "发放金额", &[]) < 20);
    }
}
