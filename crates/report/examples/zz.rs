//! scratch
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    if !a.is_empty() {
        for f in a {
            let t = std::fs::read_to_string(&f).unwrap();
            let r = report::read(report::Document::plain(t), &report::Options::default());
            println!("{}", serde_json::to_string(&r.lines()).unwrap());
        }
        return;
    }
    let pieces = [
        "一、\n",
        "1.新建5个\n",
        "一是抓好工作。甲乙丙丁。",
        "5个、",
        "从2020年的",
        "“",
        "新增",
        "的",
        "第一",
        "(",
        "5",
        "一",
        "年年",
        "连续",
        "——",
        "是",
        "3家企业和",
        "2024年",
        "全县首个",
        "G15",
        "每月",
        "十四五期间",
        "1-",
        "5万",
        "以来",
        "以来5个",
        "为",
        "为新增",
        "在新增发放",
        "，新增5个",
        "，2024年底前",
        "，加快建设",
        "比上年",
        "分别",
        "和",
        "及5个",
        "《",
        "5%、",
        "：",
        "一带两核",
        "同比增长5%",
        "把",
        "（一）\n",
        "(一)1.\n",
        "第一章\n",
        "零",
        "，其中5亿元以上",
        "、全县第一",
        "由5个",
        "到2025年底",
        "到",
        "12345热线",
        "5年来,",
        "二、2025年任务\n新建5个,",
    ];
    let head = "一、2024年工作回顾\n二、2025年工作任务\n";
    for p in pieces {
        let mut out = String::new();
        for size in [50_000usize, 200_000] {
            let t = format!("{head}{}", p.repeat(size / p.len()));
            let s = Instant::now();
            let r = report::read(report::Document::plain(t.clone()), &report::Options::default());
            let e = s.elapsed();
            let s = Instant::now();
            let l = r.lines();
            let e2 = s.elapsed();
            out += &format!(
                " {:>8.1}ms {:>8.1}ms ({} {})",
                e.as_secs_f64() * 1e3,
                e2.as_secs_f64() * 1e3,
                l.claims.len(),
                l.commitments.len()
            );
        }
        println!("{p:?}{out}");
    }
}
