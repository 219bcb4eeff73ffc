//! ASCII names for columns and codes: English words where they are known, else the sounds of the title.

use std::collections::HashSet;

use pinyin::ToPinyin;

use crate::text::fold;

/// Headers and their English names.
const KNOWN: &[(&str, &str)] = &[
    ("姓名", "name"),
    ("户主", "head"),
    ("户主姓名", "head"),
    ("村", "village"),
    ("村名", "village"),
    ("行政村", "village"),
    ("村社区", "village"),
    ("网格", "grid"),
    ("身份证号", "citizen_id"),
    ("身份证号码", "citizen_id"),
    ("统一社会信用代码", "credit_code"),
    ("企业名称", "enterprise"),
    ("单位名称", "organisation"),
    ("联系电话", "phone"),
    ("手机号码", "mobile"),
    ("电话", "phone"),
    ("联系人", "contact"),
    ("短号", "short_number"),
    ("银行卡号", "bank_card"),
    ("地址", "address"),
    ("住址", "address"),
    ("地点", "spot"),
    ("日期", "date"),
    ("时间", "date"),
    ("年份", "year"),
    ("年度", "year"),
    ("月份", "month"),
    ("金额", "amount"),
    ("面积", "area"),
    ("数量", "quantity"),
    ("人数", "people"),
    ("户数", "households"),
    ("性别", "sex"),
    ("年龄", "age"),
    ("民族", "nation"),
    ("类别", "category"),
    ("类型", "category"),
    ("状态", "state"),
    ("结果", "result"),
    ("备注", "remark"),
    ("编号", "number"),
    ("项目名称", "project"),
    ("行业", "industry"),
    ("满意度", "satisfaction"),
    ("排名", "rank"),
    ("得分", "score"),
    ("是", "yes"),
    ("否", "no"),
    ("男", "male"),
    ("女", "female"),
    ("其他", "other"),
];

/// The most letters of a name.
const LONGEST: usize = 40;

/// Names given so far, so that no two are the same.
#[derive(Default)]
pub(super) struct Names {
    given: HashSet<String>,
}

impl Names {
    /// A name for a column or code that is called by `path`.
    pub(super) fn of(&mut self, path: &[String], index: u16) -> String {
        let known = |text: &str| {
            KNOWN
                .iter()
                .find(|(title, _)| *title == text)
                .map(|(_, name)| (*name).to_owned())
        };
        let parts: Vec<String> = path
            .iter()
            .map(|part| fold(part))
            .filter(|part| !part.is_empty())
            .collect();
        let named: Vec<String> = parts
            .iter()
            .map(|part| known(part).unwrap_or_else(|| sounds(part)))
            .collect();
        let mut name = named
            .join("_")
            .trim_matches('_')
            .chars()
            .take(LONGEST)
            .collect::<String>();
        name = name.trim_end_matches('_').to_owned();
        if name.is_empty() {
            name = format!("column_{}", crate::grid::column_letters(index).to_lowercase());
        }
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert(0, 'n');
        }
        let mut free = name.clone();
        let mut count = 2;
        while !self.given.insert(free.clone()) {
            free = format!("{name}_{count}");
            count += 1;
        }
        free
    }
}

/// A text's sounds without tones, Latin letters and digits kept: 化解时间 becomes hua_jie_shi_jian.
fn sounds(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut latin = false;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            if !latin {
                words.push(String::new());
            }
            latin = true;
            if let Some(word) = words.last_mut() {
                word.push(character.to_ascii_lowercase());
            }
            continue;
        }
        latin = false;
        words.extend(character.to_pinyin().map(|sound| sound.plain().replace('ü', "v")));
    }
    words.join("_")
}

/// Whether a title is that of a number which identifies: 批准书号, 受理编号.
pub(super) fn is_number_of(title: &str) -> bool {
    let folded = fold(title);
    let ends = [
        "编号", "书号", "证号", "文号", "单号", "户号", "案号", "代码", "编码", "号",
    ];
    ends.iter().any(|end| folded.ends_with(end))
        && !["手机号", "短号", "电话号", "型号", "卡号", "账号"]
            .iter()
            .any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_english_where_known_and_sounds_else_and_never_the_same() {
        let mut names = Names::default();
        let mut of = |path: &[&str]| {
            names.of(
                &path.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>(),
                27,
            )
        };
        assert_eq!(of(&["姓 名"]), "name");
        assert_eq!(of(&["姓名"]), "name_2");
        assert_eq!(of(&["化解时间"]), "hua_jie_shi_jian");
        assert_eq!(of(&["面积", "耕地"]), "area_geng_di");
        assert_eq!(of(&["1月"]), "n1_yue");
        assert_eq!(of(&["GDP（现价）"]), "gdp_xian_jia");
        assert_eq!(of(&[]), "column_ab");
        assert_eq!(of(&["绿化"]), "lv_hua");
    }

    #[test]
    fn numbers_that_identify_are_told_by_their_title() {
        assert!(is_number_of("批准书号") && is_number_of("受理编号"));
        assert!(!is_number_of("手机号") && !is_number_of("型号") && !is_number_of("姓名"));
    }
}
