//! The words by which ledgers tell what a row is.

use crate::{
    grid::Value,
    text::{clean, fold},
};

/// Words that headers are made of.
const HEADERS: &[&str] = &[
    "序号",
    "编号",
    "姓名",
    "名称",
    "户主",
    "村",
    "单位",
    "部门",
    "地址",
    "地点",
    "位置",
    "时间",
    "日期",
    "年份",
    "月份",
    "年度",
    "金额",
    "资金",
    "面积",
    "数量",
    "人数",
    "户数",
    "件数",
    "备注",
    "电话",
    "手机",
    "联系",
    "身份证",
    "证件",
    "银行",
    "卡号",
    "账号",
    "类型",
    "类别",
    "性别",
    "年龄",
    "民族",
    "状态",
    "情况",
    "内容",
    "项目",
    "责任",
    "负责",
    "领导",
    "措施",
    "进度",
    "完成",
    "结果",
    "原因",
    "来源",
    "等级",
    "级别",
    "编码",
    "代码",
    "合同",
    "期限",
    "起止",
    "开始",
    "结束",
    "投资",
    "产值",
    "税收",
    "指标",
    "计划",
    "实际",
    "目标",
    "上年",
    "本年",
    "同期",
    "增长",
    "比例",
    "占比",
    "率",
    "合计",
    "小计",
    "标准",
    "补助",
    "补贴",
    "发放",
    "受益",
    "关系",
    "学历",
    "职务",
    "岗位",
    "规格",
    "型号",
    "单价",
    "总价",
    "隐患",
    "整改",
    "纠纷",
    "化解",
    "受理",
    "当事人",
    "事由",
    "企业",
    "法人",
    "行业",
    "作物",
    "品种",
    "地块",
    "坐落",
    "四至",
    "用途",
    "性质",
    "排名",
    "得分",
    "name",
    "date",
    "village",
    "amount",
    "area",
    "phone",
    "type",
    "status",
    "remark",
    "unit",
    "total",
    "id",
    "no",
];

/// What the label of a row of sums is, by itself or at the end of a longer one (上金村小计).
const SUMS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总合计",
    "本页小计",
    "本页合计",
    "total",
    "subtotal",
    "sum",
];

/// How notes below a table begin.
const NOTES: &[&str] = &[
    "注",
    "备注",
    "说明",
    "填表说明",
    "填报说明",
    "填写说明",
    "填表",
    "填报",
    "制表",
    "审核",
    "复核",
    "单位负责",
    "负责人",
    "分管领导",
    "主要领导",
    "经办",
    "联系人",
    "联系电话",
    "统计负责",
    "报送",
    "报出",
    "审批",
    "签字",
    "盖章",
    "附",
];

/// How many characters a label of sums or a word of a header has at most.
const LABEL: usize = 16;

/// Whether a text has a word that headers are made of.
pub(super) fn is_header_word(folded: &str) -> bool {
    let short = folded.chars().count() <= LABEL;
    short
        && HEADERS.iter().any(|word| {
            if word.is_ascii() {
                folded == *word
            } else {
                folded.contains(word)
            }
        })
}

/// Whether a text labels a row of sums.
pub(crate) fn is_sum(text: &str) -> bool {
    // Long texts are not even folded: this is asked of every row.
    if text.len() > LABEL * 6 {
        return false;
    }
    let folded = fold(text);
    let short = folded.chars().count() <= LABEL;
    short
        && SUMS
            .iter()
            .any(|word| folded == *word || (!word.is_ascii() && folded.ends_with(word)))
}

/// Whether a text begins as notes do: one of their words and a colon, or the brackets of a seal.
pub(super) fn is_note(text: &str) -> bool {
    let cleaned = clean(text);
    let opening = cleaned.split([':', '、', '.']).next().unwrap_or_default();
    let labelled = opening.len() < cleaned.len() && opening.chars().count() <= 10;
    labelled
        && NOTES
            .iter()
            .any(|word| opening.trim_start_matches('(').starts_with(word))
}

/// Whether a text is a label with room for its value: 填报单位：岔路镇, 日期：.
pub(super) fn is_labelled(text: &str) -> bool {
    let cleaned = clean(text);
    cleaned
        .split_once(':')
        .is_some_and(|(label, _)| (1..=10).contains(&label.chars().count()))
        || (cleaned.starts_with('(') && cleaned.contains("单位"))
        || cleaned.starts_with("单位:")
}

