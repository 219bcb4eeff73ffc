//! scratch
fn main() {
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        let r = report::read(report::Document::plain(t), &report::Options::default());
        println!("{}", serde_json::to_string(&r.lines()).unwrap());
    }
}
