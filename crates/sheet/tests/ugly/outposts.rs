//! Ledgers that come in other formats: binary workbooks, OpenDocument, texts with separators, and exports of careless systems.

use super::{
    VILLAGES,
    biff::{self, Bin, BinSheet, DAY, GENERAL, PERCENT},
    citizen, credit, hand, mobile, person,
};

/// The civil affairs office: an old binary workbook with citizens' numbers, cards cut to fifteen digits, a hidden row and a hidden sheet.
pub(super) fn subsidies() -> Vec<u8> {
    let text = |text: &str| Bin::Text(text.to_owned());
    let mut sheet = BinSheet {
        name: "低保发放".to_owned(),
        ..BinSheet::default()
    };
    sheet
        .cells
        .push((0, 0, text("岔路镇2024年三季度最低生活保障金发放花名册")));
    sheet.merges.push((0, 0, 0, 8));
    let header = [
        "序号",
        "村名",
        "户主姓名",
        "身份证号码",
        "银行卡号",
        "保障人口\n（人）",
        "发放金额（元）",
        "审批日期",
        "联系电话",
    ];
    for (column, name) in (0..).zip(header) {
        sheet.cells.push((1, column, text(name)));
    }
    for at in 0..6_u16 {
        let number = usize::from(at);
        let row = 2 + at;
        sheet
            .cells
            .push((row, 0, Bin::Number(f64::from(at + 1), GENERAL)));
        if at % 2 == 0 {
            sheet.cells.push((row, 1, text(VILLAGES[number / 2])));
            sheet.merges.push((row, row + 1, 1, 1));
        }
        sheet.cells.push((row, 2, text(&person(number))));
        sheet.cells.push((row, 3, text(&citizen(number))));
        let card = if at == 4 {
            Bin::Number(6.222_020_000_112_23e18, GENERAL)
        } else {
            text(&format!("62220200001122{:05}", 100 + at))
        };
        sheet.cells.push((row, 4, card));
        sheet
            .cells
            .push((row, 5, Bin::Hundredths(100 * i32::from(at % 3 + 1))));
        sheet
            .cells
            .push((row, 6, Bin::Number(886.5 * f64::from(at % 3 + 1), GENERAL)));
        sheet
            .cells
            .push((row, 7, Bin::Number(f64::from(45_474 + at), DAY)));
        sheet
            .cells
            .push((row, 8, Bin::Number(mobile(number).parse().unwrap(), GENERAL)));
    }
    sheet.hidden_rows.push(4);
    sheet.cells.push((8, 0, Bin::FormulaText("合 计".to_owned())));
    sheet.cells.push((8, 6, Bin::Number(10_638.0, GENERAL)));
    sheet.cells.push((10, 0, text("制表：")));
    sheet.cells.push((10, 4, text("分管领导：")));
    let mut hidden = BinSheet {
        name: "参数".to_owned(),
        hidden: true,
        ..BinSheet::default()
    };
    hidden.cells.push((0, 0, text("比例")));
    hidden.cells.push((0, 1, Bin::Number(0.085, PERCENT)));
    hidden.cells.push((1, 1, Bin::Truth(true)));
    biff::file(&[sheet, hidden])
}

/// The land office: an OpenDocument sheet with spans, repeats and typed values.
pub(super) fn homestead() -> Vec<u8> {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let number = |number: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
        )
    };
    let day = |day: &str| {
        format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>{day}</text:p></table:table-cell>"
        )
    };
    let mut rows = String::from(
        "<table:table-row><table:table-cell table:number-columns-spanned=\"7\" office:value-type=\"string\"><text:p>农村宅基地审批台账</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated=\"6\"/></table:table-row>\
         <table:table-row><table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>批准书号</text:p></table:table-cell><table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>申请人</text:p></table:table-cell>\
         <table:table-cell table:number-columns-spanned=\"3\" office:value-type=\"string\"><text:p>面积</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated=\"2\"/><table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>批准日期</text:p></table:table-cell><table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>是否<text:s/>新建</text:p></table:table-cell></table:table-row>",
    );
    rows += &format!(
        "<table:table-row><table:covered-table-cell table:number-columns-repeated=\"2\"/>{}{}{}<table:covered-table-cell table:number-columns-repeated=\"2\"/></table:table-row>",
        cell("宅基地（㎡）"),
        cell("建筑占地（㎡）"),
        cell("原房（间）")
    );
    for at in 0..5_usize {
        rows += &format!(
            "<table:table-row>{}{}{}{}{}{}{}</table:table-row>",
            cell(&format!("宅批〔2024〕{:03}号", at + 1)),
            cell(&person(at)),
            number(&format!("{}.5", 90 + at)),
            number(&format!("{}", 75 + at)),
            number(&format!("{}", at % 3)),
            day(&format!("2024-0{}-15", at + 1)),
            cell(["是", "否"][at % 2]),
        );
    }
    rows += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\"><office:body><office:spreadsheet><table:table table:name=\"审批\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    hand::package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/><manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>",
        ),
    ])
}

