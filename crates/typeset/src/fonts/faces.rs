//! The roles of type on official paper and the families that can play them.

use serde::Serialize;

/// What a typeface is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 小标宋: red head and title.
    Title,
    /// 仿宋: the body.
    Body,
    /// 黑体: headings of the first rank, table heads.
    Hei,
    /// 楷体: headings of the second rank, subtitles.
    Kai,
    /// 宋体: page numbers.
    Song,
}

impl Role {
    /// Every role.
    pub(crate) const ALL: [Role; 5] = [Role::Title, Role::Body, Role::Hei, Role::Kai, Role::Song];

    /// Its name in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Role::Title => "小标宋",
            Role::Body => "仿宋",
            Role::Hei => "黑体",
            Role::Kai => "楷体",
            Role::Song => "宋体",
        }
    }

    /// Its name in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Role::Title => "小标宋 (titles)",
            Role::Body => "仿宋 (body text)",
            Role::Hei => "黑体 (headings)",
            Role::Kai => "楷体 (second headings)",
            Role::Song => "宋体 (page numbers)",
        }
    }

    /// The family name the typesetter knows the chosen face by.
    pub(crate) fn alias(self) -> &'static str {
        match self {
            Role::Title => "role title",
            Role::Body => "role body",
            Role::Hei => "role hei",
            Role::Kai => "role kai",
            Role::Song => "role song",
        }
    }

    /// The name Word and WPS are told, as installed on the machines of offices.
    pub(crate) fn office(self) -> &'static str {
        match self {
            Role::Title => "方正小标宋简体",
            Role::Body => "仿宋_GB2312",
            Role::Hei => "黑体",
            Role::Kai => "楷体_GB2312",
            Role::Song => "宋体",
        }
    }

    /// The families that can play the role, best first; those that stand in do so from the office's folder.
    pub(crate) fn candidates(self) -> &'static [Candidate] {
        match self {
            Role::Title => TITLE,
            Role::Body => BODY,
            Role::Hei => HEI,
            Role::Kai => KAI,
            Role::Song => SONG,
        }
    }
}

/// A family that can play a role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Its name in the font file, in any of the file's languages.
    pub(crate) family: &'static str,
    /// The weight wanted of it.
    pub(crate) weight: u16,
    /// Whether it is what the standard means.
    pub(crate) genuine: bool,
}

impl Candidate {
    /// A family the standard means.
    const fn genuine(family: &'static str) -> Self {
        Candidate {
            family,
            weight: 400,
            genuine: true,
        }
    }

    /// A family that stands in.
    pub(crate) const fn stand_in(family: &'static str, weight: u16) -> Self {
        Candidate {
            family,
            weight,
            genuine: false,
        }
    }
}

const TITLE: &[Candidate] = &[
    Candidate::genuine("方正小标宋简体"),
    Candidate::genuine("FZXiaoBiaoSong-B05S"),
    Candidate::genuine("方正小标宋_GBK"),
    Candidate::genuine("FZXiaoBiaoSong-B05"),
    Candidate::genuine("小标宋"),
    Candidate::genuine("汉仪小标宋简"),
    Candidate::stand_in("华文中宋", 400),
    Candidate::stand_in("STZhongsong", 400),
    Candidate::stand_in("Noto Serif CJK SC", 700),
    Candidate::stand_in("Noto Serif SC", 700),
    Candidate::stand_in("Source Han Serif SC", 700),
    Candidate::stand_in("思源宋体", 700),
    Candidate::stand_in("FandolSong", 700),
];

const BODY: &[Candidate] = &[
    Candidate::genuine("仿宋_GB2312"),
    Candidate::genuine("FangSong_GB2312"),
    Candidate::genuine("仿宋"),
    Candidate::genuine("FangSong"),
    Candidate::genuine("方正仿宋_GBK"),
    Candidate::genuine("FZFangSong-Z02"),
    Candidate::genuine("方正仿宋简体"),
    Candidate::genuine("FZFangSong-Z02S"),
    Candidate::genuine("华文仿宋"),
    Candidate::genuine("STFangsong"),
    Candidate::stand_in("FandolFang", 400),
    Candidate::stand_in("FandolFang R", 400),
    Candidate::stand_in("Noto Serif CJK SC", 400),
    Candidate::stand_in("Noto Serif SC", 400),
    Candidate::stand_in("Source Han Serif SC", 400),
    Candidate::stand_in("思源宋体", 400),
];

const HEI: &[Candidate] = &[
    Candidate::genuine("黑体"),
    Candidate::genuine("SimHei"),
    Candidate::genuine("方正黑体_GBK"),
    Candidate::genuine("FZHei-B01"),
    Candidate::genuine("方正黑体简体"),
    Candidate::genuine("FZHei-B01S"),
    Candidate::genuine("华文黑体"),
    Candidate::genuine("STHeiti"),
    Candidate::stand_in("Noto Sans CJK SC", 500),
    Candidate::stand_in("Noto Sans SC", 500),
    Candidate::stand_in("Source Han Sans SC", 500),
    Candidate::stand_in("思源黑体", 500),
    Candidate::stand_in("WenQuanYi Zen Hei", 400),
    Candidate::stand_in("FandolHei", 400),
    Candidate::stand_in("Droid Sans Fallback", 400),
];

const KAI: &[Candidate] = &[
    Candidate::genuine("楷体_GB2312"),
    Candidate::genuine("KaiTi_GB2312"),
    Candidate::genuine("楷体"),
    Candidate::genuine("KaiTi"),
    Candidate::genuine("方正楷体_GBK"),
    Candidate::genuine("FZKai-Z03"),
    Candidate::genuine("方正楷体简体"),
    Candidate::genuine("FZKai-Z03S"),
    Candidate::genuine("华文楷体"),
    Candidate::genuine("STKaiti"),
    Candidate::stand_in("FandolKai", 400),
    Candidate::stand_in("AR PL KaitiM GB", 400),
    Candidate::stand_in("AR PL UKai CN", 400),
    Candidate::stand_in("LXGW WenKai", 400),
    Candidate::stand_in("Noto Serif CJK SC", 400),
    Candidate::stand_in("Source Han Serif SC", 400),
];

const SONG: &[Candidate] = &[
    Candidate::genuine("宋体"),
    Candidate::genuine("SimSun"),
    Candidate::genuine("方正书宋_GBK"),
    Candidate::genuine("方正书宋简体"),
    Candidate::genuine("华文宋体"),
    Candidate::genuine("STSong"),
    Candidate::stand_in("Noto Serif CJK SC", 400),
    Candidate::stand_in("Noto Serif SC", 400),
    Candidate::stand_in("Source Han Serif SC", 400),
    Candidate::stand_in("思源宋体", 400),
    Candidate::stand_in("FandolSong", 400),
    Candidate::stand_in("AR PL SungtiL GB", 400),
];

/// Families of the system that lend characters neither the others nor the program's own have, in order: large
/// sets first, then rare and historic characters of people's names, then signs.
pub(crate) const FALLBACK: &[&str] = &[
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "思源宋体",
    "SimSun",
    "宋体",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimSun-ExtB",
    "SimSun-ExtG",
    "Plangothic P1",
    "Plangothic P2",
    "BabelStone Han",
    "HanaMinA",
    "HanaMinB",
    "Noto Sans Symbols2",
    "Noto Sans Symbols",
    "DejaVu Sans",
];
