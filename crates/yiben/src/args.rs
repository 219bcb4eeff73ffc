//! What can be said on the command line.

use crate::command::{Commitment, Paper, Report};
use clap::parser::ValueSource;
use clap::{Args as ClapArgs, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Yiben 一本账: the software a township runs its year on.
#[derive(Parser)]
#[command(name = "yiben", version, about, max_term_width = 100)]
pub(crate) struct Args {
    /// The town's folder 数据目录
    #[arg(long, global = true, default_value = "town", env = "YIBEN_DATA")]
    pub(crate) data: PathBuf,
    /// Language of messages 语言
    #[arg(long, global = true, value_enum, default_value_t = Lang::Zh, env = "YIBEN_LANG")]
    pub(crate) lang: Lang,
    /// Answers as JSON 输出 JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Form of the log 日志格式
    #[arg(long, global = true, value_enum, default_value_t = Log::Text)]
    pub(crate) log: Log,
    /// Who acts; the owner of the folder if left out 以何人身份
    #[arg(long = "as", global = true, value_name = "LOGIN")]
    pub(crate) acting: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The demo town's folder where none is said: it is never mixed up with a real town's.
const DEMO_FOLDER: &str = "yiben-demo";

impl Args {
    /// What was said; ends the program with help or with what is wrong.
    pub(crate) fn read() -> Self {
        let matches = Self::command().get_matches();
        let mut args = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        let said = matches.value_source("data") != Some(ValueSource::DefaultValue);
        if matches!(args.command, Command::Demo(_)) && !said {
            args.data = DEMO_FOLDER.into();
        }
        args
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Log {
    Text,
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Makes a town 新建乡镇
    Init(Init),
    /// Serves the town 启动服务
    Serve(Serve),
    /// Makes the demo town once, in ./yiben-demo or --data, and serves it 演示乡镇
    Demo(Demo),
    /// Records 记录
    #[command(subcommand)]
    Record(Record),
    /// Takes a step of a record's loop 办理环节
    Step(Step),
    /// Brings a file's rows into a register 导入
    Import(Import),
    /// Writes a register's records to a file 导出
    Export(Export),
    /// Forms asked for from above 报表
    #[command(subcommand)]
    Form(FormCommand),
    /// Indicators 指标
    #[command(subcommand)]
    Indicator(Indicator),
    /// Yearly evaluations, such as per-mu evaluation 评价
    #[command(subcommand)]
    Evaluation(Evaluation),
    /// Work reports 工作报告
    #[command(subcommand)]
    Report(Report),
    /// Commitments of the work report 重点任务
    #[command(subcommand)]
    Commitment(Commitment),
    /// Papers made of a record 文书
    Paper(Paper),
    /// Matters that are due 到期事项
    Due(Due),
    /// Looks at every link of the journal's chain 校验流水
    Verify,
    /// Replays the journal and compares 重放比对
    Rebuild,
    /// Packs 业务包
    #[command(subcommand)]
    Pack(Pack),
    /// People of the town 用户
    #[command(subcommand)]
    User(User),
    /// Ways out for messages: chat robots, web hooks, e-mail 消息通道
    #[command(subcommand)]
    Channel(Channel),
    /// Messages on their way out 消息发送
    #[command(subcommand)]
    Delivery(Delivery),
    /// Copies the town into a new folder while it runs 备份
    Backup(Backup),
    /// Puts a backup in place 恢复
    Restore(Restore),
    /// Measures speed against a floor taken in the same run 性能测试
    Bench(Bench),
}

#[derive(Subcommand)]
pub(crate) enum Evaluation {
    /// Evaluations there are 列表
    List,
    /// Works a year out and shows it; writes nothing 测算
    Show {
        /// Its name, or pack.name 名称
        name: String,
        /// The year 年度
        #[arg(long)]
        year: i16,
    },
    /// Keeps a year's scores, ranks and grades with their records 定档
    Keep {
        /// Its name, or pack.name 名称
        name: String,
        /// The year 年度
        #[arg(long)]
        year: i16,
    },
}

#[derive(Subcommand)]
pub(crate) enum Channel {
    /// Makes a channel, or changes the one of this name 新增或修改
    Add(NewChannel),
    /// Lists channels; addresses and secrets are not shown 列表
    List,
    /// Sends a message through it now 试发
    Test {
        /// Its name
        name: String,
    },
    /// Takes it away 删除
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(ClapArgs)]
pub(crate) struct NewChannel {
    /// Its name
    pub(crate) name: String,
    /// The form of its messages 形式
    #[arg(long, value_enum)]
    pub(crate) shape: ChannelShape,
    /// A web address, or an e-mail address 去向
    #[arg(long)]
    pub(crate) to: String,
    /// A file, or - for standard input, with what messages are signed with; for e-mail the server:
    /// smtps://login:password@host 密钥文件
    #[arg(long)]
    pub(crate) secret: Option<PathBuf>,
    /// Only matters of this place and below 只发此区划
    #[arg(long)]
    pub(crate) place: Option<standards::PlaceCode>,
    /// Only these happenings: lift, overdue, remind 只发这些事项
    #[arg(long)]
    pub(crate) on: Vec<String>,
    /// It leads into the office's own network 内网
    #[arg(long)]
    pub(crate) inside: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ChannelShape {
    /// Plain JSON
    Json,
    /// 钉钉 group robot
    Dingtalk,
    /// 企业微信 group robot
    Wecom,
    /// E-mail
    Email,
}

impl From<ChannelShape> for desk::Shape {
    fn from(shape: ChannelShape) -> Self {
        match shape {
            ChannelShape::Json => desk::Shape::Json,
            ChannelShape::Dingtalk => desk::Shape::Dingtalk,
            ChannelShape::Wecom => desk::Shape::Wecom,
            ChannelShape::Email => desk::Shape::Email,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Delivery {
    /// What waits, then what has ended, latest first 列表
    List {
        /// At most so many 条数
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Tries a failed one once more 重发
    Retry {
        /// Its name, as the list shows it
        name: String,
    },
}

#[derive(ClapArgs)]
pub(crate) struct Init {
    /// Division code of the town, nine digits 乡镇代码
    #[arg(long)]
    pub(crate) code: String,
    /// Its name in Chinese; from the places if left out 名称
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Its name in English 英文名称
    #[arg(long)]
    pub(crate) english: Option<String>,
    /// Its villages and grids as CSV: code,name,english,from,until,merged_into,longitude,latitude 区划表
    #[arg(long)]
    pub(crate) places: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Serve {
    /// Address to listen on 监听地址
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: std::net::IpAddr,
    /// Port; 0 takes a free one 端口
    #[arg(long, default_value_t = 8600)]
    pub(crate) port: u16,
    /// Requests a second that one person may make; 0 for no limit 每人每秒请求数
    #[arg(long, default_value_t = 200)]
    pub(crate) rate: u32,
}

#[derive(ClapArgs)]
pub(crate) struct Demo {
    /// Throws the demo town away and makes it anew 重新生成
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Only makes it 只生成不启动
    #[arg(long)]
    pub(crate) no_serve: bool,
    /// Compares every published figure with the live one and ends; 1 where any differs 核对公布数字
    #[arg(long)]
    pub(crate) check: bool,
    /// How many times the everyday records are made 放大倍数
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) scale: u32,
    /// What its chances are drawn from: the same seed makes the same town 随机种子
    #[arg(long, default_value_t = 2024)]
    pub(crate) seed: u64,
    /// Port; 0 takes a free one 端口
    #[arg(long, default_value_t = 8600)]
    pub(crate) port: u16,
}

#[derive(ClapArgs)]
pub(crate) struct Values {
    /// A field and its value, such as category=neighbour 字段=值
    #[arg(long = "set", short = 's', value_name = "FIELD=VALUE")]
    pub(crate) set: Vec<String>,
    /// Fields as JSON, or `-` to read them 以 JSON 给出
    #[arg(long, value_name = "JSON")]
    pub(crate) fields: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Record {
    /// Makes a record 登记
    New {
        register: String,
        #[command(flatten)]
        values: Values,
        /// The submission's own key: sent twice, it is one record 提交编号
        #[arg(long)]
        key: Option<String>,
    },
    /// Shows a record with its history 查看
    Show { register: String, id: String },
    /// Lists records 列表
    List {
        register: String,
        /// A filter, such as "category == 'neighbour' && !overdue" 筛选
        #[arg(long, default_value = "")]
        filter: String,
        /// A column, `-` in front for greatest first 排序
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        sort: String,
        /// Records on the page 条数
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Where the page before ended 翻页标记
        #[arg(long)]
        after: Option<String>,
        /// Counts all of them as well 计数
        #[arg(long)]
        count: bool,
        /// Withdrawn records too 含作废
        #[arg(long)]
        withdrawn: bool,
    },
    /// Changes fields 修改
    Amend {
        register: String,
        id: String,
        #[command(flatten)]
        values: Values,
        /// The version in view; the latest if left out 所依据的版本
        #[arg(long)]
        version: Option<u32>,
    },
    /// Takes a record out of all counts 作废
    Withdraw {
        register: String,
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Brings a record back 恢复
    Restore {
        register: String,
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Shows sensitive fields in clear; journalled 查看敏感信息
    Reveal {
        register: String,
        id: String,
        #[arg(long = "field", required = true)]
        fields: Vec<String>,
        #[arg(long)]
        reason: String,
    },
    /// Takes back a batch, such as an import 撤回批次
    TakeBack {
        batch: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(ClapArgs)]
pub(crate) struct Step {
    pub(crate) register: String,
    pub(crate) id: String,
    /// Name of the step 环节
    pub(crate) step: String,
    #[command(flatten)]
    pub(crate) values: Values,
    /// Words given along with it 说明
    #[arg(long)]
    pub(crate) note: Option<String>,
}

#[derive(ClapArgs)]
pub(crate) struct Import {
    pub(crate) register: String,
    /// .xlsx, .xls, .ods, CSV in UTF-8 or GB18030, or one JSON object a line; `-` reads standard input 文件
    pub(crate) file: PathBuf,
    /// Tells what would become of each row; nothing is written 预览
    #[arg(long)]
    pub(crate) preview: bool,
    /// Only this sheet 工作表
    #[arg(long)]
    pub(crate) sheet: Option<String>,
    /// What the columns mean, as JSON; with --preview a file that is not there yet is written to be corrected 列对应文件
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,
    /// Fields by which rows are known again, with commas between 判重字段
    #[arg(long, value_delimiter = ',')]
    pub(crate) key: Vec<String>,
    /// A value that the file does not tell, such as place=330226105208 各行相同的值
    #[arg(long = "set", short = 's', value_name = "FIELD=VALUE")]
    pub(crate) set: Vec<String>,
    /// Takes what is proposed though it should be looked at 接受存疑的列
    #[arg(long)]
    pub(crate) accept: bool,
    /// All rows or none 全部成功才导入
    #[arg(long)]
    pub(crate) all: bool,
    /// Writes rejected rows to this workbook, with the reasons on their cells 退回的行
    #[arg(long, value_name = "OUT.xlsx")]
    pub(crate) rejected: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Export {
    pub(crate) register: String,
    /// The file; standard output if left out 文件
    pub(crate) file: Option<PathBuf>,
    /// Format of the file 格式
    #[arg(long, alias = "form", value_enum, default_value_t = Format::Csv)]
    pub(crate) format: Format,
    /// A filter 筛选
    #[arg(long, default_value = "")]
    pub(crate) filter: String,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Xlsx,
    Json,
    #[value(name = "geojson")]
    GeoJson,
}

#[derive(Subcommand)]
pub(crate) enum FormCommand {
    /// Takes in a form with its workbook; what its blanks want is proposed 登记报表
    Add {
        /// Its name: lower-case letters, digits and - 代号
        name: String,
        /// The workbook as it was sent, .xlsx 报表文件
        file: PathBuf,
        /// What it is called; the file's name if left out 名称
        #[arg(long)]
        title: Option<String>,
        /// The office that asks for it 要表单位
        #[arg(long, default_value = "")]
        asked_by: String,
        /// once, month, quarter, half, year 频次
        #[arg(long, default_value = "once")]
        every: String,
        /// Days after the end of the period by which it is to be sent 期后几日内报
        #[arg(long, default_value_t = 5)]
        due_days: u16,
        /// What sensitive fields are needed for: figures leaves them out, masked, clear 用途
        #[arg(long, default_value = "figures")]
        purpose: String,
        /// Minutes that filling it by hand takes 手工填写分钟数
        #[arg(long, default_value_t = 60)]
        minutes: u32,
    },
    /// Lists the forms, those due first at the top 目录
    List,
    /// Shows what its blanks want 查看
    Show { name: String },
    /// Confirms what its blanks want: from a JSON file of answers, or as proposed 确认填法
    Map {
        name: String,
        /// Answers, as `form show --json` tells them 填法文件
        file: Option<PathBuf>,
        /// Confirms everything that is proposed 全部按建议
        #[arg(long)]
        accept: bool,
    },
    /// Fills a form for a period 填报
    Fill {
        name: String,
        #[arg(long)]
        period: String,
        /// The filled workbook 输出文件
        #[arg(long)]
        out: Option<PathBuf>,
        /// Notes on the cells tell where their values come from 批注来源
        #[arg(long)]
        notes: bool,
        /// Keeps it as sent 记为已报
        #[arg(long)]
        send: bool,
        /// Why sensitive fields are shown in clear 明文理由
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Tells what is different from what was sent last, or from a workbook 比对
    Diff {
        name: String,
        #[arg(long)]
        period: String,
        /// Compares with this workbook 对照文件
        #[arg(long)]
        against: Option<PathBuf>,
        /// Why sensitive fields are shown in clear 明文理由
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Takes a form out of the catalogue 删除
    Remove { name: String },
}

#[derive(Subcommand)]
pub(crate) enum Indicator {
    /// Lists indicators 列表
    List,
    /// Tells a figure 查看
    Show {
        name: String,
        /// 2024, 2024-H1, 2024-Q3, 2024-11, 2024-01/2024-11, 2024-03-05 期间
        #[arg(long)]
        period: String,
        /// Place, by code or name; the town if left out 区划
        #[arg(long)]
        place: Option<String>,
        /// Dimensions, place, day, month, quarter, year, with commas between 分组
        #[arg(long, value_delimiter = ',')]
        by: Vec<String>,
        /// The records behind it 来源
        #[arg(long)]
        lineage: bool,
        /// As the journal stood after this entry 截至流水号
        #[arg(long)]
        as_of: Option<u64>,
        /// Growth and rank as well 同比环比与排名
        #[arg(long)]
        compare: bool,
        /// Records of lineage shown 条数
        #[arg(long, default_value_t = 50)]
        limit: usize,
        /// Writes the table, or with --lineage all records behind it, to this file 写入文件
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Format of the file 格式
        #[arg(long, value_enum, default_value_t = Format::Xlsx)]
        format: Format,
    },
}

#[derive(ClapArgs)]
pub(crate) struct Due {
    /// Days ahead 天数
    #[arg(long, default_value_t = 7)]
    pub(crate) days: u16,
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: usize,
}

#[derive(Subcommand)]
pub(crate) enum Pack {
    /// Checks pack files 检查
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Prints the JSON Schema of packs 模式
    Schema,
    /// Lists the packs in force 列表
    List,
    /// Drafts a pack from a ledger 由台账草拟业务包
    Infer {
        file: PathBuf,
        /// Name of the pack and its register 代号
        #[arg(long, default_value = "ledger")]
        name: String,
        /// Only this sheet 工作表
        #[arg(long)]
        sheet: Option<String>,
        /// The file to write; standard output if left out 输出文件
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Tells what a pack would change; nothing is written 预检
    Weigh { file: PathBuf },
    /// Brings a pack into force 启用
    Adopt { file: PathBuf },
}

#[derive(Subcommand)]
pub(crate) enum User {
    /// Makes a person known, or changes what is known 新增或修改
    Add {
        login: String,
        /// The person's name 姓名
        #[arg(long)]
        name: String,
        /// role@place, or role@place/office, such as village@330226105201 岗位@区划
        #[arg(long = "post", required = true)]
        posts: Vec<String>,
    },
    /// Lists people 列表
    List,
    /// Sets a password, read from standard input 设置密码
    Password { login: String },
    /// Makes a token for programs; shown this once 生成令牌
    Token {
        login: String,
        /// What it is for 用途
        #[arg(long, default_value = "cli")]
        name: String,
    },
    /// Ends the tokens of that name 作废令牌
    EndToken {
        login: String,
        #[arg(long, default_value = "cli")]
        name: String,
    },
    /// Bars a person from the town's data 停用
    Close { login: String },
    /// Takes away the second step of signing in of who lost telephone and recovery codes 重置两步验证
    TotpReset { login: String },
}

#[derive(ClapArgs)]
pub(crate) struct Backup {
    /// A folder that does not exist yet 备份目录
    pub(crate) to: PathBuf,
}

#[derive(ClapArgs)]
pub(crate) struct Restore {
    /// A backup's folder 备份目录
    pub(crate) from: PathBuf,
}

#[derive(ClapArgs)]
pub(crate) struct Bench {
    /// Records in the large town 记录数
    #[arg(long, default_value_t = 100_000)]
    pub(crate) records: u64,
    /// Connections that write at once 连接数
    #[arg(long, default_value_t = 16)]
    pub(crate) connections: usize,
    /// Seconds of each measurement 秒数
    #[arg(long, default_value_t = 5)]
    pub(crate) seconds: u64,
}