/// The enterprise office: an export in GB 18030 that keeps codes as formulas of text, with totals at the end.
pub(super) fn enterprises() -> Vec<u8> {
    let mut text = String::from(
        "统一社会信用代码,企业名称,行业,规上企业,1-10月产值（万元）,同比增长（%）,用电量(万千瓦时),联系人,联系电话\r\n",
    );
    for at in 0..8_usize {
        let line = format!(
            "=\"{}\",某某{}有限公司,{},{},\"{},{:03}.{}\",{},{}.{},{},{}\r\n",
            credit(at),
            ["汽车零部件", "照明电器", "精密轴承", "模具"][at % 4],
            ["汽车零部件及配件制造", "照明灯具制造", "轴承制造", "模具制造"][at % 4],
            if at < 5 { "是" } else { "否" },
            at + 1,
            at * 37,
            at,
            ["12.5", "-3.2", "0", "8.6%"][at % 4],
            at * 3,
            at,
            person(at),
            mobile(at),
        );
        text += &line;
    }
    text += "合计,,,,\"36,036.0\",,,,\r\n";
    encoding_rs::GB18030.encode(&text).0.into_owned()
}

/// The letters office: UTF-8 with its mark, semicolons, line breaks within quotes, a stray separator.
pub(super) fn letters() -> Vec<u8> {
    let mut text = String::from("\u{feff}受理编号;来信日期;反映人;反映内容;承办单位;办结日期;满意度\n");
    for at in 0..6_usize {
        let line = format!(
            "信〔2024〕{:02};2024-{:02}-{:02};{};\"反映{}；\n请求处理\";{};{};{}\n",
            at + 1,
            at + 1,
            at * 4 + 1,
            person(at),
            ["道路破损", "噪音扰民", "垃圾清运"][at % 3],
            ["城建办", "综合执法队"][at % 2],
            if at == 5 {
                String::new()
            } else {
                format!("2024/{}/{}", at + 1, at * 4 + 9)
            },
            ["满意", "基本满意", "满意", "不满意", "满意", ""][at],
        );
        text += &line;
    }
    text += "信〔2024〕07;2024-07-30;辛七宝;路灯不亮;城建办;;;多余\n";
    text.into_bytes()
}

/// A system's export: prefixed names, no cell positions, texts in line, a formula into another file, an empty styled tail.
pub(super) fn exported() -> Vec<u8> {
    let text = |text: &str| {
        format!("<x:c t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">{text}</x:t></x:is></x:c>")
    };
    let mut rows = format!(
        "<x:row>{}{}{}{}</x:row>",
        text("户号"),
        text("户主"),
        text("核定时间"),
        "<x:c t=\"inlineStr\"><x:is><x:r><x:t>补助</x:t></x:r><x:r><x:t>（元）</x:t></x:r><x:rPh sb=\"0\" eb=\"1\"><x:t>ブジョ</x:t></x:rPh></x:is></x:c>"
    );
    for at in 0..3_usize {
        rows += &format!(
            "<x:row>{}{}<x:c s=\"1\"><x:v>{}</x:v></x:c><x:c><x:f>[1]Sheet1!$B${}</x:f><x:v>{}</x:v></x:c></x:row>",
            text(&format!("00{at}")),
            text(&format!("{} &amp; {}", person(at), person(at + 1))),
            45_500 + at,
            at + 2,
            at * 300 + 100,
        );
    }
    rows += "<x:row><x:c s=\"2\"/><x:c s=\"2\"/></x:row>";
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    );
    let relations = hand::RELATIONS.replace(
        "</Relationships>",
        "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink\" Target=\"externalLinks/externalLink1.xml\"/></Relationships>",
    );
    hand::workbook(
        &sheet,
        &[
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
            (
                "xl/externalLinks/_rels/externalLink1.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath\" Target=\"file:///D:/台账/名册.xlsx\" TargetMode=\"External\"/></Relationships>",
            ),
        ],
    )
}