/// Whether a text heads a group of rows by number: 一、上金村, (二)湖头村.
pub(super) fn is_numbered_heading(text: &str) -> bool {
    let cleaned = clean(text);
    let rest = cleaned.trim_start_matches('(').trim_start_matches('第');
    let numerals = rest
        .chars()
        .take_while(|character| "一二三四五六七八九十".contains(*character))
        .count();
    let after = rest.chars().nth(numerals);
    numerals > 0
        && matches!(
            after,
            Some('、' | ')' | '.' | '部' | '类' | '组' | '批' | '片' | '网')
        )
}

/// The place of a mark in a row that numbers columns: 1, (2), ③, 甲, A.
pub(super) fn column_mark(value: &Value) -> Option<u32> {
    if let Value::Number(number) = value {
        return number
            .fract()
            .is_zero()
            .then(|| u32::try_from(*number).ok())
            .flatten();
    }
    let cleaned = clean(value.text()?);
    let bare = cleaned
        .trim_start_matches(['(', '['])
        .trim_end_matches([')', ']']);
    if let Ok(number) = bare.parse() {
        return Some(number);
    }
    let mut characters = bare.chars();
    let (first, None) = (characters.next()?, characters.next()) else {
        // Computed columns are numbered as 3=1+2.
        return bare.split_once('=').and_then(|(number, _)| number.parse().ok());
    };
    let row = |marks: &str| {
        marks
            .chars()
            .position(|mark| mark == first)
            .and_then(|at| u32::try_from(at + 1).ok())
    };
    row("甲乙丙丁戊己庚辛壬癸")
        .or_else(|| row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"))
        .or_else(|| row("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
}

/// Whether a folded header counts rows.
pub(crate) fn is_serial(folded: &str) -> bool {
    matches!(
        folded,
        "序号" | "序" | "no" | "项次" | "行次" | "行号" | "户序" | "#" | "serialno" | "顺序号" | "排序"
    )
}

/// The year that a title tells: 2024年, 二〇二四年, 2024年度, 2024-2025 its first.
pub(crate) fn year(text: &str) -> Option<i16> {
    let plain: String = crate::text::narrow(text)
        .chars()
        .map(|character| {
            match "〇一二三四五六七八九"
                .chars()
                .position(|digit| digit == character)
            {
                Some(digit) => char::from_digit(u32::try_from(digit).unwrap_or(0), 10).unwrap_or(character),
                None => {
                    if character == '零' {
                        '0'
                    } else {
                        character
                    }
                }
            }
        })
        .collect();
    let bytes = plain.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        let year: i16 = plain
            .get(at..at + 4)?
            .parse()
            .ok()
            .filter(|year| (1950..=2100).contains(year))?;
        let alone = !digit(at.checked_sub(1)) && !digit(Some(at + 4));
        alone.then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_sums_are_told_by_their_label() {
        for text in ["合计", "合　计", "总 计：", "上金村小计", "全镇合计", "Total"] {
            assert!(is_sum(text), "{text}");
        }
        for text in [
            "合计划生育",
            "张三",
            "累计投入资金说明书及其附件材料清单合计",
            "设计",
        ] {
            assert!(!is_sum(text), "{text}");
        }
    }

    #[test]
    fn notes_are_told_by_how_they_begin() {
        for text in [
            "注：1.本表每月25日前报送",
            "填表人：",
            "审核人（签字）：",
            "说明：",
            "备注: 含外来人口",
        ] {
            assert!(is_note(text), "{text}");
        }
        for text in ["备注", "注塑厂", "说明会", "上金村"] {
            assert!(!is_note(text), "{text}");
        }
    }

    #[test]
    fn marks_of_columns_are_numbered() {
        let mark = |text: &str| column_mark(&text.into());
        assert_eq!(
            [
                mark("甲"),
                mark("(2)"),
                mark("③"),
                mark("A"),
                mark("5=3+4"),
                mark("村")
            ],
            [Some(1), Some(2), Some(3), Some(1), Some(5), None]
        );
    }

    #[test]
    fn titles_tell_years() {
        assert_eq!(year("岔路镇2024年矛盾纠纷台账"), Some(2024));
        assert_eq!(year("二〇二四年度"), Some(2024));
        assert_eq!(year("330226105"), None);
        assert_eq!(year("第20240305号"), None);
    }

    #[test]
    fn headings_of_groups_are_numbered() {
        assert!(
            is_numbered_heading("一、上金村")
                && is_numbered_heading("（二）湖头村")
                && is_numbered_heading("第三网格")
        );
        assert!(!is_numbered_heading("三门县") && !is_numbered_heading("上金村"));
    }
}
